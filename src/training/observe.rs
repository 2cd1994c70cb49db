//! Views of a run by its present weights or by those of a checkpoint. Nothing here changes the run.

mod by_column;
mod gallery;
mod latents;

use super::loader::DataLoader;
use super::{Checkpoint, GalleryRequest, GalleryView, LatentView, Run, RunError, VariantSettings};
use crate::model::Model;
pub(super) use gallery::GalleryPass;
pub(super) use latents::LatentPass;

/// A model with all that is needed to look at it.
pub struct Observed<'a> {
    model: &'a dyn Model,
    loader: &'a DataLoader,
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
    pub(super) fn present(&self) -> Observed<'_> {
        Observed {
            model: self.model.as_ref(),
            loader: &self.loader,
            settings: &self.settings,
            epoch: self.position.epoch,
            step: self.position.step,
            past: None,
        }
    }

    /// The run as it was: `model` has the weights of `checkpoint`.
    pub fn at_checkpoint<'a>(
        &'a self,
        model: &'a dyn Model,
        checkpoint: &Checkpoint,
    ) -> Observed<'a> {
        Observed {
            model,
            epoch: checkpoint.epochs as u32,
            step: checkpoint.step,
            past: Some(checkpoint.epochs),
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
        let mut pass = LatentPass::default();
        loop {
            if let Some(view) = self.advance_latents(&mut pass)? {
                return Ok(view);
            }
        }
    }

    /// Reconstructions of the test images that `request` asks for; fewer when there are fewer. The model sees them
    /// with the noise of the present phase, of the strength asked for; errors, also those that rank images, are against
    /// the clean images. An image's noise is always the same draw, so that a stronger one is more of the same.
    ///
    /// # Errors
    /// When the device fails.
    pub fn gallery_view(&self, request: GalleryRequest) -> Result<GalleryView, RunError> {
        let mut pass = GalleryPass::new(request);
        loop {
            if let Some(view) = self.advance_gallery(&mut pass)? {
                return Ok(view);
            }
        }
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
        self.loader.scaler.unscale(&mut output);
        Ok(output)
    }
}
