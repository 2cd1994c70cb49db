//! Files of quantised codes: entropy-coded by a range coder, with all that decoding needs beside the model.
//!
//! A mark of 8 bytes, the fingerprint of what decodes (32 bytes), bits a number (1), numbers a code (4), codes (8); least
//! value and step of each number (4 bytes each, single precision); the frequency of each of its symbols (LEB128, see
//! [`frequencies`]); the range coder's words (4 bytes each); and the first 8 bytes of the BLAKE3 hash of all that. Whole
//! numbers are little-endian.

mod coder;
mod fields;

use crate::eval::Quantiser;
use crate::eval::frequencies::{SUM, frequencies};
use coder::{decode, encode};
use fields::Fields;

/// How a file begins, the version of the format last.
pub const MARK: &[u8; 8] = b"HGCODES\x01";
/// Bytes of a fingerprint.
pub type Fingerprint = [u8; 32];
/// Bytes of the sum at the end.
const CHECK: usize = 8;
/// The coder's words are at least one for so many codes, so that a short file cannot ask for much memory.
const CODES_A_WORD: u64 = 256;
/// More numbers in all codes of a file than anybody has the memory for.
const MOST_SYMBOLS: u64 = 1 << 30;

/// Codes as symbols.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantised {
    pub quantiser: Quantiser,
    /// One a number of a code, code after code.
    pub symbols: Vec<u8>,
}

impl Quantised {
    /// `codes`, quantised as the codes of the training part, `train`, lie; and the file that holds them, coded by the
    /// frequencies of that part. `decoder` is the fingerprint of what they can be decoded with. `None` where codes are not
    /// finite.
    pub fn coded(
        train: &[f32],
        codes: &[f32],
        [width, bits]: [usize; 2],
        decoder: &Fingerprint,
    ) -> Option<(Self, Vec<u8>)> {
        let quantiser = Quantiser::fit(train, width, bits as u32)?;
        if !codes.iter().all(|number| number.is_finite()) {
            return None;
        }
        let tables = frequencies(&quantiser.symbols(train), width, quantiser.levels());
        let quantised = Self {
            symbols: quantiser.symbols(codes),
            quantiser,
        };
        let bytes = quantised.file(&tables, decoder)?;
        Some((quantised, bytes))
    }

    /// How many codes.
    pub fn count(&self) -> u64 {
        (self.symbols.len() / self.quantiser.width()) as u64
    }

    fn file(&self, tables: &[Vec<u32>], decoder: &Fingerprint) -> Option<Vec<u8>> {
        let mut words = encode(&self.symbols, tables)?;
        let least = self.count().div_ceil(CODES_A_WORD) as usize;
        words.resize(words.len().max(least), 0);
        let mut bytes = [&MARK[..], decoder, &[self.quantiser.bits() as u8]].concat();
        bytes.extend((self.quantiser.width() as u32).to_le_bytes());
        bytes.extend(self.count().to_le_bytes());
        for scale in self.quantiser.scales() {
            bytes.extend(scale.map(f32::to_le_bytes).concat());
        }
        for &frequency in tables.iter().flatten() {
            fields::put_small(frequency, &mut bytes);
        }
        bytes.extend(words.iter().flat_map(|word| word.to_le_bytes()));
        let check = blake3::hash(&bytes);
        bytes.extend(&check.as_bytes()[..CHECK]);
        Some(bytes)
    }

    /// What a file holds, for what has the fingerprint `decoder` and codes of `width` numbers.
    ///
    /// # Errors
    /// One clause, where it is no such file, not whole, or of something else.
    pub fn read(bytes: &[u8], decoder: &Fingerprint, width: usize) -> Result<Self, String> {
        const FOREIGN: &str = "this is no file of codes that this program wrote";
        const DAMAGED: &str = "the file of codes is damaged or cut short";
        if !bytes.starts_with(MARK) {
            return Err(FOREIGN.into());
        }
        let whole = bytes.split_last_chunk::<CHECK>();
        let whole = whole.filter(|(all, check)| blake3::hash(all).as_bytes().starts_with(*check));
        let (bytes, _) = whole.ok_or(DAMAGED)?;
        let mut fields = Fields(&bytes[MARK.len()..]);
        let of = fields.bytes::<32>().ok_or(DAMAGED)?;
        if of != *decoder {
            return Err("the codes were made by other weights".into());
        }
        Self::of_fields(fields, width).ok_or_else(|| DAMAGED.into())
    }

    /// `None` where anything is not as it is written.
    fn of_fields(mut fields: Fields, width: usize) -> Option<Self> {
        let [bits] = fields.bytes()?;
        let of_width = u32::from_le_bytes(fields.bytes()?) as usize;
        let count = u64::from_le_bytes(fields.bytes()?);
        if of_width != width {
            return None;
        }
        let scale = |fields: &mut Fields| {
            let [low, step] = [fields.bytes()?, fields.bytes()?].map(f32::from_le_bytes);
            Some([low, step])
        };
        let scales = (0..width).map(|_| scale(&mut fields));
        let quantiser = Quantiser::of(u32::from(bits), scales.collect::<Option<_>>()?)?;
        let table = |fields: &mut Fields| {
            let shares = (0..quantiser.levels()).map(|_| fields.small());
            let shares: Vec<u32> = shares.collect::<Option<_>>()?;
            let sum: u64 = shares.iter().copied().map(u64::from).sum();
            (sum == u64::from(SUM) && !shares.contains(&0)).then_some(shares)
        };
        let tables = (0..width).map(|_| table(&mut fields));
        let tables: Vec<Vec<u32>> = tables.collect::<Option<_>>()?;
        let (words, rest) = fields.0.as_chunks::<4>();
        let symbols = count.saturating_mul(width as u64);
        if !rest.is_empty()
            || symbols > MOST_SYMBOLS
            || count.div_ceil(CODES_A_WORD) > words.len() as u64
        {
            return None;
        }
        let words = words.iter().copied().map(u32::from_le_bytes).collect();
        Some(Self {
            symbols: decode(words, count as usize, &tables)?,
            quantiser,
        })
    }

    /// The codes that it stands for, as a decoder takes them.
    pub fn codes(&self) -> Vec<f32> {
        self.quantiser.midpoints(&self.symbols)
    }
}

#[cfg(test)]
mod tests;
