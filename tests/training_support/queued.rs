//! A model that works as on a GPU: it gathers its images itself and reports later.

use std::time::Duration;

use hourglass::data::GatherSpec;
use hourglass::model::{
    Batch, BatchErrors, Codes, Model, ModelError, ModelState, Objective, StepKey, StepQueue,
    StepReport, StepSettings, Tensors,
};

/// Another model behind a queue.
pub struct Queued {
    model: Box<dyn Model>,
    most: u32,
    reports: Vec<StepReport>,
    /// After so many more steps the device is lost.
    left: Option<u32>,
    /// How long each step takes at least.
    delay: Duration,
}

impl Queued {
    pub fn new(model: Box<dyn Model>, most: u32) -> Self {
        Self {
            model,
            most,
            reports: Vec::new(),
            left: None,
            delay: Duration::ZERO,
        }
    }

    pub fn delayed(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    pub fn lost_after(self, steps: u32) -> Self {
        Self {
            left: Some(steps),
            ..self
        }
    }
}

/// The numbers that a device would make of bytes.
fn gathered(chosen: &GatherSpec) -> Vec<f32> {
    let images = chosen.indices.iter();
    let bytes = images.flat_map(|&index| chosen.images.image(index as usize));
    bytes.map(|&byte| chosen.table[usize::from(byte)]).collect()
}

impl StepQueue for Queued {
    fn most(&self) -> u32 {
        self.most
    }

    fn push(
        &mut self,
        batch: &Batch,
        key: StepKey,
        settings: &StepSettings,
    ) -> Result<(), ModelError> {
        std::thread::sleep(self.delay);
        if let Some(left) = &mut self.left {
            *left = left
                .checked_sub(1)
                .ok_or(ModelError::Device("it is gone".into()))?;
        }
        let chosen = batch.chosen.expect("images are named");
        assert!(batch.targets.is_empty());
        let targets = gathered(&chosen);
        let inputs = match batch.inputs {
            [] => &targets,
            noisy => noisy,
        };
        let batch = Batch {
            inputs,
            targets: &targets,
            chosen: None,
            ..*batch
        };
        self.reports
            .push(self.model.train_step(&batch, key, settings)?);
        assert!(self.reports.len() <= self.most as usize);
        Ok(())
    }

    fn reports(&mut self) -> Result<Vec<StepReport>, ModelError> {
        Ok(std::mem::take(&mut self.reports))
    }
}

impl Model for Queued {
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
        self.push(batch, key, settings)?;
        Ok(self.reports.pop().expect("one was pushed"))
    }

    fn queue(&mut self) -> Option<&mut dyn StepQueue> {
        Some(self)
    }

    fn gathers(&self) -> bool {
        true
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
