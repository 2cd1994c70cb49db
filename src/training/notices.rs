//! What a person should know of a run that goes on: each notice is a pure function of its settings and its record.
//!
//! A notice is raised at the epoch at which it begins to hold, and again only after it did not hold for
//! [`QUIET`] epochs or when another phase begins. So a run that is saved and opened repeats nothing.

mod adversarial;
mod collapse;
mod empty_codes;
mod overfitting;

use super::{EpochRecord, History, TrainingPhase, VariantSettings};
use crate::model::Parts;

/// Epochs without it before the same notice is raised again.
const QUIET: usize = 5;

/// Something a person should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// One sentence without a full stop.
    pub message: String,
    /// What to try, likewise.
    pub advice: String,
    /// The epoch whose weights were better than those of now, where to go back to them is a way out.
    pub best_epoch: Option<u32>,
}

/// What notices are made from.
#[derive(Clone, Copy)]
struct Recent<'a> {
    settings: &'a VariantSettings,
    /// The phase of the newest epoch.
    phase: &'a TrainingPhase,
    /// Epochs of that phase, the newest last.
    epochs: &'a [EpochRecord],
}

impl<'a> Recent<'a> {
    /// The newest `count` epochs; `None` when there are fewer.
    fn last(&self, count: usize) -> Option<&'a [EpochRecord]> {
        let start = self.epochs.len().checked_sub(count)?;
        Some(&self.epochs[start..])
    }

    fn trains_the_encoder(&self) -> bool {
        matches!(self.phase.parts, Parts::All | Parts::Encoder)
    }
}

type Check = fn(&Recent) -> Option<Notice>;

const CHECKS: [Check; 4] = [
    collapse::check,
    adversarial::check,
    overfitting::check,
    empty_codes::check,
];

/// The notices that begin to hold at the newest epoch of `history`.
pub(super) fn raised(history: &History, settings: &VariantSettings) -> Vec<Notice> {
    let Some(newest) = history.epochs.last() else {
        return Vec::new();
    };
    let phase = settings.phase_at(newest.epoch.saturating_sub(1));
    let of_phase = history.epochs.iter().rev();
    let count = of_phase.take_while(|record| record.epoch > phase.start);
    let epochs = &history.epochs[history.epochs.len() - count.count()..];
    let at = |check: Check, ago: usize| {
        let epochs = &epochs[..epochs.len().checked_sub(ago)?];
        check(&Recent {
            settings,
            phase: &phase,
            epochs,
        })
    };
    let is_new = |check: Check| (1..=QUIET).all(|ago| at(check, ago).is_none());
    CHECKS
        .into_iter()
        .filter_map(|check| at(check, 0).filter(|_| is_new(check)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Distribution, LossParts};
    use crate::training::{Measures, Phase};

    /// The epochs at which a notice is raised in a run whose KL divergences are `kl`.
    fn raised_at(kl: &[f64], settings: &VariantSettings) -> Vec<usize> {
        let mut history = History::default();
        let mut raised_at = Vec::new();
        for (index, &kl) in kl.iter().enumerate() {
            let parts = LossParts {
                kl: Some(kl),
                ..LossParts::default()
            };
            history.epochs.push(EpochRecord {
                epoch: index as u32 + 1,
                validation: Measures {
                    parts,
                    ..Measures::default()
                },
                ..EpochRecord::default()
            });
            if !raised(&history, settings).is_empty() {
                raised_at.push(index + 1);
            }
        }
        raised_at
    }

    #[test]
    fn a_notice_is_raised_once_until_it_stops_holding_for_a_while() {
        let mut settings = VariantSettings::default();
        settings.architecture.code.distribution = Distribution::Gaussian;
        let mut kl = vec![9.0, 9.0];
        kl.extend([0.0; 6]);
        // Back for one epoch only.
        kl.push(9.0);
        kl.extend([0.0; 4]);
        assert_eq!(raised_at(&kl, &settings), [4]);
        kl.extend([9.0; 6]);
        kl.extend([0.0; 2]);
        assert_eq!(raised_at(&kl, &settings), [4, 21]);
        assert!(raised(&History::default(), &settings).is_empty());
    }

    #[test]
    fn phases_are_looked_at_one_by_one() {
        let mut settings = VariantSettings::default();
        settings.architecture.code.distribution = Distribution::Gaussian;
        let phase = |epochs, parts| Phase {
            epochs,
            parts,
            ..Phase::default()
        };
        settings.phases = vec![
            phase(4, Parts::Layer { index: 0 }),
            phase(3, Parts::All),
            phase(9, Parts::All),
        ];
        assert_eq!(raised_at(&[0.0; 12], &settings), [6, 9]);
    }
}
