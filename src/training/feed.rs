//! Images on their way into a model: chosen, ordered, scaled.

use crate::data::{DataSettings, Dataset, Images, Scaler, Split, epoch_order};
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
    inputs: Vec<f32>,
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
            inputs: Vec::new(),
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

    /// One batch of `epoch`.
    pub(super) fn batch(&mut self, epoch: u32, batch: u32) -> Batch<'_> {
        if self.order_epoch != Some(epoch) {
            self.order = epoch_order(self.seed, epoch, self.split.train.len());
            self.order_epoch = Some(epoch);
        }
        let start = (batch as usize * self.batch).min(self.order.len());
        let end = (start + self.batch).min(self.order.len());
        let chosen = self.order[start..end]
            .iter()
            .map(|&place| self.split.train[place as usize]);
        gather(&self.dataset.train, &self.scaler, chosen, &mut self.inputs);
        Batch::plain(&self.inputs, end - start, start)
    }

    /// The images that are watched while training, in chunks: validation images, or test images when
    /// there are none, or training images when there is nothing else.
    pub(super) fn watched<E>(&self, visit: impl FnMut(&Batch) -> Result<(), E>) -> Result<(), E> {
        if !self.split.validation.is_empty() {
            let chosen = self.split.validation.iter().copied();
            self.chunks(&self.dataset.train, chosen, visit)
        } else if !self.dataset.test.is_empty() {
            self.test(visit)
        } else {
            let chosen = self.split.train.iter().copied();
            self.chunks(&self.dataset.train, chosen, visit)
        }
    }

    /// All test images, in chunks.
    pub(super) fn test<E>(&self, visit: impl FnMut(&Batch) -> Result<(), E>) -> Result<(), E> {
        let chosen = 0..self.dataset.test.len() as u32;
        self.chunks(&self.dataset.test, chosen, visit)
    }

    /// Chosen test images, in chunks.
    pub(super) fn chosen_test<E>(
        &self,
        indices: &[u32],
        visit: impl FnMut(&Batch) -> Result<(), E>,
    ) -> Result<(), E> {
        self.chunks(&self.dataset.test, indices.iter().copied(), visit)
    }

    fn chunks<E>(
        &self,
        images: &Images,
        indices: impl Iterator<Item = u32>,
        mut visit: impl FnMut(&Batch) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut indices = indices.peekable();
        let mut inputs = Vec::new();
        let mut first = 0;
        while indices.peek().is_some() {
            let chunk = indices.by_ref().take(CHUNK);
            let rows = gather(images, &self.scaler, chunk, &mut inputs);
            visit(&Batch::plain(&inputs, rows, first))?;
            first += rows;
        }
        Ok(())
    }
}

/// Scales the images at `indices` into `out`, row after row, and says how many there were.
fn gather(
    images: &Images,
    scaler: &Scaler,
    indices: impl Iterator<Item = u32>,
    out: &mut Vec<f32>,
) -> usize {
    let size = images.shape().size();
    let mut rows = 0;
    for index in indices {
        if out.len() < (rows + 1) * size {
            out.resize((rows + 1) * size, 0.0);
        }
        let row = &mut out[rows * size..(rows + 1) * size];
        scaler.scale(images.image(index as usize), row);
        rows += 1;
    }
    out.truncate(rows * size);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;

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
            let Batch { inputs, rows, .. } = feed.batch(0, batch);
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
        jumping.batch(5, 1);
        assert_eq!(straight.batch(1, 2).inputs, jumping.batch(1, 2).inputs);
        assert_ne!(
            straight.batch(0, 0).inputs.to_vec(),
            straight.batch(1, 0).inputs.to_vec()
        );
    }

    #[test]
    fn validation_images_are_watched_or_else_the_test_images() {
        let watched = |feed: &Feed| {
            let mut seen = Vec::new();
            let visited: Result<(), ()> = feed.watched(|batch| {
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
            all.extend(first_pixels(with.batch(0, batch).inputs));
        }
        all.sort_unstable();
        assert_eq!(all, (0..10).collect::<Vec<u8>>());
        assert_eq!(watched(&feed(0, 4)), [100, 101, 102]);
    }
}
