//! A queue of training steps whose losses are read later, so that a GPU need not wait.

use super::Autoencoder;
use super::notes::Notes;
use crate::model::device::Kernels;
use crate::model::parameter::device_error;
use crate::model::{Batch, ModelError, StepKey, StepQueue, StepReport, StepSettings};

impl<D: Kernels> StepQueue for Autoencoder<D> {
    fn most(&self) -> u32 {
        D::STEPS_AT_ONCE
    }

    fn push(
        &mut self,
        batch: &Batch,
        key: StepKey,
        settings: &StepSettings,
    ) -> Result<(), ModelError> {
        let notes = self.prepared_step(batch, key, settings)?;
        self.queued.push(notes);
        Ok(())
    }

    fn reports(&mut self) -> Result<Vec<StepReport>, ModelError> {
        let queued = std::mem::take(&mut self.queued);
        Notes::read_all(&self.device, &queued).map_err(device_error)
    }
}
