//! Computes the value of a figure for a variant.

use super::{Cell, Figure, Subject};
use crate::model::{Cost, cost};
use crate::training::{EpochRecord, GaussianCode, Measured, RunState};

/// What `subject` has for `figure`.
pub(super) fn value(subject: &Subject, figure: Figure) -> Cell {
    let measured = |read: fn(&Measured) -> Option<f64>| {
        let taken = subject.taken.as_ref();
        Cell::number_of(taken.and_then(|taken| read(&taken.measured)))
    };
    match figure {
        Figure::State => Cell::Text(state(subject.state).into()),
        Figure::Parameters => Cell::count_of(costs(subject).map(|cost| cost.parameters)),
        Figure::MultiplyAdds => Cell::count_of(costs(subject).map(|cost| cost.multiply_adds)),
        Figure::Code => {
            let architecture = &subject.variant.settings.architecture;
            Cell::count_of(subject.shape.map(|shape| architecture.code_width(shape)))
        }
        Figure::Epoch => Cell::Count(u64::from(subject.epoch)),
        Figure::TrainingTime => {
            let newest = subject.history.steps.last();
            Cell::number_of(newest.map(|step| step.seconds))
        }
        Figure::ImagesPerSecond => Cell::number_of(speed(&subject.history.epochs)),
        Figure::TrainLoss => last(subject, |epoch| epoch.train_loss),
        Figure::WatchedLoss => last(subject, |epoch| epoch.validation.loss),
        Figure::MeasuredAt => Cell::number_of(subject.taken.map(|taken| taken.epochs)),
        Figure::TestLoss => measured(|m| Some(m.loss)),
        Figure::Mse => measured(|m| Some(m.mse)),
        Figure::PcaMse => Cell::number_of(subject.pca_mse),
        Figure::PcaRatio => Cell::number_of(subject.ratio_to_pca()),
        Figure::Bce => measured(|m| m.bce),
        Figure::Psnr => measured(|m| m.psnr),
        Figure::Ssim => measured(|m| m.ssim),
        Figure::Penalty => measured(|m| Some(m.penalty).filter(|&penalty| penalty != 0.0)),
        Figure::Kl => measured(|m| m.gaussian.map(|code| code.kl)),
        Figure::Elbo => measured(|m| m.gaussian.and_then(|code| code.elbo)),
        Figure::ActiveUnits => {
            let gaussian = subject.taken.and_then(|taken| taken.measured.gaussian);
            Cell::count_of(gaussian.map(|code: GaussianCode| code.active_units))
        }
        Figure::PriorDistance => measured(|m| m.prior_distance),
    }
}

impl Subject<'_> {
    /// Its squared error over that of PCA at the same code size; `None` where one is missing or PCA leaves none.
    pub fn ratio_to_pca(&self) -> Option<f64> {
        let (taken, pca) = (self.taken?, self.pca_mse?);
        (pca > 0.0).then(|| taken.measured.mse / pca)
    }
}

fn costs(subject: &Subject) -> Option<Cost> {
    let architecture = &subject.variant.settings.architecture;
    Some(cost(architecture, subject.shape?))
}

fn last(subject: &Subject, read: fn(&EpochRecord) -> f64) -> Cell {
    Cell::number_of(subject.history.epochs.last().map(read))
}

/// Images over seconds, every epoch having as many images.
fn speed(epochs: &[EpochRecord]) -> Option<f64> {
    let known = epochs.iter().map(|epoch| epoch.samples_per_second);
    let known = known.filter(|&speed| speed > 0.0 && speed.is_finite());
    let (count, seconds) = known.fold((0.0, 0.0), |(count, sum), speed| {
        (count + 1.0, sum + 1.0 / speed)
    });
    (count > 0.0).then(|| count / seconds)
}

fn state(state: RunState) -> &'static str {
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
