//! Which noise the test part is seen with.

use crate::data::{Corruption, ImageShape, SampleShape};
use crate::settings::Range;
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
    "Standard deviation of gaussian, share of the pixels of masking and salt_and_pepper, of the steps of masked_steps, share of both sides of a rectangle at a drawn place, or how many pixels become one along each side by downsampling, at least 2; 0.5 otherwise, 2 of downsampling, and that of training for own",
    0.5,
    [0.0, MOST],
);
/// Of every kind.
const MOST: f64 = 16.0;

/// The noise that was chosen.
///
/// # Errors
/// When there is none, samples have no such noise, or none of such a strength.
pub fn chosen(subject: &Subject, choices: &Choices) -> Result<Corruption, Problem> {
    let shape = subject.scaler.shape();
    let strength = choices.get(STRENGTH.key);
    let strength = strength.map(|_| choices.number(&STRENGTH) as f32);
    let kind = match choices.one_of(&NOISE) {
        "own" => {
            let own = own(subject);
            if own.is_none() {
                let kinds = kinds_for(shape).join(", ");
                return Err(NOISE.refused(&format!(
                    "the variant was trained without noise, choose one of {kinds}"
                )));
            }
            own
        }
        name => of_name(name),
    };
    if let Some(problem) = kind.problem_for(shape) {
        return Err(NOISE.refused(&lower_first(&problem)));
    }
    match strength {
        None if choices.one_of(&NOISE) == "own" => Ok(kind),
        strength => of_strength(kind, strength, shape.image()),
    }
}

/// The kinds that such samples can have.
fn kinds_for(shape: &SampleShape) -> Vec<&'static str> {
    let Takes::OneOf(names) = NOISE.takes else {
        return Vec::new();
    };
    let kinds = names.iter().copied().filter(|name| {
        let kind = of_name(name);
        kind != Corruption::None && kind.problem_for(shape).is_none()
    });
    kinds.collect()
}

/// What the variant was trained with last.
pub fn own(subject: &Subject) -> Corruption {
    let epoch = subject.trained.resume_state.position.epoch;
    subject.trained.settings.corruption_at(epoch)
}

/// Noise of the kind that is called so, of any strength.
fn of_name(name: &str) -> Corruption {
    match name {
        "gaussian" => Corruption::Gaussian { std: 0.0 },
        "masking" => Corruption::Masking {
            fraction: 0.0,
            block: 1,
        },
        "salt_and_pepper" => Corruption::SaltAndPepper { fraction: 0.0 },
        "rectangle" => Corruption::Rectangle {
            height: 1,
            width: 1,
            top: None,
            left: None,
        },
        "downsampling" => Corruption::Downsampling { factor: 2 },
        "masked_steps" => Corruption::MaskedSteps {
            fraction: 0.0,
            length: 3,
        },
        _ => Corruption::None,
    }
}

/// Noise of the same `kind` that is as strong; as strong as usual with nothing.
///
/// # Errors
/// When it cannot be so strong.
fn of_strength(
    kind: Corruption,
    strength: Option<f32>,
    image: Option<ImageShape>,
) -> Result<Corruption, Problem> {
    let usual = match kind {
        Corruption::Downsampling { .. } => 2.0,
        _ => choices_usual(),
    };
    let strength = strength.unwrap_or(usual);
    let range = range_of(&kind);
    if !range.contains(f64::from(strength)) {
        let whole = if range.whole { "a whole number, " } else { "" };
        let words = range.words();
        return Err(STRENGTH.refused(&format!("give {whole}{words}, not {strength}")));
    }
    let side = |side: usize| ((side as f32 * strength).round() as usize).max(1);
    Ok(match kind {
        Corruption::Rectangle { .. } => Corruption::Rectangle {
            height: image.map_or(1, |image| side(image.height)),
            width: image.map_or(1, |image| side(image.width)),
            top: None,
            left: None,
        },
        Corruption::Downsampling { .. } => Corruption::Downsampling {
            factor: strength as usize,
        },
        other => other.with_strength(strength),
    })
}

fn choices_usual() -> f32 {
    Choices::default().number(&STRENGTH) as f32
}

/// How strong noise of this kind can be.
fn range_of(kind: &Corruption) -> Range {
    let (low, high) = match kind {
        Corruption::Downsampling { .. } => (2.0, MOST),
        Corruption::Gaussian { .. } | Corruption::None => (0.0, MOST),
        Corruption::Masking { .. }
        | Corruption::SaltAndPepper { .. }
        | Corruption::MaskedSteps { .. }
        | Corruption::Rectangle { .. } => (0.0, 1.0),
    };
    Range {
        low: Some(low),
        high: Some(high),
        // A rectangle has at least one pixel.
        above: matches!(kind, Corruption::Rectangle { .. }),
        below: false,
        whole: matches!(kind, Corruption::Downsampling { .. }),
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
        let of = |kind, strength| of_strength(of_name(kind), strength, image);
        let std = Corruption::Gaussian { std: 1.5 };
        assert_eq!(of("gaussian", Some(1.5)), Ok(std));
        let masking = Corruption::Masking {
            fraction: 0.5,
            block: 3,
        };
        assert_eq!(
            of_strength(masking.with_strength(0.25), None, image),
            Ok(masking)
        );
        let rectangle = Corruption::Rectangle {
            height: 4,
            width: 3,
            top: None,
            left: None,
        };
        assert_eq!(of("rectangle", Some(0.5)), Ok(rectangle));
        let factor = |factor| Ok(Corruption::Downsampling { factor });
        assert_eq!(of("downsampling", None), factor(2));
        assert_eq!(of("downsampling", Some(4.0)), factor(4));
        for (kind, strength, expected) in [
            ("masking", 1.5, "give at least 0 and at most 1, not 1.5"),
            (
                "salt_and_pepper",
                2.0,
                "give at least 0 and at most 1, not 2",
            ),
            ("rectangle", 0.0, "give above 0 and at most 1, not 0"),
            (
                "downsampling",
                2.5,
                "give a whole number, at least 2 and at most 16, not 2.5",
            ),
        ] {
            let refused = of(kind, Some(strength)).unwrap_err().to_string();
            assert_eq!(refused, format!("{expected}: strength"));
        }
        let Takes::OneOf(kinds) = NOISE.takes else {
            panic!("one of several");
        };
        assert!(
            kinds[1..]
                .iter()
                .all(|kind| !of(kind, None).unwrap().is_none())
        );
    }
}
