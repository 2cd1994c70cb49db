//! Gzip as files hold it: one member or several, and at times bytes that somebody put behind them.

use std::io::{self, BufRead, Read};
use std::path::Path;

use flate2::bufread::GzDecoder;

/// The first bytes of a member.
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The warning about bytes behind the gzip data of the file at `path`.
pub(super) fn surplus(path: &Path) -> String {
    format!(
        "Bytes behind the gzip data are left out: {}",
        path.display()
    )
}

/// Unpacks member after member. What stands behind the last and is none ends it like the end of the file.
pub(super) struct Members<R: BufRead> {
    /// `None` behind the last.
    member: Option<GzDecoder<R>>,
    has_surplus: bool,
}

impl<R: BufRead> Members<R> {
    pub fn new(input: R) -> Self {
        Self {
            member: Some(GzDecoder::new(input)),
            has_surplus: false,
        }
    }

    /// Whether bytes that are no member stood behind the last; known once all is read.
    pub fn has_surplus(&self) -> bool {
        self.has_surplus
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        while let Some(member) = &mut self.member {
            let count = member.read(out)?;
            if count > 0 {
                return Ok(count);
            }
            let Some(mut rest) = self.member.take().map(GzDecoder::into_inner) else {
                break;
            };
            let next = rest.fill_buf()?;
            // The second byte may not be there yet.
            let is_member = next.iter().zip(MAGIC).all(|(byte, magic)| *byte == magic);
            match next.is_empty() {
                true => {}
                false if is_member => self.member = Some(GzDecoder::new(rest)),
                false => self.has_surplus = true,
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(bytes: &[u8]) -> io::Result<(String, bool)> {
        let mut members = Members::new(bytes);
        let mut text = String::new();
        members.read_to_string(&mut text)?;
        Ok((text, members.has_surplus()))
    }

    #[test]
    fn members_are_joined_and_what_is_behind_them_is_left() {
        let both = [packed("one "), packed(""), packed("two")].concat();
        assert_eq!(unpacked(&both).unwrap(), ("one two".into(), false));
        for surplus in [&b"\0\0\0"[..], b"junk", b"\n"] {
            let bytes = [&both[..], surplus].concat();
            assert_eq!(unpacked(&bytes).unwrap(), ("one two".into(), true));
        }
        // A member, and damaged.
        assert!(unpacked(&[&both[..], b"\x1f\x8bjunk"].concat()).is_err());
        assert!(unpacked(&both[..both.len() - 1]).is_err());
    }
}
