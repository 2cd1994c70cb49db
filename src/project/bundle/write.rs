//! Saving in an order in which every instant leaves a whole project: new weight files first (their names are
//! their content, so nothing old is touched), then `project.json` at one stroke, then the files nobody needs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::encode::{WeightFiles, encode};
use super::print::print;
use super::{BundleError, PROJECT_FILE, WEIGHTS_FOLDER, weights};
use crate::project::Document;
use crate::project::atomic::{is_left_behind, stage, sync_folder};

/// What has just been done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Folders,
    OneWeightFile,
    WeightsOnDisk,
    ProjectStaged,
    ProjectReplaced,
    Cleaned,
}

/// Saves, and calls `after` when a step is done; its error ends the save there, as a kill would.
pub fn save_in_steps(
    document: &Document,
    path: &Path,
    after: &mut dyn FnMut(Step) -> Result<(), BundleError>,
) -> Result<(), BundleError> {
    let folder = &bundle_folder(path);
    refuse_foreign(folder)?;
    let (tree, files) =
        encode(document).map_err(BundleError::cannot("write the project", folder))?;
    let text = print(&tree);
    let weights_folder = folder.join(WEIGHTS_FOLDER);
    let deepest = if files.is_empty() {
        folder
    } else {
        &weights_folder
    };
    fs::create_dir_all(deepest).map_err(BundleError::cannot("make the folder", deepest))?;
    after(Step::Folders)?;
    for (name, bytes) in &files {
        write_weights(&weights_folder, name, bytes)?;
        after(Step::OneWeightFile)?;
    }
    if !files.is_empty() {
        sync(&weights_folder)?;
    }
    after(Step::WeightsOnDisk)?;

    let project = folder.join(PROJECT_FILE);
    let staged =
        stage(folder, text.as_bytes()).map_err(BundleError::cannot("write", &project))?;
    after(Step::ProjectStaged)?;
    staged
        .commit(&project)
        .map_err(BundleError::cannot("replace", &project))?;
    sync(folder)?;
    after(Step::ProjectReplaced)?;

    remove_unneeded(folder, &weights_folder, &files);
    after(Step::Cleaned)
}

/// The folder that `path` means; its project file stands for it.
fn bundle_folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if path.ends_with(PROJECT_FILE) && !path.is_dir() => parent.to_path_buf(),
        _ => path.to_path_buf(),
    }
}

/// A project is written into a new folder, an empty one, or over a project.
fn refuse_foreign(folder: &Path) -> Result<(), BundleError> {
    #[derive(Deserialize)]
    struct Mark {
        #[serde(rename = "format")]
        _format: u64,
        #[serde(flatten)]
        _rest: std::collections::HashMap<String, IgnoredAny>,
    }
    if folder.as_os_str().is_empty() || !folder.exists() {
        return Ok(());
    }
    if !folder.is_dir() {
        let problem = "a project is a folder, and this is a file";
        return Err(BundleError::new(folder, problem));
    }
    let project = folder.join(PROJECT_FILE);
    if project.exists() {
        let bytes = fs::read(&project).map_err(BundleError::cannot("read", &project))?;
        return match serde_json::from_slice::<Mark>(&bytes) {
            Ok(_) => Ok(()),
            Err(_) => Err(BundleError::new(
                &project,
                "this file is no project of Hourglass, choose another folder",
            )),
        };
    }
    let entries = fs::read_dir(folder).map_err(BundleError::cannot("read the folder", folder))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        // A first save that was cut short leaves these.
        let is_ours = is_left_behind(&name) || (name == WEIGHTS_FOLDER && entry.path().is_dir());
        if !is_ours {
            return Err(BundleError::new(
                folder,
                "the folder holds something else, choose an empty or a new one",
            ));
        }
    }
    Ok(())
}

fn write_weights(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), BundleError> {
    let path = folder.join(name);
    // Compared whole, not by name: a disk can have damaged it since.
    let is_there = fs::metadata(&path).is_ok_and(|file| file.len() == bytes.len() as u64)
        && fs::read(&path).is_ok_and(|there| there == bytes);
    if is_there {
        return Ok(());
    }
    stage(folder, bytes)
        .and_then(|staged| staged.commit(&path))
        .map_err(BundleError::cannot("write", &path))
}

fn sync(folder: &Path) -> Result<(), BundleError> {
    sync_folder(folder).map_err(BundleError::cannot("write the folder", folder))
}

/// Removes weight files that the project does not name, and what killed saves left. The project is safe on disk by
/// now, so what cannot be removed is only logged.
fn remove_unneeded(folder: &Path, weights_folder: &Path, files: &WeightFiles) {
    let needed: BTreeSet<&str> = files.keys().map(String::as_str).collect();
    for place in [folder, weights_folder] {
        let is_weights = place == weights_folder;
        for entry in fs::read_dir(place).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_old = is_weights && weights::is_name(&name) && !needed.contains(&*name);
            if (is_old || is_left_behind(&name))
                && let Err(error) = fs::remove_file(entry.path())
            {
                log::warn!("cannot remove, {error}: {}", entry.path().display());
            }
        }
    }
    if files.is_empty() {
        // Only an empty folder goes; anything in it is not ours.
        let _ = fs::remove_dir(weights_folder);
    }
}
