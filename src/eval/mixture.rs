//! A mixture of Gaussians fitted to codes by expectation-maximisation (Dempster, Laird and Rubin 1977), to draw codes
//! where a model has no prior.

mod component;
mod seeding;

use rand::Rng;
use rand::seq::index;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;

use crate::data::Progress;
use crate::data::random::{Purpose, stream};
use component::Component;
use seeding::clusters;

/// More codes are not looked at: that many, drawn, say enough of a few Gaussians.
const MOST_CODES: usize = 10_000;
const MOST_ROUNDS: usize = 100;
/// A round that adds less than this to the mean log-likelihood is the last.
const TOLERANCE: f64 = 1e-3;

/// Gaussians with weights of sum 1.
#[derive(Debug, Clone, PartialEq)]
pub struct GaussianMixture {
    components: Vec<Component>,
}

impl GaussianMixture {
    /// Of at most `count` Gaussians, fitted to `codes` of `width` numbers from a start drawn by `seed` (k-means++). `None`
    /// without codes, where they are not finite, or when nobody waits for it any more.
    pub fn fit(codes: &[f32], width: usize, count: usize, seed: u64) -> Option<Self> {
        let rows = codes.len() / width.max(1);
        if rows == 0 || count == 0 || !codes.iter().all(|x| x.is_finite()) {
            return None;
        }
        let mut random = stream(seed, Purpose::Mixture, 0, 0);
        let chosen = index::sample(&mut random, rows, rows.min(MOST_CODES)).into_vec();
        let codes: Vec<f64> = chosen
            .iter()
            .flat_map(|row| &codes[row * width..(row + 1) * width])
            .map(|&x| f64::from(x))
            .collect();
        let rows = chosen.len();
        let floor = Component::floor(&codes, width);
        // Threads of the pool have their own idea of what is waited for.
        let progress = Progress::present();
        let assigned = clusters(&codes, width, count.min(rows), &mut random)?;
        let hard = |cluster: usize| {
            if progress.is_stopped() {
                return None;
            }
            let share = move |&of: &usize| f64::from(u8::from(of == cluster));
            let shares: Vec<f64> = assigned.iter().map(share).collect();
            Component::of(&codes, width, &shares, floor)
        };
        let mut components: Vec<Component> = (0..count.min(rows))
            .into_par_iter()
            .filter_map(hard)
            .collect();
        let mut before = f64::NEG_INFINITY;
        for _ in 0..MOST_ROUNDS {
            if progress.is_stopped() {
                return None;
            }
            let (shares, likelihood) = responsibilities(&components, &codes, width);
            if likelihood - before < TOLERANCE {
                break;
            }
            before = likelihood;
            let soft = |shares: &Vec<f64>| match progress.is_stopped() {
                true => None,
                false => Component::of(&codes, width, shares, floor),
            };
            let of = shares.par_iter().filter_map(soft);
            components = of.collect();
        }
        (!components.is_empty()).then_some(Self { components })
    }

    /// `count` codes, one after another; the same for the same seed.
    pub fn draws(&self, count: usize, seed: u64) -> Vec<f32> {
        let mut random = stream(seed, Purpose::Mixture, 1, 0);
        let mut codes = Vec::new();
        for _ in 0..count {
            let mut left = random.random::<f64>();
            let drawn = self.components.iter().find(|component| {
                left -= component.weight;
                left < 0.0
            });
            // Rounding can leave a little beyond the last.
            let Some(component) = drawn.or(self.components.last()) else {
                break;
            };
            let noise = (0..component.width()).map(|_| StandardNormal.sample(&mut random));
            codes.extend(component.at(&noise.collect::<Vec<f64>>()));
        }
        codes
    }
}

/// How likely each code is of each component (a list a component), and the mean log-likelihood of all.
fn responsibilities(components: &[Component], codes: &[f64], width: usize) -> (Vec<Vec<f64>>, f64) {
    let of = |component: &Component| -> Vec<f64> {
        let rows = codes.chunks_exact(width);
        rows.map(|code| component.log_density(code)).collect()
    };
    let mut shares: Vec<Vec<f64>> = components.par_iter().map(of).collect();
    let rows = codes.len() / width;
    let mut sum = 0.0;
    for row in 0..rows {
        let each = || shares.iter().map(|of| of[row]);
        let most = each().fold(f64::NEG_INFINITY, f64::max);
        let all = most + each().map(|log| (log - most).exp()).sum::<f64>().ln();
        sum += all;
        for of in &mut shares {
            of[row] = (of[row] - all).exp();
        }
    }
    (shares, sum / rows as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The components by their means.
    fn sorted(mixture: &GaussianMixture) -> Vec<Component> {
        let mut components = mixture.components.clone();
        components.sort_by(|a, b| a.mean()[0].total_cmp(&b.mean()[0]));
        components
    }

    fn close(found: &[f64], expected: &[f64]) {
        let pairs = found.iter().zip(expected);
        assert!(
            pairs.clone().all(|(a, b)| (a - b).abs() < 1e-3) && found.len() == expected.len(),
            "{found:?} {expected:?}"
        );
    }

    #[test]
    fn two_clusters_on_a_line() {
        // Two around -10 and four around 10, each 1 away.
        let codes = [-11.0, 9.0, 11.0, -9.0, 9.0, 11.0];
        for seed in 0..5 {
            let mixture = GaussianMixture::fit(&codes, 1, 2, seed).unwrap();
            let [low, high] = &sorted(&mixture)[..] else {
                panic!("two components");
            };
            close(&[low.weight, high.weight], &[1.0 / 3.0, 2.0 / 3.0]);
            close(&[low.mean()[0], high.mean()[0]], &[-10.0, 10.0]);
            close(&[low.covariance()[0], high.covariance()[0]], &[1.0, 1.0]);
        }
    }

    #[test]
    fn one_component_is_mean_and_covariance() {
        // Means 1 and 2; variances 2 and 10, covariance 2.
        let codes = [3.0, 4.0, -1.0, 0.0, 1.0, 6.0, 1.0, -2.0];
        let mixture = GaussianMixture::fit(&codes, 2, 1, 0).unwrap();
        let [only] = &mixture.components[..] else {
            panic!("one component");
        };
        close(only.mean(), &[1.0, 2.0]);
        close(&only.covariance(), &[2.0, 2.0, 2.0, 10.0]);
        // Draws are spread like the codes.
        let draws = mixture.draws(20_000, 3);
        assert_eq!(draws[..200], mixture.draws(100, 3));
        let pairs = draws.as_chunks::<2>().0;
        let mean = |of: &dyn Fn(f64, f64) -> f64| {
            let numbers = pairs.iter().map(|[x, y]| of(f64::from(*x), f64::from(*y)));
            numbers.sum::<f64>() / pairs.len() as f64
        };
        for (found, expected) in [
            (mean(&|x, _| x), 1.0),
            (mean(&|_, y| y), 2.0),
            (mean(&|x, _| (x - 1.0).powi(2)), 2.0),
            (mean(&|x, y| (x - 1.0) * (y - 2.0)), 2.0),
            (mean(&|_, y| (y - 2.0).powi(2)), 10.0),
        ] {
            assert!((found - expected).abs() < 0.2, "{found} {expected}");
        }
    }

    #[test]
    fn few_codes_and_still_ones_are_drawn_again() {
        let mixture = GaussianMixture::fit(&[5.0, 7.0], 2, 9, 0).unwrap();
        for pair in mixture.draws(4, 1).as_chunks::<2>().0 {
            assert!((pair[0] - 5.0).abs() < 1e-3 && (pair[1] - 7.0).abs() < 1e-3);
        }
        let progress = Progress::default();
        progress.stop();
        let stopped = progress.during(|| GaussianMixture::fit(&[5.0, 7.0], 2, 9, 0));
        assert!(stopped.is_none());
        assert!(GaussianMixture::fit(&[], 2, 3, 0).is_none());
        assert!(GaussianMixture::fit(&[1.0, f32::NAN], 2, 3, 0).is_none());
        // Wide codes have a variance for each number alone.
        let wide: Vec<f32> = (0..200 * 50).map(|i| (i % 7) as f32).collect();
        let mixture = GaussianMixture::fit(&wide, 200, 3, 0).unwrap();
        assert!(mixture.draws(5, 0).iter().all(|x| x.is_finite()));
    }
}
