//! Which noise the test part is seen with.

use crate::data::{Corruption, ImageShape};
use crate::settings::words::lower_first;
use crate::uses::{Choice, Choices, Problem, Subject, Takes};

pub const NOISE: Choice = Choice {
    key: "noise",
    name: "Noise",
    sentence: "Noise on the test part; otherwise own, what the variant was trained with",
    takes: Takes::OneOf(&[
        "own",
        "gaussian",
        "masking",
        "salt_and_pepper",
        "rectangle",
        "downsampling",
        "masked_steps",
    ]),
};
pub const STRENGTH: Choice = Choice::number(
    "strength",
    "Strength",
    "Standard deviation of gaussian, share of the pixels of masking and salt_and_pepper, of the steps of masked_steps, share of both sides of a rectangle at a drawn place, or how many pixels become one along each side by downsampling, at least 2; 0.5 otherwise, and that of training for own",
    0.5,
    [0.0, 16.0],
);

/// The noise that was chosen.
///
/// # Errors
/// When there is none, or samples have no such noise.
pub fn chosen(subject: &Subject, choices: &Choices) -> Result<Corruption, Problem> {
    let shape = subject.scaler.shape();
    let kind = choices.one_of(&NOISE);
    let strength = choices.number(&STRENGTH) as f32;
    let noise = match kind {
        "own" => {
            let epoch = subject.trained.resume_state.position.epoch;
            let own = subject.trained.settings.corruption_at(epoch);
            match choices.get(STRENGTH.key) {
                Some(_) => own.with_strength(strength),
                None => own,
            }
        }
        kind => of_kind(kind, strength, shape.image()),
    };
    match noise.problem_for(shape) {
        Some(problem) => Err(NOISE.refused(&lower_first(&problem))),
        None if noise.is_none() && kind == "own" => Err(NOISE.refused(
            "the variant was trained without noise, choose one of gaussian, masking, salt_and_pepper, rectangle, downsampling, masked_steps",
        )),
        None => Ok(noise),
    }
}

/// Noise of the kind that is called so.
fn of_kind(kind: &str, strength: f32, image: Option<ImageShape>) -> Corruption {
    let fraction = strength.min(1.0);
    let side = |side: usize| ((side as f32 * fraction).round() as usize).max(1);
    match kind {
        "gaussian" => Corruption::Gaussian { std: strength },
        "masking" => Corruption::Masking { fraction, block: 1 },
        "salt_and_pepper" => Corruption::SaltAndPepper { fraction },
        "rectangle" => Corruption::Rectangle {
            height: image.map_or(1, |image| side(image.height)),
            width: image.map_or(1, |image| side(image.width)),
            top: None,
            left: None,
        },
        "downsampling" => Corruption::Downsampling {
            factor: (strength.round() as usize).max(2),
        },
        "masked_steps" => Corruption::MaskedSteps {
            fraction,
            length: 3,
        },
        _ => Corruption::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strength_means_something_for_every_kind() {
        let image = Some(ImageShape {
            height: 8,
            width: 6,
            channels: 1,
        });
        let of = |kind, strength| of_kind(kind, strength, image);
        assert_eq!(of("gaussian", 1.5), Corruption::Gaussian { std: 1.5 });
        let masking = Corruption::Masking {
            fraction: 1.0,
            block: 1,
        };
        assert_eq!(of("masking", 1.5), masking);
        let rectangle = Corruption::Rectangle {
            height: 4,
            width: 3,
            top: None,
            left: None,
        };
        assert_eq!(of("rectangle", 0.5), rectangle);
        assert_eq!(
            of("downsampling", 0.5),
            Corruption::Downsampling { factor: 2 }
        );
        assert_eq!(
            of("downsampling", 4.0),
            Corruption::Downsampling { factor: 4 }
        );
        let Takes::OneOf(kinds) = NOISE.takes else {
            panic!("one of several");
        };
        assert!(kinds[1..].iter().all(|kind| !of(kind, 0.5).is_none()));
    }
}
