//! The report's loss curves: one plot for each kind of loss, and the error that all variants share.

use crate::export::Comparison;
use crate::export::loss::axis_name;
use crate::export::svg::{Curve, Curves, Figure, Page};
use crate::model::{Distribution, Loss};
use crate::project::Trained;

#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the methods themselves are of one lifetime"
)]
pub(super) fn section(comparison: &Comparison) -> String {
    let view = &comparison.document.view;
    let axis = axis_name(view.loss_axis);
    let watched = comparison.document.data.watched();
    let mut kinds: Vec<(Loss, bool)> = Vec::new();
    for (_, reached) in comparison.trained() {
        let kind = kind(&reached.trained);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let plot = |heading: &str, curves: Vec<Curve>, name: &str| {
        let figure = Curves {
            curves,
            watched: watched.into(),
            names: [axis.into(), name.into()],
            log: view.log_loss,
            ..Curves::default()
        };
        let svg = figure.draw(&Page::default());
        svg.map_or_else(
            |_| String::new(),
            |svg| format!("<h3>{heading}</h3>\n{}", svg.inline()),
        )
    };
    let mut text = String::new();
    for wanted in &kinds {
        let lines = comparison.curves(
            |run, axis| run.loss(axis),
            |trained| kind(trained) == *wanted,
        );
        let name = comparison.dataset.shape().say(&name(*wanted));
        text += &plot(&name, lines, &name);
    }
    if kinds.len() > 1 {
        let lines = comparison.curves(|run, axis| run.mse(axis), |_| true);
        let noun = comparison.dataset.shape().noun();
        let name = format!("MSE on the {watched} {noun}s");
        text += &plot(&format!("{name}, of all variants"), lines, &name);
    }
    text
}

/// Losses of one kind measure about the same thing.
fn kind(trained: &Trained) -> (Loss, bool) {
    let settings = &trained.settings;
    let gaussian = settings.architecture.code.distribution == Distribution::Gaussian;
    (settings.loss, gaussian)
}

fn name((loss, gaussian): (Loss, bool)) -> String {
    if gaussian {
        format!("Loss of an image ({} + KL)", loss.name())
    } else {
        format!("Loss ({})", loss.name())
    }
}
