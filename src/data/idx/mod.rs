//! The IDX format: a big-endian header of sizes, then bytes; plain or gzipped.
//!
//! The header is two zero bytes, a type, the number of dimensions, and one 32-bit size a dimension.
//! Nothing in it is believed: sizes are checked against the length of the input before memory is
//! asked for, and no more is unpacked than the header promises plus one byte.

mod error;
mod input;
#[cfg(test)]
mod samples;

use std::io::Read;

use super::ImageShape;
pub use error::IdxError;
use input::open;

/// What an input holds.
#[derive(Debug)]
pub struct Found<T> {
    pub content: T,
    /// Bytes that belong to nothing stand behind the gzip data; they are left out.
    pub has_surplus: bool,
}

/// Images from an IDX input of `length` bytes: N x H x W (grey) or N x H x W x C with 1 or 3 channels.
/// Returns their shape and their pixels, image after image; at least one image.
///
/// # Errors
/// When the input is not exactly that.
pub fn read_images(
    input: impl Read,
    length: u64,
) -> Result<Found<(ImageShape, Vec<u8>)>, IdxError> {
    let mut input = open(input, length)?;
    let sizes = input.sizes()?;
    let (height, width, channels) = match sizes[..] {
        [_] => return Err(IdxError::LabelsNotImages),
        [_, height, width] => (height, width, 1),
        [_, second, width, channels] => {
            if channels != 1 && channels != 3 {
                let first = second == 1 || second == 3;
                return Err(IdxError::Channels { channels, first });
            }
            (second, width, channels)
        }
        _ => return Err(IdxError::Dimensions(sizes.len() as u8)),
    };
    if sizes[0] == 0 {
        return Err(IdxError::NoImages);
    }
    if height == 0 || width == 0 {
        return Err(IdxError::NoPixels { height, width });
    }
    let pixels = input.body(&sizes)?;
    let shape = ImageShape {
        height: height as usize,
        width: width as usize,
        channels: channels as usize,
    };
    Ok(Found {
        content: (shape, pixels),
        has_surplus: input.has_surplus(),
    })
}

/// Labels from an IDX input of `length` bytes with one dimension.
///
/// # Errors
/// When the input is not exactly that.
pub fn read_labels(input: impl Read, length: u64) -> Result<Found<Vec<u8>>, IdxError> {
    let mut input = open(input, length)?;
    let sizes = input.sizes()?;
    let content = match sizes.len() {
        1 => input.body(&sizes)?,
        3 | 4 => return Err(IdxError::ImagesNotLabels),
        other => return Err(IdxError::Dimensions(other as u8)),
    };
    Ok(Found {
        content,
        has_surplus: input.has_surplus(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::samples::{gzip, idx, images, images_text};
    use super::*;

    fn shape(height: usize, width: usize, channels: usize) -> ImageShape {
        ImageShape {
            height,
            width,
            channels,
        }
    }

    #[test]
    fn reads_grey_and_coloured_images_plain_and_gzipped() {
        let grey = idx(8, &[2, 1, 3], &[1, 2, 3, 4, 5, 6]);
        let expected = (shape(1, 3, 1), vec![1, 2, 3, 4, 5, 6]);
        assert_eq!(images(&grey).unwrap(), expected);
        assert_eq!(images(&gzip(&grey)).unwrap(), expected);

        let colour = idx(8, &[1, 1, 2, 3], &[9, 8, 7, 6, 5, 4]);
        let expected = (shape(1, 2, 3), vec![9, 8, 7, 6, 5, 4]);
        assert_eq!(images(&colour).unwrap(), expected);
        let one = idx(8, &[1, 1, 2, 1], &[9, 8]);
        assert_eq!(images(&one).unwrap(), (shape(1, 2, 1), vec![9, 8]));
    }

    #[test]
    fn reads_a_gzip_file_of_several_members() {
        let file = idx(8, &[2, 1, 2], &[1, 2, 3, 4]);
        let (front, back) = file.split_at(17);
        let members = [gzip(front), gzip(back)].concat();
        assert_eq!(images(&members).unwrap().1, [1, 2, 3, 4]);
    }

    #[test]
    fn reads_labels() {
        let file = idx(8, &[3], &[7, 0, 255]);
        assert_eq!(read_labels(&file[..], 11).unwrap().content, [7, 0, 255]);
        let packed = gzip(&file);
        let length = packed.len() as u64;
        assert_eq!(
            read_labels(&packed[..], length).unwrap().content,
            [7, 0, 255]
        );
    }

    #[test]
    fn labels_and_images_are_told_apart() {
        let labels = idx(8, &[3], &[7, 0, 255]);
        assert_eq!(images_text(&labels), "the file holds labels, not images");
        for file in [idx(8, &[1, 1, 1], &[0]), idx(8, &[1, 1, 1, 1], &[0])] {
            let error = read_labels(&file[..], file.len() as u64).unwrap_err();
            assert_eq!(error.to_string(), "the file holds images, not labels");
        }
    }

    #[test]
    fn foreign_files_are_refused() {
        assert_eq!(images_text(b""), "the file is empty");
        assert_eq!(
            images_text(b"\x89PNG\r\n"),
            "not an IDX file, it begins with bytes 89 50 instead of 00 00"
        );
        assert_eq!(
            images_text(&gzip(b"hello world")),
            "not an IDX file, it begins with bytes 68 65 instead of 00 00"
        );
        assert_eq!(
            images_text(&idx(0x0d, &[1, 1, 1], &[0; 4])),
            "only IDX files of unsigned bytes (type 08) are read, \
             this one holds 32-bit floating-point numbers (type 0d)"
        );
        for (sizes, count) in [(&[4u32, 4][..], 2), (&[], 0), (&[1; 5], 5)] {
            let text = images_text(&idx(8, sizes, &[0; 16]));
            assert!(text.starts_with(&format!("the file has {count} dimensions, but")));
        }
        assert_eq!(
            images_text(&idx(8, &[1, 1, 1, 4], &[0; 4])),
            "images must have 1 or 3 channels, not 4 (channels must be the last dimension, not the second)"
        );
        assert_eq!(
            images_text(&idx(8, &[1, 2, 1, 4], &[0; 8])),
            "images must have 1 or 3 channels, not 4"
        );
    }

    #[test]
    fn a_header_cut_short_is_refused() {
        let file = idx(8, &[2, 1, 1], &[1, 2]);
        for length in 1..16 {
            assert_eq!(
                images_text(&file[..length]),
                "the IDX header is cut short",
                "{length}"
            );
        }
        assert_eq!(
            images_text(&gzip(&file[..10])),
            "the IDX header is cut short"
        );
    }

    #[test]
    fn empty_sizes_are_refused() {
        assert_eq!(
            images_text(&idx(8, &[0, 28, 28], &[])),
            "the file holds no images"
        );
        assert_eq!(
            images_text(&idx(8, &[5, 0, 28], &[])),
            "the images are 0 × 28 pixels, so they hold nothing"
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_and_any_damage_is_survived(
            count in 1u32..5,
            height in 1u32..5,
            width in 1u32..5,
            packed: bool,
            at: prop::sample::Index,
            damage in 1u8..,
        ) {
            let bytes: Vec<u8> = (0..count * height * width).map(|i| i as u8).collect();
            let file = idx(8, &[count, height, width], &bytes);
            let mut file = if packed { gzip(&file) } else { file };
            let expected = (shape(height as usize, width as usize, 1), bytes);
            prop_assert_eq!(images(&file).unwrap(), expected);

            let at = at.index(file.len());
            file[at] ^= damage;
            if let Ok((shape, pixels)) = images(&file) {
                prop_assert!(pixels.len() <= 64 && pixels.len().is_multiple_of(shape.size()));
            }
        }
    }
}
