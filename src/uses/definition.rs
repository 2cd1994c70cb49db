//! What every use has.

use super::{Choice, Choices, Format, Outcome, Problem, Subject};

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
