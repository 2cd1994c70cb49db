//! A file to save, and how it is made and written.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::own::may_write;
use crate::app::whole_file::{TAKEN, write_whole};

/// A file to save.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportFile {
    /// What sentences call it: "picture", "table".
    pub what: &'static str,
    /// What its file is called unless a person says otherwise, without ending.
    pub name: String,
    /// The ending of its format, without the point.
    pub ending: &'static str,
    pub contents: Contents,
}

/// What stands in a file to save.
#[derive(Debug, Clone, PartialEq)]
pub enum Contents {
    Text(String),
    /// Worked out in the background when the file is written.
    Made(Maker),
    /// A folder of files, which has no ending.
    Folder(FolderWriter),
}

/// Whether files were written: one clause on why not, and the path that it is about.
pub type Written = Result<(), (String, PathBuf)>;

/// Writes a folder of files that did not exist, or was empty.
#[derive(Clone)]
pub struct FolderWriter(Arc<dyn Fn(&Path) -> Written + Send + Sync>);

impl FolderWriter {
    /// Of what `write` does with the path of the folder.
    pub fn new(write: impl Fn(&Path) -> Written + Send + Sync + 'static) -> Self {
        Self(Arc::new(write))
    }
}

impl PartialEq for FolderWriter {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for FolderWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FolderWriter")
    }
}

/// Works out the contents of one file or of several that stand beside each other.
#[derive(Clone)]
pub struct Maker(Arc<dyn Fn() -> Result<Vec<FileBytes>, String> + Send + Sync>);

/// One file; several of one save differ by their ending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileBytes {
    /// Without the point.
    pub ending: &'static str,
    pub bytes: Vec<u8>,
}

impl Maker {
    /// `make` gives the file itself first; its error is one clause.
    pub fn new(make: impl Fn() -> Result<Vec<FileBytes>, String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(make))
    }
}

impl PartialEq for Maker {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Maker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Maker")
    }
}

impl ExportFile {
    /// Writes the file, each part whole or not at all; over another one only with `replace`, and over what would stand
    /// beside it only together with it.
    ///
    /// # Errors
    /// One sentence that ends with the path.
    pub fn write(&self, path: &Path, replace: bool) -> Result<(), String> {
        // Who lets the file go that is named lets go of those beside it, but not of others' beside a new one.
        let replace = replace && path.exists();
        self.write_where(path, &|path, _| match replace || !path.exists() {
            true => Ok(()),
            false => Err(TAKEN.into()),
        })
    }

    /// Writes the file like [`Self::write`] for a command, which nobody was asked about: over files that this program
    /// made, and over others with `force`.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn write_over_own(&self, path: &Path, force: bool) -> Result<(), String> {
        self.write_where(path, &|path, ending| may_write(path, ending, force))
    }

    fn write_where(
        &self,
        path: &Path,
        may: &dyn Fn(&Path, &str) -> Result<(), String>,
    ) -> Result<(), String> {
        let cannot = |why: String, path: &Path| {
            format!("The {} was not saved, {why}: {}", self.what, path.display())
        };
        let parts = match &self.contents {
            Contents::Folder(writer) => {
                return writer.0(path).map_err(|(why, at)| cannot(why, &at));
            }
            Contents::Made(maker) => maker.0().map_err(|why| cannot(why, path))?,
            Contents::Text(text) => {
                let bytes = text.clone().into_bytes();
                let ending = self.ending;
                vec![FileBytes { ending, bytes }]
            }
        };
        let path_of = |index: usize, part: &FileBytes| match index {
            0 => path.to_owned(),
            _ => path.with_extension(part.ending),
        };
        let mut files = Vec::with_capacity(parts.len());
        // Better none of them than the first alone.
        for (index, part) in parts.iter().enumerate() {
            let path = path_of(index, part);
            may(&path, part.ending).map_err(|why| cannot(why, &path))?;
            let is_there = path.exists();
            files.push((path, part, is_there));
        }
        for (path, part, is_there) in files {
            // One that came meanwhile is not replaced.
            write_whole(&path, &part.bytes, is_there).map_err(|why| cannot(why, &path))?;
        }
        Ok(())
    }
}
