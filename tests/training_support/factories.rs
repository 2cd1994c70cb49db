//! Model factories with devices that are not there.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::{Call, Hooked, Probe, Tied};
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
        let (most, delay, steps) = match device {
            DeviceId::Cpu => (1, self.processor, None),
            DeviceId::Cuda(0) => (8, self.gpu, self.lost_after),
            other @ DeviceId::Cuda(_) => {
                return Err(ModelError::NoDevice(format!("It is too old: {other}")));
            }
        };
        let lost = lost_after(steps.unwrap_or(u32::MAX));
        let hook = move |call| {
            if call == Call::Train {
                std::thread::sleep(delay);
            }
            lost(call)
        };
        Ok(Box::new(Hooked::new(tied, hook).queued(most)))
    }
}

/// A device that is lost after so many more updates.
pub fn lost_after(steps: u32) -> impl Fn(Call) -> Result<(), ModelError> + Send {
    let left = AtomicU32::new(steps);
    move |call| {
        let one_less = |left: u32| left.checked_sub(1);
        let lost = call == Call::Train
            && left
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less)
                .is_err();
        match lost {
            true => Err(ModelError::Device("it is gone".into())),
            false => Ok(()),
        }
    }
}
