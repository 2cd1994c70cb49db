//! The rows of what is done to samples before they are trained on: pixels drawn black or white, cells removed. What they say is
//! how the settings are described.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use egui::Ui;

use crate::app::SampleKind;
use crate::data::{DataSettings, SCHEMA, Scaling};
use crate::settings::Field;
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;

/// The setting at `key` as it is described; `field` is its name below the data.
fn row(field: &str, key: &'static str) -> Row<'static> {
    static FIELDS: LazyLock<BTreeMap<String, Field>> =
        LazyLock::new(|| SCHEMA.fields_by_key().into_iter().collect());
    match FIELDS.get(field) {
        Some(field) => Row::new(&field.title, &field.sentence),
        None => Row::new("", ""),
    }
    .reached_by(key)
}

/// Draws those that mean something for these data; gives new settings once a person changed one. A setting that is on can be
/// switched off wherever it stands.
pub fn show(ui: &mut Ui, settings: &DataSettings) -> Option<DataSettings> {
    let source = &settings.source;
    let mut new = settings.clone();
    let has_unit = source.has_images() && settings.scaling == Scaling::Unit;
    if (has_unit || settings.binarise)
        && let Some(on) = row("binarise", "data.binarise").switch(ui, settings.binarise)
    {
        new.binarise = on;
    }
    let is_table = SampleKind::of_source(source) == SampleKind::Row;
    let has_cells = is_table && !source.has_ratings() && !source.has_words();
    if has_cells || settings.missing_share != 0.0 {
        let row = row("missing_share", "data.missing_share");
        let share =
            Number::new(row, settings.missing_share, Drag::Never).limits(Limits::between(0.0, 1.0));
        if let Some(share) = share.show(ui) {
            new.missing_share = share;
        }
    }
    (new != *settings).then_some(new)
}
