//! Builds typed chains from run-time widths: each width of the ladder is lifted to a constant, once at each seam.

use dfdx::prelude::Const;

use super::chain::{DecoderLayer, EncoderLayer, InputLayer, NoLayer, OutputLayer};
use super::dense::{Dense, DenseSpec};
use super::heads::{Heads, HeadsOnEncoder, HeadsOnInput};
use super::{Decoder, Encoder, GaussianEncoder};
use crate::model::device::Kernels;
use crate::model::{Activation, Initialisation, ModelError};

/// Evaluates `$body` with `$name` standing for the run-time `$width` as a constant. The widths are those of
/// [`crate::model::LADDER`]; a test holds the two lists together.
macro_rules! lift {
    ($width:expr, $field:expr, $name:ident => $body:expr) => {
        lift!(@ $width, $field, $name, $body,
            1 2 3 4 5 6 8 10 12 16 20 32 50 64 100 128 256 400 512 784 1000 1024)
    };
    (@ $width:expr, $field:expr, $name:ident, $body:expr, $($value:literal)*) => {
        match $width {
            $($value => { const $name: usize = $value; $body })*
            other => Err($crate::model::ModelError::Width { width: other, field: $field }),
        }
    };
}
pub(in crate::model) use lift;

/// One layer of a chain, sizes still at run time.
#[derive(Debug, Clone, Copy)]
pub struct LayerSpec {
    pub width: usize,
    pub activation: Activation,
    pub dropout: f32,
}

/// What all layers of one chain share.
pub struct Plan<'a, D> {
    /// "encoder" or "decoder".
    pub part: &'static str,
    /// Numbers in the data at this chain's outer end.
    pub data: usize,
    /// Dense layers of the model before this chain.
    pub first_index: usize,
    /// Its first layer passes gradients on: something is trained before it.
    pub input_gradient: bool,
    pub initialisation: Initialisation,
    pub seed: u64,
    pub device: &'a D,
}

impl<D: Kernels> Plan<'_, D> {
    fn dense<I: dfdx::prelude::Dim, O: dfdx::prelude::Dim>(
        &self,
        shape: (I, O),
        place: usize,
        layer: LayerSpec,
    ) -> Result<Dense<I, O, D>, ModelError> {
        let index = self.first_index + place;
        let spec = DenseSpec {
            name: format!("{}.{place}", self.part),
            index: index as u64,
            activation: layer.activation,
            dropout: layer.dropout,
            input_gradient: place > 0 || self.input_gradient,
        };
        Dense::new(shape, spec, self.initialisation, self.seed, self.device)
    }

    /// Mean and log-variance; the second draws its weights after those of all layers in a row.
    fn heads<I: dfdx::prelude::Dim, const K: usize>(
        &self,
        inputs: I,
        place: usize,
    ) -> Result<Heads<I, K, D>, ModelError> {
        let head = |name: &str, index: usize| {
            let spec = DenseSpec {
                name: format!("{}.{name}", self.part),
                index: index as u64,
                activation: Activation::Identity,
                dropout: 0.0,
                input_gradient: place > 0 || self.input_gradient,
            };
            let shape = (inputs, Const::<K>);
            Dense::new(shape, spec, self.initialisation, self.seed, self.device)
        };
        Ok(Heads {
            mean: head("mean", self.first_index + place)?,
            log_variance: head("log_variance", LOG_VARIANCE)?,
        })
    }
}

/// Index of the log-variance head, beyond those of any chain.
const LOG_VARIANCE: usize = 1 << 12;

/// Data to `O` numbers through `hidden` layers and a last one, whose width is `O`.
pub fn dense_encoder<const O: usize, D: Kernels>(
    hidden: &[LayerSpec],
    last: LayerSpec,
    plan: &Plan<D>,
) -> Result<Box<dyn Encoder<O, D>>, ModelError> {
    let place = hidden.len();
    let Some((&layer, earlier)) = hidden.split_last() else {
        let layer = plan.dense((plan.data, Const::<O>), place, last)?;
        return Ok(Box::new(InputLayer(layer)));
    };
    lift!(layer.width, format!("{}[{}].width", plan.part, place - 1), M => {
        Ok(Box::new(EncoderLayer::<M, O, D> {
            before: dense_encoder(earlier, layer, plan)?,
            layer: plan.dense((Const, Const), place, last)?,
        }))
    })
}

/// Data to mean and log-variance of `K` dimensions through `hidden` layers.
pub fn gaussian_encoder<const K: usize, D: Kernels>(
    hidden: &[LayerSpec],
    plan: &Plan<D>,
) -> Result<Box<dyn GaussianEncoder<K, D>>, ModelError> {
    let place = hidden.len();
    let Some((&layer, earlier)) = hidden.split_last() else {
        return Ok(Box::new(HeadsOnInput(plan.heads(plan.data, place)?)));
    };
    lift!(layer.width, format!("{}[{}].width", plan.part, place - 1), M => {
        Ok(Box::new(HeadsOnEncoder::<M, K, D> {
            before: dense_encoder(earlier, layer, plan)?,
            heads: plan.heads(Const::<M>, place)?,
        }))
    })
}

/// `I` numbers to the data through `hidden` layers, of which `place` came before, and the output layer, where there is one.
pub fn dense_decoder<const I: usize, D: Kernels>(
    hidden: &[LayerSpec],
    output: Option<LayerSpec>,
    place: usize,
    plan: &Plan<D>,
) -> Result<Box<dyn Decoder<I, D>>, ModelError> {
    let Some((&layer, later)) = hidden.split_first() else {
        let Some(output) = output else {
            return Ok(Box::new(NoLayer));
        };
        let layer = plan.dense((Const::<I>, plan.data), place, output)?;
        return Ok(Box::new(OutputLayer(layer)));
    };
    lift!(layer.width, format!("{}[{place}].width", plan.part), M => {
        Ok(Box::new(DecoderLayer::<I, M, D> {
            layer: plan.dense((Const, Const), place, layer)?,
            after: dense_decoder(later, output, place + 1, plan)?,
        }))
    })
}
