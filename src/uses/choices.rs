//! The settings of a use, as somebody typed or clicked them.

use super::Problem;
use crate::settings::{Range, SetError, nearest};

/// A setting that a use has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    /// As it is typed.
    pub key: &'static str,
    /// As a panel shows it: "Normal classes".
    pub name: &'static str,
    /// What it is, in one sentence without a full stop.
    pub sentence: &'static str,
    pub takes: Takes,
}

/// What a setting can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Takes {
    /// A number; `usual` where nobody chose.
    Number { usual: f64, range: Range },
    /// One of several; the first where nobody chose.
    OneOf(&'static [&'static str]),
    /// Names of classes, between commas; none where nobody chose.
    Classes,
    /// Names of columns, between commas; none where nobody chose.
    Columns,
    /// Anything; nothing where nobody chose.
    Text,
}

impl Choice {
    /// A whole number from `low` to `high`.
    pub const fn whole(
        key: &'static str,
        name: &'static str,
        sentence: &'static str,
        usual: u32,
        [low, high]: [u32; 2],
    ) -> Self {
        let range = Range {
            low: Some(low as f64),
            high: Some(high as f64),
            above: false,
            below: false,
            whole: true,
        };
        let usual = usual as f64;
        Self {
            key,
            name,
            sentence,
            takes: Takes::Number { usual, range },
        }
    }

    /// A number from `low` to `high`.
    pub const fn number(
        key: &'static str,
        name: &'static str,
        sentence: &'static str,
        usual: f64,
        [low, high]: [f64; 2],
    ) -> Self {
        let range = Range {
            low: Some(low),
            high: Some(high),
            above: false,
            below: false,
            whole: false,
        };
        Self {
            key,
            name,
            sentence,
            takes: Takes::Number { usual, range },
        }
    }

    pub(super) fn refused(&self, problem: &str) -> Problem {
        Problem(format!("{problem}: {}", self.key))
    }
}

/// What was chosen; later choices of a key count.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choices(Vec<(&'static Choice, String)>);

impl Choices {
    /// Of a use that has the settings `known`.
    ///
    /// # Errors
    /// When it has no such setting, or the setting cannot be that.
    pub fn of<'a>(
        known: &'static [Choice],
        typed: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, SetError> {
        let chosen = typed.into_iter().map(|(key, value)| {
            let Some(choice) = known.iter().find(|choice| choice.key == key) else {
                let all: Vec<String> = known.iter().map(|choice| choice.key.into()).collect();
                return Err(SetError::Unknown {
                    key: key.to_owned(),
                    nearest: nearest(key, &all),
                });
            };
            match choice.takes.problem_of(value) {
                None => Ok((choice, value.to_owned())),
                Some(problem) => Err(SetError::Value {
                    problem,
                    key: key.to_owned(),
                }),
            }
        });
        Ok(Self(chosen.collect::<Result<_, _>>()?))
    }

    /// Each setting that was chosen, with what.
    pub fn chosen(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0
            .iter()
            .map(|(choice, text)| (choice.key, text.as_str()))
    }

    /// What was chosen for `key`, where somebody chose.
    pub fn get(&self, key: &str) -> Option<&str> {
        let mut chosen = self.0.iter().rev();
        chosen
            .find(|(known, _)| known.key == key)
            .map(|(_, value)| value.as_str())
    }

    /// The number chosen for `choice`, its usual one where nobody chose.
    pub fn number(&self, choice: &Choice) -> f64 {
        let Takes::Number { usual, .. } = choice.takes else {
            return f64::NAN;
        };
        let chosen = self.get(choice.key);
        chosen.and_then(|text| text.parse().ok()).unwrap_or(usual)
    }

    /// The same of a whole number.
    pub fn whole(&self, choice: &Choice) -> u64 {
        self.number(choice) as u64
    }

    /// Which of several was chosen.
    pub fn one_of(&self, choice: &Choice) -> &'static str {
        let Takes::OneOf(all) = choice.takes else {
            return "";
        };
        let chosen = self.get(choice.key);
        let found = all.iter().find(|&&one| Some(one) == chosen);
        found.or(all.first()).copied().unwrap_or_default()
    }

    /// The names between commas; `None` where nobody chose.
    pub fn names(&self, choice: &Choice) -> Option<Vec<String>> {
        let names = self.get(choice.key)?.split(',').map(str::trim);
        Some(
            names
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
        )
    }
}

impl Takes {
    /// Why it cannot be `text`, in one clause.
    fn problem_of(&self, text: &str) -> Option<String> {
        match self {
            Self::Number { range, .. } => {
                let fits = text.parse().is_ok_and(|number| range.contains(number));
                let whole = if range.whole { "a whole number, " } else { "" };
                (!fits).then(|| format!("give {whole}{}, not {text}", range.words()))
            }
            Self::OneOf(all) => (!all.contains(&text))
                .then(|| format!("give one of {}, not {text}", all.join(", "))),
            Self::Classes | Self::Columns | Self::Text => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NORMAL: Choice = Choice {
        key: "normal",
        name: "Normal classes",
        sentence: "Classes",
        takes: Takes::Classes,
    };
    const SEED: Choice = Choice::whole("seed", "Seed", "Draws", 3, [0, 9]);
    const BY: Choice = Choice {
        key: "by",
        name: "By",
        sentence: "What by",
        takes: Takes::OneOf(&["sum", "column"]),
    };
    static KNOWN: [Choice; 3] = [NORMAL, SEED, BY];

    #[test]
    fn the_last_choice_of_a_key_counts_and_what_nobody_chose_is_as_usual() {
        let choices = Choices::of(&KNOWN, [("seed", "1"), ("normal", "a, b"), ("seed", "2")]);
        let choices = choices.unwrap();
        assert_eq!(choices.whole(&SEED), 2);
        assert_eq!(choices.names(&NORMAL).unwrap(), ["a", "b"]);
        assert_eq!(choices.one_of(&BY), "sum");
        assert_eq!(Choices::default().whole(&SEED), 3);
        assert_eq!(Choices::default().names(&NORMAL), None);
    }

    #[test]
    fn keys_and_values_that_cannot_be_are_refused() {
        let refused = |key, value| Choices::of(&KNOWN, [(key, value)]).unwrap_err().to_string();
        assert_eq!(
            refused("nromal", "a"),
            "there is no such setting, the nearest is normal: nromal"
        );
        assert_eq!(
            refused("seed", "1.5"),
            "give a whole number, at least 0 and at most 9, not 1.5: seed"
        );
        assert_eq!(
            refused("by", "rows"),
            "give one of sum, column, not rows: by"
        );
    }
}
