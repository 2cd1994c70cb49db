//! The curves that a use draws: one plot at a time, each variant in its colour.

use std::borrow::Cow;
use std::sync::Arc;

use egui::{RichText, Ui};

use super::plot::{Drawn, Shape, show};
use crate::app::{Action, App, Export, UseAction};
use crate::eval::{CurveForm, Curves};
use crate::export::{digits, svg};
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
        let is_front = |curves: &&Curves| Some(&curves.title) == self.front.as_ref();
        let front = result
            .curves
            .iter()
            .find(is_front)
            .or(result.curves.first())?;
        Some(Ok(Arc::new(app.found_curves(&front.title))))
    }

    fn draw(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        let selected = app.selected();
        let Some((result, _)) = app.use_result(selected) else {
            empty::line(ui, "Curves of what a use finds stand here");
            return;
        };
        let Some(first) = result.curves.first() else {
            empty::line(ui, "It draws no curves");
            return;
        };
        let is_front = |curves: &&Curves| Some(&curves.title) == self.front.as_ref();
        let front = result.curves.iter().find(is_front).unwrap_or(first);
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
            show(ui, front, &drawn(ui, app, front), None);
            return;
        };
        let mut moved = front.clone();
        let at = self.dragged.unwrap_or(cut.at);
        moved.marks = vec![(format!("threshold {}", digits::significant(at, 4)), at)];
        if let Some(words) = found.outcome.crossing(at) {
            ui.label(RichText::new(words).size(11.0));
        }
        let mut dragged = self.dragged;
        if show(ui, &moved, &drawn(ui, app, front), Some(&mut dragged)) {
            actions.extend(dragged.map(|at| Action::Use(UseAction::Cut(at))));
            dragged = None;
        }
        self.dragged = dragged;
    }
}

/// Lines of all shown variants; bars and what is held against them of the selected one alone.
fn drawn<'a>(ui: &Ui, app: &'a App, front: &'a Curves) -> Vec<Drawn<'a>> {
    let selected = app.selected().id;
    let weak = theme::palette(ui).weak;
    let mut all = Vec::new();
    for variant in &app.document.variants {
        let is_selected = variant.id == selected;
        if variant.hidden && !is_selected {
            continue;
        }
        let Some((result, _)) = app.use_result(variant) else {
            continue;
        };
        let Some(curves) = result
            .curves
            .iter()
            .find(|curves| curves.title == front.title)
        else {
            continue;
        };
        let colour = theme::variant_colour(variant.colour);
        let mut bars = 0;
        for curve in &curves.curves {
            let (shape, colour, name) = match curve.form {
                CurveForm::Line => (Shape::Line, colour, variant.name.clone()),
                CurveForm::Dashed if is_selected => (Shape::Dashed, weak, curve.name.clone()),
                CurveForm::Bars if is_selected => {
                    bars += 1;
                    let colour = if bars == 1 { colour } else { weak };
                    (Shape::Bars, colour, curve.name.clone())
                }
                CurveForm::Dashed | CurveForm::Bars => continue,
            };
            // Several lines of one variant are told apart by their own names.
            let several = curves
                .curves
                .iter()
                .filter(|c| c.form == CurveForm::Line)
                .count()
                > 1;
            let name = match (shape, several) {
                (Shape::Line, true) => format!("{name}: {}", curve.name),
                _ => name,
            };
            all.push(Drawn {
                shape,
                colour,
                name: RichText::new(name),
                points: placed(&curve.points, front.log),
            });
        }
    }
    all
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
