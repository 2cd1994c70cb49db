//! Files of what a use found.

use std::sync::Arc;

use crate::app::{App, Contents, ExportFile, FileBytes, Maker};
use crate::uses::Format;

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
            // A folder is no file that a dialog could ask for.
            Format::Pictures => false,
        };
        if !is_there {
            return None;
        }
        let (ending, name) = (format.ending(), self.using.chosen().name());
        Some(Arc::new(ExportFile {
            what: match format {
                Format::Csv => "table",
                Format::Npy => "array",
                Format::Codes | Format::Pictures => "file",
            },
            name: format!("{} {name}", variant.name),
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
