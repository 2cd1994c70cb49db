//! The trainable autoencoder: encoder and decoder, loss and optimiser on one device.

mod adversarial;
mod measure;
mod notes;
mod queue;
mod step;

use dfdx::prelude::{Gradients, HasShape};

use measure::Measurement;
use notes::Notes;

use super::Optimiser;
use super::adversary::AdversaryNetwork;
use super::code::PlainCode;
use super::device::{Kernels, Rows};
use super::encoder_decoder::EncoderDecoder;
use super::parameter::{AnyParameter, device_error};
use super::reconstruction::Reconstruction;
use super::{
    Activation, Batch, BatchErrors, Blueprint, Codes, Inspection, Model, ModelError, ModelState,
    Objective, StepKey, StepQueue, StepReport, StepSettings, Tensors,
};

/// A [`Model`] on device `D`.
pub struct Autoencoder<D: Kernels> {
    network: Box<dyn EncoderDecoder<D>>,
    /// Who judges codes or outputs in training.
    adversary: Option<AdversaryNetwork<D>>,
    device: D,
    input_width: usize,
    /// Pixels and channels of an image, columns of a row: what a reconstruction loss is summed over for Gaussian codes.
    values: usize,
    reconstruction: Reconstruction<D>,
    code_activation: Activation,
    /// Draws Gaussian codes when measuring.
    seed: u64,
    /// Whose moments the parameters hold, by [`super::Optimiser::name`]; empty before the first step.
    optimiser: String,
    optimiser_steps: u64,
    /// Between steps: memory for the gradients of encoder and decoder.
    gradients: Option<Gradients<f32, D>>,
    /// Of steps that were not yet reported.
    queued: Vec<Notes<D>>,
}

impl<D: Kernels> Autoencoder<D> {
    pub fn new(
        blueprint: &Blueprint,
        network: Box<dyn EncoderDecoder<D>>,
        adversary: Option<AdversaryNetwork<D>>,
        reconstruction: Reconstruction<D>,
        device: D,
    ) -> Result<Self, ModelError> {
        // Buffers of one step serve the next.
        device.try_enable_cache().map_err(device_error)?;
        Ok(Self {
            network,
            adversary,
            device,
            input_width: blueprint.shape.input_width(),
            values: blueprint.shape.values(),
            reconstruction,
            code_activation: blueprint.architecture.code_activation(),
            seed: blueprint.seed,
            optimiser: String::new(),
            optimiser_steps: 0,
            gradients: None,
            queued: Vec::new(),
        })
    }

    /// Puts `rows` rows of numbers on the device.
    fn upload(&self, numbers: &[f32], rows: usize) -> Result<Rows<usize, D>, D::Err> {
        let width = numbers.len() / rows.max(1);
        self.device.upload(numbers, (rows, width))
    }

    fn download(&self, rows: &Rows<usize, D>) -> Vec<f32> {
        let mut numbers = vec![0.0; rows.shape().0 * rows.shape().1];
        rows.copy_into(&mut numbers);
        numbers
    }

    /// Outputs as a person sees them: what is part of the loss is applied.
    fn finish(&self, mut numbers: Vec<f32>) -> Vec<f32> {
        self.reconstruction.show(&mut numbers);
        numbers
    }

    /// Those of encoder, decoder and discriminator, in this order.
    fn parameters(&self) -> Vec<&dyn AnyParameter<D>> {
        let mut all = self.network.parameters();
        if let Some(adversary) = &self.adversary {
            adversary.discriminator.parameters(&mut all);
        }
        all
    }

    /// As [`Self::parameters`], to change them.
    fn parameters_mut(&mut self) -> Vec<&mut dyn AnyParameter<D>> {
        let mut all = self.network.parameters_mut();
        if let Some(adversary) = &mut self.adversary {
            adversary.discriminator.parameters_mut(&mut all);
        }
        all
    }

    /// Moments of another optimiser mean nothing to the one called `name`.
    fn clear_moments(&mut self, name: &str) {
        for parameter in self.parameters_mut() {
            parameter.clear_moments();
        }
        self.optimiser = name.to_string();
        self.optimiser_steps = 0;
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
        self.network.code_width()
    }

    fn train_step(
        &mut self,
        batch: &Batch,
        key: StepKey,
        settings: &StepSettings,
    ) -> Result<StepReport, ModelError> {
        let notes = self.prepared_step(batch, key, settings)?;
        let report = notes.read(&self.device);
        report.map_err(device_error)
    }

    fn queue(&mut self) -> Option<&mut dyn StepQueue> {
        match D::STEPS_AT_ONCE {
            1 => None,
            _ => Some(self),
        }
    }

    fn gathers(&self) -> bool {
        D::GATHERS
    }

    fn evaluate(&self, batch: &Batch, objective: &Objective) -> Result<BatchErrors, ModelError> {
        let measured = self.measured(batch, objective)?;
        Ok(measured.errors)
    }

    fn evaluate_with_codes(
        &self,
        batch: &Batch,
        objective: &Objective,
    ) -> Result<(BatchErrors, Codes), ModelError> {
        let measured = self.measured(batch, objective)?;
        Ok((measured.errors, measured.codes))
    }

    fn inspect(&self, batch: &Batch, objective: &Objective) -> Result<Inspection, ModelError> {
        let Measurement {
            errors,
            codes,
            output,
        } = self.measured(batch, objective)?;
        let outputs = match codes.log_variances {
            None => self.finish(output),
            // Those at hand are of codes that were drawn.
            Some(_) => self.decode(&codes.means, batch.rows)?,
        };
        Ok(Inspection {
            errors,
            codes,
            outputs,
        })
    }

    fn codes(&self, inputs: &[f32], rows: usize) -> Result<Codes, ModelError> {
        let x = self.upload(inputs, rows).map_err(device_error)?;
        Ok(match self.network.encode(x).map_err(device_error)? {
            PlainCode::Point(code) => Codes {
                means: self.download(&code),
                log_variances: None,
            },
            PlainCode::Gaussian { mean, log_variance } => Codes {
                means: self.download(&mean),
                log_variances: Some(self.download(&log_variance)),
            },
        })
    }

    fn decode(&self, codes: &[f32], rows: usize) -> Result<Vec<f32>, ModelError> {
        let code = self.upload(codes, rows).map_err(device_error)?;
        let output = self.network.decode(code).map_err(device_error)?;
        Ok(self.finish(self.download(&output)))
    }

    fn forget_optimiser(&mut self) {
        self.clear_moments("");
    }

    fn state(&self) -> ModelState {
        let mut optimiser = Tensors::new();
        for parameter in self.parameters() {
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
        let parameters = self.parameters();
        let named = |p: &&dyn AnyParameter<D>| (p.name().to_string(), p.read());
        parameters.iter().map(named).collect()
    }

    fn restore(&mut self, state: &ModelState) -> Result<(), ModelError> {
        // Everything is checked before anything is changed.
        for parameter in self.parameters() {
            check(parameter, &state.weights, parameter.name(), true)?;
            for moment in Optimiser::moment_names(&state.optimiser_name) {
                let name = format!("{}.{moment}", parameter.name());
                check(parameter, &state.optimiser, &name, false)?;
            }
        }
        for parameter in self.parameters_mut() {
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
