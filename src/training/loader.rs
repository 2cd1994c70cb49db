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
mod tests {
    use super::*;
    use crate::data::{DataSettings, Dataset, ImageShape};

    const CLEAN: Corruption = Corruption::None;
    const NOISE: Corruption = Corruption::Gaussian { std: 0.3 };

    fn loader(validation: usize, batch: usize) -> DataLoader {
        let shape = ImageShape {
            height: 1,
            width: 2,
            channels: 1,
        };
        let images = |range: std::ops::Range<u8>| {
            let pixels: Vec<u8> = range.flat_map(|i| [i, 255]).collect();
            Samples::images(shape, pixels, None).unwrap()
        };
        let dataset = Dataset::new("counted", images(0..10), images(100..103));
        let settings = DataSettings {
            validation,
            ..DataSettings::default()
        };
        let data = Prepared::new(dataset, &settings).expect("there are images");
        let scaler = Arc::new(data.scaler.clone());
        DataLoader::new(Arc::new(data), scaler, 7, batch)
    }

    /// The batch without what is said of the next.
    fn ask<'a>(
        loader: &'a mut DataLoader,
        epoch: u32,
        batch: u32,
        corruption: &Corruption,
    ) -> Batch<'a> {
        let key = BatchKey {
            epoch,
            batch,
            corruption: *corruption,
        };
        loader.batch(key).0
    }

    fn first_pixels(inputs: &[f32]) -> Vec<u8> {
        let bytes = inputs.iter().step_by(2).map(|v| (v * 255.0).round() as u8);
        bytes.collect()
    }

    #[test]
    fn an_epoch_visits_every_training_image_once_and_keeps_the_short_batch() {
        let mut loader = loader(0, 4);
        assert_eq!(loader.batches(), 3);
        let mut seen = Vec::new();
        let mut sizes = Vec::new();
        for batch in 0..3 {
            let Batch { inputs, rows, .. } = ask(&mut loader, 0, batch, &CLEAN);
            assert_eq!(inputs.len(), rows * 2);
            assert!(inputs.iter().skip(1).step_by(2).all(|&v| v == 1.0));
            seen.extend(first_pixels(inputs));
            sizes.push(rows);
        }
        assert_eq!(sizes, [4, 4, 2]);
        seen.sort_unstable();
        assert_eq!(seen, (0..10).collect::<Vec<u8>>());
    }

    #[test]
    fn batches_do_not_depend_on_what_was_asked_before() {
        let mut straight = loader(0, 4);
        let mut jumping = loader(0, 4);
        ask(&mut jumping, 5, 1, &CLEAN);
        assert_eq!(
            ask(&mut straight, 1, 2, &CLEAN).inputs,
            ask(&mut jumping, 1, 2, &CLEAN).inputs
        );
        assert_ne!(
            ask(&mut straight, 0, 0, &CLEAN).inputs.to_vec(),
            ask(&mut straight, 1, 0, &CLEAN).inputs.to_vec()
        );
    }

    #[test]
    fn batches_do_not_depend_on_what_was_made_ready() {
        let key = |epoch, batch, corruption| BatchKey {
            epoch,
            batch,
            corruption,
        };
        let mut prefetching = loader(0, 4);
        for (asked, expected) in [
            (key(0, 0, NOISE), key(0, 1, NOISE)),
            (key(0, 1, NOISE), key(0, 2, NOISE)),
            // Another noise than expected, the end of the epoch, back again, and the same once more.
            (key(0, 2, CLEAN), key(1, 0, CLEAN)),
            (key(1, 0, CLEAN), key(1, 1, NOISE)),
            (key(0, 1, NOISE), key(0, 2, NOISE)),
            (key(0, 1, NOISE), key(0, 2, NOISE)),
            (key(0, 2, NOISE), key(9, 0, NOISE)),
        ] {
            let mut fresh = loader(0, 4);
            let (wanted, _) = fresh.batch(asked);
            let (found, prefetch) = prefetching.batch(asked);
            assert_eq!(found.inputs, wanted.inputs, "{asked:?}");
            assert_eq!(found.targets, wanted.targets, "{asked:?}");
            assert_eq!((found.rows, found.first), (wanted.rows, wanted.first));
            prefetch.prepare(expected);
        }
    }

    #[test]
    fn validation_images_are_watched_or_else_the_test_images() {
        let watched = |loader: &DataLoader| {
            let mut seen = Vec::new();
            let (subset, mut buffer) = (loader.watched(), BatchBuffer::default());
            for first in (0..subset.len()).step_by(2) {
                let batch = loader.read(&subset, first, 2, &CLEAN, &mut buffer);
                assert_eq!(batch.first, first);
                seen.extend(first_pixels(batch.inputs));
            }
            seen
        };
        let mut with = loader(3, 4);
        let validation = watched(&with);
        assert_eq!(validation.len(), 3);
        let mut all = validation;
        for batch in 0..with.batches() {
            all.extend(first_pixels(ask(&mut with, 0, batch, &CLEAN).inputs));
        }
        all.sort_unstable();
        assert_eq!(all, (0..10).collect::<Vec<u8>>());
        assert_eq!(watched(&loader(0, 4)), [100, 101, 102]);
    }
    #[test]
    fn corrupted_batches_have_clean_targets_and_fresh_noise_each_epoch() {
        let mut loader = loader(0, 10);
        let clean = ask(&mut loader, 0, 0, &CLEAN).inputs.to_vec();
        let noisy = ask(&mut loader, 0, 0, &NOISE);
        assert_eq!(noisy.targets, clean);
        assert_ne!(noisy.inputs, clean);
        let first = noisy.inputs.to_vec();
        assert_eq!(ask(&mut loader, 0, 0, &NOISE).inputs, first);
        // The same images in another order and with other noise.
        let pairs = |batch: Batch| {
            let rows = batch.targets.chunks(2).zip(batch.inputs.chunks(2));
            let mut pairs: Vec<(u8, f32)> = rows
                .map(|(target, input)| ((target[0] * 255.0).round() as u8, input[0]))
                .collect();
            pairs.sort_by_key(|pair| pair.0);
            pairs
        };
        let (one, two) = (
            pairs(ask(&mut loader, 0, 0, &NOISE)),
            pairs(ask(&mut loader, 1, 0, &NOISE)),
        );
        let differ = one.iter().zip(&two).filter(|(a, b)| a.1 != b.1).count();
        assert!(one.iter().zip(&two).all(|(a, b)| a.0 == b.0));
        // Noise that darkens black pixels further leaves them black.
        assert!(differ >= 5, "{one:?} {two:?}");
    }

    #[test]
    fn an_image_is_measured_with_the_same_noise_wherever_it_is_met() {
        let loader = loader(0, 4);
        let seen = |indices: Option<&[u32]>| {
            let subset = match indices {
                Some(indices) => loader.chosen_test(indices),
                None => loader.test(),
            };
            let mut buffer = BatchBuffer::default();
            let batch = loader.read(&subset, 0, 9, &NOISE, &mut buffer);
            assert_eq!((batch.rows, batch.targets[1]), (subset.len(), 1.0));
            batch.inputs.to_vec()
        };
        let all = seen(None);
        assert_eq!(seen(Some(&[2, 0])), [&all[4..6], &all[..2]].concat());
    }
}
