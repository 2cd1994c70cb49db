//! A classifier's weights as a safetensors file.
//!
//! Tensors stand under their own names. The header's metadata has one entry, `hourglass`: JSON that says how the
//! weights came about; nothing needs it.

use std::collections::HashMap;

use safetensors::SafeTensors;

use crate::model::Tensors;
use crate::model::safetensors::{TensorBytes, single_precision};

const METADATA_KEY: &str = "hourglass";

/// The file's bytes; the same weights and `about` give the same bytes.
///
/// # Errors
/// One clause when a tensor's shape is not that of its data.
pub fn encode(weights: &Tensors, about: String) -> Result<Vec<u8>, String> {
    let tensors = weights
        .iter()
        .map(|(name, tensor)| (name, TensorBytes::new(tensor)));
    let metadata = HashMap::from([(METADATA_KEY.to_owned(), about)]);
    safetensors::serialize(tensors, Some(metadata)).map_err(|error| error.to_string())
}

/// All single-precision tensors of a file; others, which some later version may add, are left out.
///
/// # Errors
/// One clause when this is not a safetensors file.
pub fn decode(bytes: &[u8]) -> Result<Tensors, String> {
    let file = SafeTensors::deserialize(bytes).map_err(|error| error.to_string())?;
    let single = |(name, view)| Some((String::from(name), single_precision(&view)?));
    Ok(file.iter().filter_map(single).collect())
}

/// What the header says of how the weights came about; `None` where it says nothing.
pub fn about(bytes: &[u8]) -> Option<String> {
    let (_, header) = SafeTensors::read_metadata(bytes).ok()?;
    header.metadata().as_ref()?.get(METADATA_KEY).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Tensor;

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
        assert_eq!(about(&bytes).as_deref(), Some("{}"));
        assert_eq!(about(&bytes[..20]), None);
        assert!(decode(&bytes[..20]).is_err());
        assert!(decode(b"").is_err());
        let wrong = Tensors::from([("a".to_owned(), tensor(&[3], &[1.0]))]);
        assert!(encode(&wrong, "{}".into()).is_err());
    }
}
