//! The project bundle from outside: what is saved opens again, whatever happened to it on disk in between.

mod checkpoints;
mod foreign;
mod format_1;
mod history;
mod kill;
mod paths;
mod readme;
mod round_trip;
mod sample;
mod scaler;
mod settings;
mod shipped;
mod size;
mod tolerance;
mod weights;
