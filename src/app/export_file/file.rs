//! A file to save, and how it is made and written.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::app::Picture;
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
    Picture(Picture),
    Text(String),
    /// Worked out in the background when the file is written.
    Made(Maker),
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

impl From<Picture> for ExportFile {
    fn from(picture: Picture) -> Self {
        Self {
            what: "picture",
            name: picture.name.clone(),
            ending: "png",
            contents: Contents::Picture(picture),
        }
    }
}

impl ExportFile {
    /// Writes the file, each part whole or not at all; over another one only with `replace`, and over what would stand
    /// beside it only together with it.
    ///
    /// # Errors
    /// One sentence that ends with the path.
    pub fn write(&self, path: &Path, replace: bool) -> Result<(), String> {
        let cannot = |why: String, path: &Path| {
            format!("The {} was not saved, {why}: {}", self.what, path.display())
        };
        let parts = self.parts().map_err(|why| cannot(why, path))?;
        let path_of = |index: usize, part: &FileBytes| match index {
            0 => path.to_owned(),
            _ => path.with_extension(part.ending),
        };
        let files: Vec<_> = parts.iter().enumerate().collect();
        // Who lets the file go that is named lets go of those beside it, but not of others' beside a new one.
        let replace = replace && path.exists();
        // Better none of them than the first alone.
        let taken = files.iter().map(|(index, part)| path_of(*index, part));
        if let Some(taken) = taken.filter(|_| !replace).find(|path| path.exists()) {
            return Err(cannot(TAKEN.into(), &taken));
        }
        for (index, part) in files {
            let path = path_of(index, part);
            write_whole(&path, &part.bytes, replace).map_err(|why| cannot(why, &path))?;
        }
        Ok(())
    }

    fn parts(&self) -> Result<Vec<FileBytes>, String> {
        let bytes = match &self.contents {
            Contents::Picture(picture) => picture.png()?,
            Contents::Text(text) => text.clone().into_bytes(),
            Contents::Made(maker) => return maker.0(),
        };
        let ending = self.ending;
        Ok(vec![FileBytes { ending, bytes }])
    }
}
