//! What a run begins with, and where it stands.

use std::sync::Arc;

use super::{ResumeState, Start, VariantId, VariantSettings};
use crate::data::Prepared;

/// All a run needs to begin or to go on.
#[derive(Debug, Clone)]
pub struct Job {
    pub variant: VariantId,
    pub data: Arc<Prepared>,
    pub settings: VariantSettings,
    /// Go on from here; begin otherwise.
    pub resume: Option<Arc<ResumeState>>,
    /// Begin with these weights where they fit, with fresh ones elsewhere.
    pub start: Option<Arc<Start>>,
    /// Most bytes of checkpoints to keep.
    pub checkpoint_bytes: usize,
}

impl Job {
    /// A run from its beginning, with fresh weights, that keeps none of the past.
    pub fn new(variant: VariantId, data: Arc<Prepared>, settings: VariantSettings) -> Self {
        Self {
            variant,
            data,
            settings,
            resume: None,
            start: None,
            checkpoint_bytes: 0,
        }
    }
}

/// Where a run stands, for the toolbar.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Progress {
    /// Finished epochs.
    pub epoch: u32,
    pub epochs: u32,
    /// Batches done in the current epoch.
    pub batch: u32,
    pub batches: u32,
    pub step: u64,
    /// Over about the last second.
    pub samples_per_second: f64,
    pub seconds_left: f64,
    pub learning_rate: f64,
}
