//! Folders of pictures, and single large pictures, as data.
//!
//! Files are told by their content. A first look at every file finds its size and colours without decoding it, so that
//! what will be needed is known before it is taken; then all cores decode. What cannot be read is left out and said.

mod canvas;
mod decode;
mod look;
mod options;
mod read;
#[cfg(test)]
mod tests;

pub use options::{Background, Colour, Fit, PictureFolder};
