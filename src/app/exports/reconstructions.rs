//! The gallery.

use std::sync::Arc;

use super::about::{ExportAbout, Makes, Need};
use super::shown::past;
use crate::app::App;
use crate::data::Prepared;
use crate::export::gallery::Row;
use crate::export::svg::{Drawn, Reconstructions};
use crate::project::Variant;
use crate::training::{GalleryView, ObservationId};

pub(super) static ABOUT: ExportAbout = ExportAbout {
    text: "Reconstructions…",
    sentence: "Saves what the shown variants make of test images as a picture",
    name: "reconstructions",
    what: "picture",
    kind: "reconstructions",
    needs: &[
        Need::Data,
        Need::Images,
        Need::Observed(ObservationId::Gallery),
    ],
    makes: Makes::Picture(make),
};

fn make(app: &App, data: &Arc<Prepared>) -> Drawn {
    let views: Vec<(Variant, Arc<GalleryView>)> = app.views();
    let rows: Vec<Row> = views
        .iter()
        .map(|(variant, view)| Row {
            name: &variant.name,
            colour: variant.colour,
            view,
        })
        .collect();
    let note = past(views.iter().map(|(_, view)| view.past));
    Ok(Arc::new(Reconstructions::new(
        &data.dataset,
        &rows,
        true,
        &note,
    )))
}
