//! The model factory: builds models on the devices there are.

use crate::model::{self, Blueprint, DeviceId, DeviceInfo, Model, ModelError};

/// Builds models on the devices that it has.
pub trait ModelFactory: Send {
    /// The processor first.
    fn devices(&self) -> &'static [DeviceInfo];

    /// A model with fresh weights.
    ///
    /// # Errors
    /// When there can be no such model, or none on this device.
    fn build(&self, blueprint: &Blueprint, device: DeviceId) -> Result<Box<dyn Model>, ModelError>;
}

/// The devices of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct ThisMachine;

impl ModelFactory for ThisMachine {
    fn devices(&self) -> &'static [DeviceInfo] {
        model::devices()
    }

    fn build(&self, blueprint: &Blueprint, device: DeviceId) -> Result<Box<dyn Model>, ModelError> {
        model::build_at(blueprint, device)
    }
}
