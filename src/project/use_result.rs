//! What was found when a trained variant was used, as far as it is kept in the project.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::eval::{Curves, Figures};
use crate::training::Position;

/// The result of one use of one variant; its table and samples are found again by using it again.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct UseResult {
    /// What it was used for: "anomaly".
    #[serde(rename = "use")]
    pub name: String,
    /// Settings of the use that somebody chose, each with its value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<(String, String)>,
    /// What it was used on, where that was not the test part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// Which weights it is of.
    pub weights: UsedWeights,
    pub figures: Figures,
    /// What others reach in the same figures, each by its name.
    pub baselines: Vec<(String, Figures)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub curves: Vec<Curves>,
    /// Why there are no figures, in one clause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unmeasured: Option<String>,
}

/// Names the weights of a run: no two runs come to as many updates in the same time, to the last bit.
#[derive(Debug, Clone, Copy, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct UsedWeights {
    /// Finished epochs.
    pub epoch: u32,
    /// Updates done in all.
    pub step: u64,
    /// Seconds of training in all.
    pub seconds: f64,
}

impl UsedWeights {
    /// Those that a run has at `position`.
    pub fn at(position: &Position) -> Self {
        Self {
            epoch: position.epoch,
            step: position.step,
            seconds: position.seconds,
        }
    }
}

impl UseResult {
    /// Whether it is of other weights than those of now.
    pub fn is_stale(&self, now: Option<UsedWeights>) -> bool {
        now != Some(self.weights)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_of_another_moment_make_it_stale_and_it_is_read_as_it_was_written() {
        let position = Position {
            epoch: 2,
            step: 40,
            seconds: 1.25,
            ..Position::default()
        };
        let result = UseResult {
            name: "anomaly".into(),
            settings: vec![("normal".into(), "3".into())],
            weights: UsedWeights::at(&position),
            figures: Figures::of([("auc", 0.75)]),
            baselines: vec![("pca".into(), Figures::of([("auc", 0.5)]))],
            ..UseResult::default()
        };
        assert!(!result.is_stale(Some(UsedWeights::at(&position))));
        let later = Position {
            seconds: 1.5,
            ..position
        };
        // As many updates of another run.
        assert!(result.is_stale(Some(UsedWeights::at(&later))) && result.is_stale(None));
        let text = serde_json::to_string(&result).unwrap();
        assert!(
            text.starts_with(r#"{"use":"anomaly","settings":[["normal","3"]],"#),
            "{text}"
        );
        assert_eq!(serde_json::from_str::<UseResult>(&text).unwrap(), result);
    }
}
