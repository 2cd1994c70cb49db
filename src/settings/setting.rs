//! One setting, described.

use std::fmt;
use std::hash::{Hash, Hasher};

/// One setting of a `T`, described once for all who list settings.
pub struct Setting<T: 'static> {
    /// Its place in the project file, below that of the `T`: `training.learning_rate`. What stands deeper belongs to it
    /// too, unless another setting has a longer key for it.
    pub key: &'static str,
    /// What it is called in comparisons; no other setting of the list is: "learning rate".
    pub name: &'static str,
    /// Whether a run under way can take another value. All others are locked once there are trained weights.
    pub is_live: bool,
    /// Its value in words.
    pub text: fn(&T) -> String,
    pub(super) means_something: fn(&T) -> bool,
    pub(super) changed: Changed<T>,
    /// What one that differs in it is called, where that is not its name and value.
    pub(super) in_names: Option<fn(&T) -> String>,
}

/// What a change of a setting is called, after "change".
pub(super) enum Changed<T: 'static> {
    /// "the" and the name.
    Name,
    /// These words.
    Words(&'static str),
    /// Names of what differs inside of it, from before to after.
    Inside(fn(&T, &T) -> Vec<String>),
}

impl<T> Setting<T> {
    /// A locked setting that always means something.
    pub const fn new(key: &'static str, name: &'static str, text: fn(&T) -> String) -> Self {
        Self {
            key,
            name,
            is_live: false,
            text,
            means_something: |_| true,
            changed: Changed::Name,
            in_names: None,
        }
    }

    /// A run under way can take another value.
    pub const fn live(mut self) -> Self {
        self.is_live = true;
        self
    }

    /// It means nothing in a `T` of which `condition` does not hold.
    pub const fn where_(mut self, condition: fn(&T) -> bool) -> Self {
        self.means_something = condition;
        self
    }

    /// A change of it is called so: "the code width".
    pub const fn called(mut self, words: &'static str) -> Self {
        self.changed = Changed::Words(words);
        self
    }

    /// A change of it is called by what differs inside.
    pub const fn called_by(mut self, names: fn(&T, &T) -> Vec<String>) -> Self {
        self.changed = Changed::Inside(names);
        self
    }

    /// One that differs in it is called so: "VAE 20". Nothing where it is no matter for a name.
    pub const fn in_names(mut self, name: fn(&T) -> String) -> Self {
        self.in_names = Some(name);
        self
    }

    /// Whether it means something in `of`.
    pub fn means_something(&self, of: &T) -> bool {
        (self.means_something)(of)
    }

    /// What the change from `before` to `after` is called.
    pub(super) fn names_of_change(&self, before: &T, after: &T) -> Vec<String> {
        match self.changed {
            Changed::Name => vec![format!("the {}", self.name)],
            Changed::Words(words) => vec![words.to_owned()],
            Changed::Inside(names) => names(before, after),
        }
    }
}

impl<T> fmt::Debug for Setting<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key)
    }
}

impl<T> PartialEq for Setting<T> {
    /// Keys are unique in a list.
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<T> Eq for Setting<T> {}

impl<T> Hash for Setting<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}
