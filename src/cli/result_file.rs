//! Where the result of a use is written, and as what.

use std::path::Path;

use super::failure::{Failure, Result};
use super::place;
use crate::app::{Contents, ExportFile, FileBytes, Maker, write_files};
use crate::settings::words::lower_first;
use crate::uses::{Format, Outcome, Use};

/// A file, or a folder of files.
#[derive(Debug, Clone, Copy)]
pub struct ResultFile<'a> {
    pub path: &'a Path,
    format: Format,
    /// Replaces what this program did not make.
    force: bool,
}

impl<'a> ResultFile<'a> {
    /// What the ending of `path` says, where the use can be written so; without an ending a folder.
    ///
    /// # Errors
    /// One sentence on how its results can be written.
    pub fn of(path: &'a Path, chosen: &dyn Use, force: bool) -> Result<Self> {
        let formats = chosen.formats();
        let ending = path.extension().unwrap_or_default();
        let is_meant = |format: &&Format| match format.is_folder() {
            true => path.extension().is_none() || path.is_dir(),
            false => ending.eq_ignore_ascii_case(format.ending()),
        };
        let meant = formats.iter().find(is_meant).copied();
        let format = meant.ok_or_else(|| {
            let files = formats.iter().filter(|format| !format.is_folder());
            let endings: Vec<String> = files.map(|one| format!(".{}", one.ending())).collect();
            let folder = formats.iter().any(|format| format.is_folder());
            at(
                &format!(
                    "give the name of a file that ends in {}{}",
                    endings.join(" or "),
                    if folder { ", or of a folder" } else { "" }
                ),
                path,
            )
        })?;
        Ok(Self {
            path,
            format,
            force,
        })
    }

    /// Finds out before any work whether it can be written.
    ///
    /// # Errors
    /// One sentence on why it cannot.
    pub fn check(&self) -> Result<()> {
        match self.format.is_folder() {
            true => place::check_folder(self.path, self.force),
            false => place::check(self.path, self.format.ending(), self.force),
        }
    }

    /// Writes what a use found.
    ///
    /// # Errors
    /// One sentence that ends with a path.
    pub fn write(&self, outcome: &Outcome) -> Result<()> {
        let cannot = |why| Failure(format!("cannot make it, {why}: {}", self.path.display()));
        if !self.format.is_folder() {
            let bytes = outcome.bytes(self.format).map_err(cannot)?;
            return self.write_file(self.path, bytes);
        }
        let Some(made) = &outcome.made else {
            return Err(cannot("nothing was made".into()));
        };
        write_files(self.path, made, self.force).map_err(|(why, path)| at(&why, &path))
    }

    fn write_file(&self, path: &Path, bytes: Vec<u8>) -> Result<()> {
        let ending = self.format.ending();
        let file = ExportFile {
            what: match self.format {
                Format::Csv | Format::Npy => "table",
                Format::Codes => "file of codes",
                Format::Files => "folder",
            },
            name: String::new(),
            ending,
            contents: Contents::Made(Maker::new(move || {
                let bytes = bytes.clone();
                Ok(vec![FileBytes { ending, bytes }])
            })),
        };
        let written = file.write_over_own(path, self.force);
        written.map_err(|sentence| Failure(lower_first(&sentence)))
    }
}

fn at(why: &str, path: &Path) -> Failure {
    Failure::new(format!("{why}: {}", path.display()))
}
