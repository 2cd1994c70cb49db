//! Which project a save may overwrite.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{BundleError, PROJECT_FILE};

/// What a project file held, to tell later whether it is still the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp(blake3::Hash);

impl Stamp {
    pub(super) fn of(text: &[u8]) -> Self {
        Self(blake3::hash(text))
    }
}

/// What a save may write over, beside a free place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Over {
    /// Whatever project is there.
    Any,
    /// Only the project in the folder `path`, as long as its file still is what `stamp` says.
    Own { path: PathBuf, stamp: Stamp },
    /// No project.
    Nothing,
}

impl Over {
    /// Whether a project may be written into `folder`. Reads the disk.
    ///
    /// # Errors
    /// [`BundleError::Taken`], [`BundleError::Changed`], or when the file cannot be read.
    pub(super) fn check(&self, folder: &Path) -> Result<(), BundleError> {
        if *self == Self::Any {
            return Ok(());
        }
        let file = folder.join(PROJECT_FILE);
        let there = match fs::read(&file) {
            Ok(text) => Stamp::of(&text),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(BundleError::cannot("read", &file)(error)),
        };
        let path = folder.to_path_buf();
        match self {
            Self::Own { path: own, .. } if !is_same(own, folder) => {
                Err(BundleError::Taken { path })
            }
            Self::Own { stamp, .. } if *stamp == there => Ok(()),
            Self::Own { .. } => Err(BundleError::Changed { path }),
            Self::Any | Self::Nothing => Err(BundleError::Taken { path }),
        }
    }
}

/// Whether both name the same folder, links and relative paths followed.
fn is_same(a: &Path, b: &Path) -> bool {
    let whole = |path: &Path| fs::canonicalize(path).ok();
    a == b || (whole(a).is_some() && whole(a) == whole(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{Document, open, save, save_over};

    fn named(name: &str) -> Document {
        Document {
            name: name.into(),
            ..Document::default()
        }
    }

    #[test]
    fn a_free_place_and_the_own_one_are_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a");
        let stamp = save_over(&named("one"), &place, &Over::Nothing)
            .unwrap()
            .stamp;
        assert_eq!(open(&place).unwrap().stamp, Some(stamp));
        let own = Over::Own {
            path: folder.path().join("a").join("..").join("a"),
            stamp,
        };
        let next = save_over(&named("two"), &place.join("project.json"), &own).unwrap();
        assert_ne!(next.stamp, stamp);
        assert_eq!(open(&place).unwrap().document.name, "two");
        // Somebody removed it: the place is free again.
        fs::remove_dir_all(&place).unwrap();
        save_over(&named("three"), &place, &own).unwrap();
    }

    #[test]
    fn another_project_and_a_changed_one_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (mine, other) = (folder.path().join("mine"), folder.path().join("other"));
        let stamp = save_over(&named("mine"), &mine, &Over::Nothing)
            .unwrap()
            .stamp;
        // A copy, byte by byte, is another project too.
        save(&named("mine"), &other).unwrap();
        let own = Over::Own {
            path: mine.clone(),
            stamp,
        };
        for over in [&own, &Over::Nothing] {
            let error = save_over(&named("new"), &other, over).unwrap_err();
            assert!(matches!(&error, BundleError::Taken { path } if *path == other));
        }
        save(&named("theirs"), &mine).unwrap();
        let error = save_over(&named("new"), &mine, &own).unwrap_err();
        assert!(matches!(&error, BundleError::Changed { path } if *path == mine));
        assert!(error.to_string().ends_with("mine"), "{error}");
        assert_eq!(open(&mine).unwrap().document.name, "theirs");
        assert_eq!(open(&other).unwrap().document.name, "mine");
        assert!(!mine.join("weights").exists());
        save_over(&named("new"), &mine, &Over::Any).unwrap();
        assert_eq!(open(&mine).unwrap().document.name, "new");
    }
}
