//! From run-time widths to typed chains: each width of the ladder is lifted to a constant, once at each seam.

use dfdx::prelude::Const;

use super::chain::{Grow, Inlet, Outlet, Shrink};
use super::dense::{Dense, DenseSpec};
use super::{Back, Front};
use crate::model::device::Kernels;
use crate::model::{Activation, Initialisation, ModelError};

/// Evaluates `$body` with `$name` standing for the run-time `$width` as a constant. The widths are those of
/// [`crate::model::LADDER`]; a test holds the two lists together.
macro_rules! lift {
    ($width:expr, $field:expr, $name:ident => $body:expr) => {
        lift!(@ $width, $field, $name, $body,
            2 4 8 10 16 20 32 64 128 256 400 512 784 1000 1024)
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
pub struct Link {
    pub width: usize,
    pub activation: Activation,
    pub dropout: f32,
}

/// What all layers of one chain share.
pub struct Plan<'a, D> {
    /// "encoder" or "decoder".
    pub part: &'static str,
    /// Numbers in the data.
    pub data: usize,
    /// Layers of the model before this chain.
    pub first_index: usize,
    pub initialisation: Initialisation,
    pub seed: u64,
    pub device: &'a D,
}

impl<D: Kernels> Plan<'_, D> {
    fn dense<I: dfdx::prelude::Dim, O: dfdx::prelude::Dim>(
        &self,
        shape: (I, O),
        place: usize,
        link: Link,
    ) -> Result<Dense<I, O, D>, ModelError> {
        let index = self.first_index + place;
        let spec = DenseSpec {
            name: format!("{}.{place}", self.part),
            index: index as u64,
            activation: link.activation,
            dropout: link.dropout,
            input_gradient: index > 0,
        };
        Dense::new(shape, spec, self.initialisation, self.seed, self.device)
    }
}

/// Data to `O` numbers through `hidden` layers and a last one, whose width is `O`.
pub fn front<const O: usize, D: Kernels>(
    hidden: &[Link],
    last: Link,
    plan: &Plan<D>,
) -> Result<Box<dyn Front<O, D>>, ModelError> {
    let place = hidden.len();
    let Some((&link, earlier)) = hidden.split_last() else {
        let layer = plan.dense((plan.data, Const::<O>), place, last)?;
        return Ok(Box::new(Inlet(layer)));
    };
    lift!(link.width, format!("{}[{}].width", plan.part, place - 1), M => {
        Ok(Box::new(Grow::<M, O, D> {
            before: front(earlier, link, plan)?,
            layer: plan.dense((Const, Const), place, last)?,
        }))
    })
}

/// `I` numbers to the data through `hidden` layers, of which `place` came before, and the output layer.
pub fn back<const I: usize, D: Kernels>(
    hidden: &[Link],
    output: Link,
    place: usize,
    plan: &Plan<D>,
) -> Result<Box<dyn Back<I, D>>, ModelError> {
    let Some((&link, later)) = hidden.split_first() else {
        let layer = plan.dense((Const::<I>, plan.data), place, output)?;
        return Ok(Box::new(Outlet(layer)));
    };
    lift!(link.width, format!("{}[{place}].width", plan.part), M => {
        Ok(Box::new(Shrink::<I, M, D> {
            layer: plan.dense((Const, Const), place, link)?,
            after: back(later, output, place + 1, plan)?,
        }))
    })
}
