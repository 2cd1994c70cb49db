//! Numbers one after another in bytes.

/// What is left to read.
pub struct Fields<'a>(pub &'a [u8]);

impl Fields<'_> {
    /// The next `N` bytes.
    pub fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*bytes)
    }

    /// A whole number of at most 21 bits that [`put_small`] put.
    pub fn small(&mut self) -> Option<u32> {
        let mut number = 0;
        for place in 0..3 {
            let [byte] = self.bytes()?;
            number |= u32::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

/// Appends a whole number of at most 21 bits, seven a byte (LEB128).
pub fn put_small(mut number: u32, bytes: &mut Vec<u8>) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_take_few_bytes_and_come_back() {
        let mut bytes = Vec::new();
        let numbers = [0, 1, 127, 128, 300, 65_535, (1 << 21) - 1];
        for number in numbers {
            put_small(number, &mut bytes);
        }
        assert_eq!(bytes[..7], [0, 1, 127, 128, 1, 172, 2]);
        let mut fields = Fields(&bytes);
        assert_eq!(numbers.map(|_| fields.small().unwrap()), numbers);
        assert_eq!(fields.small(), None);
        assert_eq!(Fields(&[0x80, 0x80, 0x80, 1]).small(), None);
    }
}
