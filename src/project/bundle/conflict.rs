//! The version of a project that another program wrote, kept beside where both changed the same:
//! `project.conflict-TIME.json`, and the files of weights and histories that it names.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{BundleError, content_file};
use crate::project::atomic::replace;
use crate::system::moment;

const BEGINNING: &str = "project.conflict-";
const ENDING: &str = ".json";

/// Keeps `text` in `folder`, and says where.
///
/// # Errors
/// When it cannot be written.
pub fn keep(folder: &Path, text: &[u8]) -> Result<PathBuf, BundleError> {
    let time = moment::for_file_name();
    let mut name = format!("{BEGINNING}{time}{ENDING}");
    // Conflicts within one second. The folder is locked, so nobody takes the name meanwhile.
    for number in 2.. {
        if fs::symlink_metadata(folder.join(&name)).is_err() {
            break;
        }
        name = format!("{BEGINNING}{time}-{number}{ENDING}");
    }
    let place = folder.join(&name);
    replace(folder, &name, text).map_err(BundleError::writing("write", &place))?;
    Ok(place)
}

/// The files of weights and histories that versions kept in `folder` name.
///
/// # Errors
/// When one of them cannot be read.
pub fn files(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(BEGINNING) && name.ends_with(ENDING) {
            names.extend(content_file::names_in(&fs::read(entry.path())?));
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_version_has_a_file_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let weights =
            crate::project::bundle::weights::reference(&format!("{}.safetensors", "a".repeat(64)));
        let first = keep(folder.path(), weights.as_bytes()).unwrap();
        let second = keep(folder.path(), b"second").unwrap();
        assert_ne!(first, second);
        assert_eq!(fs::read(second).unwrap(), b"second");
        let named = files(folder.path()).unwrap();
        assert_eq!(named, [weights.replace("weights/", "")].into());
    }
}
