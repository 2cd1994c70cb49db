//! What the figures of a variant are made of.

use super::{Cell, Subject};
use crate::export::verdict::has_error;
use crate::model::{Cost, cost};
use crate::training::{EpochRecord, Measured, RatingErrors, RunState, TokenErrors};

/// A number of what was measured on the test images.
pub(super) fn measured(subject: &Subject, read: fn(&Measured) -> Option<f64>) -> Cell {
    let taken = subject.taken.as_ref();
    Cell::number_of(taken.and_then(|taken| read(&taken.measured)))
}

/// A number of the errors of ratings.
pub(super) fn of_ratings(subject: &Subject, read: fn(&RatingErrors) -> f64) -> Cell {
    let ratings = subject
        .taken
        .as_ref()
        .and_then(|taken| taken.measured.ratings);
    Cell::number_of(ratings.as_ref().map(read))
}

/// A number of what is made of tokens.
pub(super) fn of_tokens(subject: &Subject, read: fn(&TokenErrors) -> f64) -> Cell {
    let tokens = subject
        .taken
        .as_ref()
        .and_then(|taken| taken.measured.tokens);
    Cell::number_of(tokens.as_ref().map(read))
}

/// Numbers in a code.
pub(super) fn code(subject: &Subject) -> Cell {
    let architecture = &subject.variant.settings.architecture;
    Cell::count_of(subject.shape.map(|shape| architecture.code_width(shape)))
}

impl Subject<'_> {
    /// Its squared error over that of PCA at the same code size; `None` where one is missing or PCA leaves none.
    pub fn ratio_to_pca(&self) -> Option<f64> {
        let (taken, pca) = (self.taken?, self.pca_mse?);
        has_error(pca).then(|| taken.measured.mse / pca)
    }
}

pub(super) fn costs(subject: &Subject) -> Option<Cost> {
    let architecture = &subject.variant.settings.architecture;
    Some(cost(architecture, subject.shape?))
}

pub(super) fn last(subject: &Subject, read: fn(&EpochRecord) -> f64) -> Cell {
    Cell::number_of(subject.history.epochs.last().map(read))
}

/// Images over seconds, every epoch having as many images.
pub(super) fn speed(epochs: &[EpochRecord]) -> Option<f64> {
    let known = epochs.iter().map(|epoch| epoch.samples_per_second);
    let known = known.filter(|&speed| speed > 0.0 && speed.is_finite());
    let (count, seconds) = known.fold((0.0, 0.0), |(count, sum), speed| {
        (count + 1.0, sum + 1.0 / speed)
    });
    (count > 0.0).then(|| count / seconds)
}

pub(super) fn state(state: RunState) -> &'static str {
    match state {
        RunState::Ready => "not trained",
        RunState::Training => "training",
        RunState::Paused => "paused",
        RunState::Finished => "finished",
        RunState::Stopped => "stopped",
        RunState::Diverged => "diverged",
        RunState::Failed => "failed",
    }
}
