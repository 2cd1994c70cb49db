//! Codes of test samples: collected batch by batch, and kept where measuring finds them anyway.

use crate::model::Codes;

/// The codes that measuring at the end of an epoch found on its way.
#[derive(Default)]
pub(super) struct TestCodes {
    /// Whether someone looks at the latent space.
    wanted: bool,
    /// With the updates done by the weights that made them.
    found: Option<(u64, CodesSoFar)>,
}

impl TestCodes {
    /// Keeps them from now on, or does not.
    pub(super) fn keep(&mut self, wanted: bool) {
        self.wanted = wanted;
        if !wanted {
            self.found = None;
        }
    }

    pub(super) fn are_wanted(&self) -> bool {
        self.wanted
    }

    /// Takes in the codes of weights that made `step` updates.
    pub(super) fn found(&mut self, codes: Option<CodesSoFar>, step: u64) {
        self.found = codes.map(|codes| (step, codes));
    }

    /// The weights are no longer those that made them.
    pub(super) fn forget(&mut self) {
        self.found = None;
    }

    pub(super) fn are_there(&self) -> bool {
        self.found.is_some()
    }

    /// Hands them over.
    pub(super) fn take(&mut self) -> Option<(u64, CodesSoFar)> {
        self.found.take()
    }
}

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
