//! The gallery as PNG.

use std::sync::Arc;

use super::about::{ExportAbout, Make, Need};
use super::shown::past;
use crate::app::App;
use crate::data::Prepared;
use crate::export::gallery::{self, Row};
use crate::project::Variant;
use crate::training::{GalleryView, ObservationId};

pub(super) static ABOUT: ExportAbout = ExportAbout {
    text: "Reconstructions as PNG…",
    sentence: "Saves what the shown variants make of test images as a picture",
    name: "reconstructions as PNG",
    what: "picture",
    kind: "reconstructions",
    ending: "png",
    needs: &[
        Need::Data,
        Need::Images,
        Need::Observed(ObservationId::Gallery),
    ],
    make,
};

fn make(app: &App, data: Arc<Prepared>) -> Make {
    let views = app.views();
    Box::new(move || png(&views, &data))
}

fn png(views: &[(Variant, Arc<GalleryView>)], data: &Prepared) -> Result<Vec<u8>, String> {
    let rows: Vec<Row> = views
        .iter()
        .map(|(variant, view)| Row {
            name: &variant.name,
            colour: variant.colour,
            view,
        })
        .collect();
    let note = past(views.iter().map(|(_, view)| view.past));
    gallery::picture(&data.dataset, &rows, true, &note)
        .ok_or("there are no reconstructions")?
        .png()
}
