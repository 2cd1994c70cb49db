//! The settings of the loss, of what is added to it, and of the noise on the inputs.

use super::architecture::reads_its_output;
use crate::data::Corruption;
use crate::model::{Adversary, Border, Distribution, Loss, Sparsity, Wavelet};
use crate::settings::Setting;
use crate::settings::words::{NONE, epochs_or_none, number, number_or_none};
use crate::training::VariantSettings;

type Of = Setting<VariantSettings>;

pub(super) const SETTINGS: &[Of] = &[
    Of::new("loss", "loss", |s| s.loss.name().into()).in_names(|s| s.loss.name().into()),
    Of::new("objective.variational.beta", "beta", |s| {
        number(s.objective.variational.beta)
    })
    .live()
    .where_(is_gaussian)
    .called("beta"),
    Of::new(
        "objective.variational.warm_up_epochs",
        "beta warm-up",
        |s| epochs_or_none(s.objective.variational.warm_up_epochs),
    )
    .live()
    .where_(is_gaussian)
    .called("the warm-up of beta"),
    Of::new("objective.variational.free_bits", "free bits", |s| {
        number_or_none(s.objective.variational.free_bits)
    })
    .live()
    .where_(is_gaussian),
    Of::new("objective.teacher_forcing", "teacher forcing", |s| {
        number_or_none(s.objective.teacher_forcing)
    })
    .live()
    .where_(reads_its_output),
    Of::new("objective.penalties.l1", "L1 penalty", |s| {
        number_or_none(s.objective.penalties.l1)
    })
    .live(),
    Of::new("objective.penalties.sparsity", "sparsity", |s| {
        sparsity(s.objective.penalties.sparsity)
    })
    .live()
    .called("the sparsity penalty"),
    Of::new(
        "objective.penalties.contractive",
        "contractive penalty",
        |s| number_or_none(s.objective.penalties.contractive),
    )
    .live(),
    Of::new("objective.border", "border", |s| border(s.objective.border))
        .live()
        .called("the border of the loss"),
    Of::new("objective.wavelet", "wavelet", |s| {
        wavelet(&s.objective.wavelet)
    })
    .live()
    .where_(|s| s.loss == Loss::Wavelet)
    .called("the wavelet loss"),
    Of::new("objective.perceptual.features", "features", |s| {
        s.objective.perceptual.features.name()
    })
    .live()
    .where_(is_perceptual)
    .called("the perceptual loss"),
    Of::new("objective.perceptual.pixels", "pixel weight", |s| {
        number(s.objective.perceptual.pixels)
    })
    .live()
    .where_(is_perceptual)
    .called("the perceptual loss"),
    Of::new(
        "objective.duel.discriminator_rate",
        "discriminator rate",
        |s| number(s.objective.adversarial.discriminator_rate),
    )
    .live()
    .where_(|s| s.architecture.adversary.is_some())
    .called("the discriminator's learning rate"),
    Of::new("objective.duel.weight", "duel weight", |s| {
        number(s.objective.adversarial.weight)
    })
    .live()
    .where_(|s| s.architecture.adversary.is_some())
    .called("the weight of the duel"),
    Of::new("objective.duel.pixels", "loss beside the duel", |s| {
        number(s.objective.adversarial.pixels)
    })
    .live()
    .where_(|s| s.architecture.adversary == Some(Adversary::Output)),
    Of::new("corruption", "noise", |s| noise(s.corruption))
        .live()
        .in_names(|s| match s.corruption.is_none() {
            true => "no noise".into(),
            false => noise(s.corruption),
        }),
];

fn is_gaussian(settings: &VariantSettings) -> bool {
    settings.architecture.code.distribution == Distribution::Gaussian
}

fn is_perceptual(settings: &VariantSettings) -> bool {
    settings.loss == Loss::Perceptual
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
        Corruption::Rectangle {
            height,
            width,
            top,
            left,
        } => {
            let place = |place: Option<usize>| place.map_or("drawn".into(), |at| at.to_string());
            match (top, left) {
                (None, None) => format!("rectangle {height} × {width}"),
                (top, left) => {
                    format!(
                        "rectangle {height} × {width} at {}, {}",
                        place(top),
                        place(left)
                    )
                }
            }
        }
        Corruption::Downsampling { factor } => format!("downsampling by {factor}"),
        Corruption::MaskedSteps { fraction, length } => {
            format!("masked steps {} in runs of {length}", number(fraction))
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
        let rectangle = |top, left| Corruption::Rectangle {
            height: 14,
            width: 7,
            top,
            left,
        };
        assert_eq!(noise(rectangle(None, None)), "rectangle 14 × 7");
        assert_eq!(
            noise(rectangle(Some(3), None)),
            "rectangle 14 × 7 at 3, drawn"
        );
        let smaller = Corruption::Downsampling { factor: 4 };
        assert_eq!(noise(smaller), "downsampling by 4");
        let steps = Corruption::MaskedSteps {
            fraction: 0.25,
            length: 3,
        };
        assert_eq!(noise(steps), "masked steps 0.25 in runs of 3");
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
