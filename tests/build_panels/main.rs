//! The build panels by click, wheel and keyboard, without a display.

mod architecture;
mod bench;
mod loss;
mod training;
