//! A model with all that is needed to look at it. Nothing here changes it.

use crate::model::{Loss, Model};
use crate::training::loader::DataLoader;
use crate::training::shares::scale_to_largest;
use crate::training::{Checkpoint, Run, RunError, VariantSettings};

/// A model with all that is needed to look at it.
pub struct Observed<'a> {
    pub(super) model: &'a dyn Model,
    pub(super) loader: &'a DataLoader,
    pub(super) settings: &'a VariantSettings,
    /// Finished epochs of its weights.
    pub(super) epoch: u32,
    /// Updates done by them.
    pub(super) step: u64,
    /// Epochs done by them, where they are a checkpoint's.
    pub(super) past: Option<f64>,
}

impl Run {
    /// The run as it is now.
    pub(in crate::training) fn present(&self) -> Observed<'_> {
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
}

impl Observed<'_> {
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
        if self.settings.loss == Loss::Kl {
            scale_to_largest(&mut output, self.loader.scaler.shape().target_width());
        }
        self.loader.scaler.unscale(&mut output);
        Ok(output)
    }
}
