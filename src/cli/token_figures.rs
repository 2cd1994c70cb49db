//! What is said of texts in order beside what is said of all samples: how well tokens are told, and what must be beaten.

use serde_json::{Value, json};

use crate::training::{Measured, TokenErrors};

/// One of these figures.
type Figure = fn(&TokenErrors) -> f64;

/// Columns for people, with their decimals.
pub const COLUMNS: [(&str, usize, Figure); 4] = [
    ("Cross-entropy (nats)", 3, |tokens| tokens.cross_entropy),
    ("Perplexity", 1, TokenErrors::perplexity),
    ("Right token", 3, |tokens| tokens.accuracy),
    ("Perplexity of frequencies", 1, |tokens| {
        tokens.baselines.perplexity()
    }),
];

/// Adds them to the event of an evaluation.
pub fn put(event: &mut Value, measured: &Measured) {
    if let Some(tokens) = &measured.tokens {
        event["test"]["tokens"] = json!({
            "cross_entropy": tokens.cross_entropy,
            "perplexity": tokens.perplexity(),
            "accuracy": tokens.accuracy,
        });
        event["token_frequencies"] = json!({
            "unigram_cross_entropy": tokens.baselines.unigram,
            "cross_entropy": tokens.baselines.by_step,
            "accuracy": tokens.baselines.accuracy,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::TokenBaselines;

    #[test]
    fn only_texts_in_order_have_tokens() {
        let mut event = json!({ "test": { "mse": 0.5 } });
        put(&mut event, &Measured::default());
        assert_eq!(event.to_string(), r#"{"test":{"mse":0.5}}"#);
        let tokens = TokenErrors {
            cross_entropy: 0.0,
            accuracy: 0.75,
            baselines: TokenBaselines {
                unigram: 3.5,
                by_step: 2.5,
                accuracy: 0.25,
            },
        };
        let measured = Measured {
            tokens: Some(tokens),
            ..Measured::default()
        };
        put(&mut event, &measured);
        assert_eq!(
            event.to_string(),
            r#"{"test":{"mse":0.5,"tokens":{"cross_entropy":0.0,"perplexity":1.0,"accuracy":0.75}},"token_frequencies":{"unigram_cross_entropy":3.5,"cross_entropy":2.5,"accuracy":0.25}}"#
        );
    }
}
