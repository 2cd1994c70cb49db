//! The choices of the loss, of what is added to it, and of the noise on the inputs.

use super::choice::{Choice, NONE, epochs_or_none, number, number_or_none};
use crate::data::Corruption;
use crate::model::{Adversary, Border, Distribution, Loss, Objective, Sparsity, Wavelet};
use crate::training::VariantSettings;

pub(super) fn choices(settings: &VariantSettings) -> Vec<Choice> {
    let gaussian = settings.architecture.code.distribution == Distribution::Gaussian;
    let adversary = settings.architecture.adversary;
    let loss = settings.loss;
    let usual = Objective::default();
    let choice = |name, applies, of: fn(&Objective) -> String| {
        Choice::new(name, applies, (&settings.objective, &usual), of)
    };
    vec![
        Choice::always("loss", loss.name().into()),
        choice("beta", gaussian, |o| number(o.variational.beta)),
        choice("beta warm-up", gaussian, |o| {
            epochs_or_none(o.variational.warm_up_epochs)
        }),
        choice("free bits", gaussian, |o| {
            number_or_none(o.variational.free_bits)
        }),
        choice("L1 penalty", true, |o| number_or_none(o.penalties.l1)),
        choice("sparsity", true, |o| sparsity(o.penalties.sparsity)),
        choice("contractive penalty", true, |o| {
            number_or_none(o.penalties.contractive)
        }),
        choice("border", true, |o| border(o.border)),
        choice("wavelet", loss == Loss::Wavelet, |o| wavelet(&o.wavelet)),
        choice("features", loss == Loss::Perceptual, |o| {
            o.perceptual.features.name().into()
        }),
        choice("pixel weight", loss == Loss::Perceptual, |o| {
            number(o.perceptual.pixels)
        }),
        choice("discriminator rate", adversary.is_some(), |o| {
            number(o.duel.discriminator_rate)
        }),
        choice("duel weight", adversary.is_some(), |o| {
            number(o.duel.weight)
        }),
        choice(
            "loss beside the duel",
            adversary == Some(Adversary::Output),
            |o| number(o.duel.pixels),
        ),
        Choice::always("noise", noise(settings.corruption)),
    ]
}

fn sparsity(sparsity: Sparsity) -> String {
    if sparsity.weight == 0.0 {
        return NONE.into();
    }
    let (weight, target) = (number(sparsity.weight), number(sparsity.target));
    format!("{weight} towards {target}")
}

fn border(border: Border) -> String {
    match border.width {
        0 => NONE.into(),
        width => format!("{width} px, weight {}", number(border.weight)),
    }
}

fn wavelet(wavelet: &Wavelet) -> String {
    let levels = match wavelet.levels {
        1 => "1 level".into(),
        levels => format!("{levels} levels"),
    };
    let mut text = format!(
        "{}, {levels}, {}",
        wavelet.family.name(),
        wavelet.norm.name()
    );
    let used = wavelet.levels.min(wavelet.details.len());
    let weights = [&[wavelet.approximation], &wavelet.details[..used]].concat();
    if weights.iter().any(|weight| *weight != 1.0) {
        let weights: Vec<String> = weights.into_iter().map(number).collect();
        text = format!("{text}, weights {}", weights.join(" "));
    }
    text
}

/// "Gaussian 0.5", "masking 0.3 in squares of 4", "none".
pub(super) fn noise(corruption: Corruption) -> String {
    match corruption {
        _ if corruption.is_none() => NONE.into(),
        Corruption::None => NONE.into(),
        Corruption::Gaussian { std } => format!("Gaussian {}", number(std)),
        Corruption::Masking { fraction, block: 1 } => format!("masking {}", number(fraction)),
        Corruption::Masking { fraction, block } => {
            format!("masking {} in squares of {block}", number(fraction))
        }
        Corruption::SaltAndPepper { fraction } => {
            format!("salt and pepper {}", number(fraction))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_named_with_its_strength() {
        let masking = |block| {
            noise(Corruption::Masking {
                fraction: 0.3,
                block,
            })
        };
        assert_eq!(noise(Corruption::None), "none");
        assert_eq!(noise(Corruption::Gaussian { std: 0.0 }), "none");
        assert_eq!(masking(1), "masking 0.3");
        assert_eq!(masking(4), "masking 0.3 in squares of 4");
    }

    #[test]
    fn penalties_that_are_off_are_none() {
        assert_eq!(sparsity(Sparsity::default()), "none");
        let on = Sparsity {
            weight: 0.1,
            target: 0.05,
        };
        assert_eq!(sparsity(on), "0.1 towards 0.05");
        assert_eq!(border(Border::default()), "none");
        assert_eq!(
            border(Border {
                width: 3,
                weight: 0.1
            }),
            "3 px, weight 0.1"
        );
    }

    #[test]
    fn wavelet_weights_are_named_where_they_are_not_all_one() {
        let mut choice = Wavelet::default();
        assert_eq!(wavelet(&choice), "Haar, 2 levels, absolute (L1)");
        choice.details[0] = 0.5;
        assert_eq!(
            wavelet(&choice),
            "Haar, 2 levels, absolute (L1), weights 1 0.5 1"
        );
        // Weights of levels that are not there change nothing.
        choice = Wavelet::default();
        choice.details[4] = 0.5;
        assert_eq!(wavelet(&choice), "Haar, 2 levels, absolute (L1)");
    }
}
