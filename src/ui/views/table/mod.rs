//! The comparison table: which settings differ between variants, what they cost and what they reach.

mod grid;
mod headings;
mod sorting;
mod toolbar;
mod tooltip;
mod widths;

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Label, RichText, Ui};

use crate::app::{Action, App, CachedTable, Export};
use crate::export::columns::{Column, Figure, Table};
use crate::export::svg::{Drawn, DrawnTable};
use crate::ui::theme;
use crate::ui::views::view::{Area, View, ViewAbout};
use grid::{Clicked, Grid};
use sorting::Sorting;
use widths::Widths;

/// What table and scatter say while a person looks at checkpoints.
pub(super) const OF_THE_NEWEST: &str =
    "Numbers are of the newest weights, not of the past that is looked at";
/// Height of the line below the table.
const NOTE: f32 = 18.0;

/// A row for each variant, a column for each thing there is to compare.
pub struct VariantTable {
    cached: CachedTable,
    sorting: Sorting,
    /// Keys of columns that are not shown.
    left_out: BTreeSet<String>,
    widths: Widths,
    scrolled: f32,
    /// When the table was copied, in the seconds of the window.
    copied: Option<f64>,
}

impl Default for VariantTable {
    fn default() -> Self {
        Self {
            cached: CachedTable::default(),
            sorting: Sorting::default(),
            left_out: Figure::ASIDE.map(|figure| figure.key().to_owned()).into(),
            widths: Widths::default(),
            scrolled: 0.0,
            copied: None,
        }
    }
}

static ABOUT: ViewAbout = ViewAbout {
    title: "Table",
    sentence: "Settings that differ, costs and measures, a row for each variant",
    building: None,
    comparing: Some(Area::Numbers),
    using: None,
    needs: &[],
    observes: &[],
    export: Some(Export::Table),
};

impl View for VariantTable {
    fn about(&self) -> &'static ViewAbout {
        &ABOUT
    }

    fn figure(&self, app: &App) -> Option<Drawn> {
        let table = app.comparison();
        let note = note(app, &table, "Semibold: the best of its column");
        Some(Ok(Arc::new(DrawnTable {
            columns: self.shown(&table),
            table: table.with_rows(&self.sorting.order(&table)),
            note,
        })))
    }

    fn table(&self, app: &App) -> Option<String> {
        let table = app.comparison();
        let rows = table.with_rows(&self.sorting.order(&table));
        rows.tabs(&self.shown(&table)).ok()
    }

    fn draw(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        if app.asks_who_looks() {
            actions.push(Action::Figures);
        }
        let mut cached = std::mem::take(&mut self.cached);
        self.with_table(ui, app, cached.of(app), actions);
        self.cached = cached;
    }
}

impl VariantTable {
    fn with_table(&mut self, ui: &mut Ui, app: &App, table: &Table, actions: &mut Vec<Action>) {
        let order = self.sorting.order(table);
        let columns = self.shown(table);
        ui.horizontal(|ui| self.toolbar(ui, app, table, &order, &columns, actions));
        ui.add_space(2.0);

        let note = note(app, table, "Marked and bold: the best of its column");
        let mut rect = ui.available_rect_before_wrap();
        if !note.is_empty() {
            rect.max.y -= NOTE;
        }
        let grid = Grid {
            table,
            order: &order,
            columns: &columns,
            selected: app.selected().id,
            sorting: &self.sorting,
        };
        match grid.show(ui, rect, &mut self.widths, &mut self.scrolled) {
            Some(Clicked::Row(id)) if id != app.selected().id => actions.push(Action::Select(id)),
            Some(Clicked::Heading(column)) => {
                self.sorting.click(column);
                ui.ctx().request_repaint();
            }
            _ => {}
        }
        if !note.is_empty() {
            let below = egui::Rect::from_min_max(
                egui::pos2(rect.left(), rect.bottom() + 2.0),
                ui.max_rect().max,
            );
            let mut below = ui.new_child(egui::UiBuilder::new().id_salt("note").max_rect(below));
            let text = RichText::new(note).small().color(theme::palette(ui).weak);
            below.add(Label::new(text).truncate());
        }
        ui.expand_to_include_rect(ui.max_rect());
    }

    /// Indices of the columns on screen. When measures were taken belongs to the table while some are behind.
    fn shown(&self, table: &Table) -> Vec<usize> {
        let behind = table.rows.iter().any(|row| row.behind);
        let columns = table.columns.iter().enumerate();
        columns
            .filter(|(_, column)| {
                let needed = behind && **column == Column::Figure(Figure::MeasuredAt);
                needed || !self.left_out.contains(&column.key())
            })
            .map(|(index, _)| index)
            .collect()
    }
}

/// What must be known to read the table right, where the best of a column is shown as `best` says.
fn note(app: &App, table: &Table, best: &'static str) -> String {
    if let Some(why) = app.no_figures() {
        return why.into();
    }
    let mut sentences = Vec::new();
    if app.looking_at().is_some() {
        sentences.push(OF_THE_NEWEST);
    }
    if (0..table.columns.len()).any(|index| table.best(index).contains(&true)) {
        sentences.push(best);
    }
    if table.losses_differ {
        sentences.push("Losses are not compared, for the variants are trained with different ones");
    }
    if table.noises_differ {
        sentences.push("Errors are under each variant's own noise, which is not the same");
    }
    if table.rows.iter().any(|row| row.behind) {
        sentences.push("Weak figures are of an earlier epoch");
    }
    sentences.join(". ")
}
