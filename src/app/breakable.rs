//! A fake GPU that tests can break.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::hooked::{Call, Hooked};
use crate::data::{Dataset, ImageShape, Samples};
use crate::model::{
    Architecture, Blueprint, Code, DeviceId, DeviceInfo, Layer, Model, ModelError, build,
};
use crate::project::Document;
use crate::training::ModelFactory;

/// Counts updates, and ends a GPU's.
pub struct Device {
    steps: AtomicUsize,
    most: AtomicUsize,
}

impl Default for Device {
    fn default() -> Self {
        Self {
            steps: AtomicUsize::new(0),
            most: AtomicUsize::new(usize::MAX),
        }
    }
}

impl Device {
    /// Updates made so far, on every device.
    pub fn steps(&self) -> usize {
        self.steps.load(Ordering::Relaxed)
    }

    /// The GPU fails once so many updates are made.
    pub fn break_after(&self, steps: usize) {
        self.most.store(steps, Ordering::Relaxed);
    }

    fn check(&self, is_gpu: bool) -> Result<(), ModelError> {
        if is_gpu && self.steps() >= self.most.load(Ordering::Relaxed) {
            return Err(ModelError::Device("out of memory".into()));
        }
        Ok(())
    }
}

/// 20 images of 3 x 3.
pub fn images() -> Dataset {
    let shape = ImageShape {
        height: 3,
        width: 3,
        channels: 1,
    };
    let images = Samples::images(shape, (0..180).collect::<Vec<u8>>(), None).unwrap();
    Dataset::new("gradients", images.clone(), images)
}

/// One variant that trains on them: 9-16-4-16-9, in batches of 4.
pub fn document() -> Document {
    let mut document = Document::default();
    document.data.validation = 0;
    let settings = &mut document.variants[0].settings;
    settings.architecture = Architecture {
        encoder: vec![Layer {
            width: 16,
            ..Layer::default()
        }],
        code: Code {
            width: 4,
            ..Code::default()
        },
        ..Architecture::default()
    };
    settings.training.batch = 4;
    settings.training.epochs = 2;
    document
}

/// A processor, and a GPU that can be broken.
pub struct Breakables(pub Arc<Device>);

impl ModelFactory for Breakables {
    fn devices(&self) -> &'static [DeviceInfo] {
        let device = |id, name: &str| DeviceInfo {
            id,
            name: name.into(),
            memory: None,
            problem: None,
        };
        let gpu = device(DeviceId::Cuda(0), "NVIDIA H100");
        vec![device(DeviceId::Cpu, "Processor"), gpu].leak()
    }

    fn build(&self, blueprint: &Blueprint, device: DeviceId) -> Result<Box<dyn Model>, ModelError> {
        let model = build(blueprint)?;
        let (on, is_gpu) = (Arc::clone(&self.0), device != DeviceId::Cpu);
        on.check(is_gpu)?;
        let hook = move |call| {
            if call == Call::Train {
                on.check(is_gpu)?;
                on.steps.fetch_add(1, Ordering::Relaxed);
            }
            Ok(())
        };
        Ok(Box::new(Hooked::new(model, hook)))
    }
}
