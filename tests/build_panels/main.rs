//! The build panels by click, wheel and keyboard, without a display.

mod architecture;
mod bench;
#[path = "../common/mod.rs"]
mod common;
mod loss;
mod pictures;
mod samples;
mod training;
