//! The embedding of tokens: what the layers over the steps of texts read.

use std::marker::PhantomData;

use dfdx::prelude::{Dim, Tape};
use rand_distr::{Distribution, StandardNormal};

use super::SequencePlan;
use crate::data::random::{Purpose, stream};
use crate::model::device::{Kernels, Rows, Vector};
use crate::model::graph::dense::{typed, untyped};
use crate::model::parameter::{AnyParameter, Parameter, device_error};
use crate::model::{Activation, ModelError};

/// Steps of a number a token, of which one is 1, to steps of `E` numbers: those of the token. As PyTorch's `nn.Embedding` it
/// draws them normally, and as its `nn.Linear` without bias it keeps a column a token.
pub struct Embedding<E: Dim, D: Kernels> {
    weight: Parameter<(usize, usize), D>,
    /// The bias that it does not have.
    zeros: Vector<D>,
    width: PhantomData<E>,
}

/// What the first layer over the steps reads.
pub enum StepInput<I: Dim, D: Kernels> {
    /// The numbers of each step.
    Numbers,
    /// `I` numbers for the token of each step.
    Tokens(Box<Embedding<I, D>>),
}

/// The coordinate of its random stream among those of the encoder's layers over steps.
const PLACE: u64 = 1 << 13;

impl<E: Dim, D: Kernels> Embedding<E, D> {
    /// Draws fresh weights.
    pub fn new(plan: &SequencePlan<D>, width: E) -> Result<Self, ModelError> {
        let (tokens, width) = (plan.shape.features, width.size());
        let mut random = stream(
            plan.seed,
            Purpose::Initialisation,
            PLACE,
            plan.part.stream(super::STREAM),
        );
        let drawn = StandardNormal.sample_iter(&mut random);
        let weight = drawn.take(width * tokens).collect();
        let name = format!("{}.embedding.weight", plan.part.name());
        let zeros = plan.device.upload(&vec![0.0; width], (width,));
        Ok(Self {
            weight: Parameter::new(name, (width, tokens), weight, plan.device)?,
            zeros: zeros.map_err(device_error)?,
            width: PhantomData,
        })
    }

    fn pass<T: Tape<f32, D>>(&self, x: Rows<usize, D, T>) -> Result<Rows<E, D, T>, D::Err> {
        let weight = &self.weight.tensor;
        // Tokens are data, which need no gradient.
        let y = D::dense(x, weight, &self.zeros, Activation::Identity, false)?;
        Ok(typed(y))
    }
}

impl<I: Dim, D: Kernels> StepInput<I, D> {
    /// Of texts an embedding of `width` numbers, where the plan has one; of other steps, whose width it is, their numbers.
    pub fn new(plan: &SequencePlan<D>, width: I) -> Result<Self, ModelError> {
        Ok(match plan.embedding {
            Some(_) => Self::Tokens(Box::new(Embedding::new(plan, width)?)),
            None => Self::Numbers,
        })
    }

    /// What the first layer reads of steps, a row a step.
    pub fn pass<T: Tape<f32, D>>(&self, x: Rows<usize, D, T>) -> Result<Rows<I, D, T>, D::Err> {
        match self {
            Self::Numbers => Ok(typed(untyped(x))),
            Self::Tokens(embedding) => embedding.pass(x),
        }
    }

    pub fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        if let Self::Tokens(embedding) = self {
            out.push(&embedding.weight);
        }
    }

    pub fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        if let Self::Tokens(embedding) = self {
            out.push(&mut embedding.weight);
        }
    }
}

#[cfg(test)]
mod tests {
    use dfdx::prelude::*;

    use super::*;
    use crate::data::SequenceShape;
    use crate::model::graph::Role;
    use crate::model::{Activation, Initialisation};

    const TOKENS: usize = 5;

    #[test]
    fn a_token_is_its_column_and_the_slope_of_a_column_is_that_of_its_token() {
        let device = Cpu::default();
        let plan = SequencePlan {
            part: Role::Encoder,
            shape: SequenceShape {
                steps: 3,
                features: TOKENS,
            },
            output: Activation::Identity,
            embedding: Some(8),
            initialisation: Initialisation::Pytorch,
            seed: 1,
            device: &device,
        };
        let embedding = super::Embedding::<Const<8>, Cpu>::new(&plan, Const).unwrap();
        // Token 3, nothing, token 0 and token 3 again.
        let mut x = vec![0.0; 4 * TOKENS];
        for place in [3, 2 * TOKENS, 3 * TOKENS + 3] {
            x[place] = 1.0;
        }
        let x: Rows<usize, Cpu> = device.tensor_from_vec(x, (4, TOKENS));
        let factors: Vec<f32> = (0..32).map(|i| (i * 7 % 11) as f32 - 5.0).collect();
        let factors: Rows<usize, Cpu> = device.tensor_from_vec(factors, (4, 8));
        let weight = &embedding.weight.tensor;
        let y = untyped(embedding.pass(x.leaky_trace()).unwrap());
        let made = y.as_vec();
        let own = (y * factors.clone())
            .sum::<Rank0, _>()
            .backward()
            .get(weight);

        let numbers = weight.as_vec();
        let column = |token: usize| (0..8).map(move |row| row * TOKENS + token);
        for (step, token) in [(0, 3), (2, 0), (3, 3)] {
            let wanted = column(token).map(|place| numbers[place]);
            assert!(made[step * 8..][..8].iter().copied().eq(wanted));
        }
        assert_eq!(made[8..16], [0.0; 8]);
        let transposed = weight.leaky_trace().permute::<_, Axes2<1, 0>>();
        let product = x.retaped::<OwnedTape<f32, Cpu>>().matmul(transposed);
        let wanted = (product * factors).sum::<Rank0, _>().backward().get(weight);
        assert_eq!(own.as_vec(), wanted.as_vec());
    }
}
