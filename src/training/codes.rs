//! Collects the codes of images batch by batch.

use crate::model::Codes;

/// Codes so far, one after the other.
#[derive(Debug, Default)]
pub(super) struct CodesSoFar {
    pub(super) means: Vec<f32>,
    pub(super) log_variances: Vec<f32>,
}

impl CodesSoFar {
    /// With room for the codes of `images`, `width` numbers each.
    pub(super) fn with_room_for(images: usize, width: usize) -> Self {
        Self {
            means: Vec::with_capacity(images * width),
            log_variances: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, more: Codes) {
        self.means.extend_from_slice(&more.means);
        if let Some(log_variances) = more.log_variances {
            self.log_variances
                .reserve(self.means.capacity() - self.log_variances.len());
            self.log_variances.extend_from_slice(&log_variances);
        }
    }
}
