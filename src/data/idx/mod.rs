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
use super::brightness::Brightness;
use super::number_type::NumberType;
pub use error::IdxError;
use input::open;

/// Labels are below this.
const MAX_CLASSES: f64 = 1_000.0;

/// What an input holds.
#[derive(Debug)]
pub struct Found<T> {
    pub content: T,
    /// Bytes that belong to nothing stand behind the gzip data; they are left out.
    pub has_surplus: bool,
}

/// Images as they are written.
#[derive(Debug)]
pub struct Images {
    pub shape: ImageShape,
    number: NumberType,
    bytes: Vec<u8>,
}

impl Images {
    /// Whether the pixels are bytes, from black, 0, to white, 255.
    pub fn are_bytes(&self) -> bool {
        self.number.is_byte()
    }

    /// What is black and white in them.
    ///
    /// # Errors
    /// When a number is not finite.
    pub fn brightness(&self) -> Result<Brightness, IdxError> {
        if self.are_bytes() {
            return Ok(Brightness::BYTES);
        }
        let (mut least, mut greatest) = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut seen, mut wrong) = (0, None);
        self.number.each(&self.bytes, |value| {
            least = least.min(value);
            greatest = greatest.max(value);
            if !value.is_finite() && wrong.is_none() {
                wrong = Some((seen, value));
            }
            seen += 1;
        });
        match wrong {
            None => Ok(Brightness::of(least, greatest)),
            Some((before, value)) => Err(IdxError::NotFinite {
                value,
                image: before / self.shape.size().max(1) + 1,
            }),
        }
    }

    /// The pixels, image after image.
    pub fn pixels(self, brightness: Brightness) -> Vec<u8> {
        if self.are_bytes() && brightness == Brightness::BYTES {
            return self.bytes;
        }
        let mut pixels = Vec::with_capacity(self.bytes.len() / self.number.size);
        let put = |value| pixels.push(brightness.byte(value));
        self.number.each(&self.bytes, put);
        pixels
    }
}

/// Images from an IDX input of `length` bytes: N x H x W (grey) or N x H x W x C with 1 or 3 channels; at least one image.
///
/// # Errors
/// When the input is not exactly that.
pub fn read_images(input: impl Read, length: u64) -> Result<Found<Images>, IdxError> {
    let mut input = open(input, length)?;
    let (number, sizes) = input.header()?;
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
    let bytes = input.body(number, &sizes)?;
    let shape = ImageShape {
        height: height as usize,
        width: width as usize,
        channels: channels as usize,
    };
    Ok(Found {
        content: Images {
            shape,
            number,
            bytes,
        },
        has_surplus: input.has_surplus(),
    })
}

/// Labels from an IDX input of `length` bytes with one dimension.
///
/// # Errors
/// When the input is not exactly that.
pub fn read_labels(input: impl Read, length: u64) -> Result<Found<Vec<u32>>, IdxError> {
    let mut input = open(input, length)?;
    let (number, sizes) = input.header()?;
    let bytes = match sizes.len() {
        1 => input.body(number, &sizes)?,
        3 | 4 => return Err(IdxError::ImagesNotLabels),
        other => return Err(IdxError::Dimensions(other as u8)),
    };
    let mut content = Vec::with_capacity(bytes.len() / number.size);
    let mut wrong = None;
    number.each(&bytes, |value| {
        if !((0.0..MAX_CLASSES).contains(&value) && value.fract() == 0.0) {
            wrong = wrong.or(Some(value));
        }
        content.push(value as u32);
    });
    match wrong {
        Some(value) => Err(IdxError::Label(value)),
        None => Ok(Found {
            content,
            has_surplus: input.has_surplus(),
        }),
    }
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
            images_text(&idx(0x0a, &[1, 1, 1], &[0; 4])),
            "numbers of type 0a are not known, IDX files have the types 08, 09, 0b, 0c, 0d and 0e"
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

    #[test]
    fn every_type_of_number_is_read() {
        let shares = [0.0f32, 0.5, 1.0, 0.25];
        let floats: Vec<u8> = shares.iter().flat_map(|n| n.to_be_bytes()).collect();
        let wanted = (shape(2, 2, 1), vec![0, 128, 255, 64]);
        assert_eq!(images(&idx(0x0d, &[1, 2, 2], &floats)).unwrap(), wanted);
        let doubles: Vec<u8> = shares
            .iter()
            .flat_map(|n| f64::from(*n).to_be_bytes())
            .collect();
        assert_eq!(images(&idx(0x0e, &[1, 2, 2], &doubles)).unwrap(), wanted);
        let short: Vec<u8> = [0i16, 200, 255, 7]
            .iter()
            .flat_map(|n| n.to_be_bytes())
            .collect();
        let wanted = (shape(2, 2, 1), vec![0, 200, 255, 7]);
        assert_eq!(images(&idx(0x0b, &[1, 2, 2], &short)).unwrap(), wanted);
        let signed = images(&idx(0x09, &[1, 1, 3], &[0x80, 0, 0x7f])).unwrap();
        assert_eq!(signed.1, [0, 128, 255]);
        let gap = f32::NAN.to_be_bytes();
        assert_eq!(
            images_text(&idx(0x0d, &[1, 1, 1], &gap)),
            "the value NaN in image 1 is no brightness"
        );
        let labels: Vec<u8> = [3i32, 400].iter().flat_map(|n| n.to_be_bytes()).collect();
        let file = idx(0x0c, &[2], &labels);
        let found = read_labels(&file[..], file.len() as u64).unwrap();
        assert_eq!(found.content, [3, 400]);
        let file = idx(0x09, &[1], &[0xff]);
        let error = read_labels(&file[..], file.len() as u64).unwrap_err();
        assert_eq!(
            error.to_string(),
            "labels are whole numbers from 0 to 999, and not -1"
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
