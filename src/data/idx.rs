//! The IDX format: a big-endian header of sizes, then bytes; plain or gzipped.
//!
//! The header is two zero bytes, a type, the number of dimensions, and one 32-bit size a dimension.
//! Nothing in it is believed: sizes are checked against the length of the input before memory is
//! asked for, and no more is unpacked than the header promises plus one byte.

use std::io::{self, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

use super::ImageShape;

/// The most bytes of pixels or labels that are read: 2 GiB.
pub const MAX_BYTES: u64 = 2 << 30;

/// Deflate cannot pack more than this many bytes into one.
const MAX_DEFLATE_RATIO: u64 = 1032;

/// Why an input is not the IDX file that was expected. Each text is the start of a sentence about a path.
#[derive(Debug, thiserror::Error)]
pub enum IdxError {
    #[error("the file is empty")]
    Empty,
    #[error("not an IDX file, it begins with bytes {:02x} {:02x} instead of 00 00", .0[0], .0[1])]
    Magic([u8; 2]),
    #[error("the IDX header is cut short")]
    Header,
    #[error("only IDX files of unsigned bytes (type 08) are read, this one holds {name} (type {code:02x})", name = type_name(*.0), code = .0)]
    Type(u8),
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
    #[error("the images are {height} x {width} pixels, so they hold nothing")]
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
    #[error("not enough memory for {0} bytes")]
    Memory(u64),
    #[error("the file could not be read ({0})")]
    Read(io::Error),
}

fn type_name(code: u8) -> &'static str {
    match code {
        0x09 => "signed bytes",
        0x0b => "16-bit integers",
        0x0c => "32-bit integers",
        0x0d => "32-bit floating-point numbers",
        0x0e => "64-bit floating-point numbers",
        _ => "numbers of an unknown type",
    }
}

/// Images from an IDX input of `length` bytes: N x H x W (grey) or N x H x W x C with 1 or 3 channels.
/// Returns their shape and their pixels, image after image; at least one image.
///
/// # Errors
/// When the input is not exactly that.
pub fn read_images(input: impl Read, length: u64) -> Result<(ImageShape, Vec<u8>), IdxError> {
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
    Ok((shape, pixels))
}

/// Labels from an IDX input of `length` bytes with one dimension.
///
/// # Errors
/// When the input is not exactly that.
pub fn read_labels(input: impl Read, length: u64) -> Result<Vec<u8>, IdxError> {
    let mut input = open(input, length)?;
    let sizes = input.sizes()?;
    match sizes.len() {
        1 => input.body(&sizes),
        3 | 4 => Err(IdxError::ImagesNotLabels),
        other => Err(IdxError::Dimensions(other as u8)),
    }
}

/// An IDX input, unpacked on the way when it is gzipped.
struct Input<'a> {
    reader: Box<dyn Read + 'a>,
    /// Bytes of the input as stored.
    length: u64,
    gzipped: bool,
}

/// Tells plain from gzipped by the first two bytes: an IDX file begins with two zeros, so no file is both.
fn open<'a>(mut input: impl Read + 'a, length: u64) -> Result<Input<'a>, IdxError> {
    if length == 0 {
        return Err(IdxError::Empty);
    }
    let mut start = [0u8; 2];
    input.read_exact(&mut start).map_err(header_error)?;
    let gzipped = start == [0x1f, 0x8b];
    let whole = io::Cursor::new(start).chain(input);
    Ok(Input {
        reader: if gzipped {
            Box::new(MultiGzDecoder::new(BufReader::new(whole)))
        } else {
            Box::new(whole)
        },
        length,
        gzipped,
    })
}

impl Input<'_> {
    /// Reads the header: the size of each of 1 to 4 dimensions.
    fn sizes(&mut self) -> Result<Vec<u32>, IdxError> {
        let mut magic = [0u8; 4];
        self.header(&mut magic)?;
        let [a, b, kind, dimensions] = magic;
        if [a, b] != [0, 0] {
            return Err(IdxError::Magic([a, b]));
        }
        if kind != 0x08 {
            return Err(IdxError::Type(kind));
        }
        if !(1..=4).contains(&dimensions) {
            return Err(IdxError::Dimensions(dimensions));
        }
        (0..dimensions)
            .map(|_| {
                let mut size = [0u8; 4];
                self.header(&mut size)?;
                Ok(u32::from_be_bytes(size))
            })
            .collect()
    }

    fn header(&mut self, out: &mut [u8]) -> Result<(), IdxError> {
        let gzipped = self.gzipped;
        self.reader.read_exact(out).map_err(|error| {
            if gzipped && error.kind() != io::ErrorKind::UnexpectedEof {
                IdxError::Gzip(error)
            } else {
                header_error(error)
            }
        })
    }

    /// Reads exactly the bytes that `sizes` promise, and makes sure that nothing follows.
    fn body(self, sizes: &[u32]) -> Result<Vec<u8>, IdxError> {
        let promised = sizes
            .iter()
            .try_fold(1u128, |product, &size| product.checked_mul(size.into()))
            .unwrap_or(u128::MAX);
        if promised > MAX_BYTES.into() {
            return Err(IdxError::TooLarge(promised));
        }
        let promised = promised as u64;
        let header = 4 + 4 * sizes.len() as u64;
        if self.gzipped {
            if promised > self.length.saturating_mul(MAX_DEFLATE_RATIO) {
                let packed = self.length;
                return Err(IdxError::Packed { promised, packed });
            }
        } else {
            let found = self.length.saturating_sub(header);
            if found < promised {
                return Err(IdxError::Truncated { promised, found });
            }
            if found > promised {
                return Err(IdxError::Trailing { promised });
            }
        }

        let mut bytes = Vec::new();
        bytes
            .try_reserve_exact(promised as usize + 1)
            .map_err(|_| IdxError::Memory(promised))?;
        // One byte more than promised shows whether anything follows, and takes the reader to the end of a
        // gzip stream, where its checksum is compared.
        let read = self.reader.take(promised + 1).read_to_end(&mut bytes);
        let found = bytes.len() as u64;
        match read {
            Err(error) if !self.gzipped => return Err(IdxError::Read(error)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Err(IdxError::GzipCut { promised, found });
            }
            Err(error) => return Err(IdxError::Gzip(error)),
            Ok(_) if found < promised => return Err(IdxError::Truncated { promised, found }),
            Ok(_) if found > promised => return Err(IdxError::Trailing { promised }),
            Ok(_) => {}
        }
        Ok(bytes)
    }
}

fn header_error(error: io::Error) -> IdxError {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        IdxError::Header
    } else {
        IdxError::Read(error)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// An IDX file of type `kind` with these sizes and bytes.
    fn idx(kind: u8, sizes: &[u32], bytes: &[u8]) -> Vec<u8> {
        let mut file = vec![0, 0, kind, sizes.len() as u8];
        file.extend(sizes.iter().flat_map(|size| size.to_be_bytes()));
        file.extend(bytes);
        file
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn images(file: &[u8]) -> Result<(ImageShape, Vec<u8>), IdxError> {
        read_images(file, file.len() as u64)
    }

    fn images_text(file: &[u8]) -> String {
        images(file).unwrap_err().to_string()
    }

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
        assert_eq!(read_labels(&file[..], 11).unwrap(), [7, 0, 255]);
        let packed = gzip(&file);
        let length = packed.len() as u64;
        assert_eq!(read_labels(&packed[..], length).unwrap(), [7, 0, 255]);
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
            "the images are 0 x 28 pixels, so they hold nothing"
        );
    }

    #[test]
    fn missing_and_surplus_bytes_are_counted() {
        let cut = idx(8, &[2, 1, 3], &[1, 2, 3, 4, 5]);
        let text = "the file is cut short, its header promises 6 bytes but only 5 follow";
        assert_eq!(images_text(&cut), text);
        assert_eq!(images_text(&gzip(&cut)), text);
        let long = idx(8, &[2, 1, 3], &[1, 2, 3, 4, 5, 6, 7]);
        let text = "the header promises 6 bytes but more follow";
        assert_eq!(images_text(&long), text);
        assert_eq!(images_text(&gzip(&long)), text);
    }

    #[test]
    fn lying_sizes_ask_for_no_memory() {
        assert_eq!(
            images_text(&idx(8, &[1000, 1000, 1000], &[0; 100])),
            "the file is cut short, its header promises 1000000000 bytes but only 100 follow"
        );
        let packed = gzip(&idx(8, &[1000, 1000, 1000], &[0; 100]));
        assert_eq!(
            images_text(&packed),
            format!(
                "the header promises 1000000000 bytes, more than {} compressed bytes can hold",
                packed.len()
            )
        );
        let huge = idx(8, &[u32::MAX, u32::MAX, u32::MAX, 3], &[]);
        assert_eq!(
            images_text(&huge),
            "the header promises 237684487376827736956882419712 bytes, more than the 2 GiB that can be read"
                .replace("237684487376827736956882419712", &(u128::from(u32::MAX).pow(3) * 3).to_string())
        );
        assert!(matches!(
            images(&idx(8, &[1 << 31, 1, 1], &[])),
            Err(IdxError::Truncated {
                promised: 0x8000_0000,
                found: 0
            })
        ));
    }

    /// A reader that counts what is taken from it.
    struct Counted<'a>(&'a [u8], &'a std::cell::Cell<usize>);

    impl Read for Counted<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let count = self.0.read(out)?;
            self.1.set(self.1.get() + count);
            Ok(count)
        }
    }

    #[test]
    fn a_gzip_bomb_is_unpacked_no_further_than_promised() {
        let bomb = gzip(&idx(8, &[1, 1, 1], &vec![0; 64 << 20]));
        let taken = std::cell::Cell::new(0);
        let error = read_images(Counted(&bomb, &taken), bomb.len() as u64).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the header promises 1 bytes but more follow"
        );
        assert!(bomb.len() > 60_000 && taken.get() <= 10_000);
    }

    #[test]
    fn damaged_gzip_data_is_refused() {
        let noise: Vec<u8> = (0..5000u32)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect();
        let whole = gzip(&idx(8, &[50, 10, 10], &noise));
        assert!(images(&whole).is_ok());

        assert!(matches!(
            images(&whole[..whole.len() / 2]),
            Err(IdxError::GzipCut { promised: 5000, found }) if found < 5000
        ));
        // The last 8 bytes are the checksum and the length.
        for cut in 1..=8 {
            assert!(matches!(
                images(&whole[..whole.len() - cut]),
                Err(IdxError::GzipCut { .. })
            ));
        }
        let mut wrong_sum = whole.clone();
        let at = wrong_sum.len() - 8;
        wrong_sum[at] ^= 1;
        assert!(images_text(&wrong_sum).starts_with("the gzip data is damaged ("));
        let mut wrong_block = whole.clone();
        wrong_block[10] |= 0x06;
        assert!(images_text(&wrong_block).starts_with("the gzip data is damaged ("));
        let surplus = [&whole[..], b"junk"].concat();
        assert!(images(&surplus).is_err());
    }
}
