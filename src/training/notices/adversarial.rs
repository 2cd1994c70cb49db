//! Notice: one player of an adversarial model wins outright, so that the other has nothing left to learn from.

use super::{Notice, Recent};
use crate::model::{AdversarialLosses, Parts};

/// Share of examples told right above which the discriminator has won.
const WON: f64 = 0.98;
/// Share of made-up examples told right below which it has lost.
const LOST: f64 = 0.02;
/// Epochs it must last.
const EPOCHS: usize = 3;

pub(super) fn check(recent: &Recent) -> Option<Notice> {
    if recent.phase.parts != Parts::All {
        return None;
    }
    let newest = recent.last(EPOCHS)?.iter();
    let losses: Vec<AdversarialLosses> = newest
        .map(|record| record.train_parts.adversarial)
        .collect::<Option<_>>()?;
    let accuracy = |adversarial: &AdversarialLosses| {
        0.5 * (adversarial.real_accuracy + adversarial.fake_accuracy)
    };
    if losses.iter().all(|adversarial| accuracy(adversarial) > WON) {
        let percent = 100.0 * accuracy(losses.last()?);
        return Some(Notice {
            message: format!(
                "The discriminator wins outright: it tells {percent:.1}% of real and made-up examples right"
            ),
            advice: "Lower its learning rate, or raise the weight of the duel".into(),
            best_epoch: None,
        });
    }
    if losses
        .iter()
        .all(|adversarial| adversarial.fake_accuracy < LOST)
    {
        let percent = 100.0 * (1.0 - losses.last()?.fake_accuracy);
        return Some(Notice {
            message: format!(
                "The autoencoder wins outright: the discriminator takes {percent:.1}% of made-up examples for real ones"
            ),
            advice: "Raise the discriminator's learning rate, or lower the weight of the duel"
                .into(),
            best_epoch: None,
        });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LossParts;
    use crate::training::{EpochRecord, Phase, VariantSettings};

    fn checked(accuracies: &[(f64, f64)], settings: &VariantSettings) -> Option<Notice> {
        let record = |&(real_accuracy, fake_accuracy): &(f64, f64)| EpochRecord {
            train_parts: LossParts {
                adversarial: Some(AdversarialLosses {
                    real_accuracy,
                    fake_accuracy,
                    ..AdversarialLosses::default()
                }),
                ..LossParts::default()
            },
            ..EpochRecord::default()
        };
        let epochs: Vec<EpochRecord> = accuracies.iter().map(record).collect();
        let phase = settings.phase_at(0);
        check(&Recent {
            settings,
            phase: &phase,
            epochs: &epochs,
        })
    }

    #[test]
    fn a_player_that_wins_three_epochs_long_is_noticed() {
        let settings = VariantSettings::default();
        let won = checked(
            &[(0.5, 0.5), (0.99, 1.0), (1.0, 0.98), (0.995, 0.985)],
            &settings,
        );
        assert_eq!(
            won.expect("won").message,
            "The discriminator wins outright: it tells 99.0% of real and made-up examples right"
        );
        let lost = checked(&[(0.9, 0.0), (0.3, 0.01), (1.0, 0.015)], &settings);
        assert_eq!(
            lost.expect("lost").message,
            "The autoencoder wins outright: the discriminator takes 98.5% of made-up examples for real ones"
        );
        for fair in [
            vec![(1.0, 1.0); 2],
            vec![(1.0, 1.0), (1.0, 0.9), (1.0, 1.0)],
            vec![(0.5, 0.5); 9],
        ] {
            assert_eq!(checked(&fair, &settings), None);
        }
    }

    #[test]
    fn a_discriminator_that_is_trained_alone_may_win() {
        let settings = VariantSettings {
            phases: vec![Phase {
                parts: Parts::Adversary,
                ..Phase::default()
            }],
            ..VariantSettings::default()
        };
        assert_eq!(checked(&[(1.0, 1.0); 5], &settings), None);
    }
}
