//! All settings of a type.

use serde::Serialize;
use serde_json::Value;

use super::tree::{differing, is_within};
use super::{Changes, Difference, Setting};

/// Every setting of a `T`: whatever can be chosen in one belongs to exactly one of them.
#[derive(Debug)]
pub struct Settings<T: 'static> {
    /// In the order in which they are compared.
    pub all: &'static [&'static [Setting<T>]],
    /// What several changes below a key are called together: `("architecture", "the architecture")`.
    pub together: &'static [(&'static str, &'static str)],
}

impl<T> Settings<T> {
    pub fn iter(&self) -> impl Iterator<Item = &'static Setting<T>> + use<T> {
        self.all.iter().flat_map(|part| part.iter())
    }

    /// The setting that what stands at `place` belongs to.
    pub fn of(&self, place: &str) -> Option<&'static Setting<T>> {
        let all = self.iter();
        all.filter(|setting| is_within(place, setting.key))
            .max_by_key(|setting| setting.key.len())
    }

    /// The setting with this key.
    pub fn with_key(&self, key: &str) -> Option<&'static Setting<T>> {
        self.iter().find(|setting| setting.key == key)
    }
}

impl<T: Serialize + PartialEq + Default> Settings<T> {
    /// What differs from `before` to `after`.
    pub fn changes(&self, before: &T, after: &T) -> Changes<T> {
        if before == after {
            return Changes::default();
        }
        let places = differing(&json(before), &json(after));
        let found: Vec<_> = places.iter().filter_map(|place| self.of(place)).collect();
        let all = self.iter().filter(|setting| found.contains(setting));
        Changes {
            settings: all
                .map(|setting| (setting, setting.names_of_change(before, after)))
                .collect(),
            places,
            together: self.together,
        }
    }

    /// Whether a run with the settings `before` can go on with `after`: only live settings differ.
    pub fn can_become(&self, before: &T, after: &T) -> bool {
        self.changes(before, after).locked().next().is_none()
    }

    /// What differs, in words, in the order of the list. A setting that means something to one of the two alone is left
    /// out while it has its default there: a code that becomes Gaussian brings a beta along, which nobody chose.
    pub fn differences(&self, before: &T, after: &T) -> Vec<Difference<T>> {
        if before == after {
            return Vec::new();
        }
        let usual = T::default();
        let all = self.iter();
        all.filter_map(|setting| Difference::of(setting, before, after, &usual))
            .collect()
    }
}

fn json<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
