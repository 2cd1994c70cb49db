//! The tokens of generated texts: the likeliest of each step, or drawn.

use rand::Rng;

use crate::data::random::{Purpose, stream};
use crate::data::{TextShape, Vocabulary, likeliest};

/// Makes the probabilities of texts, one after another, 1 at one token of each step and 0 at others: at `temperature` 0 the
/// likeliest one; above, one drawn by `seed` with its probability to the power of 1 / temperature. Steps past a text's end
/// become 0.
pub fn put(text: &TextShape, values: &mut [f32], temperature: f64, seed: u64) {
    let width = text.vocabulary.len().max(1);
    for (index, values) in values.chunks_exact_mut(width * text.steps).enumerate() {
        let mut random = stream(seed, Purpose::Tokens, index as u64, 0);
        let mut is_over = false;
        for step in values.chunks_exact_mut(width) {
            let token = match temperature > 0.0 {
                true => drawn(step, temperature, random.random()),
                false => likeliest(step),
            };
            step.fill(0.0);
            if !is_over {
                step[token] = 1.0;
            }
            is_over |= token == Vocabulary::END;
        }
    }
}

/// The token at the place `at`, from 0 to 1, of all that are as likely as their weights say.
fn drawn(shares: &[f32], temperature: f64, at: f64) -> usize {
    let largest = shares.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    // Of the largest, so that no power of all of them is 0.
    let weight = |share: &f32| (f64::from(*share) / f64::from(largest)).powf(1.0 / temperature);
    let sum: f64 = shares.iter().map(weight).sum();
    let mut left = at * sum;
    let passed = |share: &f32| {
        left -= weight(share);
        left < 0.0
    };
    let found = shares.iter().position(passed);
    found.unwrap_or_else(|| likeliest(shares))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::TokenUnit;

    fn text(steps: usize) -> TextShape {
        TextShape {
            steps,
            unit: TokenUnit::Words,
            vocabulary: Vocabulary::of(["a", "b"].map(String::from)),
        }
    }

    #[test]
    fn nothing_follows_the_end_and_no_temperature_takes_the_likeliest() {
        let mut values = [0.1, 0.2, 0.3, 0.4, 0.1, 0.6, 0.2, 0.1, 0.0, 0.0, 1.0, 0.0];
        put(&text(3), &mut values, 0.0, 0);
        assert_eq!(
            values,
            [0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
        );
    }

    #[test]
    fn drawn_tokens_have_their_shares_to_a_power() {
        // Weights 0.25, 0, 0.75: to the power of 2 a tenth and nine tenths.
        let shares = [0.25, 0.0, 0.75];
        let at = |temperature, at| drawn(&shares, temperature, at);
        assert_eq!([at(1.0, 0.24), at(1.0, 0.26), at(1.0, 0.999)], [0, 2, 2]);
        assert_eq!([at(0.5, 0.09), at(0.5, 0.11)], [0, 2]);
        // So cold that all others vanish.
        assert_eq!(at(1e-6, 0.0), 2);
        let same = |seed| {
            let mut values = [0.0, 0.0, 0.5, 0.5].repeat(40);
            put(&text(40), &mut values, 1.0, seed);
            values
        };
        assert_eq!(same(3), same(3));
        assert_ne!(same(3), same(4));
    }
}
