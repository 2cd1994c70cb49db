//! A classifier's weights as a safetensors file.
//!
//! Tensors stand under their own names. The header's metadata has one entry, `hourglass`: JSON that says how the
//! weights came about; nothing needs it.

use std::borrow::Cow;
use std::collections::HashMap;

use safetensors::{Dtype, SafeTensors, View};

use crate::model::{Tensor, Tensors};

/// The file's bytes; the same weights and `about` give the same bytes.
///
/// # Errors
/// One clause when a tensor's shape is not that of its data.
pub fn encode(weights: &Tensors, about: String) -> Result<Vec<u8>, String> {
    let tensors = weights
        .iter()
        .map(|(name, tensor)| (name, TensorBytes::new(tensor)));
    let metadata = HashMap::from([("hourglass".to_owned(), about)]);
    safetensors::serialize(tensors, Some(metadata)).map_err(|error| error.to_string())
}

/// All single-precision tensors of a file; others, which some later version may add, are left out.
///
/// # Errors
/// One clause when this is not a safetensors file.
pub fn decode(bytes: &[u8]) -> Result<Tensors, String> {
    let file = SafeTensors::deserialize(bytes).map_err(|error| error.to_string())?;
    let mut weights = Tensors::new();
    for (name, view) in file.iter() {
        if view.dtype() == Dtype::F32 {
            let (numbers, _) = view.data().as_chunks::<4>();
            let tensor = Tensor {
                shape: view.shape().to_vec(),
                data: numbers.iter().map(|n| f32::from_le_bytes(*n)).collect(),
            };
            weights.insert(name.to_owned(), tensor);
        }
    }
    Ok(weights)
}

/// A tensor as safetensors wants it.
struct TensorBytes<'a> {
    shape: &'a [usize],
    bytes: Vec<u8>,
}

impl<'a> TensorBytes<'a> {
    fn new(tensor: &'a Tensor) -> Self {
        Self {
            shape: &tensor.shape,
            bytes: tensor.data.iter().flat_map(|n| n.to_le_bytes()).collect(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_come_back_as_they_went_and_nonsense_is_refused() {
        let tensor = |shape: &[usize], data: &[f32]| Tensor {
            shape: shape.to_vec(),
            data: data.to_vec(),
        };
        let weights = Tensors::from([
            ("head.1.bias".to_owned(), tensor(&[2], &[-0.5, 3.0])),
            ("head.1.weight".to_owned(), tensor(&[1, 2], &[1e-8, 7.0])),
        ]);
        let bytes = encode(&weights, "{}".into()).unwrap();
        assert_eq!(bytes, encode(&weights, "{}".into()).unwrap());
        assert_eq!(decode(&bytes).unwrap(), weights);
        assert!(decode(&bytes[..20]).is_err());
        assert!(decode(b"").is_err());
        let wrong = Tensors::from([("a".to_owned(), tensor(&[3], &[1.0]))]);
        assert!(encode(&wrong, "{}".into()).is_err());
    }
}
