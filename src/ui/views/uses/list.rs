//! What a use says of each sample, as a table: a line a sample, sorted by a column.

use std::cmp::Ordering;
use std::sync::Arc;

use egui::{Align2, FontId, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::{Action, App, Found};
use crate::export::digits::significant;
use crate::ui::theme;
use crate::ui::tiles::Same;
use crate::ui::views::empty;
use crate::ui::views::view::{Area, View, ViewAbout};
use crate::uses::{Cells, Column, Table};

const ROW: f32 = 20.0;
const WIDTH: f32 = 96.0;
/// At both sides of a cell.
const MARGIN: f32 = 6.0;
const FONT: FontId = FontId::proportional(12.0);
const HEADING: FontId = FontId::proportional(11.0);
/// The column that a table is sorted by at first.
const RANK: &str = "rank";

/// By which column lines are sorted, and whether from the greatest.
type Sorting = Option<(String, bool)>;

/// Lines of samples, and their order.
#[derive(Default)]
pub struct UseList {
    sorted: Sorting,
    order: Vec<u32>,
    /// The table that is in order, and how.
    ordered: Option<(Same<Found>, Sorting)>,
}

static ABOUT: ViewAbout = ViewAbout {
    title: "List",
    sentence: "What is said of each sample; a click on a heading sorts",
    building: None,
    comparing: None,
    using: Some(Area::List),
    needs: &[],
    observes: &[],
    export: None,
};

impl View for UseList {
    fn about(&self) -> &'static ViewAbout {
        &ABOUT
    }

    fn draw(&mut self, ui: &mut Ui, app: &App, _actions: &mut Vec<Action>) {
        let found = app.using.found(app.selected().id);
        let Some(found) = found.filter(|found| !found.outcome.table.0.is_empty()) else {
            empty::line(ui, "What is said of each sample stands here");
            return;
        };
        self.bring_in_order(found);
        self.grid(ui, &found.outcome.table);
    }
}

impl UseList {
    fn bring_in_order(&mut self, found: &Arc<Found>) {
        let table = &found.outcome.table;
        let named = |name: &str| table.0.iter().find(|column| column.name == name);
        let sorted = self
            .sorted
            .clone()
            .filter(|(name, _)| named(name).is_some());
        let sorted = sorted.or_else(|| Some((named(RANK)?.name.clone(), false)));
        let wanted = Some((Same::of(found), sorted.clone()));
        if self.ordered == wanted {
            return;
        }
        self.order = (0..table.rows() as u32).collect();
        if let Some((name, descending)) = &sorted
            && let Some(column) = named(name)
        {
            self.order.sort_by(|&a, &b| {
                let order = compared(&column.cells, a as usize, b as usize);
                if *descending { order.reverse() } else { order }
            });
        }
        self.sorted = sorted;
        self.ordered = wanted;
    }

    fn grid(&mut self, ui: &mut Ui, table: &Table) {
        let palette = theme::palette(ui);
        let rect = ui.available_rect_before_wrap();
        let wide = table.0.len() as f32 * WIDTH;
        let mut clicked = None;
        ScrollArea::both()
            .auto_shrink(false)
            .show_viewport(ui, |ui, viewport| {
                ui.set_width(wide);
                ui.set_height((self.order.len() + 1) as f32 * ROW + 8.0);
                let origin = ui.max_rect().min;
                let first = (viewport.left() / WIDTH).max(0.0) as usize;
                let last = ((viewport.right() / WIDTH) as usize + 1).min(table.0.len());
                let from = (viewport.top() / ROW).max(0.0) as usize;
                let to = ((viewport.bottom() / ROW) as usize + 1).min(self.order.len());
                let top = origin.y + viewport.top();
                for index in first..last {
                    let column = &table.0[index];
                    let left = origin.x + index as f32 * WIDTH;
                    for (place, &row) in self.order[from.min(to)..to].iter().enumerate() {
                        let y = origin.y + (from + place + 1) as f32 * ROW;
                        // The heading stays above them.
                        if y < top + ROW - 1.0 {
                            continue;
                        }
                        let cell = Rect::from_min_size(pos2(left, y), vec2(WIDTH, ROW))
                            .shrink2(vec2(MARGIN, 0.0));
                        let painter = ui.painter_at(cell.intersect(ui.clip_rect()));
                        let (text, right) = (text(&column.cells, row as usize), is_number(column));
                        let (align, at) = match right {
                            true => (Align2::RIGHT_CENTER, cell.right_center()),
                            false => (Align2::LEFT_CENTER, cell.left_center()),
                        };
                        painter.text(at, align, text, FONT, palette.text);
                    }
                    let head = Rect::from_min_size(pos2(left, top), vec2(WIDTH, ROW));
                    let response =
                        ui.interact(head, ui.scope_id().with(("heading", index)), Sense::click());
                    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &column.name));
                    ui.painter().rect_filled(head, 0.0, palette.background);
                    let sorted = self
                        .sorted
                        .as_ref()
                        .filter(|(name, _)| *name == column.name);
                    let arrow = match sorted {
                        Some((_, true)) => " ↓",
                        Some((_, false)) => " ↑",
                        None => "",
                    };
                    let colour = match response.hovered() || sorted.is_some() {
                        true => palette.text,
                        false => palette.weak,
                    };
                    let words = format!("{}{arrow}", column.name);
                    let inner = head.shrink2(vec2(MARGIN, 0.0));
                    let painter = ui.painter_at(inner.intersect(ui.clip_rect()));
                    let (align, at) = match is_number(column) {
                        true => (Align2::RIGHT_CENTER, inner.right_center()),
                        false => (Align2::LEFT_CENTER, inner.left_center()),
                    };
                    painter.text(at, align, words, HEADING, colour);
                    if response.on_hover_text(&column.name).clicked() {
                        clicked = Some(column.name.clone());
                    }
                }
            });
        ui.expand_to_include_rect(rect);
        if let Some(name) = clicked {
            let descending = match &self.sorted {
                Some((before, descending)) if *before == name => !descending,
                _ => false,
            };
            self.sorted = Some((name, descending));
            ui.ctx().request_repaint();
        }
    }
}

fn is_number(column: &Column) -> bool {
    !matches!(column.cells, Cells::Texts(_))
}

/// As people read it; the file has all digits.
fn text(cells: &Cells, row: usize) -> String {
    match cells {
        Cells::Numbers(numbers) if numbers[row].is_finite() => significant(numbers[row], 4),
        Cells::Singles(numbers) if numbers[row].is_finite() => {
            significant(f64::from(numbers[row]), 4)
        }
        _ => cells.text(row),
    }
}

/// Missing numbers come last.
fn compared(cells: &Cells, a: usize, b: usize) -> Ordering {
    match cells {
        Cells::Whole(all) => all[a].cmp(&all[b]),
        Cells::Numbers(all) => all[a].total_cmp(&all[b]),
        Cells::Singles(all) => all[a].total_cmp(&all[b]),
        Cells::Texts(all) => all[a].cmp(&all[b]),
    }
}
