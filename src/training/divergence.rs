//! Divergence: when training has gone wrong for good.
//!
//! A run has diverged when
//! - the loss of a batch or the norm of its gradient is not finite,
//! - the reconstruction loss of a batch is over 1,000 times that of the first batch ever,
//! - the mean reconstruction loss of an epoch is over 10 times that of the best epoch of its phase and over that of the
//!   first batch, while the watched squared error is over twice its best (the first epoch: over 10 times the first
//!   batch), or
//! - the watched loss is not finite.
//!
//! Comparing with the untrained model keeps the noise of small batches and small losses from tripping it. Only the
//! reconstruction is compared: beta may warm up and weights of penalties and of the adversarial loss may be raised
//! during a run, and each makes the whole loss larger without harm. The squared error, which no setting scales, guards
//! against the like in the reconstruction. Where a discriminator measures the reconstruction the scale is its own and
//! moves with it, so that finite numbers are all that is asked for.

use super::{EpochRecord, History, VariantSettings};
use crate::model::{Adversary, LossParts, StepReport};

const BATCH_FACTOR: f64 = 1e3;
const EPOCH_FACTOR: f64 = 10.0;
const SQUARED_FACTOR: f64 = 2.0;
/// Losses below this are never called divergence: a first batch of blank images can have a loss of 0.
const SMALL: f64 = 1e-3;

/// What a person can try.
pub(super) const ADVICE: &str = "Lower the learning rate, clip the gradient norm, or let the \
    learning rate warm up; then train again from the weights that were kept";

/// What went wrong in a batch, if anything, as the beginning of a sentence.
pub(super) fn of_batch(
    report: &StepReport,
    history: &History,
    settings: &VariantSettings,
) -> Option<String> {
    if !report.loss.is_finite() {
        return Some("The loss is no longer a finite number".into());
    }
    if !report.gradient_norm.is_finite() {
        return Some("The gradient is no longer finite".into());
    }
    let first = first_loss(history, settings)?;
    let loss = reconstruction(f64::from(report.loss), &report.parts);
    (loss > BATCH_FACTOR * first)
        .then(|| format!("The loss of a batch rose to {loss:.3e}, from {first:.3e} at the start"))
}

/// What went wrong in an epoch, if anything; `history` ends before it.
pub(super) fn of_epoch(
    record: &EpochRecord,
    history: &History,
    settings: &VariantSettings,
) -> Option<String> {
    if !record.train_loss.is_finite() || !record.validation.loss.is_finite() {
        return Some("The loss is no longer a finite number".into());
    }
    let first = first_loss(history, settings)?;
    let start = settings.phase_at(record.epoch.saturating_sub(1)).start;
    let phase = history.epochs.iter().filter(|epoch| epoch.epoch > start);
    let of_train = |epoch: &EpochRecord| reconstruction(epoch.train_loss, &epoch.train_parts);
    let (best, squared) = phase.fold((None, f64::INFINITY), |(best, squared), epoch| {
        let loss = of_train(epoch);
        let best = best.map_or(loss, |best: f64| best.min(loss));
        (Some(best), squared.min(epoch.validation.mse))
    });
    let limit = match best {
        Some(_) if record.validation.mse <= SQUARED_FACTOR * squared => return None,
        Some(best) => (EPOCH_FACTOR * best).max(first),
        None => EPOCH_FACTOR * first,
    };
    let loss = of_train(record);
    (loss > limit)
        .then(|| format!("The loss of an epoch rose to {loss:.3e}, over the limit of {limit:.3e}"))
}

/// What of a loss can be compared over a run.
fn reconstruction(loss: f64, parts: &LossParts) -> f64 {
    // Of a model that does not tell.
    if *parts == LossParts::default() {
        return loss;
    }
    parts.reconstruction
}

/// Reconstruction loss of the first batch; `None` where it says nothing about later ones.
fn first_loss(history: &History, settings: &VariantSettings) -> Option<f64> {
    if settings.architecture.adversary == Some(Adversary::Output) {
        return None;
    }
    let first = history.steps.first()?;
    Some(reconstruction(f64::from(first.loss), &first.parts).max(SMALL))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Prior;
    use crate::training::{Measures, Phase, StepRecord};

    fn history(epochs: &[f64]) -> History {
        History {
            steps: vec![StepRecord {
                step: 1,
                seconds: 0.0,
                loss: 0.2,
                ..Default::default()
            }],
            epochs: (1..)
                .zip(epochs)
                .map(|(number, &loss)| EpochRecord {
                    epoch: number,
                    ..epoch(loss, loss)
                })
                .collect(),
            ..History::default()
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

    fn settings() -> VariantSettings {
        VariantSettings::default()
    }

    #[test]
    fn batches_that_are_not_finite_or_far_off_have_diverged() {
        let history = history(&[]);
        let found = |report| of_batch(&report, &history, &settings());
        assert!(found(batch(f32::NAN, 1.0)).is_some());
        assert!(found(batch(0.1, f32::INFINITY)).is_some());
        assert!(found(batch(201.0, 1.0)).is_some());
        assert!(found(batch(199.0, 1.0)).is_none());
        assert!(of_batch(&batch(5.0, 1.0), &History::default(), &settings()).is_none());
    }

    #[test]
    fn epochs_are_compared_with_the_best_and_with_the_start() {
        let found = |record, history: &History| of_epoch(&record, history, &settings());
        assert!(found(epoch(1.9, 1.9), &history(&[])).is_none());
        assert!(found(epoch(2.1, 2.1), &history(&[])).is_some());
        let trained = history(&[0.1, 0.001, 0.05]);
        assert!(found(epoch(0.19, 0.1), &trained).is_none());
        assert!(found(epoch(0.21, 0.1), &trained).is_some());
        assert!(found(epoch(0.01, f64::NAN), &trained).is_some());
        // Ten times as large and yet the images are as good as ever: its weights were raised.
        assert!(found(epoch(0.21, 0.0019), &trained).is_none());
    }

    /// An epoch of a model that tells its reconstruction from the rest.
    fn in_parts(loss: f64, reconstruction: f64, mse: f64) -> EpochRecord {
        EpochRecord {
            train_parts: LossParts {
                penalty: loss - reconstruction,
                ..LossParts::plain(reconstruction)
            },
            ..epoch(loss, mse)
        }
    }

    #[test]
    fn penalties_that_are_raised_and_beta_that_warms_up_are_no_divergence() {
        let mut history = history(&[]);
        history.steps[0].parts = LossParts::plain(0.2);
        history.epochs = vec![in_parts(0.01, 0.01, 0.01)];
        assert_eq!(
            of_epoch(&in_parts(9.0, 0.02, 0.05), &history, &settings()),
            None
        );
        assert!(of_epoch(&in_parts(9.0, 0.3, 0.05), &history, &settings()).is_some());
        let mut report = batch(900.0, 1.0);
        report.parts = LossParts::plain(0.1);
        assert_eq!(of_batch(&report, &history, &settings()), None);
        report.parts = LossParts::plain(201.0);
        assert!(of_batch(&report, &history, &settings()).is_some());
    }

    #[test]
    fn a_phase_is_compared_with_itself() {
        let mut phased = settings();
        phased.phases = vec![
            Phase {
                epochs: 3,
                ..Phase::default()
            };
            2
        ];
        // The first phase trained something easier.
        let trained = history(&[0.01, 0.001, 0.001]);
        let fourth = |loss| EpochRecord {
            epoch: 4,
            ..epoch(loss, loss)
        };
        assert_eq!(of_epoch(&fourth(1.9), &trained, &phased), None);
        assert!(of_epoch(&fourth(2.1), &trained, &phased).is_some());
        assert!(of_epoch(&fourth(0.3), &trained, &settings()).is_some());
    }

    #[test]
    fn a_loss_measured_by_a_discriminator_must_be_finite_and_no_more() {
        let mut adversarial = settings();
        adversarial.architecture.adversary = Some(Adversary::Output);
        let trained = history(&[0.1, 0.001, 0.05]);
        assert_eq!(of_epoch(&epoch(900.0, 0.1), &trained, &adversarial), None);
        assert_eq!(of_batch(&batch(900.0, 1.0), &trained, &adversarial), None);
        assert!(of_batch(&batch(f32::NAN, 1.0), &trained, &adversarial).is_some());
        let on_codes = Adversary::Code {
            prior: Prior::Gaussian,
        };
        adversarial.architecture.adversary = Some(on_codes);
        assert!(of_epoch(&epoch(900.0, 0.1), &trained, &adversarial).is_some());
    }
}
