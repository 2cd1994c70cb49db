//! The loss plot: train and validation curves of all shown variants.

mod cached;
mod chart;
mod controls;
mod diverged;
mod gutter;
mod label;
mod line;
mod looked_at;
mod markers;
mod phases;
mod reading;
mod scale;
mod series;
mod smoothing;
pub mod ticks;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use egui::Ui;
use egui_plot::{PlotBounds, PlotPoint};

use crate::app::{Action, App, Export, RunStatus};
use crate::data::Scaling;
use crate::export::loss::{Found, Quantity, RunAxis};
use crate::export::svg::{Curves, Drawn};
use crate::export::work;
use crate::model::{Distribution, Loss};
use crate::project::{Variant, VariantSettings};
use crate::training::VariantId;
use crate::ui::theme;
use crate::ui::views::view::{Area, Need, View, ViewAbout};
use crate::ui::views::words;
use cached::{CachedCurves, Drawing, HistoryStamp, Wanted};
use chart::{Chart, Series};
use label::Label;
use scale::Scale;

/// Curves that have fallen behind follow in frames that come at least as soon.
const SOON: Duration = Duration::from_millis(50);

/// The loss plot: train and validation curves of all shown variants.
#[derive(Default)]
pub struct LossPlot {
    cached: CachedCurves,
    /// What can be drawn of each run.
    offers: BTreeMap<VariantId, (HistoryStamp, Found)>,
    /// What a person wants drawn.
    quantity: Option<Quantity>,
    /// What was drawn last.
    shown: Quantity,
    /// Where phases began and the learning rate jumped, as drawn last.
    marks: Vec<(f64, String)>,
    /// Zoomed or moved by a person.
    moved: bool,
    /// What was in sight, and of which variant that was selected.
    in_sight: Option<(VariantId, PlotBounds)>,
}

static ABOUT: ViewAbout = ViewAbout {
    title: "Loss",
    sentence: "The loss of every shown variant over training",
    building: Some(Area::Curves),
    comparing: Some(Area::Curves),
    using: None,
    needs: &[Need::Curves],
    observes: &[],
    export: Some(Export::LossPlot),
};

impl View for LossPlot {
    fn about(&self) -> &'static ViewAbout {
        &ABOUT
    }

    fn explained(&self, app: &App) -> String {
        let label = words(app, self.shown).whole();
        match label.is_empty() {
            true => ABOUT.sentence.into(),
            false => format!("{}: {label}", ABOUT.sentence),
        }
    }

    fn promise(&self, _app: &App) -> String {
        "The loss will stand here once training runs".into()
    }

    fn figure(&self, app: &App) -> Option<Drawn> {
        let name = words(app, self.shown).whole();
        Some(Ok(Arc::new(Curves {
            levels: levels(app, self.shown),
            marks: self.marks.clone(),
            ..app.curves(self.shown, &name)?
        })))
    }

    fn draw(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        let offered = self.offered(app);
        let before = self.wanted(app, &offered);
        let mut quantity = before;
        let mut reset = controls::show(ui, app, actions, &offered, &mut quantity, self.moved);
        if quantity != before {
            self.quantity = Some(quantity);
            // Another scale: where a person had zoomed to means nothing on it.
            reset = true;
        }
        self.curves(ui, app, quantity, reset);
    }
}

impl LossPlot {
    /// The curves without the controls, for pictures. Draws nothing before the first step of training.
    pub fn curves_ui(&mut self, ui: &mut Ui, app: &App) {
        if ABOUT.can_show(app) {
            let offered = self.offered(app);
            let quantity = self.wanted(app, &offered);
            self.curves(ui, app, quantity, false);
        }
    }

    /// What can be drawn of any shown variant.
    fn offered(&mut self, app: &App) -> Vec<Quantity> {
        self.offers.retain(|id, _| app.runs.contains_key(id));
        for (variant, run) in shown(app) {
            let stamp = HistoryStamp::of(&run.history);
            let (known, found) = self.offers.get(&variant.id).copied().unzip();
            if known != Some(stamp) {
                let before = known.filter(|known| known.is_continued_by(stamp));
                let after = before.map_or(0, HistoryStamp::newest);
                let mut found = before.and(found).unwrap_or_default();
                found.look(&run.history, after);
                self.offers.insert(variant.id, (stamp, found));
            }
        }
        let has = |quantity: &Quantity| {
            shown(app).any(|(variant, _)| {
                let offers = self.offers.get(&variant.id);
                offers.is_some_and(|(_, found)| found.has(*quantity))
            })
        };
        Quantity::ALL.into_iter().filter(has).collect()
    }

    /// What is wanted where there is such a thing. Before anybody has said, the whole loss, or the squared error of
    /// variants whose losses differ.
    fn wanted(&self, app: &App, offered: &[Quantity]) -> Quantity {
        let differ = || {
            let mut settings = shown(app).map(|(variant, _)| of_curves(variant));
            let first = settings.next();
            let first = first.map(|settings| label::label(Quantity::Loss, settings, false));
            settings.any(|other| Some(label::label(Quantity::Loss, other, false)) != first)
        };
        let wanted = match self.quantity {
            Some(quantity) => quantity,
            None if offered.contains(&Quantity::SquaredError) && differ() => Quantity::SquaredError,
            None => Quantity::Loss,
        };
        match offered.contains(&wanted) {
            true => wanted,
            false => Quantity::Loss,
        }
    }

    fn curves(&mut self, ui: &mut Ui, app: &App, quantity: Quantity, reset: bool) {
        self.shown = quantity;
        let view = &app.document.view;
        let scale = |variant: &Variant, run: &RunStatus| Scale {
            run: RunAxis {
                axis: controls::axis_of(app),
                steps_per_epoch: steps_per_epoch(run),
                work: app.dataset.prepared().map_or(0.0, |data| {
                    let (samples, shape) = (data.split.train.len(), data.dataset.shape());
                    work::of_update(of_curves(variant), steps_per_epoch(run), samples, shape)
                }),
            },
            log: view.log_loss && quantity.no_logarithm().is_none(),
            smoothing: f64::from(view.smoothing),
        };
        let drawn = cached::drawn(shown(app).count());
        let wanted = shown(app).map(|(variant, run)| Wanted {
            id: variant.id,
            history: &run.history,
            drawing: Drawing {
                scale: scale(variant, run),
                quantity,
                drawn,
            },
        });
        if self.cached.update(wanted.collect(), app.selected().id) {
            ui.ctx().request_repaint_after(SOON);
        }
        let selected = app.selected().id;
        // A part of one run that was looked into says nothing of another that was not there.
        let reset = reset || self.moved && self.shows_nothing_of(selected);
        let tint = theme::palette(ui).text;
        let curves: Vec<Series<'_>> = shown(app)
            .filter_map(|(variant, run)| {
                Some(Series {
                    name: &variant.name,
                    variant: variant.colour,
                    tint,
                    curves: self.cached.curves(variant.id)?,
                    history: &run.history,
                    selected: variant.id == selected,
                })
            })
            .collect();
        let phases =
            shown(app)
                .find(|(variant, _)| variant.id == selected)
                .map(|(variant, run)| {
                    phases::marks(
                        &of_curves(variant).phases,
                        &run.history,
                        &scale(variant, run),
                    )
                });
        let chart = Chart {
            curves,
            // Readings in steps and seconds need the selected run's own epochs.
            scale: match app.runs.get(&selected) {
                Some(run) => scale(app.selected(), run),
                None => scale(app.selected(), &RunStatus::default()),
            },
            quantity,
            levels: levels(app, quantity),
            phases: phases.unwrap_or_default(),
            watched: app.document.data.watched(),
            reset,
        };
        let phases = chart.phases.iter().map(|mark| (mark.x, mark.text.clone()));
        let rates = chart.rates().map(|change| (change.x, change.text()));
        self.marks = phases.chain(rates).collect();
        let drawn = ui.scope(|ui| chart.show(ui)).inner;
        looked_at::show(ui, app, &chart.scale, &drawn.transform);
        reading::show(ui, &chart, &drawn);
        self.moved = drawn.moved;
        self.in_sight = Some((selected, *drawn.transform.bounds()));
    }

    /// Whether `selected` became so after a person zoomed, and has no point there.
    fn shows_nothing_of(&self, selected: VariantId) -> bool {
        let Some((_, bounds)) = self.in_sight.filter(|(before, _)| *before != selected) else {
            return false;
        };
        let lines = self.cached.curves(selected).map(|curves| &curves.lines);
        let points = lines.into_iter().flatten();
        let mut points = points.flat_map(|line| line.raw.iter().chain(&line.validation));
        let is_in = |point: &PlotPoint| {
            bounds.range_x().contains(&point.x) && bounds.range_y().contains(&point.y)
        };
        !points.any(is_in)
    }
}

/// Values that curves of `quantity` are compared with.
fn levels(app: &App, quantity: Quantity) -> Vec<(f64, String)> {
    let draw = quantity.draw().into_iter();
    let draw = draw.map(|(value, name)| (value, name.to_owned()));
    draw.chain(pca(app, quantity)).collect()
}

/// PCA with as many numbers as the selected code, where the curve is the squared error in the scale of the inputs.
fn pca(app: &App, quantity: Quantity) -> Option<(f64, String)> {
    let settings = of_curves(app.selected());
    let measures_squares = quantity == Quantity::SquaredError
        || quantity == Quantity::Loss
            && settings.loss == Loss::Mse
            && settings.architecture.code.distribution == Distribution::Point
            && app.dataset.prepared()?.settings.scaling == Scaling::Unit;
    let (width, error) = app
        .pca_beside(app.selected())
        .filter(|_| measures_squares)?;
    let has_epoch = |run: &RunStatus| !run.history.epochs.is_empty();
    let trained = app.runs.get(&app.selected().id).is_some_and(has_epoch);
    trained.then(|| (error, format!("PCA {width}")))
}

/// Variants that are not hidden and have something to show.
fn shown(app: &App) -> impl Iterator<Item = (&Variant, &RunStatus)> {
    app.document
        .variants
        .iter()
        .filter(|variant| !variant.hidden)
        .filter_map(|variant| Some((variant, app.runs.get(&variant.id)?)))
        .filter(|(_, run)| run.history.has_curves())
}

/// Updates an epoch takes, as far as can be told.
fn steps_per_epoch(run: &RunStatus) -> f64 {
    work::steps_per_epoch(&run.history, run.progress.batches as usize)
}

/// The settings that made the curves; a variant's own can differ from them once a person edits it.
fn of_curves(variant: &Variant) -> &VariantSettings {
    let trained = variant.trained.as_ref();
    trained.map_or(&variant.settings, |trained| &trained.settings)
}

/// What the vertical axis measures, and of which images.
fn words(app: &App, quantity: Quantity) -> Label {
    let data = app.dataset.prepared();
    let mixed = data.is_some_and(|data| data.dataset.shape().is_mixed());
    let variants = shown(app).map(|(variant, _)| of_curves(variant));
    let what = label::of_all(quantity, variants, mixed);
    let watches_test = app.document.data.validation == 0;
    let how = watches_test.then_some("no validation images, so the test set is watched");
    Label {
        what: words::of(app, &what),
        how: how.map(|how| words::of(app, how)),
    }
}
