//! Removes the files that nobody needs any more after a save.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{CONTENT_FOLDERS, conflict, content_file, held, older};
use crate::project::atomic::is_left_behind;

/// Removes files of weights and histories that the project does not name, and what killed saves left. Files stay that weights of the
/// past are still to be read from: undo can bring back a variant whose only copy they are; and those of kept
/// versions. The project is safe on disk
/// by now, so what cannot be removed is only logged.
pub(super) fn remove_unneeded(folder: &Path, needed: &BTreeSet<String>) {
    let beside = older::files(folder).and_then(|mut names| {
        names.extend(conflict::files(folder)?);
        Ok(names)
    });
    if let Err(error) = &beside {
        log::warn!(
            "cannot read a version that was kept, {error}: {}",
            folder.display()
        );
    }
    let is_unneeded = |name: &str| {
        content_file::is_ours(name)
            && !needed.contains(name)
            && beside.as_ref().is_ok_and(|names| !names.contains(name))
            && !held::is_held(name)
    };
    remove(folder, |_| false);
    for name in CONTENT_FOLDERS {
        let place = folder.join(name);
        remove(&place, is_unneeded);
        // Only an empty folder goes; anything in it is not ours.
        let _ = fs::remove_dir(place);
    }
}

/// Removes what killed saves left in `place`, and files whose name is `old`.
fn remove(place: &Path, old: impl Fn(&str) -> bool) {
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if (old(&name) || is_left_behind(&name))
            && let Err(error) = fs::remove_file(entry.path())
        {
            log::warn!("cannot remove, {error}: {}", entry.path().display());
        }
    }
}
