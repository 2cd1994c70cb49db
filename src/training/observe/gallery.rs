//! The gallery, part after part: whoever makes it can stop after any of them.

use rand::Rng;

use super::Observed;
use crate::data::Corruption;
use crate::data::random::{Purpose, stream};
use crate::training::feed::Numbers;
use crate::training::{GalleryChoice, GalleryRequest, GalleryView, RunError};

/// Images at a time: as fast as more at once, and a part takes a few milliseconds.
const CHUNK: usize = 250;

/// A gallery under way.
pub(in crate::training) struct GalleryPass {
    request: GalleryRequest,
    /// Squared error of each image so far, where images are ranked.
    squared: Vec<f64>,
    numbers: Numbers,
}

impl GalleryPass {
    pub(in crate::training) fn new(request: GalleryRequest) -> Self {
        Self {
            request,
            squared: Vec::new(),
            numbers: Numbers::default(),
        }
    }
}

impl Observed<'_> {
    /// Does a part of `pass`, of which all must be done with the same weights; the view after the last.
    pub(in crate::training) fn advance_gallery(
        &self,
        pass: &mut GalleryPass,
    ) -> Result<Option<GalleryView>, RunError> {
        let request = pass.request;
        let corruption = self.looked_at(request);
        let set = self.feed.test();
        let ranked = request.choice != GalleryChoice::Random;
        if ranked && pass.squared.len() < set.len() {
            let done = pass.squared.len();
            let numbers = &mut pass.numbers;
            let batch = self.feed.read(&set, done, CHUNK, &corruption, numbers);
            let errors = self.model.evaluate(&batch, &self.settings.objective)?;
            pass.squared.extend(errors.squared);
            return Ok(None);
        }
        let count = request.count.min(set.len());
        let indices = match request.choice {
            GalleryChoice::Random => draw(set.len() as u32, count, request.seed),
            choice => rank(&pass.squared, choice, count),
        };
        self.show(request, &corruption, indices, &mut pass.numbers)
            .map(Some)
    }

    /// Reconstructs the test images at `indices`.
    fn show(
        &self,
        request: GalleryRequest,
        corruption: &Corruption,
        indices: Vec<u32>,
        numbers: &mut Numbers,
    ) -> Result<GalleryView, RunError> {
        let (mut outputs, mut corrupted) = (Vec::new(), Vec::new());
        let set = self.feed.chosen_test(&indices);
        for first in (0..set.len()).step_by(CHUNK) {
            let batch = self.feed.read(&set, first, CHUNK, corruption, numbers);
            outputs.extend(self.model.reconstruct(batch.inputs, batch.rows)?);
            if !corruption.is_none() {
                corrupted.extend_from_slice(batch.inputs);
            }
        }
        self.feed.scaler.unscale(&mut outputs);
        self.feed.scaler.unscale(&mut corrupted);
        let test = &self.feed.data.dataset.test;
        let size = test.shape().target_width();
        let errors = indices
            .iter()
            .zip(outputs.chunks(size))
            .map(|(&index, output)| mean_squared_error(output, test.image(index as usize)))
            .collect();
        Ok(GalleryView {
            request,
            indices,
            corrupted: (!corruption.is_none()).then_some(corrupted),
            outputs,
            errors,
            step: self.step,
            past: self.past,
        })
    }

    /// The noise that a gallery shows.
    fn looked_at(&self, request: GalleryRequest) -> Corruption {
        let corruption = self.settings.stretch_at(self.epoch).corruption;
        match request.noise {
            Some(thousandths) => corruption.with_strength(f32::from(thousandths) / 1_000.0),
            None => corruption,
        }
    }
}

/// The `count` images with the largest or the smallest of the `squared` errors, the first of equals first.
fn rank(squared: &[f64], choice: GalleryChoice, count: usize) -> Vec<u32> {
    let mut indices: Vec<u32> = (0..squared.len() as u32).collect();
    indices.sort_by(|&a, &b| {
        let (first, second) = (squared[a as usize], squared[b as usize]);
        let order = match choice {
            GalleryChoice::Worst => second.total_cmp(&first),
            _ => first.total_cmp(&second),
        };
        order.then(a.cmp(&b))
    });
    indices.truncate(count);
    indices
}

/// `count` of `images` indices. One after the other, so that a wider gallery shows the images of a narrow one and more.
fn draw(images: u32, count: usize, seed: u64) -> Vec<u32> {
    let mut random = stream(seed, Purpose::Gallery, 0, 0);
    let mut indices: Vec<u32> = (0..images).collect();
    for place in 0..count {
        let drawn = random.random_range(place..indices.len());
        indices.swap(place, drawn);
    }
    indices.truncate(count);
    indices
}

fn mean_squared_error(output: &[f32], bytes: &[u8]) -> f32 {
    let sum: f64 = output
        .iter()
        .zip(bytes)
        .map(|(&value, &byte)| (f64::from(value) - f64::from(byte) / 255.0).powi(2))
        .sum();
    (sum / output.len().max(1) as f64) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wider_gallery_keeps_the_images_of_a_narrow_one() {
        let wide = draw(1_000, 40, 7);
        for count in [0, 1, 6, 12, 39] {
            assert_eq!(draw(1_000, count, 7), wide[..count]);
        }
        assert_ne!(draw(1_000, 40, 8), wide);
        let mut all = draw(40, 40, 7);
        all.sort_unstable();
        assert_eq!(all, (0..40).collect::<Vec<u32>>());
    }
}
