//! When training has gone wrong for good.
//!
//! A run has diverged when
//! - the loss of a batch or the norm of its gradient is not finite,
//! - the loss of a batch is over 1,000 times that of the first batch ever,
//! - the mean loss of an epoch is over 10 times that of the best epoch and over that of the first batch
//!   (the first epoch: over 10 times that of the first batch), or
//! - the watched loss is not finite.
//!
//! Comparing with the untrained model keeps the noise of small batches and small losses from tripping it.

use super::{EpochRecord, History};
use crate::model::StepReport;

const BATCH_FACTOR: f64 = 1e3;
const EPOCH_FACTOR: f64 = 10.0;
/// Losses below this are never called divergence: a first batch of blank images can have a loss of 0.
const SMALL: f64 = 1e-3;

/// What a person can try.
pub(super) const ADVICE: &str = "Lower the learning rate, clip the gradient norm, or let the \
    learning rate warm up; then train again from the weights that were kept";

/// What went wrong in a batch, if anything, as the beginning of a sentence.
pub(super) fn of_batch(report: &StepReport, history: &History) -> Option<String> {
    let loss = f64::from(report.loss);
    if !loss.is_finite() {
        return Some("The loss is no longer a finite number".into());
    }
    if !report.gradient_norm.is_finite() {
        return Some("The gradient is no longer finite".into());
    }
    let first = first_loss(history)?;
    (loss > BATCH_FACTOR * first)
        .then(|| format!("The loss of a batch rose to {loss:.3e}, from {first:.3e} at the start"))
}

/// What went wrong in an epoch, if anything; `history` ends before it.
pub(super) fn of_epoch(record: &EpochRecord, history: &History) -> Option<String> {
    if !record.train_loss.is_finite() || !record.validation.loss.is_finite() {
        return Some("The loss is no longer a finite number".into());
    }
    let first = first_loss(history)?;
    let losses = history.epochs.iter().map(|epoch| epoch.train_loss);
    let limit = match losses.reduce(f64::min) {
        Some(best) => (EPOCH_FACTOR * best).max(first),
        None => EPOCH_FACTOR * first,
    };
    (record.train_loss > limit).then(|| {
        format!(
            "The loss of an epoch rose to {:.3e}, over the limit of {limit:.3e}",
            record.train_loss
        )
    })
}

fn first_loss(history: &History) -> Option<f64> {
    let first = history.steps.first()?;
    Some(f64::from(first.loss).max(SMALL))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::{Measures, StepRecord};

    fn history(epochs: &[f64]) -> History {
        History {
            steps: vec![StepRecord {
                step: 1,
                seconds: 0.0,
                loss: 0.2,
                ..Default::default()
            }],
            epochs: epochs.iter().map(|&loss| epoch(loss, loss)).collect(),
        }
    }

    fn epoch(train_loss: f64, watched: f64) -> EpochRecord {
        EpochRecord {
            epoch: 1,
            step: 1,
            seconds: 0.0,
            train_loss,
            validation: Measures {
                loss: watched,
                mse: watched,
                bce: None,
                ..Default::default()
            },
            learning_rate: 0.0,
            samples_per_second: 0.0,
            ..Default::default()
        }
    }

    fn batch(loss: f32, gradient_norm: f32) -> StepReport {
        StepReport {
            loss,
            gradient_norm,
            ..Default::default()
        }
    }

    #[test]
    fn batches_that_are_not_finite_or_far_off_have_diverged() {
        let history = history(&[]);
        assert!(of_batch(&batch(f32::NAN, 1.0), &history).is_some());
        assert!(of_batch(&batch(0.1, f32::INFINITY), &history).is_some());
        assert!(of_batch(&batch(201.0, 1.0), &history).is_some());
        assert!(of_batch(&batch(199.0, 1.0), &history).is_none());
        assert!(of_batch(&batch(5.0, 1.0), &History::default()).is_none());
    }

    #[test]
    fn epochs_are_compared_with_the_best_and_with_the_start() {
        assert!(of_epoch(&epoch(1.9, 1.9), &history(&[])).is_none());
        assert!(of_epoch(&epoch(2.1, 2.1), &history(&[])).is_some());
        let trained = history(&[0.1, 0.001, 0.05]);
        assert!(of_epoch(&epoch(0.19, 0.1), &trained).is_none());
        assert!(of_epoch(&epoch(0.21, 0.1), &trained).is_some());
        assert!(of_epoch(&epoch(0.01, f64::NAN), &trained).is_some());
    }
}
