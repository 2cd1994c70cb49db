//! Notice of overfitting: the validation loss rises while the training loss goes on falling.

use super::{Notice, Recent};
use crate::model::Parts;
use crate::training::EpochRecord;

/// Epochs since the best one.
const EPOCHS: usize = 5;
/// The watched loss is a mean over this many epochs, against its noise,
const OVER: usize = 3;
/// and must have risen by this share.
const RISEN: f64 = 0.03;

pub(super) fn check(recent: &Recent) -> Option<Notice> {
    // Of a layer alone the watched loss says nothing.
    if !matches!(
        recent.phase.parts,
        Parts::All | Parts::Encoder | Parts::Decoder
    ) {
        return None;
    }
    let newest = recent.last(1)?.first()?;
    let watched = |epochs: &[EpochRecord]| {
        let sum: f64 = epochs.iter().map(|record| record.validation.loss).sum();
        sum / epochs.len() as f64
    };
    let best = recent
        .epochs
        .iter()
        .min_by(|a, b| a.validation.loss.total_cmp(&b.validation.loss))?;
    let least = best.validation.loss;
    let since = newest.epoch.saturating_sub(best.epoch) as usize;
    let rises = watched(recent.last(OVER)?) > least + RISEN * least.abs();
    (since >= EPOCHS && rises && newest.train_loss < best.train_loss).then(|| Notice {
        message: format!(
            "The model begins to learn its training images by heart: their loss still falls, and the watched loss lies \
             {:.0}% above that of epoch {}",
            100.0 * (newest.validation.loss - least) / least.abs().max(f64::MIN_POSITIVE),
            best.epoch
        ),
        advice: format!(
            "{}, or use dropout, weight decay, noise on the inputs or a smaller code",
            match recent.settings.training.early_stopping {
                Some(_) => "Lower the patience of early stopping",
                None => "Switch early stopping on",
            }
        ),
 best_epoch: Some(best.epoch),
})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::{Measures, VariantSettings};

    fn checked(train: &[f64], watched: &[f64]) -> Option<Notice> {
        let settings = VariantSettings::default();
        let pairs = train.iter().zip(watched).enumerate();
        let record = |(index, (&train_loss, &loss)): (usize, (&f64, &f64))| EpochRecord {
            epoch: index as u32 + 1,
            train_loss,
            validation: Measures {
                loss,
                ..Measures::default()
            },
            ..EpochRecord::default()
        };
        let epochs: Vec<EpochRecord> = pairs.map(record).collect();
        check(&Recent {
            settings: &settings,
            phase: &settings.phase_at(0),
            epochs: &epochs,
        })
    }

    const FALLING: [f64; 7] = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3];

    #[test]
    fn a_watched_loss_that_rises_for_five_epochs_is_noticed() {
        let rising = [0.9, 0.8, 0.81, 0.82, 0.83, 0.84, 0.85];
        let notice = checked(&FALLING, &rising).expect("overfitting");
        assert!(
            notice.message.ends_with("lies 6% above that of epoch 2"),
            "{}",
            notice.message
        );
        assert!(notice.advice.contains("early stopping"));
        assert_eq!(checked(&FALLING[..6], &rising[..6]), None);
    }

    #[test]
    fn a_plateau_or_a_training_loss_that_rises_too_is_not() {
        let plateau = [0.9, 0.8, 0.801, 0.802, 0.8, 0.803, 0.801];
        assert_eq!(checked(&FALLING, &plateau), None);
        let both = [0.3, 0.31, 0.4, 0.5, 0.6, 0.7, 0.8];
        assert_eq!(checked(&both, &both), None);
        assert_eq!(checked(&FALLING, &FALLING), None);
        assert_eq!(checked(&FALLING, &[f64::NAN; 7]), None);
        assert_eq!(checked(&[], &[]), None);
    }
}
