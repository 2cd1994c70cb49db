//! A trainable tensor with its name and optimiser moments, and a trait to iterate over all of them.

use dfdx::prelude::{Gradients, HasShape, Shape};

use super::Optimiser;
use super::device::{Kernels, Moments, Update};
use super::gradients::{Sizes, keep};
use super::{ModelError, Tensor, Tensors, gpu_failure};

/// A trainable tensor of a compile-time known shape.
pub struct Parameter<S: Sizes, D: Kernels> {
    /// As PyTorch would name it, for example `encoder.0.weight`.
    pub name: String,
    pub tensor: dfdx::prelude::Tensor<S, f32, D>,
    /// See [`AnyParameter::is_trained`].
    pub trained: bool,
    moments: Moments<S, D>,
}

impl<S: Sizes, D: Kernels> Parameter<S, D> {
    /// Puts `numbers` (row-major) on the device.
    pub fn new(name: String, shape: S, numbers: Vec<f32>, device: &D) -> Result<Self, ModelError> {
        let tensor = device
            .try_tensor_from_vec(numbers, shape)
            .map_err(device_error)?;
        Ok(Self {
            name,
            tensor,
            trained: true,
            moments: [None, None],
        })
    }
}

/// A device's error as this project's.
pub fn device_error(error: impl std::fmt::Display) -> ModelError {
    let text = error.to_string();
    match gpu_failure(&text) {
        Some(sentence) => ModelError::Gpu(sentence),
        None => ModelError::Device(text),
    }
}

/// A parameter whatever its shape: what optimisers and weight files need of it.
pub trait AnyParameter<D: Kernels> {
    fn name(&self) -> &str;
    fn shape(&self) -> Vec<usize>;
    /// Whether training may change it: not a frozen weight.
    fn is_trained(&self) -> bool;
    /// From now on optimisers leave it alone, as they always do what is not trained.
    fn freeze(&mut self) {}
    /// The weights, copied out.
    fn read(&self) -> Tensor;
    /// Overwrites the weights; `numbers` has as many as the shape says.
    fn write(&mut self, numbers: &[f32]);
    /// Adds the moments that `optimiser` keeps to `out`, as `<parameter>.<moment>`.
    fn read_moments(&self, optimiser: &str, out: &mut Tensors);
    /// Puts back those moments of `optimiser` that are in `moments`, and clears the others.
    fn write_moments(&mut self, optimiser: &str, moments: &Tensors) -> Result<(), ModelError>;
    /// Forgets all moments.
    fn clear_moments(&mut self);
    /// Lets `gradients` keep this one's from step to step.
    fn keep_gradient(&self, gradients: &mut Gradients<f32, D>) -> Result<(), D::Err>;
    /// See [`Kernels::forget_gradient`].
    fn forget_gradient(&self, gradients: &mut Gradients<f32, D>) -> Result<(), D::Err>;
    /// See [`Kernels::gradient_square_sum`].
    ///
    /// `None` for what moves without a gradient.
    fn gradient_square_sum(
        &self,
        gradients: &mut Gradients<f32, D>,
    ) -> Result<Option<D::Number>, D::Err>;
    /// See [`Kernels::update`]; `None` for what moves without a gradient.
    fn update(
        &mut self,
        gradients: &mut Gradients<f32, D>,
        rule: &Update,
        scale: Option<&D::Number>,
    ) -> Result<Option<D::Number>, D::Err>;
}

/// Copies a device tensor out.
pub fn copied<S: Shape, D: Kernels>(tensor: &dfdx::prelude::Tensor<S, f32, D>) -> Tensor {
    let shape: Vec<usize> = tensor.shape().concrete().into();
    let mut data = vec![0.0; tensor.shape().num_elements()];
    tensor.copy_into(&mut data);
    Tensor { shape, data }
}

impl<S: Sizes, D: Kernels> AnyParameter<D> for Parameter<S, D> {
    fn name(&self) -> &str {
        &self.name
    }

    fn shape(&self) -> Vec<usize> {
        self.tensor.shape().concrete().into()
    }

    fn is_trained(&self) -> bool {
        self.trained
    }

    fn freeze(&mut self) {
        self.trained = false;
    }

    fn read(&self) -> Tensor {
        copied(&self.tensor)
    }

    fn write(&mut self, numbers: &[f32]) {
        self.tensor.copy_from(numbers);
    }

    fn read_moments(&self, optimiser: &str, out: &mut Tensors) {
        for (name, moment) in Optimiser::moment_names(optimiser).iter().zip(&self.moments) {
            if let Some(moment) = moment {
                out.insert(format!("{}.{name}", self.name), copied(moment));
            }
        }
    }

    fn write_moments(&mut self, optimiser: &str, moments: &Tensors) -> Result<(), ModelError> {
        self.moments = [None, None];
        for (name, slot) in Optimiser::moment_names(optimiser)
            .iter()
            .zip(&mut self.moments)
        {
            if let Some(moment) = moments.get(&format!("{}.{name}", self.name)) {
                let device = self.tensor.device();
                let tensor = device
                    .try_tensor_from_vec(moment.data.clone(), *self.tensor.shape())
                    .map_err(device_error)?;
                *slot = Some(tensor);
            }
        }
        Ok(())
    }

    fn clear_moments(&mut self) {
        self.moments = [None, None];
    }

    fn keep_gradient(&self, gradients: &mut Gradients<f32, D>) -> Result<(), D::Err> {
        keep(&self.tensor, gradients)
    }

    fn forget_gradient(&self, gradients: &mut Gradients<f32, D>) -> Result<(), D::Err> {
        D::forget_gradient(&self.tensor, gradients)
    }

    fn gradient_square_sum(
        &self,
        gradients: &mut Gradients<f32, D>,
    ) -> Result<Option<D::Number>, D::Err> {
        D::gradient_square_sum(&self.tensor, gradients).map(Some)
    }

    fn update(
        &mut self,
        gradients: &mut Gradients<f32, D>,
        rule: &Update,
        scale: Option<&D::Number>,
    ) -> Result<Option<D::Number>, D::Err> {
        D::update(&mut self.tensor, &mut self.moments, gradients, rule, scale).map(Some)
    }
}
