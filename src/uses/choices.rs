//! The settings of a use as somebody typed them.

use crate::settings::{SetError, nearest};

/// A setting that a use has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    pub key: &'static str,
    /// What it is, in one sentence without a full stop.
    pub sentence: &'static str,
}

/// What was chosen; later choices of a key count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices(Vec<(&'static str, String)>);

impl Choices {
    /// Of a use that has the settings `known`.
    ///
    /// # Errors
    /// When it has no such setting.
    pub fn of<'a>(
        known: &[Choice],
        typed: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, SetError> {
        let chosen = typed.into_iter().map(|(key, value)| {
            match known.iter().find(|choice| choice.key == key) {
                Some(choice) => Ok((choice.key, value.to_owned())),
                None => {
                    let all: Vec<String> = known.iter().map(|choice| choice.key.into()).collect();
                    Err(SetError::Unknown {
                        key: key.to_owned(),
                        nearest: nearest(key, &all),
                    })
                }
            }
        });
        Ok(Self(chosen.collect::<Result<_, _>>()?))
    }

    /// What was chosen for `key`.
    pub fn get(&self, key: &str) -> Option<&str> {
        let mut chosen = self.0.iter().rev();
        chosen
            .find(|(known, _)| *known == key)
            .map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [Choice; 2] = [
        Choice {
            key: "normal",
            sentence: "Classes",
        },
        Choice {
            key: "seed",
            sentence: "Draws",
        },
    ];

    #[test]
    fn the_last_choice_of_a_key_counts() {
        let choices = Choices::of(&KNOWN, [("seed", "1"), ("normal", "a"), ("seed", "2")]).unwrap();
        assert_eq!(choices.get("seed"), Some("2"));
        assert_eq!(Choices::default().get("seed"), None);
    }

    #[test]
    fn keys_that_are_not_there_are_refused_with_the_nearest() {
        let refused = Choices::of(&KNOWN, [("nromal", "a")]).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "there is no such setting, the nearest is normal: nromal"
        );
    }
}
