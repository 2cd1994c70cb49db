//! The project bundle from outside: what is saved opens again, whatever happened to it on disk in between.

mod kill;
mod readme;
mod round_trip;
mod sample;
mod settings;
mod shipped;
mod tolerance;
mod weights;
