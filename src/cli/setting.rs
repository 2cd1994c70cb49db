//! `--set data.KEY=VALUE`: one setting of the data as typed.

use std::fmt;

/// What a setting that can be set begins with.
const DATA: &str = "data.";

/// One `--set`: where the setting stands in the project file, and its value as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Below `data`.
    pub key: String,
    pub value: String,
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "--set {DATA}{}={}", self.key, self.value)
    }
}

impl std::str::FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split_once('=')
            .and_then(|(key, value)| Some((key.strip_prefix(DATA)?, value)))
            .filter(|(key, _)| !key.is_empty())
            .map(|(key, value)| Self {
                key: key.to_owned(),
                value: value.to_owned(),
            })
            .ok_or_else(|| format!("give a setting of the data as {DATA}KEY=VALUE"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(text: &str) -> Setting {
        text.parse().unwrap()
    }

    #[test]
    fn settings_of_the_data_are_keys_and_values() {
        assert_eq!(
            setting("data.source.labels=a=b"),
            Setting {
                key: "source.labels".into(),
                value: "a=b".into()
            }
        );
        for wrong in [
            "",
            "data",
            "data.=3",
            "data.validation",
            "variants.0=3",
            "=3",
        ] {
            assert!(wrong.parse::<Setting>().is_err(), "{wrong}");
        }
    }
}
