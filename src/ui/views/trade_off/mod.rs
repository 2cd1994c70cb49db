//! The trade-off plot: any two columns of the table against each other, with the PCA baseline.

mod axes;
mod baseline;
mod point;
mod scatter;
mod tooltip;
mod verdict;

use std::sync::Arc;

use egui::{Label, RichText, Ui};

use crate::app::{Action, App, CachedTable, Export};
use crate::export::columns::{Row, Table};
use crate::export::svg::{self, Drawn};
use crate::ui::theme;
use crate::ui::views::empty;
use crate::ui::views::table::OF_THE_NEWEST;
use crate::ui::views::view::{Area, View, ViewAbout};
use axes::Axes;
use point::Point;
use scatter::Scatter;

/// Height of a line below the plot.
const NOTE: f32 = 18.0;

/// A point for each variant, at two of its numbers.
#[derive(Default)]
pub struct TradeOff {
    cached: CachedTable,
    axes: Axes,
}

static ABOUT: ViewAbout = ViewAbout {
    title: "Trade-off",
    sentence: "Any two columns of the table against each other, a point for each variant",
    building: None,
    comparing: Some(Area::Numbers),
    using: None,
    needs: &[],
    observes: &[],
    export: Some(Export::TradeOff),
};

impl View for TradeOff {
    fn about(&self) -> &'static ViewAbout {
        &ABOUT
    }

    fn figure(&self, app: &App) -> Option<Drawn> {
        let table = app.comparison();
        let [x, y] = self.axes.indices(&table)?;
        let selected = app.selected().id;
        let rows = table.rows.iter();
        let rows = rows.filter(|row| !row.hidden || row.variant == selected);
        let points: Vec<Point> = rows.filter_map(|row| Point::of(row, x, y)).collect();
        // Nobody has looked yet: they are measured first.
        if points.is_empty() {
            return None;
        }
        let pca = baseline::line(app, &table, [x, y], &points);
        let name = |index: usize| table.say(&table.columns[index].heading_with_unit());
        Some(Ok(Arc::new(svg::TradeOff {
            names: [name(x), name(y)],
            log: self.axes.scales(&points, &pca),
            points: points
                .into_iter()
                .map(|point| svg::Point {
                    name: point.name,
                    colour: point.colour,
                    at: point.at,
                })
                .collect(),
            pca,
        })))
    }

    fn draw(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        if app.asks_who_looks() {
            actions.push(Action::Figures);
        }
        let table = self.cached.of(app);
        let selected = app.selected().id;
        let visible = |row: &Row| !row.hidden || row.variant == selected;
        self.axes.controls(ui, table);
        let places = self.axes.indices(table);
        let Some([x, y]) = places else {
            empty::line(ui, "Variants will stand here once they have numbers");
            return;
        };
        let rows = table.rows.iter().filter(|row| visible(row));
        let (points, missing): (Vec<Point>, Vec<&str>) = rows.fold(
            (Vec::new(), Vec::new()),
            |(mut points, mut missing), row| {
                match Point::of(row, x, y) {
                    Some(point) => points.push(point),
                    None => missing.push(&row.name),
                }
                (points, missing)
            },
        );
        if points.is_empty() {
            let why = app.no_figures().unwrap_or("Measuring the test images");
            empty::line(ui, &table.say(why));
            return;
        }
        let notes = notes(app, table, &missing, visible);
        let mut rect = ui.available_rect_before_wrap();
        rect.max.y -= NOTE * notes.len() as f32;
        let line = baseline::line(app, table, [x, y], &points);
        let scales = self.axes.scales(&points, &line);
        self.axes.show(scales);
        let scatter = Scatter {
            table,
            columns: [x, y],
            scales,
            points: &points,
            line: &line,
            selected,
        };
        let mut inside = ui.new_child(egui::UiBuilder::new().id_salt("plot").max_rect(rect));
        if let Some(id) = scatter.show(&mut inside)
            && id != selected
        {
            actions.push(Action::Select(id));
        }
        let below = egui::Rect::from_min_max(rect.left_bottom(), ui.max_rect().max);
        let mut below = ui.new_child(egui::UiBuilder::new().id_salt("notes").max_rect(below));
        below.spacing_mut().item_spacing.y = 2.0;
        for note in notes {
            note_line(&mut below, note);
        }
        ui.expand_to_include_rect(ui.max_rect());
    }
}

/// One line; what does not fit shows under the pointer.
fn note_line(ui: &mut Ui, text: String) {
    let text = RichText::new(text).small().color(theme::palette(ui).weak);
    ui.add(Label::new(text).truncate());
}

/// Of when the numbers are, whether the variants beat PCA, and who is missing.
fn notes(
    app: &App,
    table: &Table,
    missing: &[&str],
    visible: impl Fn(&Row) -> bool,
) -> Vec<String> {
    let mut notes = Vec::new();
    if app.looking_at().is_some() {
        notes.push(OF_THE_NEWEST.to_owned());
    }
    notes.extend(verdict::sentence(table, visible));
    if !missing.is_empty() {
        notes.push(format!("Without these numbers yet: {}", missing.join(", ")));
    }
    notes
}
