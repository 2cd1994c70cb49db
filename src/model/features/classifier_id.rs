//! Which trained classifier is meant: the hash of its file, as a project names it.

use std::fmt;
use std::str::FromStr;

/// The BLAKE3 hash of a classifier's file. As text it is the file's place in a project.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClassifierId([u8; blake3::OUT_LEN]);

/// What stands before and after the hash.
const AROUND: [&str; 2] = ["weights/", ".safetensors"];

impl ClassifierId {
    /// Of a file with this content.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }
}

impl fmt::Display for ClassifierId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [before, after] = AROUND;
        write!(
            f,
            "{before}{}{after}",
            blake3::Hash::from_bytes(self.0).to_hex()
        )
    }
}

impl fmt::Debug for ClassifierId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for ClassifierId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let [before, after] = AROUND;
        let hash = text
            .strip_prefix(before)
            .and_then(|t| t.strip_suffix(after));
        // One file has one name: other digits would be another.
        let hash = hash.filter(|hash| !hash.contains(|digit: char| digit.is_ascii_uppercase()));
        let hash = hash.and_then(|hash| blake3::Hash::from_hex(hash).ok());
        let hash = hash.ok_or_else(|| {
            format!("{text:?} is not {before}<64 hexadecimal digits>{after}, as a classifier's file is called")
        })?;
        Ok(Self(*hash.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_one_name() {
        let id = ClassifierId::of(b"abc");
        // As b3sum has it.
        let hash = "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85";
        let name = format!("weights/{hash}.safetensors");
        assert_eq!(id.to_string(), name);
        assert_eq!(name.parse(), Ok(id));
        for wrong in [
            "weights/.safetensors".to_owned(),
            format!("{hash}.safetensors"),
            format!("weights/{hash}"),
            format!("weights/{}.safetensors", hash.to_uppercase()),
            format!("weights/../{hash}.safetensors"),
        ] {
            let refused = wrong.parse::<ClassifierId>().expect_err("refused");
            assert!(refused.contains("64 hexadecimal digits"), "{refused}");
        }
    }
}
