//! What differs between two architectures, in the words of the panels.

use super::NAMED;
use crate::model::{Architecture, Decoder, Layer, Pyramid};

/// The differences between two architectures, or "the architecture" where there are many.
pub fn architecture(before: &Architecture, after: &Architecture) -> Vec<String> {
    let mut names = pyramid(before.pyramid.as_ref(), after.pyramid.as_ref());
    names.extend(layers("encoder", &before.encoder, &after.encoder));
    if before.code.width != after.code.width {
        names.push("the code width".into());
    }
    if before.code.activation != after.code.activation {
        names.push("the code activation".into());
    }
    if before.code.distribution != after.code.distribution {
        names.push("the distribution of the code".into());
    }
    if before.code.shape != after.code.shape {
        names.push("the shape of the code".into());
    }
    match (&before.decoder, &after.decoder) {
        (Decoder::Own { layers: old }, Decoder::Own { layers: new }) => {
            names.extend(layers("decoder", old, new));
        }
        (old, new) if old != new => names.push("the mirroring of the decoder".into()),
        _ => {}
    }
    if before.output != after.output {
        names.push("the output activation".into());
    }
    if before.initialisation != after.initialisation {
        names.push("the initialisation".into());
    }
    if before.adversary != after.adversary {
        names.push("the adversary".into());
    }
    // A field this list does not know is a difference all the same.
    if names.len() > NAMED || (names.is_empty() && before != after) {
        return vec!["the architecture".into()];
    }
    names
}

fn pyramid(before: Option<&Pyramid>, after: Option<&Pyramid>) -> Vec<String> {
    let (Some(old), Some(new)) = (before, after) else {
        return match before == after {
            true => Vec::new(),
            false => vec!["the convolutions".into()],
        };
    };
    let mut names = Vec::new();
    for (differs, name) in [
        (
            old.channels.len() != new.channels.len(),
            "the levels of the pyramid",
        ),
        (
            old.channels.len() == new.channels.len() && old.channels != new.channels,
            "the channels of the pyramid",
        ),
        (old.kernel != new.kernel, "the size of the kernels"),
        (old.padding != new.padding, "the padding"),
        (old.down != new.down, "the way down"),
        (old.up != new.up, "the way up"),
        (old.batch_norm != new.batch_norm, "batch normalisation"),
        (
            old.activation != new.activation,
            "the activation of the pyramid",
        ),
        (
            old.weights != new.weights,
            "the first weights of the pyramid",
        ),
    ] {
        if differs {
            names.push(name.into());
        }
    }
    names
}

fn layers(part: &str, before: &[Layer], after: &[Layer]) -> Vec<String> {
    if before.len() != after.len() {
        return vec![format!("the number of {part} layers")];
    }
    let mut names = Vec::new();
    for (index, (old, new)) in before.iter().zip(after).enumerate() {
        let number = index + 1;
        if old.width != new.width {
            names.push(format!("the width of {part} layer {number}"));
        }
        if old.activation != new.activation {
            names.push(format!("the activation of {part} layer {number}"));
        }
        if old.dropout != new.dropout {
            names.push(format!("the dropout of {part} layer {number}"));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pyramids_are_named_by_what_differs() {
        let old = Pyramid::default();
        let deeper = Pyramid {
            channels: vec![16, 32, 64],
            kernel: 5,
            ..old.clone()
        };
        assert_eq!(
            pyramid(Some(&old), Some(&deeper)),
            ["the levels of the pyramid", "the size of the kernels"]
        );
        assert!(pyramid(Some(&old), Some(&old)).is_empty());
    }
}
