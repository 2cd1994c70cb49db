//! What a project takes on disk, and what of it can go when there is no room.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::cleanup::remove_unneeded;
use super::lock::Lock;
use super::over::Over;
use super::print::print;
use super::write::bundle_folder;
use super::{BundleError, PROJECT_FILE, content_file};
use crate::model::{ModelState, Tensors};
use crate::project::atomic::replace;
use crate::project::{Document, Trained};
use crate::training::ResumeState;

/// About the bytes of `document` on disk, without checkpoints.
pub fn bytes(document: &Document) -> u64 {
    let of_tensors = |tensors: &Tensors| -> usize {
        let numbers = tensors.values().map(|tensor| tensor.data.len());
        numbers.sum::<usize>() * size_of::<f32>()
    };
    let of_state = |state: &ModelState| of_tensors(&state.weights) + of_tensors(&state.optimiser);
    let classifiers = document.classifiers.iter();
    let mut all: usize = classifiers.map(|one| one.bytes().len()).sum();
    for variant in &document.variants {
        all += variant
            .start
            .as_ref()
            .map_or(0, |start| of_tensors(&start.weights));
        let Some(trained) = &variant.trained else {
            continue;
        };
        let ResumeState {
            state,
            best,
            history,
            ..
        } = &*trained.resume_state;
        all += of_state(state) + best.as_ref().map_or(0, |best| of_state(&best.state));
        // About as long as their lines are.
        let way = history
            .diverged
            .as_ref()
            .map_or(0, |diverged| diverged.way.len());
        all += 120 * (history.steps.len() + way) + 400 * history.epochs.len();
    }
    all as u64
}

/// `document` without its checkpoints, and whether it had any.
pub fn without_checkpoints(document: &Document) -> (Document, bool) {
    let mut document = document.clone();
    let mut some_go = false;
    for variant in &mut document.variants {
        if let Some(Trained { resume_state, .. }) = &mut variant.trained
            && !resume_state.checkpoints.is_empty()
        {
            some_go = true;
            *resume_state = Arc::new(ResumeState {
                checkpoints: Vec::new(),
                ..ResumeState::clone(resume_state)
            });
        }
    }
    (document, some_go)
}

/// Takes the checkpoints of the project in `folder` from the disk, as far as it is the one that `over` allows to write
/// over, and says whether there were any.
///
/// # Errors
/// When it cannot be read or written.
pub fn free_checkpoints(path: &Path, over: &Over) -> Result<bool, BundleError> {
    let folder = &bundle_folder(path);
    let _lock = Lock::to_save(folder)?;
    let project = folder.join(PROJECT_FILE);
    // Of a project that another program wrote meanwhile nothing is taken.
    if matches!(over, Over::Nothing) || over.check(folder)?.is_some() || !project.exists() {
        return Ok(false);
    }
    let text = fs::read(&project).map_err(BundleError::cannot("read", &project))?;
    let mut tree: Value =
        serde_json::from_slice(&text).map_err(BundleError::cannot("read", &project))?;
    let variants = tree.get_mut("variants").and_then(Value::as_array_mut);
    let mut some_went = false;
    for variant in variants.into_iter().flatten() {
        let trained = variant.get_mut("trained").and_then(Value::as_object_mut);
        some_went |= trained.is_some_and(|trained| trained.shift_remove("checkpoints").is_some());
    }
    if some_went {
        let text = print(&tree);
        let needed = content_file::names_in(text.as_bytes()).collect();
        // Before the file that no longer names them: there may be no room for that one either. A project without the
        // files of its checkpoints is whole but for these.
        remove_unneeded(folder, &needed);
        match replace(folder, PROJECT_FILE, text.as_bytes()) {
            Err(error) if error.kind() != ErrorKind::StorageFull => {
                return Err(BundleError::writing("replace", &project)(error));
            }
            _ => {}
        }
    }
    Ok(some_went)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Tensor;
    use crate::project::{Variant, VariantSettings, open, save, save_over};
    use crate::training::{Checkpoint, RunState};

    fn weights(value: f32) -> Tensors {
        let tensor = Tensor {
            shape: vec![250],
            data: vec![value; 250],
        };
        [("w".to_owned(), tensor)].into()
    }

    /// A variant with weights of 1,000 bytes and two checkpoints as large.
    fn document() -> Document {
        let checkpoint = |value| {
            let weights = Arc::new(weights(value));
            Arc::new(Checkpoint::new(f64::from(value), 7, None, weights))
        };
        let resume_state = ResumeState {
            state: Arc::new(ModelState {
                weights: weights(71.5),
                ..ModelState::default()
            }),
            checkpoints: vec![checkpoint(72.5), checkpoint(73.5)],
            ..ResumeState::default()
        };
        let mut document = Document::default();
        document.variants[0] = Variant {
            trained: Some(Trained {
                resume_state: Arc::new(resume_state),
                settings: VariantSettings::default(),
                state: RunState::Paused,
            }),
            ..Variant::default()
        };
        document
    }

    fn files(folder: &Path) -> usize {
        fs::read_dir(folder.join("weights")).unwrap().count()
    }

    #[test]
    fn room_is_that_of_the_newest_weights() {
        assert_eq!(bytes(&document()), 1_000);
        let (newest, some_went) = without_checkpoints(&document());
        assert!(some_went);
        assert_eq!(without_checkpoints(&newest), (newest.clone(), false));
    }

    #[test]
    fn checkpoints_go_from_the_own_project_alone() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("own");
        let saved = save_over(&document(), &place, &Over::Nothing).unwrap();
        assert_eq!(files(&place), 3);
        assert!(!free_checkpoints(&place, &Over::Nothing).unwrap());
        assert_eq!(files(&place), 3);
        let own = Over::Own {
            path: place.clone(),
            version: saved.version,
        };
        assert!(free_checkpoints(&place, &own).unwrap());
        assert_eq!(files(&place), 1);
        let opened = open(&place).unwrap();
        assert_eq!(opened.warnings, []);
        assert_eq!(opened.document, without_checkpoints(&document()).0);
        // It is not what was written any more, so nothing is taken from it.
        save(&document(), &place).unwrap();
        let another = Document {
            name: "another".into(),
            ..document()
        };
        save(&another, &place).unwrap();
        assert!(!free_checkpoints(&place, &own).unwrap());
        assert_eq!(files(&place), 3);
    }
}
