//! Draws one code from the encoder's mean and log-variance.

use super::gaussian::measuring_noise;
use crate::model::Codes;

impl Codes {
    /// The points themselves, or one draw from each Gaussian: `mean + noise exp(log_variance / 2)`. `width` numbers a
    /// code, `first` the place of the first image in its set. An image's draw is the one that
    /// [`crate::model::Model::evaluate`] measures a model of the same `seed` with.
    pub fn drawn(&self, width: usize, first: usize, seed: u64) -> Vec<f32> {
        let Some(log_variances) = &self.log_variances else {
            return self.means.clone();
        };
        let rows = self.means.len() / width.max(1);
        let noise = measuring_noise(rows, width, first, seed);
        let spread = log_variances.iter().zip(&noise);
        let spread = spread.map(|(log, noise)| noise * (0.5 * log).exp());
        let drawn = self.means.iter().zip(spread);
        drawn.map(|(mean, spread)| mean + spread).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_stay_and_gaussians_are_drawn_the_same_way_each_time() {
        let means = vec![1.0, -2.0, 3.0, 0.5];
        let point = Codes {
            means: means.clone(),
            log_variances: None,
        };
        assert_eq!(point.drawn(2, 0, 1), means);
        let gaussian = Codes {
            means: means.clone(),
            log_variances: Some(vec![0.0, -200.0, 0.0, -200.0]),
        };
        let drawn = gaussian.drawn(2, 0, 1);
        assert_eq!(drawn, gaussian.drawn(2, 0, 1));
        assert_ne!(drawn, gaussian.drawn(2, 2, 1));
        assert_ne!(drawn[0], means[0]);
        // No variance, no spread.
        assert_eq!((drawn[1], drawn[3]), (-2.0, 0.5));
    }
}
