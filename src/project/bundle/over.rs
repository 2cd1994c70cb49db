//! Which project a save may overwrite.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::version::Version;
use super::{BundleError, PROJECT_FILE};

/// What a save may write over, beside a free place.
#[derive(Debug, Clone, PartialEq)]
pub enum Over {
    /// Whatever project is there.
    Any,
    /// Only the project in the folder `path`, which was `version` when this program last read or wrote it. What others
    /// changed since is merged.
    Own {
        path: PathBuf,
        version: Arc<Version>,
    },
    /// No project.
    Nothing,
}

impl Over {
    /// Whether a project may be written into `folder`: the text of what is there, and what it was, where others have
    /// changed it, or it could not all be read. Reads the disk.
    ///
    /// # Errors
    /// [`BundleError::Taken`], or when the file cannot be read.
    pub(super) fn check(&self, folder: &Path) -> Result<Option<(Vec<u8>, &Version)>, BundleError> {
        if *self == Self::Any {
            return Ok(None);
        }
        let file = folder.join(PROJECT_FILE);
        let text = match fs::read(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(BundleError::cannot("read", &file)(error)),
        };
        match self {
            Self::Own { version, .. } if self.is_own(folder) => {
                // What could not be read is not in what is written now.
                let is_all = version.is_file(&text) && version.is_read_whole();
                Ok((!is_all).then_some((text, version)))
            }
            _ => Err(BundleError::Taken {
                path: folder.to_path_buf(),
            }),
        }
    }
}

impl Over {
    /// Whether what is in `folder` is, or was, this program's own.
    pub(super) fn is_own(&self, folder: &Path) -> bool {
        matches!(self, Self::Own { path, .. } if is_same(path, folder))
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
        let first = save_over(&named("one"), &place, &Over::Nothing).unwrap();
        assert_eq!(open(&place).unwrap().version, Some(first.version.clone()));
        let own = Over::Own {
            path: folder.path().join("a").join("..").join("a"),
            version: first.version.clone(),
        };
        let next = save_over(&named("two"), &place.join("project.json"), &own).unwrap();
        assert_ne!(next.version, first.version);
        assert_eq!((next.merged, next.conflict), (None, None));
        assert_eq!(open(&place).unwrap().document.name, "two");
        // Somebody removed it: the place is free again.
        fs::remove_dir_all(&place).unwrap();
        save_over(&named("three"), &place, &own).unwrap();
    }

    #[test]
    fn another_project_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (mine, other) = (folder.path().join("mine"), folder.path().join("other"));
        let version = save_over(&named("mine"), &mine, &Over::Nothing)
            .unwrap()
            .version;
        // A copy, byte by byte, is another project too.
        save(&named("mine"), &other).unwrap();
        let own = Over::Own {
            path: mine.clone(),
            version,
        };
        for over in [&own, &Over::Nothing] {
            let error = save_over(&named("new"), &other, over).unwrap_err();
            assert!(matches!(&error, BundleError::Taken { path } if *path == other));
            assert!(error.to_string().ends_with("other"), "{error}");
        }
        assert_eq!(open(&other).unwrap().document.name, "mine");
        assert!(!mine.join("weights").exists());
        save_over(&named("new"), &other, &Over::Any).unwrap();
        assert_eq!(open(&other).unwrap().document.name, "new");
    }

    #[test]
    fn what_another_program_changed_is_merged_and_a_conflict_kept_beside() {
        let folder = tempfile::tempdir().unwrap();
        let mine = folder.path().join("mine");
        let version = save_over(&named("mine"), &mine, &Over::Nothing)
            .unwrap()
            .version;
        let own = Over::Own {
            path: mine.clone(),
            version,
        };
        let noted = Document {
            notes: "by hand".into(),
            ..named("mine")
        };
        save(&noted, &mine).unwrap();
        let saved = save_over(&named("new"), &mine, &own).unwrap();
        let both = open(&mine).unwrap().document;
        assert_eq!((&*both.name, &*both.notes), ("new", "by hand"));
        assert_eq!(saved.conflict, None);
        assert_eq!(saved.merged.as_deref(), Some(&both));

        // Both changed the name since, and a file that cannot be read is nobody's to throw away either.
        let own = Over::Own {
            path: mine.clone(),
            version: saved.version,
        };
        for (theirs, text) in [(named("theirs"), None), (named(""), Some("{ not JSON"))] {
            save(&theirs, &mine).unwrap();
            if let Some(text) = text {
                fs::write(mine.join(PROJECT_FILE), text).unwrap();
            }
            let there = fs::read(mine.join(PROJECT_FILE)).unwrap();
            let saved = save_over(&named("ours"), &mine, &own).unwrap();
            assert_eq!(open(&mine).unwrap().document.name, "ours");
            let kept = saved.conflict.unwrap();
            assert_eq!(fs::read(&kept).unwrap(), there);
            assert_eq!(kept.parent(), Some(&*mine));
        }
    }
}
