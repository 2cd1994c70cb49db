//! Where the result of a use is written, and as what.

use std::fs;
use std::path::{Path, PathBuf};

use super::failure::{Failure, Result};
use super::place;
use crate::app::{Contents, ExportFile, FileBytes, Maker, may_write};
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
        if !self.format.is_folder() {
            return place::check(self.path, self.format.ending(), self.force);
        }
        if !self.path.exists() {
            let folder = self.path.parent();
            let folder = folder.filter(|parent| *parent != Path::new("") && !parent.is_dir());
            return match folder {
                Some(folder) => Err(at("there is no such folder to write into", folder)),
                None => Ok(()),
            };
        }
        if !self.path.is_dir() {
            return Err(at(
                "this is a file, name a folder for the pictures",
                self.path,
            ));
        }
        let cannot = |error: std::io::Error| at(&error.to_string(), self.path);
        for entry in fs::read_dir(self.path).map_err(cannot)? {
            let path = entry.map_err(cannot)?.path();
            if path.extension().is_some_and(|ending| ending == "png") {
                self.may_write(&path)?;
            }
        }
        Ok(())
    }

    fn may_write(&self, path: &Path) -> Result<()> {
        may_write(path, self.format.ending(), self.force).map_err(|why| at(&why, path))
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
            return Err(cannot("there are no pictures".into()));
        };
        let digits = made.len().saturating_sub(1).to_string().len();
        let path_of = |index: usize| -> PathBuf { self.path.join(format!("{index:0digits$}.png")) };
        // Better none of them than some.
        (0..made.len()).try_for_each(|index| self.may_write(&path_of(index)))?;
        for index in 0..made.len() {
            let bytes = made.picture(index).map_err(cannot)?;
            if index == 0 {
                let made = fs::create_dir_all(self.path);
                made.map_err(|error| cannot(error.to_string()))?;
            }
            self.write_file(&path_of(index), bytes)?;
        }
        Ok(())
    }

    fn write_file(&self, path: &Path, bytes: Vec<u8>) -> Result<()> {
        let ending = self.format.ending();
        let file = ExportFile {
            what: match self.format {
                Format::Csv | Format::Npy => "table",
                Format::Codes => "file of codes",
                Format::Pictures => "picture",
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
