//! What is said of ratings beside what is said of all samples: errors in units of their own, and what must be beaten.

use serde_json::Value;

use crate::training::{Measured, RatingErrors};

/// One of these figures.
type Figure = fn(&RatingErrors) -> f64;

/// Columns for people.
pub const COLUMNS: [(&str, Figure); 3] = [
    ("RMSE", |ratings| ratings.rmse),
    ("RMSE of the mean", |ratings| ratings.baselines.mean),
    ("RMSE of biases", |ratings| ratings.baselines.biases),
];

/// Adds them to the event of an evaluation.
pub fn put(event: &mut Value, measured: &Measured) {
    if let Some(ratings) = &measured.ratings {
        event["test"]["rmse"] = ratings.rmse.into();
        event["mean_rmse"] = ratings.baselines.mean.into();
        event["biases_rmse"] = ratings.baselines.biases.into();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::eval::RatingBaselines;

    #[test]
    fn only_ratings_have_errors_in_units_of_their_own() {
        let mut event = json!({ "test": { "mse": 0.5 }, "pca_mse": null });
        put(&mut event, &Measured::default());
        assert_eq!(event.to_string(), r#"{"test":{"mse":0.5},"pca_mse":null}"#);
        let ratings = RatingErrors {
            rmse: 0.625,
            baselines: RatingBaselines {
                mean: 0.9375,
                biases: 0.75,
            },
        };
        let measured = Measured {
            ratings: Some(ratings),
            ..Measured::default()
        };
        put(&mut event, &measured);
        assert_eq!(
            event.to_string(),
            r#"{"test":{"mse":0.5,"rmse":0.625},"pca_mse":null,"mean_rmse":0.9375,"biases_rmse":0.75}"#
        );
    }
}
