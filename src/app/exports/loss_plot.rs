//! The loss curves as SVG.

use std::sync::Arc;

use super::about::{ExportAbout, Make, Need};
use crate::app::App;
use crate::data::Prepared;
use crate::export::Recorded;
use crate::export::loss::axis_name;
use crate::export::svg::{Curve, curves};

pub(super) static ABOUT: ExportAbout = ExportAbout {
    text: "Loss plot as SVG…",
    sentence: "Saves the curves of the shown variants as a drawing",
    name: "the loss plot as SVG",
    what: "plot",
    kind: "loss",
    ending: "svg",
    needs: &[Need::Data, Need::Curve],
    make,
};

fn make(app: &App, data: Arc<Prepared>) -> Make {
    let (lines, view) = (recorded(app, &data), app.document.view.clone());
    let (axis, watched) = (axis_name(view.loss_axis), app.document.data.watched());
    Box::new(move || {
        let svg = curves(&lines, watched, [axis, "Loss"], view.log_loss);
        svg.map(|svg| svg.document().into_bytes())
            .ok_or_else(|| "no loss is a finite number".into())
    })
}

fn recorded(app: &App, data: &Prepared) -> Vec<Curve> {
    app.shown()
        .filter_map(|variant| Some((variant, app.runs.get(&variant.id)?)))
        .filter(|(_, run)| !run.history.steps.is_empty())
        .map(|(variant, run)| {
            let recorded = Recorded {
                name: &variant.name,
                colour: variant.colour,
                settings: &variant.settings,
                history: &run.history,
                images: data.split.train.len(),
                shape: data.dataset.shape(),
            };
            recorded.loss(app.document.view.loss_axis)
        })
        .collect()
}
