//! A model with a hook before its calls, which may wait, count or fail; as on a CPU, or behind a queue as on a GPU.

use hourglass::data::GatherSpec;
use hourglass::model::{
    Batch, BatchErrors, Codes, Model, ModelError, ModelState, Objective, StepKey, StepQueue,
    StepReport, StepSettings, Tensors,
};

/// What a model is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    Train,
    Evaluate,
    Encode { rows: usize },
}

type Hook = Box<dyn Fn(Call) -> Result<(), ModelError> + Send>;

/// Another model, behind a hook that is asked first.
pub struct Hooked {
    model: Box<dyn Model>,
    hook: Hook,
    queue: Option<Queue>,
}

struct Queue {
    most: u32,
    reports: Vec<StepReport>,
}

impl Hooked {
    pub fn new(
        model: Box<dyn Model>,
        hook: impl Fn(Call) -> Result<(), ModelError> + Send + 'static,
    ) -> Self {
        Self {
            model,
            hook: Box::new(hook),
            queue: None,
        }
    }

    /// Takes `most` steps before it reports, and gathers its images itself.
    pub fn queued(self, most: u32) -> Self {
        let reports = Vec::new();
        Self {
            queue: Some(Queue { most, reports }),
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

impl StepQueue for Hooked {
    fn most(&self) -> u32 {
        self.queue.as_ref().map_or(1, |queue| queue.most)
    }

    fn push(
        &mut self,
        batch: &Batch,
        key: StepKey,
        settings: &StepSettings,
    ) -> Result<(), ModelError> {
        let report = self.train_step(batch, key, settings)?;
        let queue = self.queue.as_mut().expect("a queue");
        queue.reports.push(report);
        assert!(queue.reports.len() <= queue.most as usize);
        Ok(())
    }

    fn reports(&mut self) -> Result<Vec<StepReport>, ModelError> {
        let queue = self.queue.as_mut().expect("a queue");
        Ok(std::mem::take(&mut queue.reports))
    }
}

impl Model for Hooked {
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
        (self.hook)(Call::Train)?;
        if self.queue.is_none() {
            return self.model.train_step(batch, key, settings);
        }
        assert!(batch.targets.is_empty());
        let targets = gathered(&batch.chosen.expect("images are named"));
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
        self.model.train_step(&batch, key, settings)
    }

    fn queue(&mut self) -> Option<&mut dyn StepQueue> {
        match self.queue {
            Some(_) => Some(self),
            None => None,
        }
    }

    fn gathers(&self) -> bool {
        self.queue.is_some()
    }

    fn evaluate(&self, batch: &Batch, objective: &Objective) -> Result<BatchErrors, ModelError> {
        (self.hook)(Call::Evaluate)?;
        self.model.evaluate(batch, objective)
    }

    fn evaluate_with_codes(
        &self,
        batch: &Batch,
        objective: &Objective,
    ) -> Result<(BatchErrors, Codes), ModelError> {
        (self.hook)(Call::Evaluate)?;
        self.model.evaluate_with_codes(batch, objective)
    }

    fn codes(&self, inputs: &[f32], rows: usize) -> Result<Codes, ModelError> {
        (self.hook)(Call::Encode { rows })?;
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
