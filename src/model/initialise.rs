//! Weight initialisation.

use rand::Rng;
use rand::distr::{Distribution, Uniform};

use super::Initialisation;

impl Initialisation {
    /// Draws a dense layer's weight (`outputs x inputs`, row-major) and bias.
    pub fn draw(
        self,
        inputs: usize,
        outputs: usize,
        random: &mut impl Rng,
    ) -> (Vec<f32>, Vec<f32>) {
        let counts = [inputs * outputs, outputs];
        self.draw_many([inputs, outputs], counts, random)
    }

    /// Draws as many weights and biases as `counts` says, for neurons of `inputs` inputs whose inputs feed `outputs`
    /// neurons each: of a convolution, channels times the numbers of a window in a channel.
    pub fn draw_many(
        self,
        [inputs, outputs]: [usize; 2],
        [weights, biases]: [usize; 2],
        random: &mut impl Rng,
    ) -> (Vec<f32>, Vec<f32>) {
        let fan_in = inputs.max(1) as f32;
        let (weight_bound, bias_bound) = match self {
            Self::Pytorch => (1.0 / fan_in.sqrt(), 1.0 / fan_in.sqrt()),
            Self::Kaiming => ((6.0 / fan_in).sqrt(), 0.0),
            Self::Xavier => ((6.0 / (fan_in + outputs as f32)).sqrt(), 0.0),
        };
        let weight = uniform(weight_bound, weights, random);
        let bias = uniform(bias_bound, biases, random);
        (weight, bias)
    }
}

/// `count` numbers uniform in [-bound, bound); zeros for a bound of zero.
fn uniform(bound: f32, count: usize, random: &mut impl Rng) -> Vec<f32> {
    match Uniform::new(-bound, bound) {
        Ok(range) => range.sample_iter(random).take(count).collect(),
        // An empty range: the bound is zero.
        Err(_) => vec![0.0; count],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::random::{Purpose, stream};

    #[test]
    fn bounds_follow_the_formulas() {
        let largest = |numbers: &[f32]| numbers.iter().fold(0.0f32, |m, x| m.max(x.abs()));
        let cases = [
            (Initialisation::Pytorch, 0.05, 0.05),
            (Initialisation::Kaiming, 0.122_474_49, 0.0),
            (Initialisation::Xavier, 0.109_544_516, 0.0),
        ];
        for (choice, weight_bound, bias_bound) in cases {
            let random = &mut stream(3, Purpose::Initialisation, 0, 0);
            let (weight, bias) = choice.draw(400, 100, random);
            assert_eq!((weight.len(), bias.len()), (40_000, 100));
            assert!(largest(&weight) <= weight_bound && largest(&weight) > 0.99 * weight_bound);
            assert!(largest(&bias) <= bias_bound && largest(&bias) >= 0.9 * bias_bound);
            let mean = weight.iter().sum::<f32>() / 40_000.0;
            assert!(mean.abs() < 0.01 * weight_bound, "{choice:?}: mean {mean}");
        }
    }
}
