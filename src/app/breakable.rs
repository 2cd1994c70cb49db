//! A fake GPU that tests can break.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::data::{Dataset, ImageShape, Samples};
use crate::model::{
    Batch, BatchErrors, Blueprint, Codes, DeviceId, DeviceInfo, Model, ModelError, ModelState,
    Objective, StepKey, StepReport, StepSettings, Tensors, build,
};
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

/// A model of the real engine whose device can be broken.
struct Breakable {
    model: Box<dyn Model>,
    is_gpu: bool,
    device: Arc<Device>,
}

impl Breakable {
    fn check(&self) -> Result<(), ModelError> {
        let most = self.device.most.load(Ordering::Relaxed);
        if self.is_gpu && self.device.steps() >= most {
            return Err(ModelError::Device("out of memory".into()));
        }
        Ok(())
    }
}

impl Model for Breakable {
    fn input_width(&self) -> usize {
        self.model.input_width()
    }

    fn code_width(&self) -> usize {
        self.model.code_width()
    }

    fn train_step(
        &mut self,
        batch: &Batch,
        key: StepKey,
        settings: &StepSettings,
    ) -> Result<StepReport, ModelError> {
        self.check()?;
        self.device.steps.fetch_add(1, Ordering::Relaxed);
        self.model.train_step(batch, key, settings)
    }

    fn evaluate(&self, batch: &Batch, objective: &Objective) -> Result<BatchErrors, ModelError> {
        self.model.evaluate(batch, objective)
    }

    fn codes(&self, inputs: &[f32], rows: usize) -> Result<Codes, ModelError> {
        self.model.codes(inputs, rows)
    }

    fn decode(&self, codes: &[f32], rows: usize) -> Result<Vec<f32>, ModelError> {
        self.model.decode(codes, rows)
    }

    fn forget_optimiser(&mut self) {
        self.model.forget_optimiser();
    }

    fn state(&self) -> ModelState {
        self.model.state()
    }

    fn weights(&self) -> Tensors {
        self.model.weights()
    }

    fn restore(&mut self, state: &ModelState) -> Result<(), ModelError> {
        self.model.restore(state)
    }
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
        let model = Box::new(Breakable {
            model: build(blueprint)?,
            is_gpu: device != DeviceId::Cpu,
            device: Arc::clone(&self.0),
        });
        model.check()?;
        Ok(model)
    }
}
