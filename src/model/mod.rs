//! The model: what a person chose ([`Architecture`], [`Loss`], [`Optimiser`]), the typed graph made of
//! it, its training step, and its weights in and out. The only module that names `dfdx`.

mod activation;
mod adversary;
mod architecture;
mod autoencoder;
mod build;
mod check;
mod code;
mod convolutional;
mod cost;
mod device;
pub mod edit;
mod encoder_decoder;
mod errors;
mod failure;
mod features;
mod gradients;
mod graph;
mod initialise;
mod invalid;
mod ladder;
mod movable;
mod objective;
mod optimiser;
mod parameter;
mod parts;
mod peak;
mod place;
mod pyramid;
mod reconstruction;
mod row_errors;
pub mod safetensors;
mod scratch;
mod sequence;
mod state;
mod vector_math;

pub use activation::Activation;
pub use adversary::{Adversary, Prior};
pub use architecture::{
    Architecture, Code, CodeShape, Decoder, Distribution, Initialisation, Layer, Loss,
};
pub use build::{build, build_at};
pub use cost::{Cost, cost};
pub use failure::gpu_failure;
pub use features::{
    Accuracy, Classifier, ClassifierAbout, ClassifierId, FeaturesOf, TrainedClassifier,
};
pub use invalid::Invalid;
pub use ladder::LADDER;
pub use movable::Movable;
pub use objective::{
    AdversarialSettings, Border, Norm, Objective, Penalties, Perceptual, Sparsity, Variational,
    Wavelet, WaveletFamily,
};
pub use optimiser::Optimiser;
pub use parts::{AdversarialLosses, ColumnParts, LossParts, Parts};
pub use peak::matmul_gflops;
pub use place::{DeviceChoice, DeviceId, DeviceInfo, NoDevice, devices, usable, usable_of};
pub use pyramid::{CHANNELS, Down, MAX_LEVELS, Padding, Pyramid, PyramidWeights, SIDES, Up};
pub use sequence::{
    DecoderInput, EMBEDDINGS, MAX_RECURRENT_LAYERS, Recurrent, STEP_CHANNELS, STEP_KERNELS,
    SequenceLayers, StepConvolutions, Summary,
};
pub use state::{ModelState, Tensor, Tensors};

use crate::data::{GatherSpec, SampleShape};

/// Everything that fixes a model's shape, start and loss.
#[derive(Debug, Clone, PartialEq)]
pub struct Blueprint {
    pub architecture: Architecture,
    pub loss: Loss,
    /// What a sample is: its input and target widths are the run-time widths at the outer edges.
    pub shape: SampleShape,
    /// Draws the initial weights.
    pub seed: u64,
}

/// Where in training a step happens; all its randomness (dropout, sampled codes) is a function of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepKey {
    pub seed: u64,
    pub epoch: u32,
    pub batch: u32,
}

/// The optimiser's settings for one step; the learning rate already follows the schedule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepSettings {
    /// The loss's numbers, warm-ups and the discriminator's schedule already applied.
    pub objective: Objective,
    /// What is trained.
    pub parts: Parts,
    pub optimiser: Optimiser,
    pub learning_rate: f32,
    pub weight_decay: f32,
    /// Gradients are scaled down to this Euclidean norm over all parameters; a discriminator's by themselves.
    pub clip_norm: Option<f32>,
}

/// What one training step reports.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct StepReport {
    /// The whole loss before the update, mean over the batch. Without an adversary's part, which says nothing by
    /// itself and would hide the rest; so it can be compared with [`BatchErrors::loss`].
    pub loss: f32,
    /// What it is made of, and how the players of an adversarial model stand.
    pub parts: LossParts,
    /// Euclidean norm of the gradient over all parameters, the discriminator's of its own loss, before clipping.
    pub gradient_norm: f32,
}

/// Errors of one batch, one entry a sample.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BatchErrors {
    /// The whole loss, without an adversary's part: pixels count once even where a discriminator's features measure
    /// the reconstruction too, so that numbers of different epochs can be compared.
    pub loss: Vec<f64>,
    /// The reconstruction loss: mean over the pixels of each image for point codes, sum for Gaussian codes, and for
    /// both where it is one number a sample ([`Loss::Kl`]). Of a row of
    /// a table the sum over its cells that are there over their number, times its columns for Gaussian codes; 0 where
    /// none is there.
    pub reconstruction: Vec<f64>,
    /// KL divergence of each image's code from the prior, in nats; `None` for point codes.
    pub kl: Option<Vec<f64>>,
    /// Penalties on the code, weights applied.
    pub penalty: Vec<f64>,
    /// Squared error, summed over the pixels of each image, or the numeric cells of each row that are there, in the
    /// scale of the inputs.
    pub squared: Vec<f64>,
    /// Binary cross-entropy in nats, summed over the pixels of each image; `None` where outputs or inputs
    /// leave [0, 1]. Of rows it is summed over the cells that are there, and exists where all columns are yes/no, or all
    /// are numeric within [0, 1].
    pub cross_entropy: Option<Vec<f64>>,
    /// What only rows of a table have.
    pub rows: Option<RowErrors>,
    /// Samples that are left out of the mean of the reconstruction loss; theirs is 0.
    pub left_out: usize,
}

/// What is measured of rows of a table beside what images have too.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RowErrors {
    /// Cells of each row that are there. A set's mean cross-entropy is the sum of [`BatchErrors::cross_entropy`] over
    /// the sum of these.
    pub cells: Vec<u32>,
    /// Those of numeric columns. A set's mean squared error is the sum of [`BatchErrors::squared`] over the sum of these,
    /// and means nothing where that is 0.
    pub numeric_cells: Vec<u32>,
    /// `rows * columns` errors without weights: squared error of numeric columns, cross-entropy in nats of the others,
    /// NaN where the value is missing.
    pub columns: Vec<f32>,
    /// What each kind of column contributes to [`BatchErrors::reconstruction`], row by row; `None` where all columns are
    /// numeric, there and weigh the same.
    pub parts: Option<Vec<ColumnParts>>,
}

/// Samples on their way through a model, row after row.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'a> {
    /// What the model sees, corrupted or not: `rows * input_width` numbers.
    pub inputs: &'a [f32],
    /// What it should make of them: `rows * target_width` numbers, NaN where a value of a table is missing.
    pub targets: &'a [f32],
    pub rows: usize,
    /// Place of the first image in its set; measuring draws Gaussian codes by it.
    pub first: usize,
    /// Which images the targets are, for a model that gathers them itself ([`Model::gathers`]). Then there are no
    /// `targets`, and no `inputs` where these are the same.
    pub chosen: Option<GatherSpec<'a>>,
}

impl<'a> Batch<'a> {
    /// Samples that are their own targets.
    pub fn plain(images: &'a [f32], rows: usize, first: usize) -> Self {
        Self {
            inputs: images,
            targets: images,
            rows,
            first,
            chosen: None,
        }
    }
}

/// What an encoder says about images: one code each, and for Gaussian codes how sure it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Codes {
    /// Points or means, `rows * code_width` numbers.
    pub means: Vec<f32>,
    /// Of the same size; `None` for point codes.
    pub log_variances: Option<Vec<f32>>,
}

/// All that a model says about a batch.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Inspection {
    pub errors: BatchErrors,
    pub codes: Codes,
    /// `rows * target_width` numbers, as [`Model::reconstruct`] gives them.
    pub outputs: Vec<f32>,
}

/// A trainable autoencoder of any family. Rows are samples; all slices are row-major.
///
/// Not `Send`: the worker thread that uses it also builds it.
pub trait Model: Movable {
    /// Numbers in one input.
    fn input_width(&self) -> usize;
    /// Numbers in one code.
    fn code_width(&self) -> usize;
    /// One forward and backward pass over a batch and one optimiser update (two or three of an adversarial model).
    ///
    /// # Errors
    /// When the device fails (for example out of memory); weights are then unchanged.
    fn train_step(
        &mut self,
        batch: &Batch,
        key: StepKey,
        settings: &StepSettings,
    ) -> Result<StepReport, ModelError>;
    /// For steps that need not be reported one by one; `None` where that brings nothing.
    fn queue(&mut self) -> Option<&mut dyn StepQueue> {
        None
    }
    /// Whether a training step takes images that are only named ([`Batch::chosen`]) and makes their numbers where it
    /// needs them.
    fn gathers(&self) -> bool {
        false
    }
    /// Errors of a batch, image by image, without dropout and without changing anything. Gaussian codes are drawn,
    /// each image's always the same way.
    ///
    /// # Errors
    /// When the device fails.
    fn evaluate(&self, batch: &Batch, objective: &Objective) -> Result<BatchErrors, ModelError>;
    /// Errors of a batch and its codes, each image encoded once.
    ///
    /// # Errors
    /// As [`Self::evaluate`].
    fn evaluate_with_codes(
        &self,
        batch: &Batch,
        objective: &Objective,
    ) -> Result<(BatchErrors, Codes), ModelError> {
        let errors = self.evaluate(batch, objective)?;
        Ok((errors, self.codes(batch.inputs, batch.rows)?))
    }
    /// Errors of a batch, its codes, and its outputs by the mean of Gaussian codes; nothing is done twice.
    ///
    /// # Errors
    /// As [`Self::evaluate`].
    fn inspect(&self, batch: &Batch, objective: &Objective) -> Result<Inspection, ModelError> {
        let (errors, codes) = self.evaluate_with_codes(batch, objective)?;
        Ok(Inspection {
            errors,
            outputs: self.decode(&codes.means, batch.rows)?,
            codes,
        })
    }
    /// Points or means of `rows` images: `rows * code_width` numbers.
    ///
    /// # Errors
    /// When the device fails.
    fn encode(&self, inputs: &[f32], rows: usize) -> Result<Vec<f32>, ModelError> {
        Ok(self.codes(inputs, rows)?.means)
    }
    /// All that the encoder says about `rows` images.
    ///
    /// # Errors
    /// When the device fails.
    fn codes(&self, inputs: &[f32], rows: usize) -> Result<Codes, ModelError>;
    /// Outputs for `rows` codes: `rows * target_width` numbers, output activation applied. Of yes/no columns and
    /// categories they are probabilities.
    ///
    /// # Errors
    /// When the device fails.
    fn decode(&self, codes: &[f32], rows: usize) -> Result<Vec<f32>, ModelError>;
    /// Encode and decode in one pass, by the mean of Gaussian codes.
    ///
    /// # Errors
    /// When the device fails.
    fn reconstruct(&self, inputs: &[f32], rows: usize) -> Result<Vec<f32>, ModelError> {
        self.decode(&self.encode(inputs, rows)?, rows)
    }
    /// Forgets the optimiser's state, as at the start of a run: another phase begins.
    fn forget_optimiser(&mut self);
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

/// Training steps under way on a device that works by itself: waiting for the loss of each would keep it idle.
pub trait StepQueue {
    /// Most steps that it holds.
    fn most(&self) -> u32;
    /// As [`Model::train_step`], reported later.
    ///
    /// # Errors
    /// As there; a failure of an earlier step may show here.
    fn push(
        &mut self,
        batch: &Batch,
        key: StepKey,
        settings: &StepSettings,
    ) -> Result<(), ModelError>;
    /// Waits for all steps, and reports them in order.
    ///
    /// # Errors
    /// As [`Self::push`].
    fn reports(&mut self) -> Result<Vec<StepReport>, ModelError>;
}

/// Why a model could not be built or run.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error("no layer of width {width} exists; choose one of {LADDER:?}: {field}")]
    Width { width: usize, field: String },
    #[error("the weights do not fit this model, {problem}: {tensor}")]
    Weights { tensor: String, problem: String },
    #[error(transparent)]
    Invalid(Invalid),
    /// A sentence with the device's name at its end.
    #[error("{0}")]
    NoDevice(String),
    #[error("the device failed: {0}")]
    Device(String),
    /// A sentence of [`gpu_failure`].
    #[error("{0}")]
    Gpu(String),
}
