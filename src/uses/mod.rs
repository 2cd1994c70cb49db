//! What a trained model is good for: each use is one file with its name, a sentence, its settings and what it finds, and one
//! line in [`ALL`].
//!
//! What it finds is plain data ([`Outcome`]): figures beside those of baselines, which a model must beat to be of use, and a
//! table to save.

mod anomaly;
mod choices;
mod features;
mod npy;
mod outcome;
mod probes;
mod subject;
mod table;

pub use choices::{Choice, Choices};
pub use outcome::{Figure, Figures, Outcome};
pub use subject::Subject;
pub use table::{Cells, Column, Format, Table};

/// One use of a trained model.
pub trait Use: Sync {
    /// As it is typed.
    fn name(&self) -> &'static str;
    /// What it is for, in one sentence without a full stop.
    fn sentence(&self) -> &'static str;
    /// What it needs of data and model beside a trained variant, in one clause.
    fn needs(&self) -> &'static str;
    /// Its settings.
    fn choices(&self) -> &'static [Choice];
    /// What its table can be written as.
    fn formats(&self) -> &'static [Format];
    /// Does it on the test part. Slow: for a background thread.
    ///
    /// # Errors
    /// When a setting cannot be what it is, or data or model are not what it needs.
    fn run(&self, subject: &Subject, choices: &Choices) -> Result<Outcome, Problem>;
}

/// Every use.
pub const ALL: [&dyn Use; 2] = [&anomaly::Anomaly, &features::Features];

/// The use called `name`.
pub fn find(name: &str) -> Option<&'static dyn Use> {
    ALL.into_iter().find(|one| one.name() == name)
}

/// Why a use cannot be: one sentence that ends with the field or thing it is about.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Problem(pub String);

impl Problem {
    /// Of an error that is a sentence already.
    fn of(error: impl std::error::Error) -> Self {
        Self(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uses_are_found_by_names_that_differ() {
        for one in ALL {
            let found = find(one.name()).map(Use::sentence);
            assert_eq!(found, Some(one.sentence()));
            assert!(!one.sentence().ends_with('.') && !one.needs().is_empty());
        }
        assert!(find("anomalies").is_none());
    }
}
