//! What differs between two variants, in few plain words: "code 32 → 2, loss MSE → BCE".

use std::fmt;

use super::Setting;
use super::words::NONE;

/// More differences than this are shortened by [`phrase`].
const SHOWN: usize = 4;
/// Letters of a name made of differences, beyond which further ones are left out.
const NAME_LENGTH: usize = 28;

/// A setting that is not the same in two `T`.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference<T: 'static> {
    pub setting: &'static Setting<T>,
    /// "32"; "none" for what is switched off or means nothing there.
    pub before: String,
    pub after: String,
}

impl<T> Clone for Difference<T> {
    fn clone(&self) -> Self {
        Self {
            setting: self.setting,
            before: self.before.clone(),
            after: self.after.clone(),
        }
    }
}

impl<T> Setting<T> {
    /// Its value in words; "none" where it means nothing.
    pub fn value(&self, of: &T) -> String {
        self.meaning(of).unwrap_or_else(|| NONE.into())
    }

    /// What sets `of` apart in a name: "batch 64", "no clipping", or what the setting says of itself.
    fn name_by(&self, of: &T) -> String {
        if let Some(in_names) = self.in_names {
            return in_names(of);
        }
        match self.meaning(of) {
            Some(value) if value != NONE => format!("{} {value}", self.name),
            _ => format!("no {}", self.name),
        }
    }

    /// Its value in words where it means something.
    fn meaning(&self, of: &T) -> Option<String> {
        (self.means_something)(of).then(|| (self.text)(of))
    }
}

impl<T> Difference<T> {
    /// The difference in `setting`, if there is one that somebody chose; `usual` has the defaults.
    pub(super) fn of(
        setting: &'static Setting<T>,
        before: &T,
        after: &T,
        usual: &T,
    ) -> Option<Self> {
        let (old, new) = (setting.meaning(before), setting.meaning(after));
        let differs = match (&old, &new) {
            (Some(only), None) | (None, Some(only)) => *only != (setting.text)(usual),
            (old, new) => old != new,
        };
        differs.then(|| Self {
            setting,
            before: old.unwrap_or_else(|| NONE.into()),
            after: new.unwrap_or_else(|| NONE.into()),
        })
    }
}

/// What `of` is called by what differs from another one: "code 2, BCE". Empty where nothing does that makes a name.
pub fn name_by<T>(differences: &[Difference<T>], of: &T) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut length = 0;
    for difference in differences {
        let part = difference.setting.name_by(of);
        if part.is_empty() || parts.contains(&part) {
            continue;
        }
        length += part.chars().count() + 2;
        if !parts.is_empty() && length > NAME_LENGTH {
            parts.push("…".into());
            break;
        }
        parts.push(part);
    }
    parts.join(", ")
}

impl<T> fmt::Display for Difference<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} → {}", self.setting.name, self.before, self.after)
    }
}

/// All of it on one line; many are shortened: "code 32 → 2, loss MSE → BCE, epochs 20 → 5 and 3 more".
pub fn phrase<T>(differences: &[Difference<T>]) -> String {
    let shown = match differences.len() {
        all if all <= SHOWN => all,
        _ => SHOWN - 1,
    };
    let texts: Vec<String> = differences[..shown]
        .iter()
        .map(ToString::to_string)
        .collect();
    let text = texts.join(", ");
    match differences.len() - shown {
        0 => text,
        more => format!("{text} and {more} more"),
    }
}
