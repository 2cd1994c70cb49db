//! The loss plot: train and validation curves of all shown variants.

mod chart;
mod controls;
mod reading;
mod series;
mod smoothing;
mod ticks;

use std::collections::BTreeMap;

use egui::Ui;

use crate::app::{Action, App, RunStatus};
use crate::model::Loss;
use crate::project::Variant;
use crate::training::VariantId;
use crate::ui::views::empty;
use crate::ui::{Panel, theme};
use chart::{Chart, Series};
use series::{Curves, Scale, steps_per_epoch};

/// The loss plot: train and validation curves of all shown variants.
#[derive(Default)]
pub struct LossPlot {
    derived: BTreeMap<VariantId, Derived>,
    /// Zoomed or moved by a person.
    moved: bool,
}

/// Curves and what they were made from.
struct Derived {
    key: Key,
    curves: Curves,
}

/// Changes whenever the curves would: lengths and newest entries, since a thinned history can change at one length.
#[derive(PartialEq)]
struct Key {
    steps: (usize, u64),
    epochs: (usize, u64),
    scale: Scale,
}

impl Panel for LossPlot {
    fn title(&self) -> &'static str {
        "Loss"
    }

    fn panel_ui(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        if !Self::has_curves(app) {
            let text = "The loss will stand here once training runs";
            empty::with_train(ui, app, actions, text);
            return;
        }
        let reset = controls::show(ui, app, actions, self.moved);
        self.curves(ui, app, reset);
    }
}

impl LossPlot {
    /// Whether any shown variant has trained.
    pub fn has_curves(app: &App) -> bool {
        shown(app).next().is_some()
    }

    /// The curves without the controls, for pictures. Draws nothing before the first step of training.
    pub fn curves_ui(&mut self, ui: &mut Ui, app: &App) {
        if Self::has_curves(app) {
            self.curves(ui, app, false);
        }
    }

    fn curves(&mut self, ui: &mut Ui, app: &App, reset: bool) {
        let view = &app.document.view;
        let scale = |run: &RunStatus| Scale {
            axis: view.loss_axis,
            steps_per_epoch: steps_per_epoch(&run.history, run.progress.batches),
            log: view.log_loss,
            smoothing: f64::from(view.smoothing),
        };
        self.derived.retain(|id, _| app.runs.contains_key(id));
        for (variant, run) in shown(app) {
            let key = Key::new(run, scale(run));
            if self.derived.get(&variant.id).is_none_or(|d| d.key != key) {
                let curves = Curves::new(&run.history, &key.scale);
                self.derived.insert(variant.id, Derived { key, curves });
            }
        }
        let selected = app.selected().id;
        let curves: Vec<Series<'_>> = shown(app)
            .filter_map(|(variant, _)| {
                Some(Series {
                    name: &variant.name,
                    colour: theme::variant_colour(variant.colour),
                    curves: &self.derived.get(&variant.id)?.curves,
                    selected: variant.id == selected,
                })
            })
            .collect();
        let watches_test = app.document.data.validation == 0;
        let chart = Chart {
            curves,
            scale: scale(&RunStatus::default()),
            quantity: quantity(app),
            watched: if watches_test { "test" } else { "validation" },
            reset,
        };
        let drawn = ui.scope(|ui| chart.show(ui)).inner;
        reading::show(ui, &chart, &drawn);
        self.moved = drawn.moved;
    }
}

impl Key {
    fn new(run: &RunStatus, scale: Scale) -> Self {
        let history = &run.history;
        Self {
            steps: (
                history.steps.len(),
                history.steps.last().map_or(0, |s| s.step),
            ),
            epochs: (
                history.epochs.len(),
                history.epochs.last().map_or(0, |e| e.step),
            ),
            scale,
        }
    }
}

/// Variants that are not hidden and have something to show.
fn shown(app: &App) -> impl Iterator<Item = (&Variant, &RunStatus)> {
    app.document
        .variants
        .iter()
        .filter(|variant| !variant.hidden)
        .filter_map(|variant| Some((variant, app.runs.get(&variant.id)?)))
        .filter(|(_, run)| !run.history.steps.is_empty() || !run.history.epochs.is_empty())
}

/// What the vertical axis measures. Variants with different losses share it in name only, so it says so.
fn quantity(app: &App) -> String {
    let loss_of = |variant: &Variant| match &variant.trained {
        Some(trained) => trained.settings.loss,
        None => variant.settings.loss,
    };
    let mut losses = shown(app).map(|(variant, _)| loss_of(variant));
    let first = losses.next().unwrap_or_default();
    let name = if losses.all(|loss| loss == first) {
        match first {
            Loss::Bce => "BCE per pixel (nats)".to_string(),
            loss => format!("{} per pixel", loss.name()),
        }
    } else {
        "loss per pixel, each variant its own".to_string()
    };
    if app.document.data.validation == 0 {
        format!("{name}; no validation images, so the test set is watched")
    } else {
        name
    }
}
