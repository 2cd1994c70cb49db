//! The PyTorch export of a trained variant: its weights, and a small Python file that rebuilds the model around them.
//!
//! The Python is written for this one architecture, so that it can be read from top to bottom; it needs torch and
//! safetensors alone.

mod activation;
mod class;
mod dense;
mod half;
mod level;
mod over_steps;
mod rows;
mod script;
mod sequences;
mod subject;
mod texts;
mod weights;

pub use script::MADE_BY;
pub use subject::Subject;

use crate::model::Invalid;
use half::Half;

/// The two files, which stand beside each other under one stem.
#[derive(Debug, Clone, PartialEq)]
pub struct Exported {
    /// Text of the `.py` file.
    pub python: String,
    /// Bytes of the `.safetensors` file: the weights of encoder and decoder under their own names.
    pub weights: Vec<u8>,
}

/// Writes `subject` for PyTorch. The same subject gives the same text and bytes.
///
/// # Errors
/// One clause that ends with a field or the name of a tensor: an architecture that does not exist for these samples, or
/// weights that are not its own.
pub fn export(subject: &Subject) -> Result<Exported, String> {
    let (encoder, decoder) = halves(subject)?;
    let mut tensors = encoder.tensors();
    tensors.extend(decoder.tensors());
    Ok(Exported {
        weights: weights::encode(&tensors, subject.weights)?,
        python: script::write(subject, &encoder, &decoder),
    })
}

/// The Python file alone, which does not depend on the weights.
///
/// # Errors
/// As [`export`], for the architecture.
pub fn python(subject: &Subject) -> Result<String, String> {
    let (encoder, decoder) = halves(subject)?;
    Ok(script::write(subject, &encoder, &decoder))
}

fn halves(subject: &Subject) -> Result<(Half, Half), String> {
    let architecture = &subject.without_softmax();
    let shape = subject.scaler.shape();
    architecture.check_for(shape).map_err(as_clause)?;
    Ok((
        Half::encoder(architecture, shape),
        Half::decoder(architecture, shape),
    ))
}

/// The sentence of a refused architecture as what follows "not exported, ".
fn as_clause(refused: Invalid) -> String {
    format!("its architecture cannot be built: {refused}")
}
