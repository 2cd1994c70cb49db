//! The test metrics of all variants: those computed, and which are being computed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::super::App;
use super::Figures;
use crate::data::DataSettings;
use crate::project::VariantSettings;
use crate::training::VariantId;

/// After this long without a word from a panel nobody looks any more.
const LOOK: Duration = Duration::from_secs(4);

/// Test metrics, and the measuring that brings them.
#[derive(Debug, Default)]
pub struct TestFigures {
    /// As far as they are worked out: of the newest weights, or of those of the epoch they name.
    pub by_variant: BTreeMap<VariantId, Figures>,
    /// What principal components reach on the test samples, once it is worked out.
    pub pca: Option<PcaErrors>,
    /// When a panel last said that it shows measures.
    pub(super) looked: Option<Instant>,
    pub(super) tickets: u64,
    pub(super) now: Option<UnderWay>,
    /// What was measured last of each variant, also when that failed.
    pub(super) done: BTreeMap<VariantId, Made>,
    /// Runs in training are measured now and then: not before this.
    pub(super) next: Option<Instant>,
    /// A run in training whose present weights were asked for, and how many updates it had made when it last told.
    pub(super) asked: Option<(VariantId, u64)>,
    pub(super) pca_under_way: Option<PcaUnderWay>,
}

/// Errors of principal components on the test images.
#[derive(Debug, Clone, PartialEq)]
pub struct PcaErrors {
    /// The data they belong to.
    pub data: DataSettings,
    /// Mean squared error that as many components leave as the index says, in the scale of the inputs.
    pub errors: Vec<f64>,
}

impl PcaErrors {
    /// The error that `width` components leave; `None` where so many were not looked for.
    pub fn at(&self, width: usize) -> Option<f64> {
        self.errors.get(width).copied()
    }
}

/// One measurement under way.
#[derive(Debug)]
pub(super) struct UnderWay {
    pub ticket: u64,
    pub variant: VariantId,
    pub made: Made,
    pub epochs: f64,
    pub began: Instant,
    pub go_on: Arc<AtomicBool>,
}

/// Principal components being looked for; those that could not be found stay here, and are not tried again.
#[derive(Debug)]
pub(super) struct PcaUnderWay {
    pub ticket: u64,
    pub data: DataSettings,
    pub widest: usize,
}

/// Which weights.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Made {
    pub step: u64,
    pub settings: VariantSettings,
}

impl TestFigures {
    pub(super) fn somebody_looks(&self) -> bool {
        self.looked.is_some_and(|looked| looked.elapsed() < LOOK)
    }

    pub(super) fn ticket(&mut self) -> u64 {
        self.tickets += 1;
        self.tickets
    }

    /// The weights of `variant` that were measured are gone.
    pub(in crate::app) fn forget(&mut self, variant: VariantId) {
        self.by_variant.remove(&variant);
        self.done.remove(&variant);
        if self.now.as_ref().is_some_and(|now| now.variant == variant) {
            self.give_up();
        }
    }

    /// All weights that were measured are gone.
    pub(in crate::app) fn forget_all(&mut self) {
        self.by_variant.clear();
        self.done.clear();
        self.give_up();
    }

    /// Gives up what is under way; its answer is dropped.
    pub(super) fn give_up(&mut self) {
        if let Some(now) = self.now.take() {
            now.go_on.store(false, Ordering::Relaxed);
        }
    }
}

impl App {
    /// Whether a panel that shows measures should say so, with [`super::super::Action::Figures`].
    pub fn asks_who_looks(&self) -> bool {
        let looked = self.figures.looked;
        self.background.is_some() && looked.is_none_or(|looked| looked.elapsed() > LOOK / 2)
    }

    pub(in crate::app) fn want_figures(&mut self) {
        self.figures.looked = Some(Instant::now());
        self.follow_figures();
    }
}
