//! The build panels by click, wheel and keyboard, without a display.

mod architecture;
mod bench;
mod code;
#[path = "../common/mod.rs"]
mod common;
mod loss;
mod noise;
mod phases;
mod pictures;
mod presets;
mod pyramid;
mod samples;
mod tables;
mod training;
