//! Files of what a use found.

use std::sync::Arc;

use crate::app::{App, Contents, ExportFile, FileBytes, Maker};
use crate::uses::Format;

impl App {
    /// What the use that is looked at found with the selected variant, in `format`; `None` where it has nothing of it.
    pub fn found_file(&self, format: Format) -> Option<Arc<ExportFile>> {
        let variant = self.selected();
        let found = Arc::clone(self.using.found(variant.id)?);
        if found.outcome.table.0.is_empty() {
            return None;
        }
        let (ending, name) = (format.ending(), self.using.chosen().name());
        Some(Arc::new(ExportFile {
            what: "table",
            name: format!("{} {name}", variant.name),
            ending,
            contents: Contents::Made(Maker::new(move || {
                let bytes = found.outcome.table.bytes(format)?;
                Ok(vec![FileBytes { ending, bytes }])
            })),
        }))
    }

    /// How many variants the next use is of.
    pub fn usable_count(&self) -> usize {
        self.usable().count()
    }
}
