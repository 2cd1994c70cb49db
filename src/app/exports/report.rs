//! The report: one HTML page with everything.

use std::sync::Arc;

use super::about::{ExportAbout, Make, Makes, Need};
use crate::app::App;
use crate::data::Prepared;
use crate::export::{Comparison, html};

pub(super) static ABOUT: ExportAbout = ExportAbout {
    text: "Report…",
    sentence: "Saves everything about the shown variants as one HTML page",
    name: "the report",
    what: "report",
    kind: "report",
    needs: &[Need::Rest, Need::Data, Need::Trained],
    makes: Makes::File("html", make),
};

fn make(app: &App, data: Arc<Prepared>) -> Make {
    let (document, chosen) = (app.document_with_checkpoints(), app.shown_ids());
    Box::new(move || {
        let found = Comparison::new(&document, &data, &chosen, |_| {})?;
        html::report(&found).map(String::into_bytes)
    })
}
