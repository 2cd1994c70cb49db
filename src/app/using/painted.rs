//! A picture that is painted over, and filled in.

use crate::project::UsedWeights;
use crate::training::VariantId;

/// A test sample and what is painted over of it, a number of the sample each.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mask {
    pub sample: usize,
    pub missing: Vec<bool>,
}

/// The sample filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Painted {
    pub mask: Mask,
    pub variant: VariantId,
    pub weights: UsedWeights,
    /// In the values' own units.
    pub filled: Vec<f32>,
}
