//! Pictures inside of the program: gzipped IDX files.

use std::io::{self, Read};
use std::path::Path;

use flate2::read::GzDecoder;

use super::brightness::Brightness;
use super::idx::{read_images, read_labels};
use super::{DataError, ImageShape, Samples};

/// Gzipped IDX files of images and their labels, with the names that errors give them.
pub(super) struct Packed {
    pub images: (&'static str, &'static [u8]),
    pub labels: (&'static str, &'static [u8]),
}

impl Packed {
    /// The first images alone, which takes no time: what stands behind them is not unpacked.
    ///
    /// # Errors
    /// When there are fewer, or the file is damaged, which a test rules out.
    pub fn first(&self, count: usize) -> io::Result<(ImageShape, Vec<u8>)> {
        let mut input = GzDecoder::new(self.images.1);
        let mut size = || -> io::Result<usize> {
            let mut bytes = [0; 4];
            input.read_exact(&mut bytes)?;
            Ok(u32::from_be_bytes(bytes) as usize)
        };
        // The last byte of the first number counts the dimensions.
        let dimensions = size()? & 0xff;
        let _images = size()?;
        let (height, width) = (size()?, size()?);
        let channels = if dimensions == 4 { size()? } else { 1 };
        let shape = ImageShape {
            height,
            width,
            channels,
        };
        let mut pixels = vec![0; count * shape.size()];
        input.read_exact(&mut pixels)?;
        Ok((shape, pixels))
    }

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
