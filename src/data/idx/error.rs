//! What can be wrong with an IDX file.

use std::io;

use crate::system::MemoryShortage;

/// Why an input is not the IDX file that was expected. Each text is the start of a sentence about a path.
#[derive(Debug, thiserror::Error)]
pub enum IdxError {
    #[error("the file is empty")]
    Empty,
    #[error("not an IDX file, it begins with bytes {:02x} {:02x} instead of 00 00", .0[0], .0[1])]
    Magic([u8; 2]),
    #[error("the IDX header is cut short")]
    Header,
    #[error(
        "numbers of type {0:02x} are not known, IDX files have the types 08, 09, 0b, 0c, 0d and 0e"
    )]
    Type(u8),
    #[error("the value {value} in image {image} is no brightness")]
    NotFinite { value: f64, image: usize },
    #[error("labels are whole numbers from 0 to 999, and not {0}")]
    Label(f64),
    #[error("the file holds labels, not images")]
    LabelsNotImages,
    #[error("the file holds images, not labels")]
    ImagesNotLabels,
    #[error(
        "the file has {0} dimensions, but images have 3 (count, height, width) or 4 (count, height, width, channels) and labels have 1"
    )]
    Dimensions(u8),
    #[error("images must have 1 or 3 channels, not {channels}{hint}", hint = if *.first { " (channels must be the last dimension, not the second)" } else { "" })]
    Channels { channels: u32, first: bool },
    #[error("the file holds no images")]
    NoImages,
    #[error("the images are {height} × {width} pixels, so they hold nothing")]
    NoPixels { height: u32, width: u32 },
    #[error("the header promises {0} bytes, more than the 2 GiB that can be read")]
    TooLarge(u128),
    #[error("the file is cut short, its header promises {promised} bytes but only {found} follow")]
    Truncated { promised: u64, found: u64 },
    #[error("the header promises {promised} bytes, more than {packed} compressed bytes can hold")]
    Packed { promised: u64, packed: u64 },
    #[error("the header promises {promised} bytes but more follow")]
    Trailing { promised: u64 },
    #[error("the gzip data is damaged ({0})")]
    Gzip(io::Error),
    #[error(
        "the gzip data is cut short, the header inside promises {promised} bytes but only {found} follow"
    )]
    GzipCut { promised: u64, found: u64 },
    #[error("its {count} samples need {shortage}")]
    Memory {
        count: u32,
        shortage: MemoryShortage,
    },
    #[error("there is not enough memory for {0} bytes")]
    NoMemory(u64),
    #[error("the file could not be read ({0})")]
    Read(io::Error),
}
