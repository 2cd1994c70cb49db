//! Samples from the priors of adversarial autoencoders.
//!
//! All are of any width: the first two numbers lie as the prior says, the others are standard normal.

use std::f32::consts::{PI, TAU};

use rand::Rng;
use rand_distr::{Distribution, StandardNormal};
use strum::VariantArray;

use super::Prior;
use crate::data::random::{Purpose, stream};
use crate::model::StepKey;

/// Components of the mixture.
const PETALS: u8 = 10;
/// How far from the middle the mixture's means lie, and the standard deviations outwards and across (Makhzani et al.
/// 2015 show such a flower without its numbers).
const PETAL: [f32; 3] = [1.4, 0.5, 0.1];
/// Where the spiral ends.
const ROLL_RADIUS: f32 = 3.0;
/// The spiral turns twice.
const ROLL_ANGLE: f32 = 4.0 * PI;
/// Standard deviation of the spiral's thickness.
const ROLL_THICKNESS: f32 = 0.05;

impl Prior {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    /// The field's name for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gaussian => "Gaussian",
            Self::MixtureOfTen => "mixture of ten Gaussians",
            Self::SwissRoll => "Swiss roll",
        }
    }

    /// `count` codes of `width` numbers, row after row; the same for the same seed, and more of them begin with the
    /// fewer. Training never uses these.
    pub fn draws(self, count: usize, width: usize, seed: u64) -> Vec<f32> {
        // No training step has this epoch.
        let mut codes = vec![0.0; count * width];
        self.draw_with(&mut codes, width, stream(seed, Purpose::Prior, u64::MAX, 0));
        codes
    }

    /// As [`Self::draws`], for a training step, into `codes`.
    pub(in crate::model) fn draw_for_step(self, codes: &mut [f32], width: usize, key: StepKey) {
        let place = (u64::from(key.epoch), u64::from(key.batch));
        let random = stream(key.seed, Purpose::Prior, place.0, place.1);
        self.draw_with(codes, width, random);
    }

    fn draw_with(self, codes: &mut [f32], width: usize, mut random: impl Rng) {
        for code in codes.chunks_exact_mut(width.max(1)) {
            let plane = self.plane(&mut random);
            for (place, number) in code.iter_mut().enumerate() {
                *number = match plane.get(place) {
                    Some(&in_plane) => in_plane,
                    None => normal(&mut random),
                };
            }
        }
    }

    /// The first two numbers of a code.
    fn plane(self, random: &mut impl Rng) -> [f32; 2] {
        match self {
            Self::Gaussian => [normal(random), normal(random)],
            Self::MixtureOfTen => {
                let [radius, outwards, across] = PETAL;
                let angle = TAU * f32::from(random.random_range(0..PETALS)) / f32::from(PETALS);
                let along = radius + outwards * normal(random);
                turned([along, across * normal(random)], angle)
            }
            Self::SwissRoll => {
                // The root spreads draws evenly along the spiral, whose turns grow longer outwards.
                let place = random.random::<f32>().sqrt();
                let radius = ROLL_RADIUS * place + ROLL_THICKNESS * normal(random);
                turned([radius, 0.0], ROLL_ANGLE * place)
            }
        }
    }
}

fn normal(random: &mut impl Rng) -> f32 {
    StandardNormal.sample(random)
}

fn turned([x, y]: [f32; 2], angle: f32) -> [f32; 2] {
    let (sin, cos) = angle.sin_cos();
    [x * cos - y * sin, x * sin + y * cos]
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNT: usize = 20_000;

    fn plane(prior: Prior) -> Vec<[f32; 2]> {
        let draws = prior.draws(COUNT, 2, 5);
        draws.chunks(2).map(|code| [code[0], code[1]]).collect()
    }

    fn mean(numbers: impl Iterator<Item = f32>) -> f32 {
        numbers.sum::<f32>() / COUNT as f32
    }

    #[test]
    fn draws_repeat_by_seed_and_more_begin_with_the_fewer() {
        for prior in Prior::ALL {
            let draws = prior.draws(50, 3, 9);
            assert_eq!(draws.len(), 150);
            assert_eq!(prior.draws(20, 3, 9), draws[..60]);
            assert_ne!(prior.draws(50, 3, 10), draws);
            assert_eq!(prior.draws(4, 1, 9).len(), 4);
            assert!(prior.draws(0, 2, 9).is_empty() && prior.draws(3, 0, 9).is_empty());
        }
    }

    #[test]
    fn training_steps_draw_afresh() {
        let key = |epoch, batch| StepKey {
            seed: 1,
            epoch,
            batch,
        };
        let drawn = |key| {
            let mut codes = [0.0; 8];
            Prior::Gaussian.draw_for_step(&mut codes, 2, key);
            codes
        };
        let first = drawn(key(0, 0));
        assert_eq!(drawn(key(0, 0)), first);
        assert_ne!(drawn(key(0, 1)), first);
        assert_ne!(drawn(key(1, 0)), first);
        assert_ne!(Prior::Gaussian.draws(4, 2, 1), first);
    }

    #[test]
    fn gaussian_draws_and_further_numbers_are_standard_normal() {
        for (prior, from) in [
            (Prior::Gaussian, 0),
            (Prior::MixtureOfTen, 2),
            (Prior::SwissRoll, 2),
        ] {
            let draws = prior.draws(COUNT, 4, 5);
            for dimension in from..4 {
                let numbers = || draws.chunks(4).map(|code| code[dimension]);
                assert!(mean(numbers()).abs() < 0.03);
                assert!((mean(numbers().map(|z| z * z)) - 1.0).abs() < 0.05);
            }
        }
    }

    #[test]
    fn the_mixture_has_ten_flat_components_around_the_middle() {
        let mut counts = [0; 10];
        for [x, y] in plane(Prior::MixtureOfTen) {
            let turns = y.atan2(x) / TAU * 10.0;
            counts[(turns.round() as i32).rem_euclid(10) as usize] += 1;
        }
        assert!(
            counts.iter().all(|n| (1_850..2_150).contains(n)),
            "{counts:?}"
        );
        let squares = mean(
            plane(Prior::MixtureOfTen)
                .iter()
                .map(|[x, y]| x * x + y * y),
        );
        // 1.4^2 + .5^2 + .1^2
        assert!((squares - 2.22).abs() < 0.05, "{squares}");
    }

    #[test]
    fn the_spiral_is_thin_and_evenly_filled() {
        let mut inner = 0;
        for [x, y] in plane(Prior::SwissRoll) {
            let radius = x.hypot(y);
            inner += usize::from(radius < 1.5);
            if radius < 0.2 {
                // The thickness reaches across the middle.
                continue;
            }
            // Two radii lie on a ray: those of the angle and of a full turn more.
            let turn = y.atan2(x).rem_euclid(TAU) / TAU;
            let off = [0.0, 1.0, 2.0]
                .map(|more| (radius - 1.5 * (turn + more)).abs())
                .into_iter()
                .fold(f32::INFINITY, f32::min);
            assert!(off < 0.3, "[{x}, {y}] is {off} off the spiral");
        }
        // A quarter of the draws, up to the thickness.
        assert!((4_700..5_300).contains(&inner), "{inner}");
    }
}
