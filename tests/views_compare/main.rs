//! Variants side by side: the comparing mode of the window, by click, by pointer and in pictures.

#[path = "../common/mod.rs"]
mod common;

mod bench;
mod gallery;
mod linking;
mod pictures;
mod window;
