//! Builds the halves of a model of sequences from run-time choices: each width is lifted to a constant, once at each seam.

use super::SequencePlan;
use super::convolution::{DownLevel, UpLevel};
use super::decoder::{MiddleLevel, OutputLevel, StepDecoder, Unflatten};
use super::embedding::StepInput;
use super::encoder::{FirstLevel, Flatten, InnerLevel, StepEncoder};
use super::feedback_decoder::FeedbackDecoder;
use super::recurrent_decoder::RecurrentDecoder;
use super::recurrent_encoder::RecurrentEncoder;
use crate::model::device::Kernels;
use crate::model::device::sequences::Cell;
use crate::model::graph::{ConvStack, lift};
use crate::model::sequence::{refused_channels, refused_embedding};
use crate::model::{
    Activation, DecoderInput, ModelError, Recurrent, SequenceLayers, StepConvolutions,
};
use dfdx::prelude::Const;

/// Evaluates `$body` with `$name` standing for the run-time `$channels` as a constant. They are those of
/// [`crate::model::STEP_CHANNELS`]; a test holds the two lists together.
macro_rules! lift_step_channels {
    ($channels:expr, $level:expr, $name:ident => $body:expr) => {
        lift_step_channels!(@ $channels, $level, $name, $body, 8 16 32 64)
    };
    (@ $channels:expr, $level:expr, $name:ident, $body:expr, $($value:literal)*) => {
        match $channels {
            $($value => { const $name: usize = $value; $body })*
            other => Err(ModelError::Invalid(refused_channels(other, $level))),
        }
    };
}

/// Evaluates `$body` with `$inputs` standing for the numbers of a step that the first layer reads: the width of the plan's
/// embedding as a constant, or that of the data. The widths are those of [`crate::model::EMBEDDINGS`]; a test holds the two
/// lists together.
macro_rules! lift_input {
    ($plan:expr, $inputs:ident => $body:expr) => {
        lift_input!(@ $plan, $inputs, $body, 8 16 32 64 128 256)
    };
    (@ $plan:expr, $inputs:ident, $body:expr, $($value:literal)*) => {
        match $plan.embedding {
            None => {
                let $inputs = $plan.shape.features;
                $body
            }
            $(Some($value) => {
                let $inputs = Const::<$value>;
                $body
            })*
            Some(other) => Err(ModelError::Invalid(refused_embedding(other))),
        }
    };
}

/// The layers from sequences to dense layers.
pub fn sequence_encoder<D: Kernels>(
    layers: &SequenceLayers,
    plan: &SequencePlan<D>,
) -> Result<Box<dyn ConvStack<D>>, ModelError> {
    match layers {
        SequenceLayers::Gru(choice) => recurrent_encoder(Cell::Gru, choice, plan),
        SequenceLayers::Lstm(choice) => recurrent_encoder(Cell::Lstm, choice, plan),
        SequenceLayers::Conv1d(choice) => {
            let channels = choice.channels.first().copied().unwrap_or(0);
            lift_step_channels!(channels, 0, C => {
                let steps = plan.shape.steps;
                let first = first_level::<C, D>(choice, plan)?;
                deepen(first, (1, steps.div_ceil(2)), choice, plan)
            })
        }
    }
}

fn recurrent_encoder<D: Kernels>(
    cell: Cell,
    choice: &Recurrent,
    plan: &SequencePlan<D>,
) -> Result<Box<dyn ConvStack<D>>, ModelError> {
    lift!(choice.hidden, "sequence.hidden".to_string(), H => {
        lift_input!(plan, inputs => {
            Ok(Box::new(RecurrentEncoder::<_, H, D>::new(plan, cell, choice, inputs)?))
        })
    })
}

fn first_level<const C: usize, D: Kernels>(
    choice: &StepConvolutions,
    plan: &SequencePlan<D>,
) -> Result<Box<dyn StepEncoder<C, D>>, ModelError> {
    lift_input!(plan, inputs => {
        Ok(Box::new(FirstLevel {
            input: StepInput::new(plan, inputs)?,
            level: DownLevel::new(plan, choice, inputs, (0, plan.shape.steps))?,
        }))
    })
}

/// `before` and the levels from `index` on, of which the first reads `steps`.
fn deepen<const C: usize, D: Kernels>(
    before: Box<dyn StepEncoder<C, D>>,
    (index, steps): (usize, usize),
    choice: &StepConvolutions,
    plan: &SequencePlan<D>,
) -> Result<Box<dyn ConvStack<D>>, ModelError> {
    let Some(&channels) = choice.channels.get(index) else {
        return Ok(Box::new(Flatten {
            levels: before,
            shape: plan.shape,
            steps,
        }));
    };
    lift_step_channels!(channels, index, M => {
        let level = DownLevel::<_, M, D>::new(plan, choice, Const::<C>, (index, steps))?;
        let both = Box::new(InnerLevel { before, level });
        deepen::<M, D>(both, (index + 1, steps.div_ceil(2)), choice, plan)
    })
}

/// The layers from dense layers, or the code, of `inputs` numbers to sequences, whose numbers get the activation `output`.
pub fn sequence_decoder<D: Kernels>(
    layers: &SequenceLayers,
    inputs: usize,
    output: Activation,
    plan: &SequencePlan<D>,
) -> Result<Box<dyn ConvStack<D>>, ModelError> {
    match layers {
        SequenceLayers::Gru(choice) => recurrent_decoder(Cell::Gru, choice, inputs, output, plan),
        SequenceLayers::Lstm(choice) => recurrent_decoder(Cell::Lstm, choice, inputs, output, plan),
        SequenceLayers::Conv1d(choice) => {
            let channels = choice.channels.first().copied().unwrap_or(0);
            let place = (choice.channels.len().saturating_sub(1), plan.shape.steps);
            lift_step_channels!(channels, 0, C => {
                let features = plan.shape.features;
                let level = UpLevel::<C, _, D>::new(plan, choice, features, place, output)?;
                widen(Box::new(OutputLevel(level)), 1, choice, plan)
            })
        }
    }
}

fn recurrent_decoder<D: Kernels>(
    cell: Cell,
    choice: &Recurrent,
    inputs: usize,
    output: Activation,
    plan: &SequencePlan<D>,
) -> Result<Box<dyn ConvStack<D>>, ModelError> {
    lift!(choice.hidden, "sequence.hidden".to_string(), H => {
        Ok(match choice.decoder_input {
            DecoderInput::Code => {
                Box::new(RecurrentDecoder::<H, D>::new(plan, cell, choice, inputs, output)?)
            }
            DecoderInput::PreviousOutput => {
                Box::new(FeedbackDecoder::<H, D>::new(plan, cell, choice, inputs)?)
            }
        })
    })
}

/// `after`, whose channels are those of level `index - 1`, and the levels further in.
fn widen<const C: usize, D: Kernels>(
    after: Box<dyn StepDecoder<C, D>>,
    index: usize,
    choice: &StepConvolutions,
    plan: &SequencePlan<D>,
) -> Result<Box<dyn ConvStack<D>>, ModelError> {
    let steps = choice.steps(plan.shape.steps);
    let Some(&channels) = choice.channels.get(index) else {
        return Ok(Box::new(Unflatten {
            levels: after,
            shape: plan.shape,
            steps: steps.last().copied().unwrap_or(plan.shape.steps),
        }));
    };
    // Numbered from the code outwards.
    let place = (choice.channels.len() - 1 - index, steps[index - 1]);
    lift_step_channels!(channels, index, M => {
        let level = UpLevel::<M, _, D>::new(plan, choice, Const::<C>, place, choice.activation)?;
        widen::<M, D>(Box::new(MiddleLevel { level, after }), index + 1, choice, plan)
    })
}
