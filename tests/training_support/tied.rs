//! A model with a known inside, and the probe that watches it and meddles.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use hourglass::data::random::{Purpose, stream};
use hourglass::model::{
    Batch, BatchErrors, Blueprint, Codes, LossParts, Model, ModelError, ModelState, Objective,
    StepKey, StepReport, StepSettings, Tensor, Tensors,
};
use rand::Rng;

use super::LONG;

const CODE: usize = 3;

/// What tests see of models, and how they meddle.
#[derive(Default)]
pub struct Probe {
    /// Seeds of the models that trained, one entry a batch.
    pub trained: Mutex<Vec<u64>>,
    pub rates: Mutex<Vec<f32>>,
    pub encoded: AtomicUsize,
    /// Mean losses that coming evaluations report instead of the true ones.
    pub script: Mutex<VecDeque<f64>>,
    /// What happens at the update of this number (1 for the first).
    pub fault: Mutex<Option<(u64, Fault)>>,
    /// Asking how wide its code is panics.
    pub no_width: AtomicBool,
    gate: Mutex<Gate>,
    moved: Condvar,
}

#[derive(Default)]
struct Gate {
    closed: bool,
    /// Batches that reached the gate.
    arrived: usize,
}

#[derive(Clone, Copy)]
pub enum Fault {
    NanLoss,
    LargeLoss,
    Panic,
    Device,
}

impl Probe {
    pub fn trained(&self) -> usize {
        self.trained.lock().unwrap().len()
    }

    pub fn close_gate(&self) {
        self.gate.lock().unwrap().closed = true;
    }

    pub fn open_gate(&self) {
        self.gate.lock().unwrap().closed = false;
        self.moved.notify_all();
    }

    /// Waits until a batch stands before the closed gate.
    pub fn wait_at_gate(&self) {
        let gate = self.gate.lock().unwrap();
        let waited = self
            .moved
            .wait_timeout_while(gate, LONG, |gate| gate.arrived == 0);
        assert!(!waited.unwrap().1.timed_out(), "no batch came to the gate");
    }

    fn pass_gate(&self) {
        let mut gate = self.gate.lock().unwrap();
        gate.arrived += 1;
        self.moved.notify_all();
        drop(self.moved.wait_while(gate, |gate| gate.closed).unwrap());
    }
}

/// A linear autoencoder with tied weights, momentum, and noise in its gradient drawn from the step's key.
pub struct Tied {
    weights: Vec<f32>,
    velocity: Vec<f32>,
    steps: u64,
    width: usize,
    seed: u64,
    probe: Arc<Probe>,
}

impl Tied {
    pub fn new(blueprint: &Blueprint, probe: &Arc<Probe>) -> Self {
        let width = blueprint.shape.input_width();
        let mut random = stream(blueprint.seed, Purpose::Initialisation, 0, 0);
        let weights: Vec<f32> = (0..CODE * width)
            .map(|_| random.random_range(-0.3..0.3))
            .collect();
        Self {
            velocity: vec![0.0; weights.len()],
            weights,
            steps: 0,
            width,
            seed: blueprint.seed,
            probe: Arc::clone(probe),
        }
    }

    fn tensors(&self, name: &str, data: &[f32]) -> Tensors {
        let tensor = Tensor {
            shape: vec![CODE, self.width],
            data: data.to_vec(),
        };
        Tensors::from([(name.to_owned(), tensor)])
    }
}

impl Model for Tied {
    fn input_width(&self) -> usize {
        self.width
    }

    fn code_width(&self) -> usize {
        assert!(
            !self.probe.no_width.load(Ordering::Relaxed),
            "the test model was told to have no width"
        );
        CODE
    }

    fn train_step(
        &mut self,
        batch: &Batch,
        key: StepKey,
        settings: &StepSettings,
    ) -> Result<StepReport, ModelError> {
        let Batch {
            inputs,
            targets,
            rows,
            ..
        } = *batch;
        self.probe.pass_gate();
        self.probe.trained.lock().unwrap().push(self.seed);
        let rate = settings.learning_rate;
        self.probe.rates.lock().unwrap().push(rate);
        let fault = *self.probe.fault.lock().unwrap();
        let fault = fault.filter(|(step, _)| *step == self.steps + 1);
        match fault {
            Some((_, Fault::Panic)) => panic!("the test model was told to panic"),
            Some((_, Fault::Device)) => return Err(ModelError::Device("out of memory".into())),
            _ => {}
        }
        let n = self.width;
        let mut random = stream(
            key.seed,
            Purpose::Dropout,
            u64::from(key.epoch),
            u64::from(key.batch),
        );
        let mut gradient: Vec<f32> = self
            .weights
            .iter()
            .map(|_| random.random_range(-0.01..0.01))
            .collect();
        let codes = self.encode(inputs, rows)?;
        let outputs = self.decode(&codes, rows)?;
        let mut loss = 0.0;
        for row in 0..rows {
            let input = &inputs[row * n..][..n];
            let errors: Vec<f32> = (0..n)
                .map(|j| outputs[row * n + j] - targets[row * n + j])
                .collect();
            loss += errors.iter().map(|e| e * e).sum::<f32>() / (rows * n) as f32;
            for k in 0..CODE {
                let weights = &self.weights[k * n..][..n];
                let back: f32 = errors.iter().zip(weights).map(|(e, w)| e * w).sum();
                for j in 0..n {
                    let slope = errors[j] * codes[row * CODE + k] + back * input[j];
                    gradient[k * n + j] += 2.0 * slope / (rows * n) as f32;
                }
            }
        }
        for ((w, v), g) in self
            .weights
            .iter_mut()
            .zip(&mut self.velocity)
            .zip(&gradient)
        {
            *v = 0.9 * *v + g;
            *w -= rate * *v;
        }
        self.steps += 1;
        match fault {
            Some((_, Fault::NanLoss)) => {
                self.weights.fill(f32::NAN);
                loss = f32::NAN;
            }
            Some((_, Fault::LargeLoss)) => loss = 1e9,
            _ => {}
        }
        Ok(StepReport {
            loss,
            parts: LossParts::default(),
            gradient_norm: gradient.iter().map(|g| g * g).sum::<f32>().sqrt(),
        })
    }

    fn evaluate(&self, batch: &Batch, _objective: &Objective) -> Result<BatchErrors, ModelError> {
        let outputs = self.reconstruct(batch.inputs, batch.rows)?;
        let squared: Vec<f64> = outputs
            .chunks(self.width)
            .zip(batch.targets.chunks(self.width))
            .map(|(o, t)| o.iter().zip(t).map(|(o, t)| f64::from(o - t).powi(2)).sum())
            .collect();
        let mut loss: Vec<f64> = squared.iter().map(|s| s / self.width as f64).collect();
        if let Some(scripted) = self.probe.script.lock().unwrap().pop_front() {
            loss.fill(scripted);
        }
        Ok(BatchErrors {
            loss,
            squared,
            ..BatchErrors::default()
        })
    }

    fn codes(&self, inputs: &[f32], rows: usize) -> Result<Codes, ModelError> {
        self.probe.encoded.fetch_add(1, Ordering::SeqCst);
        let n = self.width;
        let code = |row: usize, k: usize| {
            let pairs = inputs[row * n..][..n].iter().zip(&self.weights[k * n..]);
            pairs.map(|(x, w)| x * w).sum()
        };
        Ok(Codes {
            means: (0..rows * CODE).map(|i| code(i / CODE, i % CODE)).collect(),
            log_variances: None,
        })
    }

    fn decode(&self, codes: &[f32], rows: usize) -> Result<Vec<f32>, ModelError> {
        let n = self.width;
        let output = |row: usize, j: usize| {
            (0..CODE)
                .map(|k| codes[row * CODE + k] * self.weights[k * n + j])
                .sum()
        };
        Ok((0..rows * n).map(|i| output(i / n, i % n)).collect())
    }

    fn forget_optimiser(&mut self) {
        self.velocity.fill(0.0);
        self.steps = 0;
    }

    fn state(&self) -> ModelState {
        ModelState {
            weights: self.weights(),
            optimiser: self.tensors("w.momentum", &self.velocity),
            optimiser_name: "SGD".into(),
            optimiser_steps: self.steps,
        }
    }

    fn weights(&self) -> Tensors {
        self.tensors("w", &self.weights)
    }

    fn restore(&mut self, state: &ModelState) -> Result<(), ModelError> {
        let find = |tensors: &Tensors, name: &str| match tensors.get(name) {
            Some(tensor) if tensor.data.len() == self.weights.len() => Ok(tensor.data.clone()),
            _ => Err(ModelError::Weights {
                tensor: name.into(),
                problem: "it is missing or of another shape".into(),
            }),
        };
        let weights = find(&state.weights, "w")?;
        self.velocity = match state.optimiser.is_empty() {
            true => vec![0.0; weights.len()],
            false => find(&state.optimiser, "w.momentum")?,
        };
        self.weights = weights;
        self.steps = state.optimiser_steps;
        Ok(())
    }
}
