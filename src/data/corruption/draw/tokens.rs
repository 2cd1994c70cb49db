//! Noise on a text: tokens are hidden or replaced by others.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::share_of_draws;
use super::steps::hidden;
use crate::data::{Corruption, Vocabulary};

impl Corruption {
    /// Writes one text with noise into `out`: `width` numbers a step, one of them 1. Steps past the end stay as they are, and
    /// none of them is drawn. A hidden token becomes the unknown one (word dropout, Bowman et al. 2016), a replaced one any
    /// token that stands in texts.
    pub(super) fn spoil_tokens(
        &self,
        clean: &[f32],
        out: &mut [f32],
        width: usize,
        random: &mut ChaCha8Rng,
    ) {
        out.copy_from_slice(clean);
        let mut steps: Vec<&mut [f32]> = out
            .chunks_exact_mut(width.max(1))
            .filter(|step| step.iter().all(|number| !number.is_nan()))
            .collect();
        match *self {
            // Only numbers have normal noise, and only images a rectangle and fewer pixels; what trains on texts is refused
            // before.
            Self::None
            | Self::Gaussian { .. }
            | Self::Rectangle { .. }
            | Self::Downsampling { .. } => {}
            Self::Masking { fraction, .. } => {
                let limit = share_of_draws(fraction);
                for step in steps {
                    if u64::from(random.random::<u32>()) < limit {
                        put(step, Vocabulary::UNKNOWN);
                    }
                }
            }
            Self::MaskedSteps { fraction, length } => {
                for index in hidden(steps.len(), fraction, length, random) {
                    put(steps[index], Vocabulary::UNKNOWN);
                }
            }
            Self::SaltAndPepper { fraction } => {
                let limit = share_of_draws(fraction);
                let own = Vocabulary::SPECIAL.len()..width;
                for step in steps {
                    if u64::from(random.random::<u32>()) < limit && !own.is_empty() {
                        put(step, random.random_range(own.clone()));
                    }
                }
            }
        }
    }
}

fn put(step: &mut [f32], token: usize) {
    step.fill(0.0);
    step[token] = 1.0;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{
        Draw, Samples, Scaler, Scaling, TextShape, TokenUnit, gather_inputs, likeliest,
    };

    const STEPS: usize = 20;
    const COUNT: u32 = 300;

    /// The tokens of texts of three words with noise, `None` past their ends, and those without. Every second text has 12
    /// tokens, the others 20.
    fn spoiled(corruption: Corruption) -> [Vec<Option<usize>>; 2] {
        let vocabulary = Vocabulary::of(["a", "b", "c"].map(String::from));
        let shape = TextShape {
            steps: STEPS,
            unit: TokenUnit::Words,
            vocabulary,
        };
        let value = |place: usize| match (place / STEPS % 2, place % STEPS) {
            (1, 12..) => f32::NAN,
            (_, step) => (2 + step % 3) as f32,
        };
        let values: Vec<f32> = (0..COUNT as usize * STEPS).map(value).collect();
        let texts = Samples::texts(shape, values, None).unwrap();
        let all: Vec<u32> = (0..COUNT).collect();
        let scaler = Scaler::fit(Scaling::Unit, &texts, &all);
        let (mut clean, mut out) = (Vec::new(), Vec::new());
        gather_inputs(&texts, &all, &scaler, &mut clean);
        let seen = corruption.corrupted(&clean, &all, &scaler, Draw::Fixed, &mut out);
        let tokens = |numbers: &[f32]| {
            let steps = numbers.chunks(5);
            let token = |step: &[f32]| {
                let is_one = step.iter().sum::<f32>() == 1.0;
                is_one.then(|| likeliest(step))
            };
            steps.map(token).collect::<Vec<_>>()
        };
        [tokens(seen), tokens(&clean)]
    }

    /// Of the tokens that are there.
    fn share([seen, clean]: &[Vec<Option<usize>>; 2], holds: fn(usize, usize) -> bool) -> f64 {
        let pairs = seen.iter().zip(clean);
        assert!(
            pairs
                .clone()
                .all(|(seen, clean)| seen.is_some() == clean.is_some())
        );
        let there: Vec<_> = pairs.filter_map(|(seen, clean)| seen.zip(*clean)).collect();
        let held = there.iter().filter(|(seen, clean)| holds(*seen, *clean));
        held.count() as f64 / there.len() as f64
    }

    #[test]
    fn hidden_tokens_are_unknown_and_their_share_is_kept() {
        for noise in [
            Corruption::Masking {
                fraction: 0.3,
                block: 1,
            },
            Corruption::MaskedSteps {
                fraction: 0.3,
                length: 4,
            },
        ] {
            let tokens = spoiled(noise);
            let hidden = share(&tokens, |seen, _| seen == Vocabulary::UNKNOWN);
            assert!((hidden - 0.3).abs() < 0.03, "{hidden}");
            assert_eq!(
                share(&tokens, |seen, clean| seen == 0 || seen == clean),
                1.0
            );
        }
    }

    #[test]
    fn replaced_tokens_are_any_that_stand_in_texts() {
        let tokens = spoiled(Corruption::SaltAndPepper { fraction: 0.6 });
        // A third of them becomes what it was.
        let changed = share(&tokens, |seen, clean| seen != clean);
        assert!((changed - 0.4).abs() < 0.03, "{changed}");
        assert_eq!(share(&tokens, |seen, _| (2..5).contains(&seen)), 1.0);
    }
}
