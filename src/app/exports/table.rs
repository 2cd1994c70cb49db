//! The comparison table.

use std::sync::Arc;

use super::about::{ExportAbout, Makes, Need};
use crate::app::App;
use crate::data::Prepared;
use crate::export::svg::{Drawn, DrawnTable};

pub(super) static ABOUT: ExportAbout = ExportAbout {
    text: "Table of variants…",
    sentence: "Saves the comparison table, as it stands on screen, as a drawing",
    name: "the table",
    what: "table",
    kind: "table",
    needs: &[Need::Data],
    makes: Makes::Picture(make),
};

fn make(app: &App, _data: &Arc<Prepared>) -> Drawn {
    let table = app.comparison();
    Ok(Arc::new(DrawnTable {
        columns: table.usual(),
        table,
        note: String::new(),
    }))
}
