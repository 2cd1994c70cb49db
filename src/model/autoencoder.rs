//! The trainable autoencoder: halves, loss and optimiser on one device.

use dfdx::prelude::{Backward, HasShape, OwnedTape, PutTape, SplitTape};

use super::device::{Kernels, LossRule, Rows, Update, moment_names};
use super::pair::Halves;
use super::parameter::{AnyParameter, device_error};
use super::{
    BatchErrors, Model, ModelError, ModelState, StepKey, StepReport, StepSettings, Tensors, errors,
};

/// A [`Model`] on device `D`.
pub struct Autoencoder<D: Kernels> {
    halves: Box<dyn Halves<D>>,
    device: D,
    input_width: usize,
    /// The last layer leaves logits when [`LossRule::logits`] says so.
    rule: LossRule,
    /// Whose moments the parameters hold, by [`super::Optimiser::name`]; empty before the first step.
    optimiser: String,
    optimiser_steps: u64,
}

impl<D: Kernels> Autoencoder<D> {
    pub fn new(
        halves: Box<dyn Halves<D>>,
        device: D,
        input_width: usize,
        rule: LossRule,
    ) -> Result<Self, ModelError> {
        // Buffers of one step serve the next.
        device.try_enable_cache().map_err(device_error)?;
        Ok(Self {
            halves,
            device,
            input_width,
            rule,
            optimiser: String::new(),
            optimiser_steps: 0,
        })
    }

    /// Puts `rows` images on the device.
    fn upload(&self, numbers: &[f32], rows: usize) -> Result<Rows<usize, D>, D::Err> {
        let mut tensor = self.device.try_zeros_like(&(rows, self.input_width))?;
        tensor.copy_from(numbers);
        Ok(tensor)
    }

    fn download(&self, rows: &Rows<usize, D>) -> Vec<f32> {
        let mut numbers = vec![0.0; rows.shape().0 * rows.shape().1];
        rows.copy_into(&mut numbers);
        numbers
    }

    /// Outputs as a person sees them: the sigmoid that is part of the loss is applied.
    fn finish(&self, mut numbers: Vec<f32>) -> Vec<f32> {
        if self.rule.logits {
            errors::sigmoid(&mut numbers);
        }
        numbers
    }

    /// Moments of another optimiser mean nothing to the one called `name`.
    fn clear_moments(&mut self, name: &str) {
        for parameter in self.halves.parameters_mut() {
            parameter.clear_moments();
        }
        self.optimiser = name.to_string();
        self.optimiser_steps = 0;
    }

    fn step(
        &mut self,
        inputs: &[f32],
        targets: &[f32],
        rows: usize,
        key: StepKey,
        settings: &StepSettings,
    ) -> Result<StepReport, D::Err> {
        let x = self.upload(inputs, rows)?;
        let target = if std::ptr::eq(inputs, targets) {
            x.clone()
        } else {
            self.upload(targets, rows)?
        };
        let output = self.halves.train(x.put_tape(OwnedTape::default()), key)?;
        let (value, tape) = D::loss(output, &target, self.rule)?.split_tape();
        let mut loss = [0.0];
        value.copy_into(&mut loss);
        let mut gradients = value.put_tape(tape).try_backward()?;

        let mut square_sum = 0.0;
        for parameter in self.halves.parameters() {
            square_sum += parameter.gradient_square_sum(&mut gradients)?;
        }
        let norm = square_sum.sqrt() as f32;
        let gradient_scale = match settings.clip_norm {
            // As PyTorch's clip_grad_norm_, which adds 1e-6.
            Some(limit) => (limit / (norm + 1e-6)).min(1.0),
            None => 1.0,
        };
        if self.optimiser != settings.optimiser.name() {
            self.clear_moments(settings.optimiser.name());
        }
        self.optimiser_steps += 1;
        let update = Update {
            optimiser: settings.optimiser,
            learning_rate: settings.learning_rate,
            weight_decay: settings.weight_decay,
            gradient_scale,
            step: self.optimiser_steps,
        };
        for parameter in self.halves.parameters_mut() {
            parameter.update(&mut gradients, &update)?;
        }
        Ok(StepReport {
            loss: loss[0],
            gradient_norm: norm,
        })
    }
}

impl<D: Kernels> Drop for Autoencoder<D> {
    fn drop(&mut self) {
        // dfdx's cache never frees what it holds; off, it lets go of everything, now and later.
        if let Err(error) = self.device.try_disable_cache() {
            log::warn!("the device's memory cache was not emptied: {error}");
        }
    }
}

impl<D: Kernels> Model for Autoencoder<D> {
    fn input_width(&self) -> usize {
        self.input_width
    }

    fn code_width(&self) -> usize {
        self.halves.code_width()
    }

    fn train_step(
        &mut self,
        inputs: &[f32],
        targets: &[f32],
        rows: usize,
        key: StepKey,
        settings: &StepSettings,
    ) -> Result<StepReport, ModelError> {
        self.step(inputs, targets, rows, key, settings)
            .map_err(device_error)
    }

    fn evaluate(
        &self,
        inputs: &[f32],
        targets: &[f32],
        rows: usize,
    ) -> Result<BatchErrors, ModelError> {
        let x = self.upload(inputs, rows).map_err(device_error)?;
        let output = self.halves.reconstruct(x).map_err(device_error)?;
        let output = self.download(&output);
        Ok(errors::batch_errors(
            &output,
            targets,
            self.input_width,
            self.rule,
        ))
    }

    fn encode(&self, inputs: &[f32], rows: usize) -> Result<Vec<f32>, ModelError> {
        let x = self.upload(inputs, rows).map_err(device_error)?;
        self.halves.encode(x).map_err(device_error)
    }

    fn decode(&self, codes: &[f32], _rows: usize) -> Result<Vec<f32>, ModelError> {
        let output = self
            .halves
            .decode(codes, &self.device)
            .map_err(device_error)?;
        Ok(self.finish(self.download(&output)))
    }

    fn state(&self) -> ModelState {
        let mut optimiser = Tensors::new();
        for parameter in self.halves.parameters() {
            parameter.read_moments(&self.optimiser, &mut optimiser);
        }
        ModelState {
            weights: self.weights(),
            optimiser,
            optimiser_name: self.optimiser.clone(),
            optimiser_steps: self.optimiser_steps,
        }
    }

    fn weights(&self) -> Tensors {
        let parameters = self.halves.parameters();
        let named = |p: &&dyn AnyParameter<D>| (p.name().to_string(), p.read());
        parameters.iter().map(named).collect()
    }

    fn restore(&mut self, state: &ModelState) -> Result<(), ModelError> {
        // Everything is checked before anything is changed.
        for parameter in self.halves.parameters() {
            check(parameter, &state.weights, parameter.name(), true)?;
            for moment in moment_names(&state.optimiser_name) {
                let name = format!("{}.{moment}", parameter.name());
                check(parameter, &state.optimiser, &name, false)?;
            }
        }
        for parameter in self.halves.parameters_mut() {
            let numbers = &state.weights[parameter.name()].data;
            parameter.write(numbers);
            parameter.write_moments(&state.optimiser_name, &state.optimiser)?;
        }
        self.optimiser = state.optimiser_name.clone();
        self.optimiser_steps = state.optimiser_steps;
        Ok(())
    }
}

/// Whether the tensor called `name` fits `parameter`.
fn check<D: Kernels>(
    parameter: &dyn AnyParameter<D>,
    tensors: &Tensors,
    name: &str,
    required: bool,
) -> Result<(), ModelError> {
    let problem = match tensors.get(name) {
        None if required => "a tensor is missing".to_string(),
        Some(found) if found.shape != parameter.shape() => {
            format!("{:?} is not {:?}", found.shape, parameter.shape())
        }
        Some(found) if found.data.len() != found.shape.iter().product::<usize>() => {
            format!("{} numbers are not {:?}", found.data.len(), found.shape)
        }
        _ => return Ok(()),
    };
    Err(ModelError::Weights {
        tensor: name.to_string(),
        problem,
    })
}
