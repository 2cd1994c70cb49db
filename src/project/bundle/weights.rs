//! Weight files: safetensors, named by the BLAKE3 hash of their content.
//!
//! Weights stand under their own names, so that Python sees `encoder.0.weight`; optimiser moments under
//! `optimiser.<name>`. The header's metadata has one entry, `hourglass`, a JSON text
//! `{"optimiser": "Adam", "optimiser_steps": 938}`. The weights of checkpoints, and those a fork begins with,
//! stand alone in a file without metadata.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use safetensors::SafeTensors;
use safetensors::tensor::TensorView;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::WEIGHTS_FOLDER;
use super::content_file::{ContentFile, SAFETENSORS, Unreadable, is_named, read_checked};
use crate::model::safetensors::{TensorBytes, single_precision};
use crate::model::{ModelState, Tensor, Tensors};

const MOMENT_PREFIX: &str = "optimiser.";
const METADATA_KEY: &str = "hourglass";

/// The header's metadata. One entry holds both, since the order of several would change from run to run.
#[derive(Serialize, Deserialize)]
struct Metadata {
    optimiser: String,
    optimiser_steps: u64,
}

/// The file for `state`; the same state gives the same bytes.
///
/// # Errors
/// One clause when a tensor's shape is not that of its data, or a weight has the name of a moment.
pub fn encode(state: &ModelState) -> Result<ContentFile, String> {
    let metadata = serde_json::to_string(&Metadata {
        optimiser: state.optimiser_name.clone(),
        optimiser_steps: state.optimiser_steps,
    })
    .map_err(|error| error.to_string())?;
    let metadata = HashMap::from([(METADATA_KEY.to_owned(), metadata)]);
    serialise(&state.weights, &state.optimiser, Some(metadata))
}

/// The file for weights without an optimiser; it has no metadata.
///
/// # Errors
/// As [`encode`].
pub fn encode_weights(weights: &Tensors) -> Result<ContentFile, String> {
    serialise(weights, &Tensors::new(), None)
}

fn serialise(
    weights: &Tensors,
    moments: &Tensors,
    metadata: Option<HashMap<String, String>>,
) -> Result<ContentFile, String> {
    let mut tensors = Vec::new();
    for (name, tensor) in weights {
        if name.starts_with(MOMENT_PREFIX) {
            return Err(format!("a weight cannot be named {name}"));
        }
        tensors.push((name.clone(), TensorBytes::new(tensor)));
    }
    for (name, tensor) in moments {
        tensors.push((format!("{MOMENT_PREFIX}{name}"), TensorBytes::new(tensor)));
    }
    let bytes = safetensors::serialize(tensors, metadata).map_err(|e| e.to_string())?;
    Ok(ContentFile::new(bytes, SAFETENSORS))
}

/// Reads the file that `reference` (`weights/<hash>.safetensors`) names in the project `folder`.
///
/// # Errors
/// One clause when the reference is of another form, or the file is missing, changed, or not one of ours.
pub fn load(folder: &Path, reference: &str) -> Result<ModelState, String> {
    let path = path_of(folder, reference)?;
    let state = read_checked(&path)
        .and_then(|bytes| decode(&bytes).map_err(no_weights))
        .map_err(|why| why.of(reference))?;
    Ok(state)
}

/// Reads the weight file at `path`, of which it takes the weights alone.
///
/// # Errors
/// When it is missing, changed, or no such file.
pub fn load_weights(path: &Path) -> Result<Tensors, Unreadable> {
    let bytes = read_checked(path)?;
    decode_weights(&bytes).map_err(no_weights)
}

/// Where the file is that `reference` names in the project `folder`.
///
/// # Errors
/// One clause when the reference is of another form.
pub fn path_of(folder: &Path, reference: &str) -> Result<PathBuf, String> {
    let name = name_in(reference)
        .ok_or_else(|| format!("{reference:?} is not the name of a weight file"))?;
    Ok(folder.join(WEIGHTS_FOLDER).join(name))
}

/// The folder and the reference to a weight file in it.
///
/// # Errors
/// One clause when there is none.
pub fn named(reference: Option<Value>, folder: Option<&Path>) -> Result<(&Path, String), String> {
    let Some(Value::String(reference)) = reference else {
        return Err("no weight file is named".into());
    };
    let folder = folder.ok_or("shipped projects have no weights")?;
    Ok((folder, reference))
}

/// Whether the file at `path` is as long as one of `weights` is: a look, not a reading.
pub fn is_as_long(path: &Path, weights: &Tensors) -> bool {
    let numbers: usize = weights.values().map(|tensor| tensor.data.len()).sum();
    let mut header = [0; 8];
    let look = File::open(path).and_then(|mut file| {
        file.read_exact(&mut header)?;
        Ok(file.metadata()?.len())
    });
    let content = numbers as u64 * size_of::<f32>() as u64;
    look.ok()
        .and_then(|length| length.checked_sub(content)?.checked_sub(8))
        .is_some_and(|rest| rest == u64::from_le_bytes(header))
}

fn no_weights(problem: String) -> Unreadable {
    Unreadable::Foreign("weights", problem)
}

fn decode(bytes: &[u8]) -> Result<ModelState, String> {
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(|error| error.to_string())?;
    let metadata = header.metadata().as_ref();
    let metadata = metadata
        .and_then(|entries| entries.get(METADATA_KEY))
        .ok_or("its header says nothing about the optimiser")?;
    let metadata: Metadata = serde_json::from_str(metadata).map_err(|error| error.to_string())?;
    let mut state = ModelState {
        weights: Tensors::new(),
        optimiser: Tensors::new(),
        optimiser_name: metadata.optimiser,
        optimiser_steps: metadata.optimiser_steps,
    };
    let file = SafeTensors::deserialize(bytes).map_err(|error| error.to_string())?;
    for (name, view) in file.iter() {
        let tensor = tensor_of(name, &view)?;
        match name.strip_prefix(MOMENT_PREFIX) {
            Some(moment) => state.optimiser.insert(moment.to_owned(), tensor),
            None => state.weights.insert(name.to_owned(), tensor),
        };
    }
    Ok(state)
}

fn decode_weights(bytes: &[u8]) -> Result<Tensors, String> {
    let file = SafeTensors::deserialize(bytes).map_err(|error| error.to_string())?;
    file.iter()
        .filter(|(name, _)| !name.starts_with(MOMENT_PREFIX))
        .map(|(name, view)| Ok((name.to_owned(), tensor_of(name, &view)?)))
        .collect()
}

fn tensor_of(name: &str, view: &TensorView) -> Result<Tensor, String> {
    single_precision(view).ok_or_else(|| format!("{name} is {:?}, not F32", view.dtype()))
}

/// The name of the weight file at `path`.
pub fn name_at(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Whether a file's name has the form of ours.
pub fn is_name(name: &str) -> bool {
    is_named(name, SAFETENSORS)
}

/// How `project.json` names a weight file.
pub fn reference(name: &str) -> String {
    format!("{WEIGHTS_FOLDER}/{name}")
}

fn name_in(reference: &str) -> Option<&str> {
    let name = reference.strip_prefix(WEIGHTS_FOLDER)?.strip_prefix('/')?;
    is_name(name).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tensor(shape: &[usize], data: &[f32]) -> Tensor {
        Tensor {
            shape: shape.to_vec(),
            data: data.to_vec(),
        }
    }

    fn state() -> ModelState {
        ModelState {
            weights: [
                ("encoder.0.weight", tensor(&[2, 1], &[1.5, -0.0])),
                (
                    "encoder.0.bias",
                    tensor(&[2], &[f32::INFINITY, f32::MIN_POSITIVE]),
                ),
            ]
            .map(|(name, tensor)| (name.to_owned(), tensor))
            .into(),
            optimiser: [("encoder.0.bias.exp_avg".to_owned(), tensor(&[0], &[]))].into(),
            optimiser_name: "Adam".into(),
            optimiser_steps: 938,
        }
    }

    #[test]
    fn a_state_comes_back_and_always_has_the_same_bytes() {
        let file = encode(&state()).unwrap();
        assert_eq!(decode(&file.bytes).unwrap(), state());
        assert_eq!(file.name, encode(&state()).unwrap().name);
        assert!(is_name(&file.name), "{}", file.name);
        let header = String::from_utf8_lossy(&file.bytes[8..]);
        let expected = r#"{"__metadata__":{"hourglass":"{\"optimiser\":\"Adam\",\"optimiser_steps\":938}"},"encoder.0.bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"encoder.0.weight":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]},"optimiser.encoder.0.bias.exp_avg""#;
        assert!(header.starts_with(expected), "{header}");
    }

    #[test]
    fn what_cannot_be_written_is_refused() {
        let mut wrong = state();
        wrong
            .weights
            .insert("decoder.0.bias".into(), tensor(&[3], &[1.0]));
        assert!(encode(&wrong).is_err());
        let mut wrong = state();
        wrong
            .weights
            .insert("optimiser.x".into(), tensor(&[0], &[]));
        assert!(encode(&wrong).unwrap_err().ends_with("optimiser.x"));
    }

    #[test]
    fn foreign_and_cut_files_are_refused() {
        let bytes = encode(&state()).unwrap().bytes;
        for length in 0..bytes.len() {
            assert!(decode(&bytes[..length]).is_err(), "{length}");
        }
        let plain: Vec<(String, TensorBytes)> = vec![];
        let plain = safetensors::serialize(plain, None).unwrap();
        assert!(decode(&plain).unwrap_err().contains("optimiser"));
    }

    #[test]
    fn weights_alone_come_back_from_either_kind_of_file() {
        let weights = state().weights;
        let alone = encode_weights(&weights).unwrap();
        assert_eq!(decode_weights(&alone.bytes).unwrap(), weights);
        let with_optimiser = encode(&state()).unwrap();
        assert_ne!(alone.name, with_optimiser.name);
        assert_eq!(decode_weights(&with_optimiser.bytes).unwrap(), weights);
        assert!(decode_weights(&alone.bytes[..20]).is_err());
    }

    #[test]
    fn a_look_at_the_length_tells_cut_and_other_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let weights = state().weights;
        let file = encode_weights(&weights).unwrap();
        std::fs::write(&path, &file.bytes).unwrap();
        assert!(is_as_long(&path, &weights));
        assert!(!is_as_long(&path, &state().optimiser));
        assert!(!is_as_long(&folder.path().join("none"), &weights));
        for length in [0, 7, 8, file.bytes.len() - 1] {
            std::fs::write(&path, &file.bytes[..length]).unwrap();
            assert!(!is_as_long(&path, &weights), "{length}");
        }
    }

    #[test]
    fn only_names_of_our_form_are_followed() {
        let hash = "0123456789abcdef".repeat(4);
        let good = format!("weights/{hash}.safetensors");
        assert_eq!(name_in(&good), Some(&good[8..]));
        for wrong in [
            format!("{hash}.safetensors"),
            format!("weights/../{hash}.safetensors"),
            format!("weights//{hash}.safetensors"),
            format!("/weights/{hash}.safetensors"),
            format!("weights/{}.safetensors", hash.to_uppercase()),
            "weights/../../secret".into(),
            String::new(),
        ] {
            assert_eq!(name_in(&wrong), None, "{wrong}");
        }
    }
}
