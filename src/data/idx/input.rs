//! The bytes of an IDX file, plain or gzipped, never more of them than the header promises.

use std::io::{self, BufReader, Read};

use super::IdxError;
use crate::data::gzip::Members;
use crate::data::number_type::{Form, NumberType};
use crate::system::check_memory;

/// The most bytes of pixels or labels that are read: 2 GiB.
pub const MAX_BYTES: u64 = 2 << 30;

/// Deflate cannot pack more than this many bytes into one.
const MAX_DEFLATE_RATIO: u64 = 1032;
/// Bytes a sample beside its values: places in the split, in the order of an epoch and while they are drawn.
const BYTES_A_SAMPLE: u64 = 16;

/// An IDX input, unpacked on the way when it is gzipped.
pub struct Input<'a> {
    reader: Reader<'a>,
    /// Bytes of the input as stored.
    length: u64,
}

enum Reader<'a> {
    Plain(Box<dyn Read + 'a>),
    Gzipped(Box<Members<BufReader<Box<dyn Read + 'a>>>>),
}

impl Read for Reader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(plain) => plain.read(out),
            Self::Gzipped(members) => members.read(out),
        }
    }
}

/// Tells plain from gzipped by the first two bytes: an IDX file begins with two zeros, so no file is both.
pub fn open<'a>(mut input: impl Read + 'a, length: u64) -> Result<Input<'a>, IdxError> {
    if length == 0 {
        return Err(IdxError::Empty);
    }
    let mut start = [0u8; 2];
    input.read_exact(&mut start).map_err(header_error)?;
    let gzipped = start == [0x1f, 0x8b];
    let whole: Box<dyn Read + 'a> = Box::new(io::Cursor::new(start).chain(input));
    let reader = if gzipped {
        Reader::Gzipped(Box::new(Members::new(BufReader::new(whole))))
    } else {
        Reader::Plain(whole)
    };
    Ok(Input { reader, length })
}

impl Input<'_> {
    /// Reads the header: the type of the numbers, and the size of each of 1 to 4 dimensions.
    pub fn header(&mut self) -> Result<(NumberType, Vec<u32>), IdxError> {
        let mut magic = [0u8; 4];
        self.exactly(&mut magic)?;
        let [a, b, kind, dimensions] = magic;
        if [a, b] != [0, 0] {
            return Err(IdxError::Magic([a, b]));
        }
        let number = number_type(kind).ok_or(IdxError::Type(kind))?;
        if !(1..=4).contains(&dimensions) {
            return Err(IdxError::Dimensions(dimensions));
        }
        let sizes: Result<_, IdxError> = (0..dimensions)
            .map(|_| {
                let mut size = [0u8; 4];
                self.exactly(&mut size)?;
                Ok(u32::from_be_bytes(size))
            })
            .collect();
        Ok((number, sizes?))
    }

    fn exactly(&mut self, out: &mut [u8]) -> Result<(), IdxError> {
        let gzipped = matches!(self.reader, Reader::Gzipped(_));
        self.reader.read_exact(out).map_err(|error| {
            if gzipped && error.kind() != io::ErrorKind::UnexpectedEof {
                IdxError::Gzip(error)
            } else {
                header_error(error)
            }
        })
    }

    /// Reads exactly the bytes that `sizes` promise of these numbers, and makes sure that nothing follows.
    pub fn body(&mut self, number: NumberType, sizes: &[u32]) -> Result<Vec<u8>, IdxError> {
        let promised = sizes
            .iter()
            .try_fold(number.size as u128, |product, &size| {
                product.checked_mul(size.into())
            })
            .unwrap_or(u128::MAX);
        if promised > MAX_BYTES.into() {
            return Err(IdxError::TooLarge(promised));
        }
        let promised = promised as u64;
        let header = 4 + 4 * sizes.len() as u64;
        let gzipped = matches!(self.reader, Reader::Gzipped(_));
        if gzipped {
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

        let count = sizes.first().copied().unwrap_or_default();
        // Twice, since a test part is taken out of them.
        let needed = promised.saturating_mul(2);
        let needed = needed.saturating_add(u64::from(count).saturating_mul(BYTES_A_SAMPLE));
        check_memory(needed).map_err(|shortage| IdxError::Memory { count, shortage })?;
        let mut bytes = Vec::new();
        bytes
            .try_reserve_exact(promised as usize + 1)
            .map_err(|_| IdxError::NoMemory(promised))?;
        // One byte more than promised shows whether anything follows, and takes the reader to the end of a
        // gzip stream, where its checksum is compared.
        let read = self
            .reader
            .by_ref()
            .take(promised + 1)
            .read_to_end(&mut bytes);
        let found = bytes.len() as u64;
        match read {
            Err(error) if !gzipped => return Err(IdxError::Read(error)),
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

    /// Whether bytes that belong to nothing stand behind the gzip data; known once all is read.
    pub fn has_surplus(&self) -> bool {
        match &self.reader {
            Reader::Plain(_) => false,
            Reader::Gzipped(members) => members.has_surplus(),
        }
    }
}

fn number_type(code: u8) -> Option<NumberType> {
    let (form, size) = match code {
        0x08 => (Form::Unsigned, 1),
        0x09 => (Form::Signed, 1),
        0x0b => (Form::Signed, 2),
        0x0c => (Form::Signed, 4),
        0x0d => (Form::Float, 4),
        0x0e => (Form::Float, 8),
        _ => return None,
    };
    NumberType::new(form, size, true)
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
    use super::super::samples::{bytes_of, gzip, idx, images, images_text};
    use super::super::{read_images, read_labels};
    use super::*;

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
            "the header promises 237684487376772316155900592125 bytes, more than the 2 GiB that can be read"
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
        let second = [&whole[..], b"\x1f\x8bjunk"].concat();
        assert!(images(&second).is_err());
    }

    #[test]
    fn bytes_behind_gzip_data_are_told_and_left() {
        let file = idx(8, &[2, 1, 1], &[7, 8]);
        let read = |file: &[u8]| read_images(file, file.len() as u64).unwrap();
        let surplus = [&gzip(&file)[..], b"junk"].concat();
        let found = read(&surplus);
        let has_surplus = found.has_surplus;
        assert_eq!((bytes_of(found.content).1, has_surplus), (vec![7, 8], true));
        assert!(!read(&gzip(&file)).has_surplus && !read(&file).has_surplus);
        let labels = [&gzip(&idx(8, &[1], &[3]))[..], &[0; 9]].concat();
        let found = read_labels(&labels[..], labels.len() as u64).unwrap();
        assert_eq!((found.content, found.has_surplus), (vec![3], true));
    }
}
