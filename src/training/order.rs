//! The order of training several variants: in lock step, or one after the other.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who takes the next batch when several runs are in training. A run's result is the same bits in either order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrainingOrder {
    /// All move together through the same images: those that are behind go first.
    #[default]
    LockStep,
    /// Each to its end before the next begins.
    OneAfterAnother,
}
