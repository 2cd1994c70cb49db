//! The data loader: shuffles, batches, scales and corrupts samples; the target stays clean.

mod buffer;
mod order;
mod ready_batch;

use std::sync::Arc;

use super::by_rating::ratings_a_row;
use crate::data::{Corruption, Draw, Prepared, Samples, Scaler, TrainedOn};
use crate::model::Batch;
pub(super) use buffer::BatchBuffer;
use buffer::{ScaledSamples, Selection};
use order::Order;
use ready_batch::ReadyBatch;

/// The data loader of one run.
pub(super) struct DataLoader {
    pub(super) data: Arc<Prepared>,
    /// That of the data, or the one that the run began with.
    pub(super) scaler: Arc<Scaler>,
    /// What is kept of the data with a trained variant.
    pub(super) trained_on: Arc<TrainedOn>,
    seed: u64,
    batch: usize,
    /// True when the device gathers and scales clean batches itself.
    gathers: bool,
    order: Order,
    /// The batch that was asked for last.
    present: ReadyBatch,
    /// The one that is expected to be asked for next.
    next: ReadyBatch,
}

/// All that the numbers of a batch follow from, besides the data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct BatchKey {
    pub(super) epoch: u32,
    pub(super) batch: u32,
    pub(super) corruption: Corruption,
}

/// Prefetches another batch while a model works on the present one.
pub(super) struct Prefetch<'a> {
    source: BatchSource<'a>,
    order: &'a mut Order,
    slot: &'a mut ReadyBatch,
}

/// What batches are made of.
struct BatchSource<'a> {
    scaled: ScaledSamples<'a>,
    /// See [`DataLoader::gathers`].
    gathers: bool,
    /// Places of the training samples.
    chosen: &'a [u32],
    seed: u64,
    batch: usize,
}

impl Prefetch<'_> {
    /// Fills the batch, so that it need only be picked up. One that nobody asks for in the end does no harm.
    pub(super) fn prepare(self, key: BatchKey) {
        if !self.slot.is(key) {
            self.slot.fill(&self.source, self.order, key);
        }
    }
}

impl DataLoader {
    /// Batches of `batch` samples, shuffled by `seed`; scaled by `scaler`, which fits the data's shape.
    pub(super) fn new(data: Arc<Prepared>, scaler: Arc<Scaler>, seed: u64, batch: usize) -> Self {
        Self {
            trained_on: Arc::new(TrainedOn::of(&data)),
            data,
            scaler,
            seed,
            batch,
            gathers: false,
            order: Order::default(),
            present: ReadyBatch::default(),
            next: ReadyBatch::default(),
        }
    }

    /// Leaves gathering and scaling of clean images to the device, or does it here.
    pub(super) fn let_device_gather(&mut self, gathers: bool) {
        // Binary pictures are drawn here.
        let gathers = gathers && !self.data.settings.binarise;
        if self.gathers != gathers {
            self.gathers = gathers;
            self.present = ReadyBatch::default();
            self.next = ReadyBatch::default();
        }
    }

    /// Samples an epoch.
    pub(super) fn len(&self) -> usize {
        self.data.split.train.len()
    }

    /// Batches an epoch, the last short one included.
    pub(super) fn batches(&self) -> u32 {
        self.len().div_ceil(self.batch) as u32
    }

    /// A batch, its noise drawn for its epoch, and the place for another. It is the same whether it was made ready
    /// before or not.
    pub(super) fn batch(&mut self, key: BatchKey) -> (Batch<'_>, Prefetch<'_>) {
        let scaled = ScaledSamples {
            samples: &self.data.dataset.train,
            scaler: &self.scaler,
            binarise: self.data.settings.binarise,
        };
        let source = BatchSource {
            scaled,
            gathers: self.gathers,
            chosen: &self.data.split.train,
            seed: self.seed,
            batch: self.batch,
        };
        if !self.present.is(key) {
            std::mem::swap(&mut self.present, &mut self.next);
        }
        if !self.present.is(key) {
            self.present.fill(&source, &mut self.order, key);
        }
        let prefetch = Prefetch {
            source,
            order: &mut self.order,
            slot: &mut self.next,
        };
        (self.present.batch(scaled), prefetch)
    }

    /// The images that are watched while training: validation images, or test images when there are none, or
    /// training images when there is nothing else.
    pub(super) fn watched(&self) -> Subset<'_> {
        let data = &self.data;
        let (samples, places) = if !data.split.validation.is_empty() {
            (data.validation_samples(), &data.split.validation)
        } else if !data.dataset.test.is_empty() {
            return self.test();
        } else {
            (&data.dataset.train, &data.split.train)
        };
        Subset {
            samples,
            places: Some(places),
        }
    }

    /// Whether the watched images are all test images in their order.
    pub(super) fn watches_test(&self) -> bool {
        self.data.split.validation.is_empty() && !self.data.dataset.test.is_empty()
    }

    /// All test images.
    pub(super) fn test(&self) -> Subset<'_> {
        Subset {
            samples: &self.data.dataset.test,
            places: None,
        }
    }

    /// Chosen test images.
    pub(super) fn chosen_test<'a>(&'a self, indices: &'a [u32]) -> Subset<'a> {
        Subset {
            samples: &self.data.dataset.test,
            places: Some(indices),
        }
    }

    /// Images of `subset` from place `first` on, at most `most`, read into `buffer`. An image's noise is always the same
    /// here.
    pub(super) fn read<'a>(
        &'a self,
        subset: &Subset<'a>,
        first: usize,
        most: usize,
        corruption: &Corruption,
        buffer: &'a mut BatchBuffer,
    ) -> Batch<'a> {
        let end = (first + most).min(subset.len());
        let places = first.min(end)..end;
        buffer.choose(match subset.places {
            Some(chosen) => Selection::Chosen(&chosen[places]),
            None => Selection::All(places.start as u32..places.end as u32),
        });
        let scaled = ScaledSamples {
            samples: subset.samples,
            scaler: &self.scaler,
            binarise: self.data.settings.binarise,
        };
        buffer.fill(scaled, corruption, Draw::Fixed, false);
        buffer.batch(scaled, first)
    }
}

/// A subset of the images, to measure or to look at.
pub(super) struct Subset<'a> {
    samples: &'a Samples,
    /// Which, in which order; `None` for all.
    places: Option<&'a [u32]>,
}

impl Subset<'_> {
    /// How many images.
    pub(super) fn len(&self) -> usize {
        self.places.map_or(self.samples.len(), <[u32]>::len)
    }

    /// How many ratings each has on average; `None` where samples are no ratings.
    pub(super) fn ratings_a_row(&self) -> Option<f64> {
        ratings_a_row(self.samples, self.places)
    }
}

#[cfg(test)]
mod tests;
