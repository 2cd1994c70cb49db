//! An encoder and a decoder that meet at a code of `K` numbers.

use dfdx::prelude::{Const, HasShape};

use super::StepKey;
use super::device::Kernels;
use super::graph::{Back, Front, Plain, Traced};
use super::parameter::AnyParameter;

/// The two halves; the compiler has checked that they fit.
pub struct Pair<const K: usize, D: Kernels> {
    pub encoder: Box<dyn Front<K, D>>,
    pub decoder: Box<dyn Back<K, D>>,
}

/// A [`Pair`] whatever its code's width: numbers go in and come out at run-time sizes.
pub trait Halves<D: Kernels> {
    fn code_width(&self) -> usize;
    /// Data to data, on the tape.
    fn train(&self, x: Traced<usize, D>, key: StepKey) -> Result<Traced<usize, D>, D::Err>;
    /// Data to data.
    fn reconstruct(&self, x: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err>;
    /// Data to codes, row after row.
    fn encode(&self, x: Plain<usize, D>) -> Result<Vec<f32>, D::Err>;
    /// Codes, row after row, to data.
    fn decode(&self, codes: &[f32], device: &D) -> Result<Plain<usize, D>, D::Err>;
    fn parameters(&self) -> Vec<&dyn AnyParameter<D>>;
    fn parameters_mut(&mut self) -> Vec<&mut dyn AnyParameter<D>>;
}

impl<const K: usize, D: Kernels> Halves<D> for Pair<K, D> {
    fn code_width(&self) -> usize {
        K
    }

    fn train(&self, x: Traced<usize, D>, key: StepKey) -> Result<Traced<usize, D>, D::Err> {
        self.decoder.train(self.encoder.train(x, key)?, key)
    }

    fn reconstruct(&self, x: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        self.decoder.run(self.encoder.run(x)?)
    }

    fn encode(&self, x: Plain<usize, D>) -> Result<Vec<f32>, D::Err> {
        let code = self.encoder.run(x)?;
        let mut numbers = vec![0.0; code.shape().0 * K];
        code.copy_into(&mut numbers);
        Ok(numbers)
    }

    fn decode(&self, codes: &[f32], device: &D) -> Result<Plain<usize, D>, D::Err> {
        let rows = codes.len() / K;
        let code = device.try_tensor_from_vec(codes.to_vec(), (rows, Const::<K>))?;
        self.decoder.run(code)
    }

    fn parameters(&self) -> Vec<&dyn AnyParameter<D>> {
        let mut all = Vec::new();
        self.encoder.parameters(&mut all);
        self.decoder.parameters(&mut all);
        all
    }

    fn parameters_mut(&mut self) -> Vec<&mut dyn AnyParameter<D>> {
        let mut all = Vec::new();
        self.encoder.parameters_mut(&mut all);
        self.decoder.parameters_mut(&mut all);
        all
    }
}
