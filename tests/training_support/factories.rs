//! Workshops with devices that are not there.

use std::sync::Arc;
use std::time::Duration;

use super::{Probe, Queued, Tied};
use hourglass::model::{self, Blueprint, DeviceId, DeviceInfo, Model, ModelError};
use hourglass::training::ModelFactory;

/// A processor alone, with models that a closure makes.
pub struct Alone<F>(pub F);

impl<F> ModelFactory for Alone<F>
where
    F: Fn(&Blueprint) -> Result<Box<dyn Model>, ModelError> + Send,
{
    fn devices(&self) -> &'static [DeviceInfo] {
        &model::devices()[..1]
    }

    fn build(&self, blueprint: &Blueprint, _: DeviceId) -> Result<Box<dyn Model>, ModelError> {
        self.0(blueprint)
    }
}

/// A processor and two GPUs, of which the second cannot be used. All make [`Tied`].
#[derive(Default)]
pub struct TwoDevices {
    pub probe: Arc<Probe>,
    /// How long a step takes on each.
    pub processor: Duration,
    pub gpu: Duration,
    /// Steps until the GPU is lost.
    pub lost_after: Option<u32>,
}

impl ModelFactory for TwoDevices {
    fn devices(&self) -> &'static [DeviceInfo] {
        let device = |id, name: &str, problem: Option<&str>| DeviceInfo {
            id,
            name: name.into(),
            memory: Some(8 << 30),
            problem: problem.map(Into::into),
        };
        vec![
            device(DeviceId::Cpu, "Processor", None),
            device(DeviceId::Cuda(0), "Quick", None),
            device(DeviceId::Cuda(1), "Old", Some("It is too old")),
        ]
        .leak()
    }

    fn build(&self, blueprint: &Blueprint, device: DeviceId) -> Result<Box<dyn Model>, ModelError> {
        let tied = Box::new(Tied::new(blueprint, &self.probe));
        Ok(Box::new(match device {
            DeviceId::Cpu => Queued::new(tied, 1).delayed(self.processor),
            DeviceId::Cuda(0) => {
                let queued = Queued::new(tied, 8).delayed(self.gpu);
                match self.lost_after {
                    Some(steps) => queued.lost_after(steps),
                    None => queued,
                }
            }
            other => return Err(ModelError::NoDevice(format!("It is too old: {other}"))),
        }))
    }
}
