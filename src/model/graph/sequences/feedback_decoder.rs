//! The recurrent decoder that reads its own last output: a code and the step before to each step of a sequence.
//!
//! In training some sequences read the true step before in its place, drawn anew for each batch ("teacher forcing",
//! Williams and Zipser 1989; drawn as by Bengio et al. 2015, for whole sequences).

use dfdx::prelude::{HasShape, Tape};
use rand::Rng;

use super::SequencePlan;
use super::recurrent_decoder::RecurrentDecoder;
use crate::data::SequenceShape;
use crate::data::random::{Purpose, stream};
use crate::model::device::sequences::{Cell, Feedback, Forcing};
use crate::model::device::{Kernels, Rows};
use crate::model::graph::{ConvStack, Plain, Teacher, Traced};
use crate::model::parameter::AnyParameter;
use crate::model::scratch;
use crate::model::{Activation, ModelError, Recurrent, StepKey};

/// Recurrent layers of `H` numbers, whose first one reads the step before and the code beside it.
pub struct FeedbackDecoder<const H: usize, D: Kernels> {
    layers: RecurrentDecoder<H, D>,
    rule: Feedback,
    shape: SequenceShape,
}

impl<const H: usize, D: Kernels> FeedbackDecoder<H, D> {
    /// With `inputs` numbers, which are the code or what dense layers made of it. What the output layer leaves is made a
    /// step where it is read; for the loss and for showing that is theirs to do, as of every model of sequences.
    pub fn new(
        plan: &SequencePlan<D>,
        cell: Cell,
        choice: &Recurrent,
        inputs: usize,
    ) -> Result<Self, ModelError> {
        let SequenceShape { steps, features } = plan.shape;
        let inputs = choice.decoder_inputs(inputs, features);
        Ok(Self {
            layers: RecurrentDecoder::new(plan, cell, choice, inputs, Activation::Identity)?,
            rule: Feedback {
                cell,
                hidden: H,
                steps,
                features,
                activation: plan.output,
            },
            shape: plan.shape,
        })
    }

    fn pass<T: Tape<f32, D>>(
        &self,
        x: Rows<usize, D, T>,
        forcing: Option<&Forcing<D>>,
    ) -> Result<Rows<usize, D, T>, D::Err> {
        D::feed_back(x, &self.layers.weights(), forcing, self.rule)
    }

    /// The true steps, and which of the sequences read them; `None` where none does.
    fn forcing(&self, teacher: &Teacher<D>, key: StepKey) -> Result<Option<Forcing<D>>, D::Err> {
        if teacher.forcing <= 0.0 {
            return Ok(None);
        }
        let rows = teacher.target.shape().0;
        let (epoch, batch) = (u64::from(key.epoch), u64::from(key.batch));
        let mut random = stream(key.seed, Purpose::TeacherForcing, epoch, batch);
        let mut forced = scratch::room(rows);
        for mark in forced.iter_mut() {
            *mark = f32::from(random.random::<f32>() < teacher.forcing);
        }
        let [truth, _] = D::steps_there(teacher.target, self.shape.features)?;
        let forced = truth.device().upload(&forced, (rows, 1))?;
        Ok(Some(Forcing { truth, forced }))
    }
}

impl<const H: usize, D: Kernels> ConvStack<D> for FeedbackDecoder<H, D> {
    fn run(&self, x: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        self.pass(x, None)
    }

    fn train(&self, x: Traced<usize, D>, _key: StepKey) -> Result<Traced<usize, D>, D::Err> {
        self.pass(x, None)
    }

    fn train_towards(
        &self,
        x: Traced<usize, D>,
        teacher: &Teacher<D>,
        key: StepKey,
    ) -> Result<Traced<usize, D>, D::Err> {
        let forcing = self.forcing(teacher, key)?;
        self.pass(x, forcing.as_ref())
    }

    fn output_width(&self) -> usize {
        self.layers.output_width()
    }

    fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        self.layers.parameters(out);
    }

    fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        self.layers.parameters_mut(out);
    }
}
