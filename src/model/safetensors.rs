//! Conversions between tensors and the safetensors crate.

use std::borrow::Cow;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, View};

use super::Tensor;

/// A tensor on its way into a file.
pub struct TensorBytes<'a> {
    shape: &'a [usize],
    bytes: Vec<u8>,
}

impl<'a> TensorBytes<'a> {
    pub fn new(tensor: &'a Tensor) -> Self {
        Self {
            shape: &tensor.shape,
            bytes: tensor.data.iter().flat_map(|x| x.to_le_bytes()).collect(),
        }
    }
}

impl View for TensorBytes<'_> {
    fn dtype(&self) -> Dtype {
        Dtype::F32
    }

    fn shape(&self) -> &[usize] {
        self.shape
    }

    fn data(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.bytes)
    }

    fn data_len(&self) -> usize {
        self.bytes.len()
    }
}

/// A tensor out of a file; `None` when its numbers are not in single precision.
pub fn single_precision(view: &TensorView) -> Option<Tensor> {
    if view.dtype() != Dtype::F32 {
        return None;
    }
    let (numbers, _) = view.data().as_chunks::<4>();
    Some(Tensor {
        shape: view.shape().to_vec(),
        data: numbers.iter().map(|n| f32::from_le_bytes(*n)).collect(),
    })
}
