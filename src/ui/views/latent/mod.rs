//! The latent scatter: every test sample by its code.

mod backdrop;
pub(super) mod cloud;
pub(super) mod colours;
mod controls;
mod drawing;
pub(super) mod follow;
mod grid;
pub(super) mod image;
pub(super) mod legend;
pub(super) mod look;
pub(super) mod marks;
mod probe;
pub(super) mod projection;
mod scatter;
mod stamps;

use std::sync::Arc;

use egui::{Context, Ui};

use crate::app::{Action, App, DatasetState, Export};
pub(super) use crate::eval::bounds;
pub(super) use crate::eval::plane;
use crate::export::colouring::Colouring;
use crate::training::{LatentView, ObservationId};
use crate::ui::views::view::{Area, Need, View, ViewAbout};
use crate::ui::views::{empty, words};
use colours::Colours;
use follow::{Change, Follow, Wanted};
use plane::Plane;
use scatter::Scatter;

/// Between the controls and the legend in one line.
const APART: f32 = 12.0;

/// The latent scatter: every test sample by its code. A panel belongs to one window: it keeps textures.
#[derive(Default)]
pub struct Latent {
    points: Follow,
    /// Counts the sets of points made.
    generations: u64,
    controls: controls::Controls,
    scatter: Scatter,
    colours: Colours,
    /// The class seen alone.
    isolated: Option<u32>,
}

static ABOUT: ViewAbout = ViewAbout {
    title: "Latent space",
    sentence: "Every test image by its code",
    building: Some(Area::Codes),
    comparing: None,
    using: None,
    needs: &[Need::Data, Need::Observed(ObservationId::Latents)],
    observes: &[ObservationId::Latents],
    export: Some(Export::LatentSpace),
};

impl View for Latent {
    fn about(&self) -> &'static ViewAbout {
        &ABOUT
    }

    fn empty_ui(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        self.points.clear();
        nothing_yet(ui, app, actions);
    }

    fn draw(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        if !self.project(ui.ctx(), app) {
            nothing_yet(ui, app, actions);
            return;
        }
        let (Some(projection), Some(data)) = (self.points.shown(), app.dataset.prepared()) else {
            return;
        };
        let (view, plane) = (&projection.view, projection.plane);
        let (mut reset, mut chosen) = (false, None);
        let colouring = &self.colours.colouring;
        ui.horizontal_wrapped(|ui| {
            reset = self.controls.show(ui, app, actions, view, plane);
            colours::menu(ui, app, data, actions);
            // Beside the controls where all classes fit, in lines of their own elsewhere.
            let room = ui.available_size_before_wrap().x - APART;
            if legend::width(ui, colouring) <= room {
                ui.add_space(APART);
                chosen = Some(legend::show(ui, colouring, self.isolated));
            }
        });
        let chosen = chosen.unwrap_or_else(|| legend::show(ui, colouring, self.isolated));
        self.isolated = chosen.isolated;
        self.scatter.front = chosen.hovered.or(chosen.isolated);
        self.scatter.alone = chosen.isolated;
        self.draw(ui, app, actions, reset);
    }
}

impl Latent {
    /// The points without controls, for pictures. Draws nothing where there are none.
    pub fn points_ui(&mut self, ui: &mut Ui, app: &App) {
        if self.project(ui.ctx(), app) {
            self.draw(ui, app, &mut Vec::new(), false);
        }
    }

    /// The classes and their colours without anything to press, for pictures.
    pub fn legend_ui(&self, ui: &mut Ui, app: &App) {
        if let Some(data) = app.dataset.prepared() {
            let colouring = Colouring::of(&data.dataset, &app.document.view.latent_colour);
            legend::show(ui, &colouring, None);
        }
    }

    fn draw(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>, reset: bool) {
        let (Some(projection), Some(data)) = (self.points.shown(), app.dataset.prepared()) else {
            return;
        };
        let equal = self.controls.equal;
        self.controls.moved = ui
            .scope(|ui| {
                self.scatter.show(
                    ui,
                    app,
                    actions,
                    projection,
                    data,
                    &self.colours,
                    equal,
                    reset,
                )
            })
            .inner;
    }

    /// Brings the points up to date. `false` where there are none to show.
    fn project(&mut self, context: &Context, app: &App) -> bool {
        let variant = app.selected().id;
        let view: Option<Arc<LatentView>> = app.runs.get(&variant).and_then(|run| run.views.get());
        let plane = view
            .as_ref()
            .and_then(|view| Plane::new(app.document.view.latent_axes, view));
        let (Some(view), Some(plane), Some(data)) = (view, plane, app.dataset.prepared()) else {
            self.points.clear();
            return false;
        };
        if view.codes.len() != view.width * data.dataset.test.len() {
            // Codes of another dataset than the one on screen: the next view is on its way.
            self.points.clear();
            return false;
        }
        if self.colours.follow(data, &app.document.view.latent_colour) {
            self.isolated = None;
        }
        let wanted = Wanted {
            variant,
            view: &view,
            plane,
        };
        let change = self
            .points
            .update(context, &wanted, false, &mut self.generations);
        self.scatter.fresh |= change == Change::Other;
        self.points.shown().is_some()
    }
}

/// Why there are no points, and what to do about it.
pub(super) fn nothing_yet(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    match &app.dataset {
        DatasetState::Loading { name, .. } if app.dataset.prepared().is_none() => {
            let name = if name.is_empty() { "the data" } else { name };
            empty::line(
                ui,
                &format!(
                    "Every test {} will stand here as a point once {name} has loaded",
                    words::noun(app)
                ),
            );
        }
        DatasetState::Failed { message } => {
            empty::line(
                ui,
                &format!("No test {}s to show: {message}", words::noun(app)),
            );
        }
        _ => {
            let noun = words::noun(app);
            let text = format!("Every test {noun} will stand here as a point, by its code");
            empty::with_train(ui, app, actions, &text);
        }
    }
}
