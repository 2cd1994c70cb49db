//! Test metrics of texts in order, token by token.

use super::TokenErrors;
use crate::data::{TextShape, likeliest};
use crate::eval::TokenBaselines;

/// Sums over the tokens that are there so far.
pub(super) struct TokenSums {
    /// Numbers of a step.
    width: usize,
    nats: f64,
    right: usize,
    count: usize,
}

impl TokenSums {
    pub(super) fn new(text: &TextShape) -> Self {
        Self {
            width: text.vocabulary.len().max(1),
            nats: 0.0,
            right: 0,
            count: 0,
        }
    }

    /// Adds texts: the cross-entropy of each step, NaN past the end, the `outputs` for them and the `targets`.
    pub(super) fn add(&mut self, nats: &[f32], [outputs, targets]: [&[f32]; 2]) {
        let steps = outputs.chunks(self.width).zip(targets.chunks(self.width));
        let there = nats.iter().zip(steps).filter(|(nats, _)| !nats.is_nan());
        for (&nats, (output, target)) in there {
            self.nats += f64::from(nats);
            self.right += usize::from(likeliest(output) == likeliest(target));
            self.count += 1;
        }
    }

    /// The cross-entropy of one of so many texts, summed over its tokens.
    pub(super) fn nats_a_text(&self, texts: usize) -> f64 {
        self.nats / texts.max(1) as f64
    }

    pub(super) fn finish(&self, baselines: TokenBaselines) -> TokenErrors {
        let count = self.count as f64;
        TokenErrors {
            cross_entropy: self.nats / count,
            accuracy: self.right as f64 / count,
            baselines,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{TokenUnit, Vocabulary};

    #[test]
    fn only_tokens_that_are_there_are_counted() {
        let text = TextShape {
            steps: 2,
            unit: TokenUnit::Words,
            vocabulary: Vocabulary::of(["a".to_owned()]),
        };
        let gap = f32::NAN;
        let mut sums = TokenSums::new(&text);
        let targets = [0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, gap, gap, gap];
        let outputs = [0.2, 0.2, 0.6, 0.5, 0.3, 0.2, 0.1, 0.8, 0.1, 0.3, 0.3, 0.4];
        sums.add(&[0.5, 1.25, 0.25, gap], [&outputs, &targets]);
        let found = sums.finish(TokenBaselines::default());
        assert_eq!(found.cross_entropy, 2.0 / 3.0);
        assert_eq!(found.accuracy, 2.0 / 3.0);
        assert_eq!(sums.nats_a_text(2), 1.0);
        assert!((found.perplexity() - 1.947_734).abs() < 1e-6);
    }
}
