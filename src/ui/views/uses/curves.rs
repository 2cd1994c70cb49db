//! The curves that a use draws: one plot at a time, each variant in its colour.

use std::borrow::Cow;
use std::sync::Arc;

use egui::{RichText, Ui};

use super::plot::{Drawn, show};
use crate::app::{Action, App, Export, UseAction};
use crate::eval::Curves;
use crate::export::{digits, svg, told_apart};
use crate::project::UseResult;
use crate::ui::theme;
use crate::ui::views::empty;
use crate::ui::views::view::{Area, View, ViewAbout};

/// Which plot is in front.
#[derive(Default)]
pub struct UseCurves {
    front: Option<String>,
    /// Where the threshold is drawn while it is dragged.
    dragged: Option<f64>,
}

static ABOUT: ViewAbout = ViewAbout {
    title: "Curves",
    sentence: "What a use draws: each variant in its colour, dashed what it is held against",
    building: None,
    comparing: None,
    using: Some(Area::Curves),
    needs: &[],
    observes: &[],
    export: Some(Export::UseCurves),
};

impl View for UseCurves {
    fn about(&self) -> &'static ViewAbout {
        &ABOUT
    }

    fn figure(&self, app: &App) -> Option<svg::Drawn> {
        let (result, _) = app.use_result(app.selected())?;
        let front = self.front_of(result)?;
        Some(Ok(Arc::new(app.found_curves(&front.title))))
    }

    fn draw(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        let selected = app.selected();
        let Some((result, _)) = app.use_result(selected) else {
            empty::line(ui, "Curves of what a use finds stand here");
            return;
        };
        let Some(front) = self.front_of(result) else {
            empty::line(ui, "It draws no curves");
            return;
        };
        if result.curves.len() > 1 {
            let mut chosen = None;
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                for curves in &result.curves {
                    let on = curves.title == front.title;
                    if ui.selectable_label(on, &curves.title).clicked() && !on {
                        chosen = Some(curves.title.clone());
                    }
                }
            });
            if chosen.is_some() {
                self.front = chosen;
                ui.ctx().request_repaint();
            }
        }
        let found = app.using.found(selected.id);
        let cut = found.and_then(|found| found.outcome.cut.as_ref());
        let cut = cut.filter(|cut| cut.plot == front.title);
        let Some((found, cut)) = found.zip(cut) else {
            show(ui, front, &front.marks, &drawn(ui, app, front), None);
            return;
        };
        let at = self.dragged.unwrap_or(cut.at);
        let marks = [(format!("threshold {}", digits::significant(at, 4)), at)];
        if let Some(words) = found.outcome.crossing(at) {
            ui.label(RichText::new(words).size(11.0));
        }
        let mut dragged = self.dragged;
        let all = drawn(ui, app, front);
        if show(ui, front, &marks, &all, Some(&mut dragged)) {
            actions.extend(dragged.map(|at| Action::Use(UseAction::Cut(at))));
            dragged = None;
        }
        self.dragged = dragged;
    }
}

impl UseCurves {
    /// The plot that a person chose, or the first.
    fn front_of<'a>(&self, result: &'a UseResult) -> Option<&'a Curves> {
        let is_front = |curves: &&Curves| Some(&curves.title) == self.front.as_ref();
        let mut curves = result.curves.iter();
        curves.find(is_front).or(result.curves.first())
    }
}

/// The same plot of all variants on screen.
fn drawn<'a>(ui: &Ui, app: &'a App, front: &'a Curves) -> Vec<Drawn<'a>> {
    let weak = theme::palette(ui).weak;
    let told = told_apart(app.curves_called(&front.title)).into_iter();
    told.map(|told| Drawn {
        form: told.form,
        colour: told.colour.map_or(weak, theme::variant_colour),
        name: RichText::new(told.name),
        points: placed(told.points, front.log),
    })
    .collect()
}

/// Where points stand on the horizontal axis.
fn placed(points: &[[f64; 2]], log: bool) -> Cow<'_, [[f64; 2]]> {
    match log {
        false => points.into(),
        true => {
            let above = points.iter().filter(|[x, _]| *x > 0.0);
            above.map(|[x, y]| [x.log10(), *y]).collect()
        }
    }
}
