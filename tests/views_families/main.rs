//! What the views show of each family of autoencoders, by click and in pictures.

#[path = "../common/mod.rs"]
mod common;

mod codes;
mod gallery;
mod loss;
mod samples;
mod window;
