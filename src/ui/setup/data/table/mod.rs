//! The table section of the data panel: what was found, and menus for what can be chosen instead.

mod columns;
mod format;
mod kinds;
mod missing;

use egui::Ui;

use crate::data::{DataSettings, Source, TableFacts, TableFile, TableOptions};

/// What a person looks at, and types, of a table.
#[derive(Default)]
pub struct TableEditor {
    missing: missing::MissingWords,
    columns: columns::ColumnList,
}

impl TableEditor {
    /// Draws what was found; gives new settings once a person chose something else. `facts` are of the table that was
    /// read last, which need not be that of `settings` while another one is on its way.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        settings: &DataSettings,
        read: &DataSettings,
        facts: &TableFacts,
    ) -> Option<DataSettings> {
        let options = match (&settings.source, &read.source) {
            (
                Source::Table(TableFile { path, options, .. }),
                Source::Table(TableFile { path: other, .. }),
            ) => (path == other).then_some(options),
            _ => None,
        };
        // A table that is part of the program, or one on its way out, can be looked at.
        let Some(options) = options else {
            self.columns.show(ui, facts, None);
            return None;
        };
        let mut new = options.clone();
        format::show(ui, facts, &mut new, |ui, options| {
            self.missing.show(ui, options);
        });
        self.columns.show(ui, facts, Some(&mut new));
        if new == *options {
            return None;
        }
        Some(with_options(settings, new))
    }

    /// The column whose numbers are asked for.
    pub fn chosen(&self) -> Option<&str> {
        self.columns.chosen()
    }
}

fn with_options(settings: &DataSettings, new: TableOptions) -> DataSettings {
    let mut settings = settings.clone();
    if let Source::Table(TableFile { options, .. }) = &mut settings.source {
        *options = new;
    }
    settings
}
