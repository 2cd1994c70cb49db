//! The project on disk: a folder with `project.json`, and files of weights and histories named by their content.
//!
//! `projects/README.md` describes the format field by field. Writing: [`encode`] makes the JSON tree, [`mod@print`] its
//! text, [`weights`] and [`history_file`] the others, which [`content_files`] puts on disk one by one, [`mod@write`] does it all in a
//! safe order, [`older`] keeps a project file of an older format; where another program wrote meanwhile,
//! [`mod@merge`] puts both together, and [`conflict`] keeps what cannot be. [`paths`] names the files of data from the
//! project's folder. Reading: [`read`] takes a project apart, [`mod@raw`] keeps that bounded, [`stored`] reads weights of
//! checkpoints when somebody looks at them,
//! [`repair`] makes the best of each part, [`validate`] says what numbers make sense, [`marks`] keeps what stood where
//! something was wrong, [`unknown`] carries what this version does not know.

mod checkpoints;
mod classifiers;
mod cleanup;
mod conflict;
mod content_file;
mod content_files;
mod data_copy;
mod encode;
mod held;
mod history_file;
mod json;
mod lock;
mod marks;
mod merge;
mod number;
mod older;
mod over;
mod paths;
mod print;
mod raw;
mod read;
mod record;
mod repair;
mod room;
mod step;
mod stored;
mod trained;
mod unknown;
mod validate;
mod version;
mod warnings;
mod weights;
mod write;

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use data_copy::{copy_data, lies_in};
pub use lock::waited_for;
pub use marks::forget_changed_marks;
pub use merge::{Merged, merge};
pub use over::Over;
pub use paths::{absolute, with_whole_paths};
pub use read::open;
pub(super) use read::read_text;
pub(super) use room::without_checkpoints;
pub use version::Version;
pub use warnings::{is_of_training, is_spare};

use self::history_file::HISTORY_FOLDER;
use self::json::to_json;
use super::Document;
use crate::data::{DataSettings, Source};

/// The file in the folder that makes it a project.
const PROJECT_FILE: &str = "project.json";
/// The folder of weight files, beside [`PROJECT_FILE`].
const WEIGHTS_FOLDER: &str = "weights";
/// The folders of files that are named by their content.
const CONTENT_FOLDERS: [&str; 2] = [WEIGHTS_FOLDER, HISTORY_FOLDER];

/// Whether `path` is a project's folder or its `project.json`.
pub fn is_bundle(path: &Path) -> bool {
    path.join(PROJECT_FILE).is_file() || (path.ends_with(PROJECT_FILE) && path.is_file())
}

/// A project as read, with what could not be understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    pub document: Document,
    pub warnings: Vec<ReadWarning>,
    /// What a save compares with; `None` for a project that is not on disk.
    pub version: Option<Arc<Version>>,
}

/// Something in a project file that was left out or replaced by its default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadWarning {
    /// Where, for example `variants[0].settings.training.batch`.
    pub key: String,
    /// What is wrong.
    pub problem: String,
    /// What becomes of it: "the default is used".
    pub outcome: String,
    /// What stood there, as JSON; `None` where something is missing, or the work of training.
    pub written: Option<String>,
    /// Whether it is an element of a list that is not in the list as read.
    pub is_left_out: bool,
}

impl fmt::Display for ReadWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            problem,
            outcome,
            key,
            ..
        } = self;
        match &self.written {
            Some(written) if self.is_left_out => {
                write!(f, "{problem}; {written} is left out: {key}")
            }
            Some(written) => write!(f, "{problem}; {outcome} in place of {written}: {key}"),
            None => write!(f, "{problem}; {outcome}: {key}"),
        }
    }
}

/// A project that was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// The project as it is now.
    pub version: Arc<Version>,
    /// What it has become together with what another program wrote since it was read or saved here.
    pub merged: Option<Box<Document>>,
    /// What that program wrote, where both changed the same.
    pub conflict: Option<PathBuf>,
    /// Sentences on what is not as it should be: checkpoints that are not in it since their files are gone, one for each
    /// variant (a later save takes them in again when their files are back), and a disk that does not confirm the save.
    pub warnings: Vec<String>,
}

/// Why a bundle could not be read or written. Texts end with the path.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    #[error("{problem}: {}", path.display())]
    File { path: PathBuf, problem: String },
    /// The disk is full; `needed` are about the bytes of the whole project.
    #[error("there is no room on the disk, the project needs about {}: {}", megabytes(*needed), path.display())]
    NoRoom { path: PathBuf, needed: u64 },
    /// A save met a project it may not write over.
    #[error("another project is there already: {}", path.display())]
    Taken { path: PathBuf },
}

impl BundleError {
    pub(super) fn new(path: &Path, problem: impl fmt::Display) -> Self {
        Self::File {
            path: path.to_path_buf(),
            problem: problem.to_string(),
        }
    }

    /// For use in `map_err` where `path` is written.
    pub(in crate::project) fn writing(what: &str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |why| match why.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::NoRoom {
                path: path.to_path_buf(),
                needed: 0,
            },
            _ => Self::new(path, format!("cannot {what}, {why}")),
        }
    }

    /// For use in `map_err`: `cannot <what>, <why>: <path>`.
    pub(in crate::project) fn cannot<E: fmt::Display>(
        what: &str,
        path: &Path,
    ) -> impl FnOnce(E) -> Self {
        move |why| Self::new(path, format!("cannot {what}, {why}"))
    }
}

/// The keys of the project file that this version does not know, of those that people type.
pub fn unknown_keys(document: &Document) -> Vec<String> {
    let head = || Document {
        variants: Vec::new(),
        data: DataSettings {
            source: match &document.data.source {
                Source::Unread(_) => Source::default(),
                source => source.clone(),
            },
            ..document.data.clone()
        },
        ..document.clone()
    };
    let mut extra = document.extra.clone();
    // These are training's.
    extra.shift_remove(classifiers::KEY);
    let mut keys = match extra.is_empty() {
        true => Vec::new(),
        false => unknown::keys(&extra, &to_json(&head()).unwrap_or_default(), ""),
    };
    for (index, variant) in document.variants.iter().enumerate() {
        let mut extra = variant.extra.clone();
        // These are training's.
        extra.shift_remove("start");
        extra.shift_remove("trained");
        if !extra.is_empty() {
            let known = to_json(variant).unwrap_or_default();
            keys.extend(unknown::keys(&extra, &known, &format!("variants[{index}]")));
        }
    }
    keys
}

/// Writes `document` into the folder `path`, made if needed; its `project.json` stands for the folder. A kill at
/// any instant leaves the old project or the new one.
///
/// # Errors
/// When a file cannot be written, or the folder holds something that is no project; what was there before is then
/// untouched.
pub fn save(document: &Document, path: &Path) -> Result<(), BundleError> {
    save_over(document, path, &Over::Any).map(drop)
}

/// As [`save`], but only over what `over` allows.
///
/// # Errors
/// As [`save`]; [`BundleError::Taken`] where `over` does not allow it, and then nothing is written.
/// [`BundleError::NoRoom`] where the project does not fit without its checkpoints either.
pub fn save_over(document: &Document, path: &Path, over: &Over) -> Result<Saved, BundleError> {
    let save = |document: &Document| write::save_in_steps(document, path, over, &mut |_| Ok(()));
    let full = match save(document) {
        Err(full @ BundleError::NoRoom { .. }) => full,
        result => return result,
    };
    // The newest weights go before those of the past.
    let (newest, some_go) = without_checkpoints(document);
    if some_go {
        let thinned = match save(&newest) {
            Err(BundleError::NoRoom { .. }) if room::free_checkpoints(path, over)? => save(&newest),
            result => result,
        };
        if let Ok(mut saved) = thinned {
            saved.warnings.push(format!(
                "There is no room on the disk for checkpoints of the past, so they are left out: {}",
                path.display()
            ));
            return Ok(saved);
        }
    }
    Err(match full {
        BundleError::NoRoom { .. } => BundleError::NoRoom {
            path: path.to_path_buf(),
            needed: room::bytes(document),
        },
        other => other,
    })
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
