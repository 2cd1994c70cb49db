//! The text of a project file: UTF-8, or what editors of other systems make of it.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The text in `bytes`: UTF-8 or UTF-16, with a byte order mark or without.
///
/// # Errors
/// One clause when it is neither.
pub fn text_of(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or(match bytes {
        // The brace that a project file begins with.
        [b'{', 0, ..] => (UTF_16LE, 0),
        [0, b'{', ..] => (UTF_16BE, 0),
        _ => (UTF_8, 0),
    });
    encoding
        .decode_without_bom_handling_and_without_replacement(&bytes[mark..])
        .ok_or_else(|| format!("it is not text in {}", encoding.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_wide_characters_are_read() {
        let text = "{\"name\": \"größer 日\"}";
        let wide = |bytes: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
            let mark = mark.then_some(0xfeff);
            let units = mark.into_iter().chain(text.encode_utf16());
            units.flat_map(bytes).collect()
        };
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            wide(u16::to_le_bytes, true),
            wide(u16::to_be_bytes, true),
            wide(u16::to_le_bytes, false),
            wide(u16::to_be_bytes, false),
        ] {
            assert_eq!(text_of(&bytes).unwrap(), text);
        }
        assert_eq!(text_of(b"").unwrap(), "");
        assert_eq!(text_of(b"{\xff}").unwrap_err(), "it is not text in UTF-8");
        let odd = text_of(b"\xff\xfe{\0\x00\xd8}\0").unwrap_err();
        assert_eq!(odd, "it is not text in UTF-16LE");
    }
}
