//! The grid of the table. Names and headings stay where they are while the cells scroll.

use std::sync::Arc;

use egui::{
    Color32, FontId, Galley, Rect, Response, Role, ScrollArea, Sense, Stroke, TextWrapMode, Ui,
    UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use super::sorting::Sorting;
use super::widths::Widths;
use crate::export::columns::{Column, Figure, Row, Table};
use crate::training::VariantId;
use crate::ui::theme::{self, Palette};

const ROW: f32 = 24.0;
/// Heading over unit.
pub(super) const HEAD: f32 = 32.0;
/// Room at both sides of a cell.
pub(super) const MARGIN: f32 = 8.0;
/// Room for the mark of the best at the left of its number, and of the arrow above it.
pub(super) const MARK: f32 = 10.0;
/// Room for the scroll bars, so that they cover no cell.
const BAR: f32 = 10.0;
const NAME: FontId = FontId::proportional(13.0);
pub(super) const HEADING: FontId = FontId::proportional(11.0);

/// What is drawn.
pub struct Grid<'a> {
    pub table: &'a Table,
    /// Indices of rows and of columns, as they stand on screen.
    pub order: &'a [usize],
    pub columns: &'a [usize],
    pub selected: VariantId,
    pub sorting: &'a Sorting,
}

/// What was clicked; the heading of the names is `None`.
pub enum Clicked {
    Row(VariantId),
    Heading(Option<Column>),
}

/// One column on screen.
pub(super) struct Place {
    pub index: usize,
    /// Of its left edge from that of the first column.
    pub x: f32,
    pub width: f32,
    pub numeric: bool,
    pub best: Vec<bool>,
}

impl Grid<'_> {
    /// Draws into `rect`; `scrolled` keeps how far down.
    pub fn show(
        &self,
        ui: &mut Ui,
        rect: Rect,
        widths: &mut Widths,
        scrolled: &mut f32,
    ) -> Option<Clicked> {
        let places = self.places(ui, widths);
        let names = self.names_width(ui, rect.width());
        let corner = pos2(rect.left() + names, rect.top() + HEAD);
        let cells = Rect::from_min_max(corner, rect.max);
        let left = Rect::from_min_max(pos2(rect.left(), corner.y), pos2(corner.x, rect.bottom()));
        let top = Rect::from_min_max(pos2(corner.x, rect.top()), pos2(rect.right(), corner.y));
        if !cells.is_positive() {
            return None;
        }

        let mut clicked = None;
        let offset = self.cells(ui, cells, left, &places, scrolled, &mut clicked);
        self.names(ui, left, offset.y, &mut clicked);
        self.headings(ui, top, offset.x, &places, &mut clicked);
        let head = Rect::from_min_max(rect.min, pos2(corner.x, corner.y));
        let text = self.galley(ui, "Variant", HEADING, theme::palette(ui).text);
        if self.heading(ui, head, head, None, text, None).clicked() {
            clicked = Some(Clicked::Heading(None));
        }
        let line = Stroke::new(1.0, theme::palette(ui).line);
        ui.painter().hline(rect.x_range(), corner.y - 0.5, line);
        ui.painter().vline(corner.x - 0.5, rect.y_range(), line);
        clicked
    }

    fn places(&self, ui: &Ui, widths: &mut Widths) -> Vec<Place> {
        let mut x = 0.0;
        let place = |&index: &usize| {
            let column = self.table.columns.get(index)?;
            let best = self.table.best(index);
            let width = |galley: Arc<Galley>| galley.size().x;
            let ink = Color32::WHITE;
            let unit = self.table.say(column.unit().unwrap_or_default());
            let heading = width(self.galley(ui, &column.heading(), HEADING, ink)) + MARK + 2.0;
            let mut wanted = heading.max(width(self.galley(ui, &unit, HEADING, ink)));
            let cells = self.table.column(index).into_iter().zip(&best);
            for (cell, best) in cells {
                let shown = column.shown(cell);
                wanted = wanted.max(width(self.galley(ui, &shown, font(ui, *best), ink)) + MARK);
            }
            let width = widths.at_least(column.key(), wanted + 2.0 * MARGIN);
            let place = Place {
                index,
                x,
                width,
                numeric: match column {
                    Column::Setting(_) => self.table.is_numeric(index),
                    Column::Figure(figure) => *figure != Figure::State,
                },
                best,
            };
            x += width;
            Some(place)
        };
        self.columns.iter().filter_map(place).collect()
    }

    fn names_width(&self, ui: &Ui, room: f32) -> f32 {
        let names = self.table.rows.iter().map(|row| {
            let strong = theme::strong(ui.ctx(), 13.0);
            self.galley(ui, &row.name, strong, Color32::WHITE).size().x
        });
        let widest = names.fold(48.0, f32::max) + 24.0 + MARGIN;
        widest.min(220.0).min(room * 0.28)
    }

    /// The cells, which scroll both ways; returns how far they are.
    fn cells(
        &self,
        ui: &mut Ui,
        rect: Rect,
        names: Rect,
        places: &[Place],
        scrolled: &mut f32,
        clicked: &mut Option<Clicked>,
    ) -> Vec2 {
        let mut area = ScrollArea::both().id_salt("cells").auto_shrink(false);
        // The wheel over the names moves the rows too.
        let wheel = ui.input(|input| input.smooth_scroll_delta.y);
        if wheel != 0.0 && ui.rect_contains_pointer(names) {
            let end = (self.order.len() as f32 * ROW + BAR - rect.height()).max(0.0);
            area = area.vertical_scroll_offset((*scrolled - wheel).clamp(0.0, end));
        }
        let width = places.last().map_or(0.0, |last| last.x + last.width);
        let size = vec2(width, self.order.len() as f32 * ROW) + Vec2::splat(BAR);
        let mut inside = ui.new_child(UiBuilder::new().id_salt("cells").max_rect(rect));
        let output = area.show_viewport(&mut inside, |ui, viewport| {
            let (all, _) = ui.allocate_exact_size(size.max(viewport.size()), Sense::hover());
            for (line, row) in self.lines() {
                let top = all.top() + line as f32 * ROW;
                let strip = Rect::from_min_size(pos2(all.left(), top), vec2(all.width(), ROW));
                let response = ui.interact(
                    strip,
                    ui.scope_id().with(("values", row.variant)),
                    Sense::click(),
                );
                response.widget_info(|| {
                    let name = format!("Values of {}", row.name);
                    WidgetInfo::selected(Role::Button, true, row.variant == self.selected, name)
                });
                self.fill(ui, strip, row, &response);
                for place in places {
                    self.cell(ui, strip, place, line, row);
                }
                if response.clicked() {
                    *clicked = Some(Clicked::Row(row.variant));
                }
                self.tell(strip, places, row, response);
            }
            viewport.min.to_vec2()
        });
        *scrolled = output.state.clamped_offset().y;
        output.inner
    }

    fn lines(&self) -> impl Iterator<Item = (usize, &Row)> {
        let rows = self
            .order
            .iter()
            .filter_map(|&index| self.table.rows.get(index));
        rows.enumerate()
    }

    fn cell(&self, ui: &Ui, strip: Rect, place: &Place, line: usize, row: &Row) {
        let palette = theme::palette(ui);
        let (Some(column), Some(cell)) = (
            self.table.columns.get(place.index),
            row.cells.get(place.index),
        ) else {
            return;
        };
        let best = self.order.get(line).is_some_and(|&row| place.best[row]);
        let weak = row.hidden || cell.is_empty() || (row.behind && is_measured(column));
        let colour = if weak { palette.weak } else { palette.text };
        let galley = self.galley(ui, &column.shown(cell), font(ui, best), colour);
        let left = strip.left() + place.x;
        let x = if place.numeric {
            left + place.width - MARGIN - galley.size().x
        } else {
            left + MARGIN + MARK
        };
        if best {
            diamond(ui, pos2(x - 7.0, strip.center().y), colour);
        }
        let at = pos2(x, strip.center().y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, colour);
    }

    fn names(&self, ui: &mut Ui, rect: Rect, offset: f32, clicked: &mut Option<Clicked>) {
        let palette = theme::palette(ui);
        let mut inside = ui.new_child(UiBuilder::new().id_salt("names").max_rect(rect));
        inside.set_clip_rect(rect.intersect(ui.clip_rect()));
        let ui = &mut inside;
        for (line, row) in self.lines() {
            let top = rect.top() + line as f32 * ROW - offset;
            let strip = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), ROW));
            if !strip.intersects(rect) {
                continue;
            }
            let selected = row.variant == self.selected;
            let response = ui.interact(
                strip.intersect(rect),
                ui.scope_id().with(row.variant),
                Sense::click(),
            );
            response.widget_info(|| {
                WidgetInfo::selected(Role::Button, true, selected, format!("Row {}", row.name))
            });
            self.fill(ui, strip, row, &response);
            let dot = strip.left_center() + vec2(12.0, 0.0);
            let colour = theme::variant_colour(row.colour);
            let colour = match row.hidden {
                true => colour.gamma_multiply(0.4),
                false => colour,
            };
            theme::variant_marker(ui.painter(), dot, 4.5, row.colour, colour);
            let ink = if row.hidden {
                palette.weak
            } else {
                palette.text
            };
            let text = egui::RichText::new(&row.name)
                .font(font(ui, selected))
                .color(ink);
            let room = rect.width() - 24.0 - 4.0;
            let galley = egui::WidgetText::from(text).into_galley(
                ui,
                Some(TextWrapMode::Truncate),
                room,
                NAME,
            );
            let at = pos2(
                strip.left() + 24.0,
                strip.center().y - galley.size().y / 2.0,
            );
            ui.painter().galley(at, galley, ink);
            if response.clicked() {
                *clicked = Some(Clicked::Row(row.variant));
            }
            response.on_hover_text(if row.hidden {
                format!(
                    "{} is left out of plots and galleries; a click selects it",
                    row.name
                )
            } else {
                format!("Selects {}", row.name)
            });
        }
    }

    /// The ground of a row.
    fn fill(&self, ui: &Ui, strip: Rect, row: &Row, response: &Response) {
        let palette: &Palette = theme::palette(ui);
        let fill = if row.variant == self.selected {
            palette.selection
        } else if response.hovered() || response.has_focus() {
            palette.control
        } else {
            return;
        };
        ui.painter().rect_filled(strip, 0.0, fill);
    }

    pub(super) fn galley(&self, ui: &Ui, text: &str, font: FontId, colour: Color32) -> Arc<Galley> {
        ui.painter().layout_no_wrap(text.to_owned(), font, colour)
    }
}

fn font(ui: &Ui, strong: bool) -> FontId {
    if strong {
        theme::strong(ui.ctx(), 13.0)
    } else {
        NAME
    }
}

/// The mark of the best.
fn diamond(ui: &Ui, at: egui::Pos2, colour: Color32) {
    let corners = [
        vec2(0.0, -3.5),
        vec2(3.5, 0.0),
        vec2(0.0, 3.5),
        vec2(-3.5, 0.0),
    ];
    let points = corners.map(|corner| at + corner).to_vec();
    ui.painter()
        .add(egui::Shape::convex_polygon(points, colour, Stroke::NONE));
}

/// Whether a cell of the column was measured at some epoch.
pub(super) fn is_measured(column: &Column) -> bool {
    matches!(column, Column::Figure(figure) if figure.is_measured())
}
