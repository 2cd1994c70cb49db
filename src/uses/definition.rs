//! What every use has.

use super::{Choice, Choices, Format, Given, Outcome, Problem, Subject};
use crate::data::{Prepared, SampleShape};

/// One use of a trained model.
pub trait Use: Sync {
    /// As it is typed.
    fn name(&self) -> &'static str;
    /// As the window shows it: "Find what is odd".
    fn title(&self) -> &'static str;
    /// What it is for, in one sentence without a full stop.
    fn sentence(&self) -> &'static str;
    /// What it needs of data and model beside a trained variant, in one clause.
    fn needs(&self) -> &'static str;
    /// A command that does it on a shipped project, once that is trained.
    fn example(&self) -> &'static str;
    /// Whether it can be on samples of this shape.
    fn fits(&self, _shape: &SampleShape) -> bool {
        true
    }
    /// What these data lack for it, in one clause.
    fn lacks(&self, _data: &Prepared) -> Option<String> {
        None
    }
    /// What it takes instead of the test part.
    fn takes(&self) -> Given {
        Given::Samples
    }
    /// Whether a person can paint over a picture what it is to fill in.
    fn is_painted(&self) -> bool {
        false
    }
    /// Its settings.
    fn choices(&self) -> &'static [Choice];
    /// What its result can be written as.
    fn formats(&self) -> &'static [Format];
    /// Whether its table is the input itself, filled in; what is found of new samples stands beside the input otherwise.
    fn completes_input(&self) -> bool {
        false
    }
    /// Does it. Slow: for a background thread, whose [`Progress`](crate::data::Progress) shows how far it is and stops it.
    ///
    /// # Errors
    /// When a setting cannot be what it is, data or model are not what it needs, or nobody waits for it any more.
    fn run(&self, subject: &Subject, choices: &Choices) -> Result<Outcome, Problem>;
}
