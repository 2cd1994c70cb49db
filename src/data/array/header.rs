//! The header of a NPY array: a dictionary of Python on one line, of which three keys are read and nothing is executed.

use std::io::Read;

use super::ArrayError;
use crate::data::number_type::{Form, NumberType};

const MAGIC: [u8; 6] = *b"\x93NUMPY";
/// A header is one line; a longer one is something else.
const MAX_HEADER: usize = 64 << 10;
/// Names of classes are shorter.
const MAX_LETTERS: usize = 4096;
/// As many as NumPy has at most.
const MAX_DIMENSIONS: usize = 64;

/// What an array is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub elements: Elements,
    /// The first dimension runs fastest, as in Fortran.
    pub is_fortran: bool,
    /// The size of each dimension; none for a single number.
    pub shape: Vec<u64>,
}

/// What the elements of an array are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elements {
    Numbers(NumberType),
    /// Texts of so many letters, each of four bytes.
    Text {
        letters: usize,
        is_big_endian: bool,
    },
}

impl Elements {
    /// Bytes of one element.
    pub fn size(self) -> usize {
        match self {
            Self::Numbers(number) => number.size,
            Self::Text { letters, .. } => letters.saturating_mul(4),
        }
    }
}

impl Header {
    /// Bytes of all elements, and how many elements there are.
    ///
    /// # Errors
    /// When no machine can count them.
    pub fn bytes(&self) -> Result<(u64, u64), ArrayError> {
        let product = |all: u64, size: &u64| all.checked_mul(*size);
        let count = self.shape.iter().try_fold(1, product);
        let bytes = count.and_then(|count| count.checked_mul(self.elements.size() as u64));
        match (bytes, count) {
            (Some(bytes), Some(count)) if i64::try_from(bytes).is_ok() => Ok((bytes, count)),
            _ => Err(ArrayError::TooLarge(shape_text(&self.shape))),
        }
    }

    /// Whether a file that begins with `start` is a NPY array.
    pub fn begins(start: &[u8]) -> bool {
        start.starts_with(&MAGIC)
    }

    /// Reads the header, and nothing of what follows it. Also says how many bytes it took.
    ///
    /// # Errors
    /// When it is none, is damaged, or of an array of something else than numbers or texts.
    pub fn read(input: &mut impl Read) -> Result<(Self, u64), ArrayError> {
        let mut start = [0; 8];
        input
            .read_exact(&mut start)
            .map_err(ArrayError::of_header)?;
        if !Self::begins(&start) {
            return Err(ArrayError::Magic);
        }
        let (length, before) = match start[6] {
            1 => {
                let mut length = [0; 2];
                input
                    .read_exact(&mut length)
                    .map_err(ArrayError::of_header)?;
                (usize::from(u16::from_le_bytes(length)), 10)
            }
            2 | 3 => {
                let mut length = [0; 4];
                input
                    .read_exact(&mut length)
                    .map_err(ArrayError::of_header)?;
                (u32::from_le_bytes(length) as usize, 12)
            }
            version => return Err(ArrayError::Version(version)),
        };
        if length > MAX_HEADER {
            return Err(ArrayError::HeaderLength(length));
        }
        let mut text = vec![0; length];
        input.read_exact(&mut text).map_err(ArrayError::of_header)?;
        let text = String::from_utf8_lossy(&text);
        Ok((Self::parse(&text)?, before + length as u64))
    }

    fn parse(text: &str) -> Result<Self, ArrayError> {
        let (mut elements, mut is_fortran, mut shape) = (None, None, None);
        let mut rest = after(text.trim_start(), "{")?;
        while !rest.starts_with('}') {
            let (key, value) = quoted(rest)?;
            let value = after(value, ":")?;
            rest = match key {
                "descr" => {
                    if value.starts_with('[') {
                        return Err(ArrayError::Structured);
                    }
                    let (descr, rest) = quoted(value)?;
                    elements = Some(elements_of(descr)?);
                    rest
                }
                "fortran_order" => {
                    let (word, rest) = split_while(value, char::is_alphanumeric);
                    is_fortran = Some(match word {
                        "True" => true,
                        "False" => false,
                        _ => return Err(ArrayError::Header),
                    });
                    rest
                }
                "shape" => {
                    let (sizes, rest) = sizes(value)?;
                    shape = Some(sizes);
                    rest
                }
                _ => return Err(ArrayError::Header),
            };
            match rest.strip_prefix(',') {
                Some(next) => rest = next.trim_start(),
                None if rest.starts_with('}') => {}
                None => return Err(ArrayError::Header),
            }
        }
        Ok(Self {
            elements: elements.ok_or(ArrayError::Header)?,
            is_fortran: is_fortran.ok_or(ArrayError::Header)?,
            shape: shape.ok_or(ArrayError::Header)?,
        })
    }
}

/// "3 x 4", "5", "a single number".
pub fn shape_text(shape: &[u64]) -> String {
    if shape.is_empty() {
        return "a single number".into();
    }
    let sizes: Vec<String> = shape.iter().map(ToString::to_string).collect();
    sizes.join(" × ")
}

/// What stands behind `mark` and spaces, with which `text` must begin.
fn after<'a>(text: &'a str, mark: &str) -> Result<&'a str, ArrayError> {
    let rest = text.strip_prefix(mark).ok_or(ArrayError::Header)?;
    Ok(rest.trim_start())
}

fn split_while(text: &str, keeps: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|letter| !keeps(letter)).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    (word, rest.trim_start())
}

/// The text between quotes with which `text` begins, and what follows it.
fn quoted(text: &str) -> Result<(&str, &str), ArrayError> {
    let quote = text.chars().next().filter(|letter| "'\"".contains(*letter));
    let quote = quote.ok_or(ArrayError::Header)?;
    let (inside, rest) = text[1..].split_once(quote).ok_or(ArrayError::Header)?;
    Ok((inside, rest.trim_start()))
}

/// `(3, 4)`, `(5,)`, `()`.
fn sizes(text: &str) -> Result<(Vec<u64>, &str), ArrayError> {
    let mut rest = after(text, "(")?;
    let mut sizes = Vec::new();
    loop {
        if let Some(rest) = rest.strip_prefix(')') {
            return Ok((sizes, rest.trim_start()));
        }
        let (digits, behind) = split_while(rest, |letter| letter.is_ascii_digit());
        // Python 2 wrote its long integers so.
        let behind = behind.strip_prefix('L').unwrap_or(behind);
        if sizes.len() == MAX_DIMENSIONS {
            return Err(ArrayError::Header);
        }
        sizes.push(digits.parse().map_err(|_| ArrayError::Header)?);
        rest = match behind.strip_prefix(',') {
            Some(next) => next.trim_start(),
            None if behind.starts_with(')') => behind,
            None => return Err(ArrayError::Header),
        };
    }
}

/// What `<f4`, `|u1` or `>U12` are.
fn elements_of(descr: &str) -> Result<Elements, ArrayError> {
    let foreign = || ArrayError::Elements(descr.chars().take(40).collect());
    let (order, rest) = match descr.chars().next() {
        Some(order @ ('<' | '>' | '|' | '=')) => (order, &descr[1..]),
        _ => ('=', descr),
    };
    let is_big_endian = match order {
        '>' => true,
        '=' => cfg!(target_endian = "big"),
        _ => false,
    };
    let (letter, size) = (rest.chars().next(), rest.get(1..).unwrap_or_default());
    if letter == Some('O') {
        return Err(ArrayError::Objects);
    }
    let size: usize = match (letter, size) {
        (Some('?'), "") => 1,
        (_, size) => size.parse().map_err(|_| foreign())?,
    };
    let form = match letter {
        Some('b' | '?') => Form::Bool,
        Some('i') => Form::Signed,
        Some('u') => Form::Unsigned,
        Some('f') => Form::Float,
        Some('U') if size <= MAX_LETTERS => {
            return Ok(Elements::Text {
                letters: size,
                is_big_endian,
            });
        }
        _ => return Err(foreign()),
    };
    let number = NumberType::new(form, size, is_big_endian);
    number.map(Elements::Numbers).ok_or_else(foreign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Header, String> {
        Header::parse(text).map_err(|error| error.to_string())
    }

    #[test]
    fn the_three_keys_are_read_in_any_order() {
        let wanted = Header {
            elements: Elements::Numbers(NumberType {
                form: Form::Float,
                size: 4,
                is_big_endian: true,
            }),
            is_fortran: false,
            shape: vec![3, 4],
        };
        for text in [
            "{'descr': '>f4', 'fortran_order': False, 'shape': (3, 4), }        \n",
            "{\"shape\":(3,4),\"fortran_order\":False,\"descr\":\">f4\"}",
            "{'shape': (3L, 4L), 'descr': '>f4', 'fortran_order': False}",
        ] {
            assert_eq!(parse(text).as_ref(), Ok(&wanted), "{text}");
        }
        let shape = |text: &str| {
            let text = format!("{{'descr': '|b1', 'fortran_order': True, 'shape': {text}}}");
            parse(&text).map(|header| header.shape)
        };
        assert_eq!(shape("(5,)"), Ok(vec![5]));
        assert_eq!(shape("()"), Ok(vec![]));
        for text in [
            "5",
            "(5",
            "(-1,)",
            "(a,)",
            "(99999999999999999999,)",
            "(1 2)",
        ] {
            assert_eq!(
                shape(text).unwrap_err(),
                "the header of the array is damaged"
            );
        }
    }

    #[test]
    fn other_elements_are_refused_by_name() {
        let of = |descr: &str| {
            let text = format!("{{'descr': {descr}, 'fortran_order': False, 'shape': (1,)}}");
            parse(&text).unwrap_err()
        };
        assert_eq!(
            of("'|O'"),
            "the array holds Python objects, which are not read because reading them can run a program"
        );
        assert_eq!(
            of("[('x', '<f4')]"),
            "the array holds records of several fields, not numbers"
        );
        assert_eq!(of("'<c8'"), "numbers of type <c8 are not read");
        assert_eq!(of("'<f16'"), "numbers of type <f16 are not read");
        assert_eq!(of("'é'"), "numbers of type é are not read");
    }

    #[test]
    fn sizes_that_no_machine_has_are_refused() {
        let header = Header {
            elements: Elements::Numbers(NumberType::BYTE),
            is_fortran: false,
            shape: vec![u64::MAX, 2],
        };
        let error = header.bytes().unwrap_err().to_string();
        assert!(
            error.starts_with("an array of 18446744073709551615 × 2"),
            "{error}"
        );
    }
}
