//! The latent view: the codes of all test samples, made batch by batch, so that it can be stopped after any of them.

use std::sync::Arc;

use super::observation::{Observation, Observe, Pass};
use super::observed::Observed;
use crate::data::Corruption;
use crate::eval::plane::CodeSet;
use crate::eval::{CodeStatistics, Pca, PosteriorStatistics};
use crate::training::codes::CodesSoFar;
use crate::training::loader::BatchBuffer;
use crate::training::{Run, RunError};

/// Samples encoded at a time: as fast as more at once, and a part takes a few milliseconds.
const CHUNK: usize = 250;
/// Components found for codes of more than 2 numbers.
const COMPONENTS: usize = 16;

/// What latent views want: there is nothing to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LatentRequest;

/// Codes of all test images by the current weights.
#[derive(Debug, Clone, Default)]
pub struct LatentView {
    /// Numbers in a code.
    pub width: usize,
    /// Row-major, one row a test image.
    pub codes: Vec<f32>,
    /// `None` when codes are not finite.
    pub statistics: Option<CodeStatistics>,
    /// `None` for point codes.
    pub posterior: Option<PosteriorStatistics>,
    /// Components of the codes, all of them up to 16; `None` for codes of 2 numbers.
    pub pca: Option<Pca>,
    /// Updates done by the weights that made it.
    pub step: u64,
    /// Epochs done by them, where they are a checkpoint's; `None` for the present weights.
    pub past: Option<f64>,
}

impl LatentView {
    /// The view of `codes`, `width` numbers each, made with the weights of `step`.
    pub(super) fn new(codes: CodesSoFar, width: usize, step: u64, past: Option<f64>) -> Self {
        let CodesSoFar {
            means: codes,
            log_variances,
        } = codes;
        let statistics = CodeStatistics::of(&codes);
        // Components of codes that are not finite mean nothing.
        let pca = (width > 2 && statistics.is_some())
            .then(|| Pca::fit(&codes, width, width.min(COMPONENTS)).ok());
        Self {
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

impl<'a> From<&'a LatentView> for CodeSet<'a> {
    fn from(view: &'a LatentView) -> Self {
        Self {
            width: view.width,
            codes: &view.codes,
            pca: view.pca.as_ref(),
        }
    }
}

impl<'a> From<&'a Arc<LatentView>> for CodeSet<'a> {
    fn from(view: &'a Arc<LatentView>) -> Self {
        (&**view).into()
    }
}

impl Observation for LatentView {
    fn past(&self) -> Option<f64> {
        self.past
    }

    fn step(&self) -> u64 {
        self.step
    }

    fn bytes(&self) -> usize {
        self.codes.len() * size_of::<f32>()
    }
}

impl Observe for LatentRequest {
    fn thrift(&self) -> u32 {
        45
    }

    fn is_at_hand(&self, run: &Run) -> bool {
        run.codes.are_there()
    }

    fn begin(&self, present: Option<&mut Run>) -> Box<dyn Pass> {
        Box::new(present.map_or_else(LatentPass::default, LatentPass::of))
    }
}

/// A latent view under way.
#[derive(Default)]
pub(super) struct LatentPass {
    /// Samples encoded so far.
    done: usize,
    codes: CodesSoFar,
    buffer: BatchBuffer,
}

impl Pass for LatentPass {
    fn advance(&mut self, of: &Observed) -> Result<Option<Arc<dyn Observation>>, RunError> {
        Ok(self.part(of)?.map(|view| Arc::new(view) as _))
    }
}

impl LatentPass {
    /// With the codes that measuring has found of the present weights, so that only their statistics are left to find.
    fn of(run: &mut Run) -> Self {
        match run.codes.take() {
            Some((step, codes)) if step == run.position.step => Self {
                done: run.loader.test().len(),
                codes,
                buffer: BatchBuffer::default(),
            },
            _ => Self::default(),
        }
    }

    /// Does a part; the view after the last.
    pub(super) fn part(&mut self, of: &Observed) -> Result<Option<LatentView>, RunError> {
        let subset = of.loader.test();
        let width = of.model.code_width();
        if self.done < subset.len() {
            if self.done == 0 {
                self.codes = CodesSoFar::with_room_for(subset.len(), width);
            }
            let (clean, buffer) = (Corruption::None, &mut self.buffer);
            let most = of.loader.scaler.shape().at_a_time(CHUNK);
            let batch = of.loader.read(&subset, self.done, most, &clean, buffer);
            self.codes.add(of.model.codes(batch.inputs, batch.rows)?);
            self.done += batch.rows;
            return Ok(None);
        }
        let codes = std::mem::take(&mut self.codes);
        Ok(Some(LatentView::new(codes, width, of.step, of.past)))
    }
}
