//! Noise on a sequence: on the steps that are there, of which whole runs can be hidden.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::{fill_normal, share_of_draws};
use crate::data::{ColumnScale, Corruption};

impl Corruption {
    /// Writes one sequence with noise into `out`, a number a channel and step. Steps without any value stay NaN, and none of
    /// them is drawn. A hidden value is as one that is missing among others; salt and pepper are the least and greatest value
    /// of the channel in the training part.
    pub(super) fn spoil_steps(
        &self,
        clean: &[f32],
        out: &mut [f32],
        channels: &[ColumnScale],
        random: &mut ChaCha8Rng,
    ) {
        out.copy_from_slice(clean);
        let width = channels.len().max(1);
        let mut steps: Vec<&mut [f32]> = out
            .chunks_mut(width)
            .filter(|step| step.iter().any(|number| !number.is_nan()))
            .collect();
        match *self {
            // Only images have a rectangle and fewer pixels; what trains on sequences is refused before.
            Self::None | Self::Rectangle { .. } | Self::Downsampling { .. } => {}
            Self::Gaussian { std } => {
                let mut noise = vec![0.0; steps.len() * width];
                fill_normal(&mut noise, random);
                let numbers = steps.iter_mut().flat_map(|step| step.iter_mut());
                for (number, noise) in numbers.zip(noise) {
                    *number += std * noise;
                }
            }
            Self::Masking { fraction, .. } => {
                let limit = share_of_draws(fraction);
                for (number, scale) in numbers(&mut steps, channels) {
                    if u64::from(random.random::<u32>()) < limit {
                        *number = fill(scale);
                    }
                }
            }
            Self::MaskedSteps { fraction, length } => {
                for index in hidden(steps.len(), fraction, length, random) {
                    for (number, scale) in steps[index].iter_mut().zip(channels) {
                        *number = fill(scale);
                    }
                }
            }
            Self::SaltAndPepper { fraction } => {
                let (pepper, salt) = (share_of_draws(0.5 * fraction), share_of_draws(fraction));
                for (number, scale) in numbers(&mut steps, channels) {
                    let drawn = u64::from(random.random::<u32>());
                    if drawn < salt {
                        *number = scale.range[usize::from(drawn >= pepper)];
                    }
                }
            }
        }
    }
}

/// Every number with the scale of its channel.
fn numbers<'a>(
    steps: &'a mut [&mut [f32]],
    channels: &'a [ColumnScale],
) -> impl Iterator<Item = (&'a mut f32, &'a ColumnScale)> {
    let steps = steps.iter_mut();
    steps.flat_map(move |step| step.iter_mut().zip(channels))
}

fn fill(scale: &ColumnScale) -> f32 {
    scale.fill.first().copied().unwrap_or(0.0)
}

/// Places among `count` steps that runs of `length` cover, which reach over both ends, so that a step there is covered about
/// as often as any other. The last run, which would cover too much, is drawn with the probability that makes the mean over
/// sequences `fraction`.
pub(super) fn hidden(
    count: usize,
    fraction: f32,
    length: usize,
    random: &mut ChaCha8Rng,
) -> Vec<usize> {
    if count == 0 {
        return Vec::new();
    }
    if fraction >= 1.0 {
        return (0..count).collect();
    }
    let length = length.clamp(1, count);
    let wanted = f64::from(fraction) * count as f64;
    let mut is_hidden = vec![false; count];
    let mut covered = 0;
    while (covered as f64) < wanted {
        let end = random.random_range(1..count + length);
        let run = end.saturating_sub(length)..end.min(count);
        let more = is_hidden[run.clone()].iter().filter(|is| !**is).count();
        let is_last = (covered + more) as f64 > wanted;
        if is_last && random.random::<f64>() * more as f64 >= wanted - covered as f64 {
            break;
        }
        is_hidden[run].fill(true);
        covered += more;
        if is_last {
            break;
        }
    }
    let places = 0..count;
    places.filter(|&place| is_hidden[place]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Draw, Samples, Scaler, Scaling, SequenceShape, gather_inputs};

    const STEPS: usize = 50;
    const COUNT: u32 = 400;

    /// Sequences of two channels; every second one has 20 steps, the third of which lacks its first value.
    fn sequences() -> (Samples, Scaler) {
        let mut values = Vec::new();
        for index in 0..COUNT as usize {
            let length = if index % 2 == 0 { STEPS } else { 20 };
            for step in 0..STEPS {
                let there = [step as f32, 100.0 + (step % 2) as f32];
                let gap = [f32::NAN, there[1]];
                values.extend(match step {
                    _ if step >= length => [f32::NAN; 2],
                    3 => gap,
                    _ => there,
                });
            }
        }
        let shape = SequenceShape {
            steps: STEPS,
            features: 2,
        };
        let names = ["x", "y"].map(String::from).to_vec();
        let samples = Samples::sequences(shape, names, values, None).unwrap();
        let all: Vec<u32> = (0..COUNT).collect();
        let scaler = Scaler::fit(Scaling::Standardised, &samples, &all);
        (samples, scaler)
    }

    /// What is seen, and what would be without noise.
    fn spoiled(corruption: Corruption) -> [Vec<f32>; 2] {
        let (samples, scaler) = sequences();
        let all: Vec<u32> = (0..COUNT).collect();
        let (mut clean, mut out) = (Vec::new(), Vec::new());
        gather_inputs(&samples, &all, &scaler, &mut clean);
        let seen = corruption.corrupted(&clean, &all, &scaler, Draw::Fixed, &mut out);
        [seen.to_vec(), clean]
    }

    /// Of the steps that are there.
    fn share([seen, clean]: &[Vec<f32>; 2], holds: impl Fn(&[f32], &[f32]) -> bool) -> f64 {
        let steps = seen.chunks(2).zip(clean.chunks(2));
        let there: Vec<_> = steps.filter(|(_, clean)| !clean[0].is_nan()).collect();
        let held = there.iter().filter(|(seen, clean)| holds(seen, clean));
        held.count() as f64 / there.len() as f64
    }

    #[test]
    fn steps_that_are_not_there_stay_so_under_any_noise() {
        for noise in [
            Corruption::Gaussian { std: 1.0 },
            Corruption::Masking {
                fraction: 1.0,
                block: 1,
            },
            Corruption::SaltAndPepper { fraction: 1.0 },
            Corruption::MaskedSteps {
                fraction: 1.0,
                length: 3,
            },
        ] {
            let [seen, clean] = spoiled(noise);
            let mut pairs = seen.iter().zip(&clean);
            assert!(pairs.all(|(seen, clean)| seen.is_nan() == clean.is_nan()));
            // Some values are the least or the greatest already.
            assert!(share(&[seen, clean], |seen, clean| seen != clean) > 0.9);
        }
    }

    #[test]
    fn noise_has_its_strength() {
        let noisy = spoiled(Corruption::Gaussian { std: 0.5 });
        let mut square = (0.0, 0.0);
        for (seen, clean) in noisy[0].iter().zip(&noisy[1]) {
            if !clean.is_nan() {
                square.0 += f64::from(seen - clean).powi(2);
                square.1 += 1.0;
            }
        }
        assert!(((square.0 / square.1).sqrt() - 0.5).abs() < 0.02);
        let masked = spoiled(Corruption::Masking {
            fraction: 0.25,
            block: 9,
        });
        let hidden = share(&masked, |seen, _| seen[1] == 0.0);
        assert!((hidden - 0.25).abs() < 0.02, "{hidden}");
    }

    #[test]
    fn whole_steps_are_hidden_in_runs_and_their_share_is_kept() {
        for length in [1, 4, 30, 500] {
            let corruption = Corruption::MaskedSteps {
                fraction: 0.3,
                length,
            };
            let masked = spoiled(corruption);
            let is_hidden = |seen: &[f32]| seen[1] == 0.0 && seen[0].abs() < 1e-6;
            let found = share(&masked, |seen, _| is_hidden(seen));
            assert!((found - 0.3).abs() < 0.03, "{found} in runs of {length}");
            let left = share(&masked, |seen, clean| seen == clean && !is_hidden(seen));
            assert!((left + found - 1.0).abs() < 1e-9);
        }
        // A run is hidden as a whole: half of the steps beside a hidden one would be at single steps.
        let runs = spoiled(Corruption::MaskedSteps {
            fraction: 0.5,
            length: 10,
        });
        let steps: Vec<bool> = runs[0].chunks(2).map(|step| step[1] == 0.0).collect();
        let changes = steps.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert!((changes as f64) < 0.2 * steps.len() as f64, "{changes}");
    }
}
