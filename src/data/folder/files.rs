//! The files of a folder, and the parts that folders called train and test make.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::data::DataError;
use crate::data::path_name::file_name;

/// Folders with the parts of a set, by their names in small letters.
const TRAIN: [&str; 2] = ["train", "training"];
const VALIDATION: [&str; 3] = ["val", "valid", "validation"];
const TEST: [&str; 2] = ["test", "testing"];
/// What systems leave in folders.
const OF_SYSTEMS: [&str; 4] = ["thumbs.db", "desktop.ini", "__macosx", "ehthumbs.db"];

/// A file that may be a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub path: PathBuf,
    /// The folders that it lies in, from the folder of its part on.
    pub folders: Vec<String>,
    /// Whether a folder says that it is of the test part.
    pub is_test: bool,
}

/// The files of a folder.
#[derive(Debug, Default)]
pub struct Listing {
    /// By path, whatever the system's order is.
    pub files: Vec<File>,
    /// Whether folders have parted them.
    pub has_parts: bool,
    pub warnings: Vec<String>,
}

/// Lists all files below `root`, however deep; hidden ones and what systems leave are passed over.
pub fn list(root: &Path) -> Listing {
    let mut listing = Listing::default();
    let walk = WalkDir::new(root).follow_links(true).sort_by_file_name();
    for entry in walk
        .into_iter()
        .filter_entry(|entry| !is_passed_over(entry))
    {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let folders = folders(root, entry.path());
                listing.files.push(File {
                    path: entry.into_path(),
                    folders,
                    is_test: false,
                });
            }
            Ok(entry) if entry.file_type().is_dir() => {}
            // A pipe or a device, which could be waited for forever.
            Ok(entry) => {
                let path = entry.path().display();
                let warning = format!("this is not a regular file: {path}");
                listing.warnings.push(warning);
            }
            Err(error) => {
                let path = error.path().unwrap_or(root).display();
                let reason = match (error.loop_ancestor(), error.io_error()) {
                    (Some(_), _) => "a link leads back to a folder that it lies in".to_owned(),
                    (None, Some(error)) => format!("it could not be read ({error})"),
                    (None, None) => "it could not be read".to_owned(),
                };
                listing.warnings.push(format!("{reason}: {path}"));
            }
        }
    }
    listing
}

/// What a file is called in the folder at `root`, or one of the parts that it is cut into.
pub fn name_below(root: &Path, path: &Path, part: Option<(&str, u32)>) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let name = match inside.as_os_str().is_empty() {
        true => file_name(path),
        false => inside.display().to_string(),
    };
    match part {
        None => name,
        Some((noun, part)) => format!("{name} {noun} {}", part + 1),
    }
}

/// The files at `path`, parted by those at `test`, or else by the folders called train and test in it.
///
/// # Errors
/// When one of both is not there.
pub fn list_parts(path: &Path, test: Option<&Path>) -> Result<Listing, DataError> {
    let exists = |path: &Path| match path.exists() {
        true => Ok(()),
        false => Err(DataError::file(path, "there is no such folder or file")),
    };
    exists(path)?;
    let mut listing = list(path);
    match test {
        None => listing.part(),
        Some(path) => {
            exists(path)?;
            let test = list(path);
            listing.has_parts = true;
            listing.warnings.extend(test.warnings);
            let test = test.files.into_iter().map(|file| File {
                is_test: true,
                ..file
            });
            listing.files.extend(test);
        }
    }
    Ok(listing)
}

fn is_passed_over(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy().to_lowercase();
    entry.depth() > 0 && (name.starts_with('.') || OF_SYSTEMS.contains(&&*name))
}

/// The folders between `root` and the file at `path`.
fn folders(root: &Path, path: &Path) -> Vec<String> {
    let inside = path.strip_prefix(root).ok().and_then(Path::parent);
    let folders = inside.into_iter().flat_map(Path::components);
    folders
        .map(|folder| folder.as_os_str().to_string_lossy().into_owned())
        .collect()
}

impl Listing {
    /// Parts the files by folders called train and test, where there are both: these say no more of classes. Those for
    /// validation go to those of training, from which the program draws its own, or are the test part where there is no
    /// other.
    pub fn part(&mut self) {
        let first = |file: &File| file.folders.first().map(|name| name.to_lowercase());
        let has = |names: &[&str]| {
            let mut all = self.files.iter();
            all.any(|file| first(file).is_some_and(|name| names.contains(&&*name)))
        };
        let (has_test, has_validation) = (has(&TEST), has(&VALIDATION));
        if !has(&TRAIN) || !(has_test || has_validation) {
            return;
        }
        self.has_parts = true;
        let test = if has_test { &TEST[..] } else { &VALIDATION[..] };
        let before = self.files.len();
        let (mut added, mut kept) = (0, Vec::new());
        for mut file in std::mem::take(&mut self.files) {
            let name = first(&file).unwrap_or_default();
            file.is_test = test.contains(&&*name);
            let is_validation = VALIDATION.contains(&&*name);
            if file.is_test || is_validation || TRAIN.contains(&&*name) {
                added += usize::from(is_validation && !file.is_test);
                file.folders.remove(0);
                kept.push(file);
            }
        }
        if added > 0 {
            self.warnings.push(format!(
                "those for validation, {added} of them, are among those of training, from which validation is drawn"
            ));
        }
        if kept.len() < before {
            let left = before - kept.len();
            self.warnings.push(format!(
                "files outside of the folders of both parts are left out, {left} of them"
            ));
        }
        self.files = kept;
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn with(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        folder
    }

    fn names(root: &Path, listing: &Listing) -> Vec<(String, bool)> {
        let files = listing.files.iter();
        files
            .map(|file| {
                let inside = file.path.strip_prefix(root).unwrap();
                (inside.to_string_lossy().replace('\\', "/"), file.is_test)
            })
            .collect()
    }

    #[test]
    fn files_are_in_order_without_what_is_hidden() {
        let folder = with(&[
            "b/2.png",
            "b/.x.png",
            "a/Thumbs.db",
            "a/c/1.png",
            ".hidden/3.png",
            "__MACOSX/4.png",
            "0.png",
        ]);
        let listing = list(folder.path());
        let found = names(folder.path(), &listing);
        let wanted = ["0.png", "a/c/1.png", "b/2.png"].map(|name| (name.to_owned(), false));
        assert_eq!(found, wanted);
        assert_eq!(listing.files[1].folders, ["a", "c"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_circle_end() {
        let folder = with(&["a/1.png"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/back")).unwrap();
        let listing = list(folder.path());
        assert_eq!(listing.files.len(), 1);
        assert!(
            listing.warnings[0].starts_with("a link leads back"),
            "{:?}",
            listing.warnings
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_waited_for() {
        let folder = with(&["a.png"]);
        let pipe = folder.path().join("b.png");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.expect("mkfifo").success());
        let listing = list(folder.path());
        assert_eq!(listing.files.len(), 1);
        let wanted = format!("this is not a regular file: {}", pipe.display());
        assert_eq!(listing.warnings, [wanted]);
    }

    #[test]
    fn folders_of_both_parts_are_parts() {
        let folder = with(&[
            "Train/x/1.png",
            "test/x/2.png",
            "val/y/3.png",
            "other/4.png",
        ]);
        let mut listing = list(folder.path());
        listing.part();
        assert!(listing.has_parts);
        let found = names(folder.path(), &listing);
        let wanted = [
            ("Train/x/1.png", false),
            ("test/x/2.png", true),
            ("val/y/3.png", false),
        ];
        assert_eq!(
            found,
            wanted.map(|(name, is_test)| (name.to_owned(), is_test))
        );
        assert!(listing.files.iter().all(|file| file.folders.len() == 1));
        assert_eq!(listing.warnings.len(), 2);

        let folder = with(&["train/1.png", "validation/2.png"]);
        let mut listing = list(folder.path());
        listing.part();
        assert!(listing.files[1].is_test && listing.warnings.is_empty());
        let folder = with(&["test/1.png", "cats/2.png"]);
        let mut listing = list(folder.path());
        listing.part();
        assert!(!listing.has_parts && listing.files[1].folders == ["test"]);
    }
}
