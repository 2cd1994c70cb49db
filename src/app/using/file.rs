//! Files of what a use found.

use std::path::Path;
use std::sync::Arc;

use super::Found;
use crate::app::{App, Contents, ExportFile, FileBytes, FolderWriter, Maker};
use crate::app::{Written, is_free_for_files, write_files};
use crate::uses::{Format, Made};

impl App {
    /// What the use that is looked at found with the selected variant, in `format`; `None` where it has nothing of it.
    pub fn found_file(&self, format: Format) -> Option<Arc<ExportFile>> {
        let variant = self.selected();
        let found = Arc::clone(self.using.found(variant.id)?);
        let outcome = &found.outcome;
        let is_there = match format {
            Format::Csv => outcome.made.is_some() || !outcome.table.0.is_empty(),
            Format::Npy => outcome.made.is_some() || outcome.table.has_singles(),
            Format::Codes => outcome.codes.is_some(),
            Format::Files => outcome.made.as_ref().and_then(Made::ending).is_some(),
        };
        if !is_there {
            return None;
        }
        let (ending, name) = (format.ending(), self.using.chosen().name());
        let name = format!("{} {name}", variant.name);
        if format == Format::Files {
            return Some(Arc::new(ExportFile {
                what: match outcome.made.as_ref().and_then(Made::ending) {
                    Some("wav") => "folder of sounds",
                    _ => "folder of pictures",
                },
                name,
                ending: "",
                contents: Contents::Folder(FolderWriter::new(move |path| files(&found, path))),
            }));
        }
        Some(Arc::new(ExportFile {
            what: match format {
                Format::Csv => "table",
                Format::Npy => "array",
                Format::Codes | Format::Files => "file",
            },
            name,
            ending,
            contents: Contents::Made(Maker::new(move || {
                let bytes = found.outcome.bytes(format)?;
                Ok(vec![FileBytes { ending, bytes }])
            })),
        }))
    }

    /// How many variants the next use is of.
    pub fn usable_count(&self) -> usize {
        self.usable().count()
    }
}

/// Writes what was made into a folder in which there is nothing.
fn files(found: &Found, folder: &Path) -> Written {
    let at = |why: String| (why, folder.to_owned());
    let Some(made) = &found.outcome.made else {
        return Err(at("nothing was made".into()));
    };
    match is_free_for_files(folder).map_err(at)? {
        true => write_files(folder, made, false),
        false => Err(at("there are files in this folder already".into())),
    }
}
