//! Removes the files that nobody needs any more after a save.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{conflict, held, older, weights};
use crate::project::atomic::is_left_behind;

/// Removes weight files that the project does not name, and what killed saves left. Files stay that weights of the
/// past are still to be read from: undo can bring back a variant whose only copy they are; and those of kept
/// versions. The project is safe on disk
/// by now, so what cannot be removed is only logged.
pub(super) fn remove_unneeded(folder: &Path, weights_folder: &Path, needed: &BTreeSet<String>) {
    let beside = older::weight_files(folder).and_then(|mut names| {
        names.extend(conflict::weight_files(folder)?);
        Ok(names)
    });
    if let Err(error) = &beside {
        log::warn!(
            "cannot read a version that was kept, {error}: {}",
            folder.display()
        );
    }
    for place in [folder, weights_folder] {
        let is_weights = place == weights_folder;
        for entry in fs::read_dir(place).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_old = is_weights
                && weights::is_name(&name)
                && !needed.contains(&name)
                && beside.as_ref().is_ok_and(|names| !names.contains(&name))
                && !held::is_held(&name);
            if (is_old || is_left_behind(&name))
                && let Err(error) = fs::remove_file(entry.path())
            {
                log::warn!("cannot remove, {error}: {}", entry.path().display());
            }
        }
    }
    if needed.is_empty() {
        // Only an empty folder goes; anything in it is not ours.
        let _ = fs::remove_dir(weights_folder);
    }
}
