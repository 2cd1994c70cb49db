//! Images on their way into a model: chosen, ordered, scaled, corrupted. The targets of corrupted inputs are the clean
//! images.

use crate::data::{
    Corruption, DataSettings, Dataset, Draw, Images, Scaler, Split, epoch_order, gather,
};
use crate::model::Batch;

/// Images measured or encoded at a time; large enough for the kernels, small enough for memory.
const CHUNK: usize = 1_000;

/// A dataset with its split and scale, cut into batches.
pub(super) struct Feed {
    pub(super) dataset: Dataset,
    pub(super) scaler: Scaler,
    split: Split,
    seed: u64,
    batch: usize,
    /// The order of `order_epoch`, kept until another epoch is asked for.
    order: Vec<u32>,
    order_epoch: Option<u32>,
    chosen: Vec<u32>,
    images: Vec<f32>,
    corrupted: Vec<f32>,
}

impl Feed {
    pub(super) fn new(dataset: Dataset, settings: &DataSettings, seed: u64, batch: usize) -> Self {
        Self {
            scaler: Scaler::fit(settings.scaling, &dataset.train),
            split: Split::new(
                dataset.train.len(),
                settings.validation,
                settings.split_seed,
            ),
            dataset,
            seed,
            batch,
            order: Vec::new(),
            order_epoch: None,
            chosen: Vec::new(),
            images: Vec::new(),
            corrupted: Vec::new(),
        }
    }

    /// Images an epoch.
    pub(super) fn len(&self) -> usize {
        self.split.train.len()
    }

    /// Batches an epoch, the last short one included.
    pub(super) fn batches(&self) -> u32 {
        self.len().div_ceil(self.batch) as u32
    }

    /// One batch of `epoch`, its noise drawn for that epoch.
    pub(super) fn batch(&mut self, epoch: u32, batch: u32, corruption: &Corruption) -> Batch<'_> {
        if self.order_epoch != Some(epoch) {
            self.order = epoch_order(self.seed, epoch, self.split.train.len());
            self.order_epoch = Some(epoch);
        }
        let start = (batch as usize * self.batch).min(self.order.len());
        let end = (start + self.batch).min(self.order.len());
        let places = self.order[start..end].iter();
        self.chosen.clear();
        self.chosen
            .extend(places.map(|&place| self.split.train[place as usize]));
        let images = &self.dataset.train;
        gather(images, &self.chosen, &self.scaler, &mut self.images);
        let inputs = corruption.corrupted(
            &self.images,
            &self.chosen,
            images.shape(),
            &self.scaler,
            Draw::Epoch {
                seed: self.seed,
                epoch,
            },
            &mut self.corrupted,
        );
        Batch {
            inputs,
            targets: &self.images,
            rows: end - start,
            first: start,
        }
    }

    /// The images that are watched while training, in chunks: validation images, or test images when
    /// there are none, or training images when there is nothing else.
    pub(super) fn watched<E>(
        &self,
        corruption: &Corruption,
        visit: impl FnMut(&Batch) -> Result<(), E>,
    ) -> Result<(), E> {
        if !self.split.validation.is_empty() {
            self.chunks(
                &self.dataset.train,
                &self.split.validation,
                corruption,
                visit,
            )
        } else if !self.dataset.test.is_empty() {
            self.test(corruption, visit)
        } else {
            self.chunks(&self.dataset.train, &self.split.train, corruption, visit)
        }
    }

    /// All test images, in chunks.
    pub(super) fn test<E>(
        &self,
        corruption: &Corruption,
        visit: impl FnMut(&Batch) -> Result<(), E>,
    ) -> Result<(), E> {
        let all: Vec<u32> = (0..self.dataset.test.len() as u32).collect();
        self.chunks(&self.dataset.test, &all, corruption, visit)
    }

    /// Chosen test images, in chunks.
    pub(super) fn chosen_test<E>(
        &self,
        indices: &[u32],
        corruption: &Corruption,
        visit: impl FnMut(&Batch) -> Result<(), E>,
    ) -> Result<(), E> {
        self.chunks(&self.dataset.test, indices, corruption, visit)
    }

    /// An image's noise is always the same here.
    fn chunks<E>(
        &self,
        images: &Images,
        indices: &[u32],
        corruption: &Corruption,
        mut visit: impl FnMut(&Batch) -> Result<(), E>,
    ) -> Result<(), E> {
        let (mut targets, mut corrupted) = (Vec::new(), Vec::new());
        for (number, chunk) in indices.chunks(CHUNK).enumerate() {
            gather(images, chunk, &self.scaler, &mut targets);
            let inputs = corruption.corrupted(
                &targets,
                chunk,
                images.shape(),
                &self.scaler,
                Draw::Fixed,
                &mut corrupted,
            );
            visit(&Batch {
                inputs,
                targets: &targets,
                rows: chunk.len(),
                first: number * CHUNK,
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;

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
            Images::new(shape, pixels, None).unwrap()
        };
        let dataset = Dataset {
            name: "counted".into(),
            train: images(0..10),
            test: images(100..103),
            class_names: None,
        };
        let settings = DataSettings {
            validation,
            ..DataSettings::default()
        };
        Feed::new(dataset, &settings, 7, batch)
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
            let Batch { inputs, rows, .. } = feed.batch(0, batch, &CLEAN);
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
        jumping.batch(5, 1, &CLEAN);
        assert_eq!(
            straight.batch(1, 2, &CLEAN).inputs,
            jumping.batch(1, 2, &CLEAN).inputs
        );
        assert_ne!(
            straight.batch(0, 0, &CLEAN).inputs.to_vec(),
            straight.batch(1, 0, &CLEAN).inputs.to_vec()
        );
    }

    #[test]
    fn validation_images_are_watched_or_else_the_test_images() {
        let watched = |feed: &Feed| {
            let mut seen = Vec::new();
            let visited: Result<(), ()> = feed.watched(&CLEAN, |batch| {
                seen.extend(first_pixels(batch.inputs));
                Ok(())
            });
            assert!(visited.is_ok());
            seen
        };
        let mut with = feed(3, 4);
        let validation = watched(&with);
        assert_eq!(validation.len(), 3);
        let mut all = validation;
        for batch in 0..with.batches() {
            all.extend(first_pixels(with.batch(0, batch, &CLEAN).inputs));
        }
        all.sort_unstable();
        assert_eq!(all, (0..10).collect::<Vec<u8>>());
        assert_eq!(watched(&feed(0, 4)), [100, 101, 102]);
    }
    #[test]
    fn corrupted_batches_have_clean_targets_and_fresh_noise_each_epoch() {
        let mut feed = feed(0, 10);
        let clean = feed.batch(0, 0, &CLEAN).inputs.to_vec();
        let noisy = feed.batch(0, 0, &NOISE);
        assert_eq!(noisy.targets, clean);
        assert_ne!(noisy.inputs, clean);
        let first = noisy.inputs.to_vec();
        assert_eq!(feed.batch(0, 0, &NOISE).inputs, first);
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
            pairs(feed.batch(0, 0, &NOISE)),
            pairs(feed.batch(1, 0, &NOISE)),
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
            let mut seen = Vec::new();
            let mut visit = |batch: &Batch| {
                assert_eq!(batch.targets[1], 1.0);
                seen.extend_from_slice(batch.inputs);
                Ok::<(), ()>(())
            };
            let visited = match indices {
                Some(indices) => feed.chosen_test(indices, &NOISE, &mut visit),
                None => feed.test(&NOISE, &mut visit),
            };
            assert!(visited.is_ok());
            seen
        };
        let all = seen(None);
        assert_eq!(seen(Some(&[2, 0])), [&all[4..6], &all[..2]].concat());
    }
}
