//! Collects the codes of images batch by batch.

use super::LatentView;
use crate::eval::{CodeStatistics, Pca, PosteriorStatistics};
use crate::model::Codes;

/// Components found for codes of more than 2 numbers.
const COMPONENTS: usize = 16;

/// Codes so far, one after the other.
#[derive(Debug, Default)]
pub(super) struct CodesSoFar {
    means: Vec<f32>,
    log_variances: Vec<f32>,
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

    /// The view of them, `width` numbers a code, made with the weights of `step`.
    pub(super) fn into_view(self, width: usize, step: u64, past: Option<f64>) -> LatentView {
        let Self {
            means: codes,
            log_variances,
        } = self;
        let statistics = CodeStatistics::of(&codes);
        // Components of codes that are not finite mean nothing.
        let pca = (width > 2 && statistics.is_some())
            .then(|| Pca::fit(&codes, width, width.min(COMPONENTS)).ok());
        LatentView {
            width,
            statistics,
            posterior: (!log_variances.is_empty())
                .then(|| PosteriorStatistics::of(&codes, &log_variances, width)),
            pca: pca.flatten(),
            codes,
            step,
            past,
        }
    }
}
