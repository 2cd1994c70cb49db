//! The model: what a person chose ([`Architecture`], [`Loss`], [`Optimiser`]), the typed graph made of
//! it, its training step, and its weights in and out. The only module that names `dfdx`.

mod architecture;
mod autoencoder;
mod build;
mod check;
mod cost;
mod device;
mod errors;
mod graph;
mod initialise;
mod optimiser;
mod pair;
mod parameter;
mod peak;
mod state;
mod vector_math;

pub use architecture::{
    Activation, Architecture, Code, Decoder, Initialisation, LADDER, Layer, Loss, Padding,
};
pub use build::build;
pub use check::Invalid;
pub use cost::{Cost, cost};
pub use optimiser::Optimiser;
pub use peak::matmul_gflops;
pub use state::{ModelState, Tensor, Tensors};

use crate::data::ImageShape;

/// Everything that fixes a model's shape, start and loss.
#[derive(Debug, Clone, PartialEq)]
pub struct Blueprint {
    pub architecture: Architecture,
    pub loss: Loss,
    /// Shape of one image; its size is the run-time width at both outer edges.
    pub image: ImageShape,
    /// Draws the initial weights.
    pub seed: u64,
}

/// Where in training a step happens; all its randomness (dropout now) is a function of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepKey {
    pub seed: u64,
    pub epoch: u32,
    pub batch: u32,
}

/// The optimiser's settings for one step; the learning rate already follows the schedule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepSettings {
    pub optimiser: Optimiser,
    pub learning_rate: f32,
    pub weight_decay: f32,
    /// Gradients are scaled down to this Euclidean norm over all parameters.
    pub clip_norm: Option<f32>,
}

/// What one training step reports.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepReport {
    /// The loss before the update, mean over the batch and its pixels.
    pub loss: f32,
    /// Euclidean norm of the gradient over all parameters, before clipping.
    pub gradient_norm: f32,
}

/// Per-image errors of one batch: sums over pixels in f64, one entry an image.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BatchErrors {
    /// The chosen loss, summed over the pixels of each image.
    pub loss: Vec<f64>,
    /// Squared error, summed over the pixels of each image, in the scale of the inputs.
    pub squared: Vec<f64>,
    /// Binary cross-entropy in nats, summed over the pixels of each image; `None` where outputs or inputs
    /// leave [0, 1].
    pub cross_entropy: Option<Vec<f64>>,
}

/// A trainable autoencoder of any family. Rows are images; all slices are row-major.
///
/// Not `Send`: the worker thread that uses it also builds it.
pub trait Model {
    /// Numbers in one input and one output.
    fn input_width(&self) -> usize;
    /// Numbers in one code.
    fn code_width(&self) -> usize;
    /// One forward and backward pass over `rows` images and one optimiser update.
    /// `inputs` and `targets` hold `rows * input_width` numbers.
    ///
    /// # Errors
    /// When the device fails (for example out of memory); weights are then unchanged.
    fn train_step(
        &mut self,
        inputs: &[f32],
        targets: &[f32],
        rows: usize,
        key: StepKey,
        settings: &StepSettings,
    ) -> Result<StepReport, ModelError>;
    /// Errors of `rows` images, image by image, without dropout and without changing anything.
    fn evaluate(
        &self,
        inputs: &[f32],
        targets: &[f32],
        rows: usize,
    ) -> Result<BatchErrors, ModelError>;
    /// Codes of `rows` images: `rows * code_width` numbers.
    fn encode(&self, inputs: &[f32], rows: usize) -> Result<Vec<f32>, ModelError>;
    /// Outputs for `rows` codes: `rows * input_width` numbers, output activation applied.
    fn decode(&self, codes: &[f32], rows: usize) -> Result<Vec<f32>, ModelError>;
    /// Encode and decode in one pass.
    fn reconstruct(&self, inputs: &[f32], rows: usize) -> Result<Vec<f32>, ModelError> {
        self.decode(&self.encode(inputs, rows)?, rows)
    }
    /// Weights and optimiser state, copied out.
    fn state(&self) -> ModelState;
    /// Weights alone, copied out.
    fn weights(&self) -> Tensors;
    /// Puts weights and optimiser state back. An optimiser state of another optimiser is dropped.
    ///
    /// # Errors
    /// When a tensor is missing or of another shape; nothing is changed then.
    fn restore(&mut self, state: &ModelState) -> Result<(), ModelError>;
}

/// Why a model could not be built or run.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error("no layer of width {width} exists; choose one of {LADDER:?}: {field}")]
    Width { width: usize, field: String },
    #[error("the weights do not fit this model, {problem}: {tensor}")]
    Weights { tensor: String, problem: String },
    #[error("the device failed: {0}")]
    Device(String),
}
