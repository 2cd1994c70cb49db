//! Observations made in one go.

use super::gallery::{GalleryPass, GalleryRequest, GalleryView};
use super::latents::{LatentPass, LatentView};
use super::observed::Observed;
use crate::training::evaluate::Measuring;
use crate::training::{Measures, Run, RunError};

impl Run {
    /// Codes of all test images by the present weights; see [`Observed::latent_view`].
    ///
    /// # Errors
    /// When the device fails.
    pub fn latent_view(&self) -> Result<LatentView, RunError> {
        self.present().latent_view()
    }

    /// Measures the watched images as at the end of an epoch of the present phase. The latent view comes along where
    /// the same pass over the images gives it: where they are all test images, without noise.
    ///
    /// # Errors
    /// When the device fails.
    pub fn look_over(&self) -> Result<(Measures, Option<LatentView>), RunError> {
        let corruption = self.phase().corruption;
        let mut measuring = Measuring::new(
            self.settings.objective,
            corruption,
            self.loader.watches_test() && corruption.is_none(),
        );
        while !measuring.advance(self.model.as_ref(), &self.loader)? {}
        let (measures, codes) = measuring.finish();
        let (width, step) = (self.model.code_width(), self.position.step);
        Ok((
            measures,
            codes.map(|codes| LatentView::new(codes, width, step, None)),
        ))
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
            if let Some(view) = pass.part(self)? {
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
            if let Some(view) = pass.part(self)? {
                return Ok(view);
            }
        }
    }
}
