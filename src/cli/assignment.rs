//! `--set KEY=VALUE` as typed.

use std::fmt;

/// What keys of the data begin with; all others are those of variants.
pub const DATA: &str = "data.";

/// One `--set`: where the setting stands in the project file, and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Below `settings` of a variant, or with `data.` before it.
    pub key: String,
    pub value: String,
}

impl Assignment {
    /// The key below `data`; `None` for settings of variants.
    pub fn data_key(&self) -> Option<&str> {
        self.key.strip_prefix(DATA)
    }
}

/// Settings with their keys, in the order in which they can be set: those that say of which kind something is come first,
/// since other keys mean something beside some kinds alone.
pub fn kinds_first<'a>(
    all: impl Iterator<Item = (&'a str, &'a Assignment)>,
) -> Vec<(&'a str, &'a Assignment)> {
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|(key, _)| key.rsplit('.').next() != Some("kind"));
    all
}

impl fmt::Display for Assignment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "--set {}={}", self.key, self.value)
    }
}

impl std::str::FromStr for Assignment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split_once('=')
            .filter(|(key, _)| !key.is_empty() && !key.ends_with('.'))
            .map(|(key, value)| Self {
                key: key.to_owned(),
                value: value.to_owned(),
            })
            .ok_or_else(|| "give a setting as KEY=VALUE".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_keys_and_values() {
        let of_data: Assignment = "data.source.labels=a=b".parse().unwrap();
        assert_eq!(of_data.data_key(), Some("source.labels"));
        assert_eq!(of_data.value, "a=b");
        let of_variants: Assignment = "training.epochs=3".parse().unwrap();
        assert_eq!(of_variants.data_key(), None);
        assert_eq!(of_variants.to_string(), "--set training.epochs=3");
        let typed = ["source.form=long", "validation=3", "source.kind=series"];
        let typed = typed.map(|text| text.parse::<Assignment>().unwrap());
        let in_order = kinds_first(typed.iter().map(|one| (&*one.key, one)));
        let keys: Vec<&str> = in_order.iter().map(|(key, _)| *key).collect();
        assert_eq!(keys, ["source.kind", "source.form", "validation"]);
        for wrong in ["", "data", "data.=3", "data.validation", "=3"] {
            assert!(wrong.parse::<Assignment>().is_err(), "{wrong}");
        }
    }
}
