//! Hourglass: a native workbench for autoencoders.
//!
//! The modules form a line, and each uses only what stands to its right:
//! `cli -> ui -> app -> uses -> export -> project -> training -> eval -> model -> data -> settings -> system`.
//! `cli` is the same application without a window. `tests/tidy` holds the line.

// What a person does, or a file holds, ends no thread; tests may.
#![cfg_attr(
    not(test),
    warn(clippy::expect_used, clippy::panic, clippy::unwrap_used)
)]

// Tests within the crate share files with those outside.
#[cfg(test)]
extern crate self as hourglass;

pub mod app;
pub mod cli;
pub mod data;
pub mod eval;
pub mod export;
pub mod model;
pub mod project;
pub mod settings;
mod system;
pub mod training;
pub mod ui;
pub mod uses;
