//! The distribution that codes are drawn from: the prior of the model, a fitted Gaussian in its place, or a lattice.

use crate::eval::{FittedGaussian, normal_quantile};
use crate::model::Prior;
use crate::project::VariantSettings;
use crate::training::LatentView;
use crate::ui::views::latent::bounds::Bounds;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Random codes.
    Draws,
    /// Codes of two numbers, evenly over where codes lie.
    Manifold,
}

/// What stands for the distribution of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeDistribution {
    /// What a Gaussian code, or an adversary, draws codes towards.
    Prior(Prior),
    /// A Gaussian fitted to the codes of the test images.
    Fitted,
}

impl CodeDistribution {
    pub fn of(settings: &VariantSettings) -> Self {
        settings
            .architecture
            .prior()
            .map_or(Self::Fitted, Self::Prior)
    }

    /// One sentence on what is shown.
    pub fn words(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Self::Prior(Prior::Gaussian), Kind::Draws) => {
                "Decoded draws from the prior, a standard normal"
            }
            (Self::Prior(Prior::MixtureOfTen), Kind::Draws) => {
                "Decoded draws from the adversary's prior, a mixture of ten Gaussians"
            }
            (Self::Prior(Prior::SwissRoll), Kind::Draws) => {
                "Decoded draws from the adversary's prior, a Swiss roll"
            }
            (Self::Fitted, Kind::Draws) => {
                "Point codes have no prior: decoded draws from a Gaussian fitted to the codes of the test part"
            }
            (Self::Prior(Prior::Gaussian), Kind::Manifold) => {
                "Decoded lattice, equally likely steps of the prior: code 1 to the right, code 2 upwards"
            }
            (Self::Prior(_) | Self::Fitted, Kind::Manifold) => {
                "Decoded lattice over where the codes lie: code 1 to the right, code 2 upwards"
            }
        }
    }

    /// `count` draws under `seed`, row after row; the first ones are the same whatever the count. `None` when the
    /// codes in `view` are not finite.
    pub fn draws(self, view: &LatentView, seed: u64, count: usize) -> Option<Vec<f32>> {
        Some(match self {
            Self::Prior(prior) => prior.draws(count, view.width, seed),
            Self::Fitted => {
                let pca = view.pca.as_ref();
                let fitted = FittedGaussian::of(&view.codes, view.width, pca)?;
                (0..count as u64)
                    .flat_map(|index| fitted.draw(seed, index))
                    .collect()
            }
        })
    }

    /// A lattice of `columns` x `rows` codes of two numbers, row after row from the top.
    pub fn lattice(self, view: &LatentView, columns: usize, rows: usize) -> Option<Vec<f32>> {
        let sides = [columns, rows];
        let share = |place: usize, side: usize| (place as f64 + 0.5) / side as f64;
        let along: [Vec<f32>; 2] = match self {
            Self::Prior(Prior::Gaussian) => sides.map(|side| {
                let at = |place| normal_quantile(share(place, side)) as f32;
                (0..side).map(at).collect()
            }),
            Self::Prior(_) | Self::Fitted => {
                let points: Vec<[f32; 2]> =
                    view.codes.chunks_exact(2).map(|c| [c[0], c[1]]).collect();
                let bounds = Bounds::around(&points)?;
                [0, 1].map(|axis| {
                    let (low, high) = (bounds.min[axis], bounds.max[axis]);
                    let side = sides[axis];
                    let at = |place| low + share(place, side) as f32 * (high - low);
                    (0..side).map(at).collect()
                })
            }
        };
        let [xs, ys] = &along;
        let rows = ys.iter().rev();
        Some(
            rows.flat_map(|&y| xs.iter().flat_map(move |&x| [x, y]))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Adversary, Distribution};

    fn view() -> LatentView {
        LatentView {
            width: 2,
            codes: vec![-1.0, 0.0, 1.0, 4.0],
            ..LatentView::default()
        }
    }

    #[test]
    fn a_lattice_steps_evenly_through_the_prior_from_the_top_left() {
        let codes = CodeDistribution::Prior(Prior::Gaussian)
            .lattice(&view(), 2, 2)
            .unwrap();
        let z = 0.674_489_75;
        let expected = [-z, z, z, z, -z, -z, z, -z];
        for (found, expected) in codes.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-5, "{codes:?}");
        }
    }

    #[test]
    fn a_lattice_of_point_codes_covers_where_they_lie() {
        let codes = CodeDistribution::Fitted.lattice(&view(), 3, 3).unwrap();
        assert_eq!(codes.len(), 18);
        // The middle of the middle.
        assert!((codes[8]).abs() < 1e-6 && (codes[9] - 2.0).abs() < 1e-6);
        assert!(codes[1] > 3.0 && codes[17] < 1.0, "{codes:?}");
        let wide = CodeDistribution::Fitted.lattice(&view(), 4, 1).unwrap();
        assert_eq!(wide.len(), 8);
        assert!(wide[0] < wide[2] && wide[1] == wide[3], "{wide:?}");
        let broken = LatentView {
            codes: vec![f32::NAN; 4],
            ..view()
        };
        assert_eq!(CodeDistribution::Fitted.lattice(&broken, 3, 3), None);
        assert_eq!(CodeDistribution::Fitted.draws(&broken, 0, 3), None);
    }

    #[test]
    fn more_draws_begin_with_the_same_ones() {
        for source in [
            CodeDistribution::Prior(Prior::SwissRoll),
            CodeDistribution::Fitted,
        ] {
            let few = source.draws(&view(), 5, 3).unwrap();
            let many = source.draws(&view(), 5, 9).unwrap();
            assert_eq!(few, many[..6]);
            assert_ne!(source.draws(&view(), 6, 3), Some(few));
        }
    }

    #[test]
    fn only_models_with_a_prior_are_said_to_have_one() {
        let mut settings = VariantSettings::default();
        assert_eq!(CodeDistribution::of(&settings), CodeDistribution::Fitted);
        settings.architecture.code.distribution = Distribution::Gaussian;
        assert_eq!(
            CodeDistribution::of(&settings),
            CodeDistribution::Prior(Prior::Gaussian)
        );
        settings.architecture.code.distribution = Distribution::Point;
        settings.architecture.adversary = Some(Adversary::Code {
            prior: Prior::SwissRoll,
        });
        assert_eq!(
            CodeDistribution::of(&settings),
            CodeDistribution::Prior(Prior::SwissRoll)
        );
    }
}
