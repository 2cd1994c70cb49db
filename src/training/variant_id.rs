//! Names of variants.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Names a variant for as long as its project lives; never reused.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    JsonSchema,
    Serialize,
    Deserialize,
)]
#[serde(transparent)]
pub struct VariantId(pub u32);
