//! Pictures inside of the program: gzipped IDX files.

use std::path::Path;

use super::brightness::Brightness;
use super::idx::{read_images, read_labels};
use super::{DataError, Samples};

/// Gzipped IDX files of images and their labels, with the names that errors give them.
pub(super) struct Packed {
    pub images: (&'static str, &'static [u8]),
    pub labels: (&'static str, &'static [u8]),
}

impl Packed {
    /// Reads both.
    pub fn unpack(&self) -> Result<Samples, DataError> {
        let (name, bytes) = self.images;
        let images = read_images(bytes, bytes.len() as u64)
            .map_err(|error| DataError::file(Path::new(name), error))?
            .content;
        let shape = images.shape;
        let (name, bytes) = self.labels;
        let labels = read_labels(bytes, bytes.len() as u64)
            .map_err(|error| DataError::file(Path::new(name), error))?
            .content;
        let pixels = images.pixels(Brightness::BYTES);
        Samples::images(shape, pixels, None)?.labelled(Some(labels))
    }
}

/// Those at these places below `assets`.
macro_rules! packed {
    ($images:literal, $labels:literal) => {
        Packed {
            images: (
                $images,
                include_bytes!(concat!("../../assets/", $images)).as_slice(),
            ),
            labels: (
                $labels,
                include_bytes!(concat!("../../assets/", $labels)).as_slice(),
            ),
        }
    };
}

pub(super) use packed;
