//! The data loader: shuffles, batches, scales and corrupts samples. The targets of corrupted inputs are the clean samples.

mod numbers;
mod order;
mod prefetch;

use std::sync::Arc;

use crate::data::{Corruption, Draw, Prepared, Samples, Scaler};
use crate::model::Batch;
pub(super) use numbers::Numbers;
use numbers::{Places, Scaled};
use order::Order;
use prefetch::Prefetch;

/// Prepared data, cut into batches.
pub(super) struct Feed {
    pub(super) data: Arc<Prepared>,
    /// That of the data, or the one that the run began with.
    pub(super) scaler: Arc<Scaler>,
    seed: u64,
    batch: usize,
    /// True when the device gathers and scales clean images itself.
    gathers: bool,
    order: Order,
    /// The batch that was asked for last.
    present: Prefetch,
    /// The one that is expected to be asked for next.
    next: Prefetch,
}

/// All that the numbers of a batch follow from, besides the data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct BatchKey {
    pub(super) epoch: u32,
    pub(super) batch: u32,
    pub(super) corruption: Corruption,
}

/// The place where another batch can be made ready while a model works on the present one.
pub(super) struct Ahead<'a> {
    source: Source<'a>,
    order: &'a mut Order,
    room: &'a mut Prefetch,
}

/// What batches are made of.
struct Source<'a> {
    scaled: Scaled<'a>,
    /// See [`Feed::gathers`].
    gathers: bool,
    /// Places of the training samples.
    chosen: &'a [u32],
    seed: u64,
    batch: usize,
}

impl Ahead<'_> {
    /// Makes the batch ready, so that it need only be picked up. One that nobody asks for in the end does no harm.
    pub(super) fn prepare(self, key: BatchKey) {
        if !self.room.is(key) {
            self.room.fill(&self.source, self.order, key);
        }
    }
}

impl Feed {
    /// Batches of `batch` samples, shuffled by `seed`; scaled by `scaler`, which fits the data's shape.
    pub(super) fn new(data: Arc<Prepared>, scaler: Arc<Scaler>, seed: u64, batch: usize) -> Self {
        Self {
            data,
            scaler,
            seed,
            batch,
            gathers: false,
            order: Order::default(),
            present: Prefetch::default(),
            next: Prefetch::default(),
        }
    }

    /// Leaves clean images to a model that gathers them itself, or makes their numbers here.
    pub(super) fn leave_to_model(&mut self, gathers: bool) {
        if self.gathers != gathers {
            self.gathers = gathers;
            self.present = Prefetch::default();
            self.next = Prefetch::default();
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
    pub(super) fn batch(&mut self, key: BatchKey) -> (Batch<'_>, Ahead<'_>) {
        let scaled = Scaled {
            samples: &self.data.dataset.train,
            scaler: &self.scaler,
        };
        let source = Source {
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
        let ahead = Ahead {
            source,
            order: &mut self.order,
            room: &mut self.next,
        };
        (self.present.batch(scaled), ahead)
    }

    /// The images that are watched while training: validation images, or test images when there are none, or
    /// training images when there is nothing else.
    pub(super) fn watched(&self) -> Set<'_> {
        let places: &[u32] = if !self.data.split.validation.is_empty() {
            &self.data.split.validation
        } else if !self.data.dataset.test.is_empty() {
            return self.test();
        } else {
            &self.data.split.train
        };
        Set {
            samples: &self.data.dataset.train,
            places: Some(places),
        }
    }

    /// Whether the watched images are all test images in their order.
    pub(super) fn watches_test(&self) -> bool {
        self.data.split.validation.is_empty() && !self.data.dataset.test.is_empty()
    }

    /// All test images.
    pub(super) fn test(&self) -> Set<'_> {
        Set {
            samples: &self.data.dataset.test,
            places: None,
        }
    }

    /// Chosen test images.
    pub(super) fn chosen_test<'a>(&'a self, indices: &'a [u32]) -> Set<'a> {
        Set {
            samples: &self.data.dataset.test,
            places: Some(indices),
        }
    }

    /// Images of `set` from place `first` on, at most `most`, read into `numbers`. An image's noise is always the same
    /// here.
    pub(super) fn read<'a>(
        &'a self,
        set: &Set<'a>,
        first: usize,
        most: usize,
        corruption: &Corruption,
        numbers: &'a mut Numbers,
    ) -> Batch<'a> {
        let end = (first + most).min(set.len());
        let places = first.min(end)..end;
        numbers.choose(match set.places {
            Some(chosen) => Places::Chosen(&chosen[places]),
            None => Places::All(places.start as u32..places.end as u32),
        });
        let scaled = Scaled {
            samples: set.samples,
            scaler: &self.scaler,
        };
        numbers.fill(scaled, corruption, Draw::Fixed, false);
        numbers.batch(scaled, first)
    }
}

/// Images to measure or to look at.
pub(super) struct Set<'a> {
    samples: &'a Samples,
    /// Which, in which order; `None` for all.
    places: Option<&'a [u32]>,
}

impl Set<'_> {
    /// How many images.
    pub(super) fn len(&self) -> usize {
        self.places.map_or(self.samples.len(), <[u32]>::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{DataSettings, Dataset, ImageShape};

    const CLEAN: Corruption = Corruption::None;
    const NOISE: Corruption = Corruption::Gaussian { std: 0.3 };

    fn feed(validation: usize, batch: usize) -> Feed {
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
        Feed::new(Arc::new(data), scaler, 7, batch)
    }

    /// The batch without what is said of the next.
    fn ask<'a>(feed: &'a mut Feed, epoch: u32, batch: u32, corruption: &Corruption) -> Batch<'a> {
        let key = BatchKey {
            epoch,
            batch,
            corruption: *corruption,
        };
        feed.batch(key).0
    }

    fn first_pixels(inputs: &[f32]) -> Vec<u8> {
        let bytes = inputs.iter().step_by(2).map(|v| (v * 255.0).round() as u8);
        bytes.collect()
    }

    #[test]
    fn an_epoch_visits_every_training_image_once_and_keeps_the_short_batch() {
        let mut feed = feed(0, 4);
        assert_eq!(feed.batches(), 3);
        let mut seen = Vec::new();
        let mut sizes = Vec::new();
        for batch in 0..3 {
            let Batch { inputs, rows, .. } = ask(&mut feed, 0, batch, &CLEAN);
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
        let mut straight = feed(0, 4);
        let mut jumping = feed(0, 4);
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
        let mut ahead = feed(0, 4);
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
            let mut fresh = feed(0, 4);
            let (wanted, _) = fresh.batch(asked);
            let (found, room) = ahead.batch(asked);
            assert_eq!(found.inputs, wanted.inputs, "{asked:?}");
            assert_eq!(found.targets, wanted.targets, "{asked:?}");
            assert_eq!((found.rows, found.first), (wanted.rows, wanted.first));
            room.prepare(expected);
        }
    }

    #[test]
    fn validation_images_are_watched_or_else_the_test_images() {
        let watched = |feed: &Feed| {
            let mut seen = Vec::new();
            let (set, mut numbers) = (feed.watched(), Numbers::default());
            for first in (0..set.len()).step_by(2) {
                let batch = feed.read(&set, first, 2, &CLEAN, &mut numbers);
                assert_eq!(batch.first, first);
                seen.extend(first_pixels(batch.inputs));
            }
            seen
        };
        let mut with = feed(3, 4);
        let validation = watched(&with);
        assert_eq!(validation.len(), 3);
        let mut all = validation;
        for batch in 0..with.batches() {
            all.extend(first_pixels(ask(&mut with, 0, batch, &CLEAN).inputs));
        }
        all.sort_unstable();
        assert_eq!(all, (0..10).collect::<Vec<u8>>());
        assert_eq!(watched(&feed(0, 4)), [100, 101, 102]);
    }
    #[test]
    fn corrupted_batches_have_clean_targets_and_fresh_noise_each_epoch() {
        let mut feed = feed(0, 10);
        let clean = ask(&mut feed, 0, 0, &CLEAN).inputs.to_vec();
        let noisy = ask(&mut feed, 0, 0, &NOISE);
        assert_eq!(noisy.targets, clean);
        assert_ne!(noisy.inputs, clean);
        let first = noisy.inputs.to_vec();
        assert_eq!(ask(&mut feed, 0, 0, &NOISE).inputs, first);
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
            pairs(ask(&mut feed, 0, 0, &NOISE)),
            pairs(ask(&mut feed, 1, 0, &NOISE)),
        );
        let differ = one.iter().zip(&two).filter(|(a, b)| a.1 != b.1).count();
        assert!(one.iter().zip(&two).all(|(a, b)| a.0 == b.0));
        // Noise that darkens black pixels further leaves them black.
        assert!(differ >= 5, "{one:?} {two:?}");
    }

    #[test]
    fn an_image_is_measured_with_the_same_noise_wherever_it_is_met() {
        let feed = feed(0, 4);
        let seen = |indices: Option<&[u32]>| {
            let set = match indices {
                Some(indices) => feed.chosen_test(indices),
                None => feed.test(),
            };
            let mut numbers = Numbers::default();
            let batch = feed.read(&set, 0, 9, &NOISE, &mut numbers);
            assert_eq!((batch.rows, batch.targets[1]), (set.len(), 1.0));
            batch.inputs.to_vec()
        };
        let all = seen(None);
        assert_eq!(seen(Some(&[2, 0])), [&all[4..6], &all[..2]].concat());
    }
}
