//! One batch as numbers, in memory that serves batch after batch.

use super::order::Order;
use super::{BatchKey, Source};
use crate::data::{Draw, gather_by};
use crate::model::Batch;

/// The numbers of a batch, and whose they are.
#[derive(Default)]
pub(super) struct Prepared {
    /// `None` while they are being made.
    key: Option<BatchKey>,
    /// Place of the first image in the epoch.
    first: usize,
    chosen: Vec<u32>,
    images: Vec<f32>,
    corrupted: Vec<f32>,
}

impl Prepared {
    /// Whether it holds this batch.
    pub(super) fn is(&self, key: BatchKey) -> bool {
        self.key == Some(key)
    }

    /// Replaces what it holds.
    pub(super) fn fill(&mut self, source: &Source, order: &mut Order, key: BatchKey) {
        self.key = None;
        let order = order.of(source.seed, key.epoch, source.chosen.len());
        let start = (key.batch as usize * source.batch).min(order.len());
        let end = (start + source.batch).min(order.len());
        let places = order[start..end].iter();
        self.chosen.clear();
        self.chosen
            .extend(places.map(|&place| source.chosen[place as usize]));
        gather_by(source.images, &self.chosen, source.table, &mut self.images);
        // Clean images are their own inputs; this writes nothing then.
        key.corruption.corrupted(
            &self.images,
            &self.chosen,
            source.images.shape(),
            source.scaler,
            Draw::Epoch {
                seed: source.seed,
                epoch: key.epoch,
            },
            &mut self.corrupted,
        );
        self.first = start;
        self.key = Some(key);
    }

    /// What it holds.
    pub(super) fn batch(&self) -> Batch<'_> {
        let clean = self.key.is_none_or(|key| key.corruption.is_none());
        Batch {
            inputs: if clean { &self.images } else { &self.corrupted },
            targets: &self.images,
            rows: self.chosen.len(),
            first: self.first,
        }
    }
}
