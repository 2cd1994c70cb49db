//! One batch in its buffers, with the key it was made for.

use super::buffer::{BatchBuffer, ScaledSamples};
use super::order::Order;
use super::{BatchKey, BatchSource};
use crate::data::Draw;
use crate::model::Batch;

/// A batch, ready or being filled.
#[derive(Default)]
pub(super) struct ReadyBatch {
    /// `None` while it is being filled.
    key: Option<BatchKey>,
    /// Place of the first sample in the epoch.
    first: usize,
    buffer: BatchBuffer,
}

impl ReadyBatch {
    /// Whether it holds this batch.
    pub(super) fn is(&self, key: BatchKey) -> bool {
        self.key == Some(key)
    }

    /// Replaces what it holds.
    pub(super) fn fill(&mut self, source: &BatchSource, order: &mut Order, key: BatchKey) {
        self.key = None;
        let order = order.of(source.seed, key.epoch, source.chosen.len());
        let start = (key.batch as usize * source.batch).min(order.len());
        let end = (start + source.batch).min(order.len());
        self.buffer.choose_of(source.chosen, &order[start..end]);
        let draw = Draw::Epoch {
            seed: source.seed,
            epoch: key.epoch,
        };
        self.buffer
            .fill(source.scaled, &key.corruption, draw, source.gathers);
        self.first = start;
        self.key = Some(key);
    }

    /// What it holds.
    pub(super) fn batch<'a>(&'a self, scaled: ScaledSamples<'a>) -> Batch<'a> {
        self.buffer.batch(scaled, self.first)
    }
}
