//! Error against code size, with the line of PCA, as SVG.

use std::sync::Arc;

use super::about::{ExportAbout, Make, Need};
use crate::app::App;
use crate::data::Prepared;
use crate::export::Comparison;
use crate::export::svg::trade_off;

pub(super) static ABOUT: ExportAbout = ExportAbout {
    text: "Error by code size as SVG…",
    sentence: "Saves test errors against code sizes, with the line of PCA, as a drawing",
    name: "error by code size as SVG",
    what: "plot",
    kind: "trade-off",
    ending: "svg",
    needs: &[Need::Rest, Need::Data, Need::Trained],
    make,
};

fn make(app: &App, data: Arc<Prepared>) -> Make {
    let (document, chosen) = (app.document.clone(), app.shown_ids());
    Box::new(move || {
        let found = Comparison::new(&document, &data, &chosen, |_| {})?;
        let svg = trade_off(&found.points(), &found.pca);
        svg.map(|svg| svg.document().into_bytes())
            .ok_or_else(|| "no error is a finite number".into())
    })
}
