//! What is known of tokens without a model: how often each stands in training texts.

use crate::data::{Samples, TextShape};

/// Test tokens by frequencies of the training part, to each of which one is added, so that none is impossible.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TokenBaselines {
    /// Cross-entropy in nats by the frequencies of all tokens.
    pub unigram: f64,
    /// By those of the tokens at the same step.
    pub by_step: f64,
    /// Share of tokens that are the most frequent one at their step.
    pub accuracy: f64,
}

/// How often each token was seen.
#[derive(Clone)]
struct Counts {
    each: Vec<u32>,
    all: u64,
}

impl Counts {
    fn new(tokens: usize) -> Self {
        Self {
            each: vec![0; tokens],
            all: 0,
        }
    }

    fn add(&mut self, token: usize) {
        if let Some(count) = self.each.get_mut(token) {
            *count += 1;
            self.all += 1;
        }
    }

    fn nats(&self, token: usize) -> f64 {
        let count = self.each.get(token).copied().unwrap_or_default();
        let all = self.all + self.each.len() as u64;
        (all as f64).ln() - (f64::from(count) + 1.0).ln()
    }

    /// The first of equals.
    fn most_frequent(&self) -> usize {
        let each = self.each.iter().copied().enumerate();
        let best = each.fold(
            (0, 0),
            |best, next| if next.1 > best.1 { next } else { best },
        );
        best.0
    }
}

impl TokenBaselines {
    /// The exponential of the lower of both cross-entropies: which it is depends on how many texts there are.
    pub fn perplexity(&self) -> f64 {
        self.unigram.min(self.by_step).exp()
    }

    /// Of the tokens of `test`; nothing is known of other samples than texts in order.
    pub fn of(train: &Samples, test: &Samples) -> Self {
        let Some(text) = train.shape().text() else {
            return Self::default();
        };
        let mut unigram = Counts::new(text.vocabulary.len());
        let mut by_step = vec![unigram.clone(); text.steps];
        for index in 0..train.len() {
            let tokens = TextShape::tokens(&train.row(index));
            for (token, counts) in tokens.into_iter().zip(&mut by_step) {
                unigram.add(token);
                counts.add(token);
            }
        }
        let likeliest: Vec<usize> = by_step.iter().map(Counts::most_frequent).collect();
        let (mut sums, mut right, mut count) = ([0.0; 2], 0usize, 0usize);
        for index in 0..test.len() {
            let tokens = TextShape::tokens(&test.row(index));
            for (step, token) in tokens.into_iter().enumerate() {
                sums[0] += unigram.nats(token);
                sums[1] += by_step[step].nats(token);
                right += usize::from(likeliest[step] == token);
                count += 1;
            }
        }
        let mean = |sum: f64| sum / count as f64;
        Self {
            unigram: mean(sums[0]),
            by_step: mean(sums[1]),
            accuracy: mean(right as f64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{TokenUnit, Vocabulary};

    #[test]
    fn tokens_cost_what_their_frequencies_say() {
        let shape = TextShape {
            steps: 2,
            unit: TokenUnit::Words,
            vocabulary: Vocabulary::of(["a".to_owned()]),
        };
        let texts = |tokens: &[f32]| Samples::texts(shape.clone(), tokens.to_vec(), None).unwrap();
        let train = texts(&[2.0, 1.0, 2.0, 2.0, 0.0, 1.0]);
        let found = TokenBaselines::of(&train, &texts(&[2.0, 2.0, 1.0, f32::NAN]));
        // Of six tokens three are the word and two the end, of three known: 4/9 and 3/9.
        let unigram = -(2.0 * (4.0f64 / 9.0).ln() + (3.0f64 / 9.0).ln()) / 3.0;
        assert!((found.unigram - unigram).abs() < 1e-12);
        // At the first step twice the word and once the unknown, at the second the word once and twice the end.
        let by_step = -((3.0f64 / 6.0).ln() + (2.0f64 / 6.0).ln() + (1.0f64 / 6.0).ln()) / 3.0;
        assert!((found.by_step - by_step).abs() < 1e-12);
        assert_eq!(found.perplexity(), found.unigram.exp());
        assert!((found.accuracy - 1.0 / 3.0).abs() < 1e-12);
    }
}
