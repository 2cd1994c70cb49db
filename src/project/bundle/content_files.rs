//! Writes the files of weights and histories: one at a time, and none that is there already.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::content_file::{ContentFile, SAFETENSORS};
use super::history_file::{self, HISTORY_FOLDER};
use super::step::{After, Step};
use super::weights::{self, encode, encode_weights, is_as_long};
use super::{BundleError, WEIGHTS_FOLDER, held};
use crate::project::atomic::{stage, sync_folder};
use crate::project::{Document, Variant};
use crate::training::Checkpoint;

/// What the files of one variant are called.
#[derive(Debug, Default)]
pub struct VariantFiles {
    pub start: Option<String>,
    pub state: Option<String>,
    pub best: Option<String>,
    /// One for each checkpoint; `None` for those that are left out.
    pub kept: Vec<Option<String>>,
    pub history: Option<String>,
}

/// The files of weights and histories of a project during a save.
#[derive(Debug)]
pub struct ContentFiles {
    weights: PathBuf,
    histories: PathBuf,
    /// The files that are there and needed; variants with the same weights share one.
    pub names: BTreeSet<String>,
    /// A sentence for each variant with checkpoints that could not be had.
    pub left_out: Vec<String>,
    /// Those that were not there before.
    pub fresh: FreshFiles,
}

/// Files of a save that has not ended yet.
#[derive(Debug, Default)]
pub struct FreshFiles(Vec<PathBuf>);

impl FreshFiles {
    /// The save has failed: what it put on a disk that may be full is nobody's.
    pub fn remove(&self) {
        for path in &self.0 {
            if let Err(error) = fs::remove_file(path) {
                log::warn!("cannot remove, {error}: {}", path.display());
            }
        }
    }
}

impl ContentFiles {
    /// Of the project in `folder`.
    pub fn new(folder: &Path) -> Self {
        Self {
            weights: folder.join(WEIGHTS_FOLDER),
            histories: folder.join(HISTORY_FOLDER),
            names: BTreeSet::new(),
            left_out: Vec::new(),
            fresh: FreshFiles::default(),
        }
    }

    /// Puts every file of `document` into its folder, which is made.
    ///
    /// # Errors
    /// When something makes no file, or one cannot be written. Files put there until then stay.
    pub fn put_all(
        &mut self,
        document: &Document,
        after: After,
    ) -> Result<Vec<VariantFiles>, BundleError> {
        for classifier in &document.classifiers {
            let file = ContentFile::new(classifier.bytes().to_vec(), SAFETENSORS);
            self.write(&self.weights.clone(), file, after)?;
        }
        let variants = document.variants.iter();
        let files: Result<_, BundleError> =
            variants.map(|variant| self.put(variant, after)).collect();
        let files = files?;
        for folder in [&self.weights, &self.histories] {
            if folder.is_dir() {
                sync_folder(folder)
                    .map_err(BundleError::cannot("write the folder", folder))
                    .inspect_err(|_| self.fresh.remove())?;
            }
        }
        Ok(files)
    }

    fn put(&mut self, variant: &Variant, after: After) -> Result<VariantFiles, BundleError> {
        let mut files = VariantFiles::default();
        if let Some(start) = &variant.start {
            files.start = Some(self.write_weights(encode_weights(&start.weights), after)?);
        }
        let Some(trained) = &variant.trained else {
            return Ok(files);
        };
        let resume_state = &trained.resume_state;
        files.state = Some(self.write_weights(encode(&resume_state.state), after)?);
        if let Some(best) = &resume_state.best {
            files.best = Some(self.write_weights(encode(&best.state), after)?);
        }
        let history = history_file::encode(&resume_state.history);
        let history = history.map_err(BundleError::cannot("write the history", &self.histories))?;
        if let Some(file) = history {
            files.history = Some(self.write(&self.histories.clone(), file, after)?);
        }
        let mut problems = Vec::new();
        for checkpoint in &resume_state.checkpoints {
            files.kept.push(match self.keep(checkpoint, after)? {
                Ok(name) => Some(name),
                Err(problem) => {
                    problems.push(problem);
                    None
                }
            });
        }
        if let Some(first) = problems.first() {
            let name = &variant.name;
            self.left_out.push(match problems.len() {
                1 => format!("A checkpoint of {name} is left out, {first}"),
                many => format!("{many} checkpoints of {name} are left out, {first}"),
            });
        }
        Ok(files)
    }

    /// A checkpoint: what is on disk already is not encoded again, and what cannot be had, `Err`, must not
    /// keep the rest of the project from being saved.
    fn keep(
        &mut self,
        checkpoint: &Checkpoint,
        after: After,
    ) -> Result<Result<String, String>, BundleError> {
        let known = checkpoint
            .file_name
            .get()
            .filter(|name| weights::is_name(name));
        if let Some(name) = known
            && (self.is_there(name, checkpoint) || self.link(name, checkpoint))
        {
            if self.names.insert(name.clone()) {
                held::seen(name, &self.weights.join(name));
                after(Step::OneContentFile)?;
            }
            return Ok(Ok(name.clone()));
        }
        let tensors = match checkpoint.weights() {
            Ok(tensors) => tensors,
            Err(problem) => return Ok(Err(problem)),
        };
        let name = self.write_weights(encode_weights(&tensors), after)?;
        held::seen(&name, &self.weights.join(&name));
        // Only where none was known; another name means the same.
        let _ = checkpoint.file_name.set(name.clone());
        Ok(Ok(name))
    }

    /// Whether the file is in the folder, as far as its length says.
    fn is_there(&self, name: &str, checkpoint: &Checkpoint) -> bool {
        let here = self.weights.join(name);
        if checkpoint.stored_at().is_none() {
            return checkpoint.weights().is_ok_and(|w| is_as_long(&here, &w));
        }
        let length = |path: &Path| {
            fs::metadata(path)
                .ok()
                .filter(fs::Metadata::is_file)
                .map(|m| m.len())
        };
        let others = sources(name, checkpoint);
        let original = others.iter().find_map(|path| length(path));
        length(&here).is_some_and(|here| original.is_none_or(|length| length == here))
    }

    /// Gives the file a second name in the folder, which costs no space; not possible between disks.
    fn link(&mut self, name: &str, checkpoint: &Checkpoint) -> bool {
        let here = self.weights.join(name);
        if fs::create_dir_all(&self.weights).is_err() {
            return false;
        }
        let mut sources = sources(name, checkpoint).into_iter();
        let linked = sources.any(|path| fs::hard_link(path, &here).is_ok());
        if linked {
            self.fresh.0.push(here);
        }
        linked
    }

    fn write_weights(
        &mut self,
        file: Result<ContentFile, String>,
        after: After,
    ) -> Result<String, BundleError> {
        let file = file.map_err(BundleError::cannot("write the weights", &self.weights))?;
        self.write(&self.weights.clone(), file, after)
    }

    /// Writes a file into `folder`, unless it is there, and gives its name.
    fn write(
        &mut self,
        folder: &Path,
        file: ContentFile,
        after: After,
    ) -> Result<String, BundleError> {
        let ContentFile { name, bytes } = file;
        if !self.names.contains(&name) {
            let path = folder.join(&name);
            let wrote = write_unless_there(&path, &bytes).inspect_err(|_| self.fresh.remove())?;
            if wrote {
                self.fresh.0.push(path);
            }
            self.names.insert(name.clone());
            after(Step::OneContentFile)?;
        }
        Ok(name)
    }
}

/// Where weights that are in a file can be read.
fn sources(name: &str, checkpoint: &Checkpoint) -> Vec<PathBuf> {
    let Some(own) = checkpoint.stored_at() else {
        return Vec::new();
    };
    let mut all = vec![own.to_path_buf()];
    all.extend(held::places(name).into_iter().filter(|path| path != own));
    all
}

/// Whether there was something to write.
fn write_unless_there(path: &Path, bytes: &[u8]) -> Result<bool, BundleError> {
    // Compared whole, not by name: a disk can have damaged it since.
    let is_there = fs::metadata(path).is_ok_and(|file| file.len() == bytes.len() as u64)
        && fs::read(path).is_ok_and(|there| there == bytes);
    if is_there {
        return Ok(false);
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    // Under the lock: another save may remove the folder while it is empty.
    fs::create_dir_all(folder).map_err(BundleError::writing("make the folder", folder))?;
    stage(folder, bytes)
        .and_then(|staged| staged.commit(path))
        .map(|()| true)
        .map_err(BundleError::writing("write", path))
}
