//! The safetensors file of the export. The header's metadata has one entry, `hourglass`, by which it is known as this
//! program's.

use std::collections::HashMap;

use crate::model::Tensors;
use crate::model::safetensors::TensorBytes;

/// A safetensors file of the tensors `wanted` by name and shape, without those of an optimiser or a discriminator.
///
/// # Errors
/// One clause that ends with the name of a tensor that is missing or of another shape.
pub fn encode(wanted: &[(String, Vec<usize>)], weights: &Tensors) -> Result<Vec<u8>, String> {
    let mut tensors = Vec::new();
    for (name, shape) in wanted {
        let Some(tensor) = weights.get(name) else {
            return Err(format!("its weights are incomplete: {name}"));
        };
        if tensor.shape != *shape {
            let (found, wanted) = (sizes(&tensor.shape), sizes(shape));
            let problem = format!("its weights are another model's, {found} and not {wanted}");
            return Err(format!("{problem}: {name}"));
        }
        tensors.push((name, TensorBytes::new(tensor)));
    }
    let made_by = HashMap::from([("hourglass".to_owned(), "export".to_owned())]);
    safetensors::serialize(tensors, Some(made_by)).map_err(|error| error.to_string())
}

fn sizes(shape: &[usize]) -> String {
    let sizes: Vec<String> = shape.iter().map(usize::to_string).collect();
    sizes.join(" x ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Tensor;

    fn tensor(shape: &[usize]) -> Tensor {
        Tensor {
            shape: shape.to_vec(),
            data: vec![0.5; shape.iter().product()],
        }
    }

    #[test]
    fn only_what_is_wanted_is_written_and_only_if_it_fits() {
        let weights: Tensors = [
            ("decoder.0.bias", tensor(&[2])),
            ("discriminator.0.bias", tensor(&[4])),
            ("encoder.0.weight", tensor(&[2, 3])),
        ]
        .map(|(name, tensor)| (name.to_owned(), tensor))
        .into();
        let wanted = |name: &str, shape: &[usize]| vec![(name.to_owned(), shape.to_vec())];
        let refused = |name, shape| encode(&wanted(name, shape), &weights).unwrap_err();
        assert_eq!(
            refused("encoder.0.weight", &[3, 2]),
            "its weights are another model's, 2 x 3 and not 3 x 2: encoder.0.weight"
        );
        assert_eq!(
            refused("encoder.1.bias", &[2]),
            "its weights are incomplete: encoder.1.bias"
        );
        let bytes = encode(&wanted("decoder.0.bias", &[2]), &weights).unwrap();
        let header = String::from_utf8_lossy(&bytes[8..]);
        let expected = r#"{"__metadata__":{"hourglass":"export"},"decoder.0.bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#;
        assert!(header.starts_with(expected), "{header}");
    }
}
