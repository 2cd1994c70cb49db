//! What a change of settings changes.

use super::Setting;
use super::tree::is_within;
use super::words::join;

/// More changes below one of [`super::Settings::together`] than this are named together.
const NAMED: usize = 2;

/// The settings that differ between two values of a `T`.
#[derive(Debug, PartialEq, Eq)]
pub struct Changes<T: 'static> {
    /// In the order of the list, each with what of it changes.
    pub(super) settings: Vec<(&'static Setting<T>, Vec<String>)>,
    /// Where the values differ.
    pub places: Vec<String>,
    pub(super) together: &'static [(&'static str, &'static str)],
}

impl<T> Default for Changes<T> {
    fn default() -> Self {
        Self {
            settings: Vec::new(),
            places: Vec::new(),
            together: &[],
        }
    }
}

impl<T> Changes<T> {
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Those that a run under way cannot take.
    pub fn locked(&self) -> impl Iterator<Item = &'static Setting<T>> + '_ {
        let all = self.settings.iter().map(|(setting, _)| *setting);
        all.filter(|setting| !setting.is_live)
    }

    /// All of it in one phrase, what is locked first: "the code width and the epochs".
    pub fn phrase(&self) -> String {
        let mut names = self.names(false);
        names.extend(self.names(true));
        join(&names)
    }

    /// What of it a run under way cannot take, in one phrase; empty where that is nothing.
    pub fn locked_phrase(&self) -> String {
        join(&self.names(false))
    }

    /// Names of the live changes, or of the locked ones; several that belong together have one.
    fn names(&self, live: bool) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let of = |key: &str| {
            let mut all = self.together.iter();
            all.find(|(below, _)| is_within(key, below))
        };
        let chosen = || self.settings.iter().filter(|(s, _)| s.is_live == live);
        for (setting, own) in chosen() {
            let group = of(setting.key);
            let together = group.filter(|(below, _)| {
                let inside = chosen().filter(|(setting, _)| is_within(setting.key, below));
                inside.map(|(_, names)| names.len()).sum::<usize>() > NAMED
            });
            let own = match together {
                Some((_, name)) => vec![(*name).to_owned()],
                None => own.clone(),
            };
            for name in own {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }
}
