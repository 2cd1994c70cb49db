//! What the screen shows of a run, now or in its past. Nothing here changes it.

use rand::Rng;

use super::feed::Feed;
use super::{
    GalleryChoice, GalleryRequest, GalleryView, Keyframe, LatentView, Run, RunError,
    VariantSettings,
};
use crate::data::Corruption;
use crate::data::random::{Purpose, stream};
use crate::eval::{CodeStatistics, Pca, PosteriorStatistics};
use crate::model::Model;

/// Components found for codes of more than 2 numbers.
const COMPONENTS: usize = 16;

/// A model with all that is needed to look at it.
pub struct Observed<'a> {
    model: &'a dyn Model,
    feed: &'a Feed,
    settings: &'a VariantSettings,
    /// Finished epochs of its weights.
    epoch: u32,
    /// Updates done by them.
    step: u64,
    /// Epochs done by them, where they are of the past.
    past: Option<f64>,
}

impl Run {
    /// The run as it is now.
    fn present(&self) -> Observed<'_> {
        Observed {
            model: self.model.as_ref(),
            feed: &self.feed,
            settings: &self.settings,
            epoch: self.position.epoch,
            step: self.position.step,
            past: None,
        }
    }

    /// The run as it was: `model` has the weights of `keyframe`.
    pub fn past<'a>(&'a self, model: &'a dyn Model, keyframe: &Keyframe) -> Observed<'a> {
        Observed {
            model,
            epoch: keyframe.epochs as u32,
            step: keyframe.step,
            past: Some(keyframe.epochs),
            ..self.present()
        }
    }

    /// Codes of all test images by the present weights; see [`Observed::latent_view`].
    ///
    /// # Errors
    /// When the device fails.
    pub fn latent_view(&self) -> Result<LatentView, RunError> {
        self.present().latent_view()
    }

    /// Reconstructions of test images by the present weights; see [`Observed::gallery_view`].
    ///
    /// # Errors
    /// When the device fails.
    pub fn gallery_view(&self, request: GalleryRequest) -> Result<GalleryView, RunError> {
        self.present().gallery_view(request)
    }

    /// The outputs for one or more codes in `code` by the present weights, in the display scale.
    ///
    /// # Errors
    /// When it is not a whole number of codes, or the device fails.
    pub fn decode(&self, code: &[f32]) -> Result<Vec<f32>, RunError> {
        self.present().decode(code)
    }
}

impl Observed<'_> {
    /// Codes of all test images, as they are: without noise, so that the latent space is that of the data.
    ///
    /// # Errors
    /// When the device fails.
    pub fn latent_view(&self) -> Result<LatentView, RunError> {
        let width = self.model.code_width();
        let mut codes = Vec::with_capacity(self.feed.dataset.test.len() * width);
        let mut log_variances = Vec::new();
        self.feed.test(&Corruption::None, |batch| {
            let found = self.model.codes(batch.inputs, batch.rows)?;
            codes.extend(found.means);
            log_variances.extend(found.log_variances.unwrap_or_default());
            Ok::<_, RunError>(())
        })?;
        // Components of codes that are not finite mean nothing.
        let pca = if width > 2 && codes.iter().all(|number| number.is_finite()) {
            Pca::fit(&codes, width, width.min(COMPONENTS)).ok()
        } else {
            None
        };
        Ok(LatentView {
            width,
            statistics: CodeStatistics::of(&codes),
            posterior: (!log_variances.is_empty())
                .then(|| PosteriorStatistics::of(&codes, &log_variances, width)),
            codes,
            pca,
            step: self.step,
            past: self.past,
        })
    }

    /// Reconstructions of the test images that `request` asks for; fewer when there are fewer. The model sees them
    /// with the noise of the present phase, of the strength asked for; errors, also those that rank images, are against
    /// the clean images. An image's noise is always the same draw, so that a stronger one is more of the same.
    ///
    /// # Errors
    /// When the device fails.
    pub fn gallery_view(&self, request: GalleryRequest) -> Result<GalleryView, RunError> {
        let corruption = self.looked_at(request);
        let indices = self.gallery_indices(request, &corruption)?;
        let (mut outputs, mut corrupted) = (Vec::new(), Vec::new());
        self.feed.chosen_test(&indices, &corruption, |batch| {
            outputs.extend(self.model.reconstruct(batch.inputs, batch.rows)?);
            if !corruption.is_none() {
                corrupted.extend_from_slice(batch.inputs);
            }
            Ok::<_, RunError>(())
        })?;
        for number in outputs.iter_mut().chain(&mut corrupted) {
            *number = self.feed.scaler.unscale(*number);
        }
        let test = &self.feed.dataset.test;
        let size = test.shape().size();
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

    fn gallery_indices(
        &self,
        request: GalleryRequest,
        corruption: &Corruption,
    ) -> Result<Vec<u32>, RunError> {
        let images = self.feed.dataset.test.len();
        let count = request.count.min(images);
        if request.choice == GalleryChoice::Random {
            return Ok(draw(images as u32, count, request.seed));
        }
        let mut squared = Vec::with_capacity(images);
        self.feed.test(corruption, |batch| {
            squared.extend(
                self.model
                    .evaluate(batch, &self.settings.objective)?
                    .squared,
            );
            Ok::<_, RunError>(())
        })?;
        let mut indices: Vec<u32> = (0..images as u32).collect();
        indices.sort_by(|&a, &b| {
            let (first, second) = (squared[a as usize], squared[b as usize]);
            let order = match request.choice {
                GalleryChoice::Worst => second.total_cmp(&first),
                _ => first.total_cmp(&second),
            };
            order.then(a.cmp(&b))
        });
        indices.truncate(count);
        Ok(indices)
    }

    /// The outputs for one or more codes in `code`, in the display scale.
    ///
    /// # Errors
    /// When it is not a whole number of codes, or the device fails.
    pub fn decode(&self, code: &[f32]) -> Result<Vec<f32>, RunError> {
        let expected = self.model.code_width();
        if code.is_empty() || !code.len().is_multiple_of(expected) {
            return Err(RunError::Code {
                found: code.len(),
                expected,
            });
        }
        let mut output = self.model.decode(code, code.len() / expected)?;
        for number in &mut output {
            *number = self.feed.scaler.unscale(*number);
        }
        Ok(output)
    }
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
