//! A table row in full: a list of its columns with input, reconstructions and errors.

use egui::{
    Align, Color32, FontId, Layout, Painter, Rect, RichText, ScrollArea, Sense, Ui, WidgetInfo,
    pos2, vec2,
};

use super::ratings::Ratings;
use crate::data::{Column, ColumnKind, ColumnScale, Columns, Prepared, Span};
use crate::export::digits::trimmed;
use crate::export::rows::{Order, difference, made, share, value};
use crate::ui::colour_map::magma;
use crate::ui::theme;
use crate::ui::widgets::truncated;

/// Height of a column's line, of its name where that stands above it, and of the line of headings.
const LINE: f32 = 28.0;
const ABOVE: f32 = 15.0;
const HEAD: f32 = 20.0;
/// Between the cells of a line.
const GAP: f32 = 10.0;
/// Cells are at least this wide; names have a fifth of the width within these ends.
const CELL: f32 = 62.0;
/// "Reconstruction" needs as much.
const WORD: f32 = 92.0;
const NAME: (f32, f32) = (64.0, 190.0);
/// In lists narrower than this, names stand above their lines: cut, they could not be told apart.
const NARROW: f32 = 400.0;
/// Room for the scroll bar, which lies over the list.
const SCROLL: f32 = 14.0;
/// Where a bar stands in its line, and how high it is.
const BAR: (f32, f32) = (19.0, 5.0);

/// What one model made of the row.
pub struct Maker<'a> {
    pub name: &'a str,
    pub colour: Color32,
    /// In own units and probabilities.
    pub output: &'a [f32],
    /// One a column.
    pub errors: &'a [f32],
}

/// A row and what was made of it.
pub struct List<'a> {
    pub data: &'a Prepared,
    /// A value a column; of ratings all that are known.
    pub row: &'a [f32],
    /// Of ratings those that the models saw.
    pub seen: Option<&'a [f32]>,
    /// What the models saw, where that is not the row itself: numbers as outputs have.
    pub corrupted: Option<&'a [f32]>,
    /// The first one's errors give the order.
    pub makers: &'a [Maker<'a>],
    pub order: Order,
}

/// The menu of orders, at the right of a line.
pub fn order_menu(ui: &mut Ui, order: &mut Order) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.menu_button(order.name(), |ui| orders(ui, order))
            .response
            .on_hover_text("In which order the columns are listed");
    });
}

fn orders(ui: &mut Ui, order: &mut Order) {
    for choice in Order::ALL {
        let hint = match choice {
            Order::WorstFirst => "Columns with the largest error first",
            Order::Strongest => {
                "Columns with the largest value first, of the row or of what was made of it"
            }
            Order::File => "Columns in the order of the file",
        };
        ui.selectable_value(order, choice, choice.name())
            .on_hover_text(hint);
    }
}

/// What stands in a cell of a line.
#[derive(Clone, Copy)]
enum Cell {
    Input,
    Corrupted,
    Output(usize),
    Error(usize),
}

impl List<'_> {
    /// Draws it into all that is left of `ui`; of long tables the lines in view alone.
    pub fn show(&self, ui: &mut Ui) {
        let Some(columns) = self.data.dataset.shape().columns() else {
            return;
        };
        let width = ui.available_width() - SCROLL;
        let (name, above) = if width < NARROW {
            (0.0, ABOVE)
        } else {
            ((width * 0.24).clamp(NAME.0, NAME.1), 0.0)
        };
        let cells = self.cells(width - name);
        let cell = (width - name) / cells.len() as f32;
        let none = Vec::new();
        let errors = self.makers.first().map(|first| first.errors);
        let errors = errors.filter(|e| e.len() == columns.len());
        let order = match (errors, self.ratings()) {
            (Some(errors), Some(ratings)) => {
                ratings.order(self.order, errors, self.makers[0].output)
            }
            (Some(_), None) if self.order == Order::Strongest => {
                self.order.of(&self.strengths(columns))
            }
            (Some(errors), None) => self.order.of(errors),
            (None, _) => (0..columns.len()).collect(),
        };
        let top = self.top();
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            self.head(ui, name, &cells, cell);
            ScrollArea::vertical()
                .id_salt("columns")
                .auto_shrink([false, true])
                .show_rows(ui, LINE + above, order.len(), |ui, seen| {
                    for &index in order.get(seen).unwrap_or(&none) {
                        let line = Line {
                            list: self,
                            column: &columns.list()[index],
                            scale: &self.data.scaler.columns()[index],
                            index,
                            span: columns.span(index),
                            top,
                            above,
                        };
                        line.show(ui, width, name, &cells, cell);
                    }
                });
        });
    }

    /// How far each column's value, and what was made of it together, reach in the range of the training part.
    fn strengths(&self, columns: &Columns) -> Vec<f32> {
        let scaled = columns.spans().zip(self.data.scaler.columns());
        let strength =
            |(place, ((column, span), scale)): (usize, ((&Column, Span), &ColumnScale))| {
                let value = self.row.get(place..=place).unwrap_or_default();
                let outputs = self
                    .makers
                    .iter()
                    .filter_map(|maker| maker.output.get(span.range()));
                let made = outputs.filter_map(|output| share(column, scale, output));
                share(column, scale, value).unwrap_or_default() + made.fold(0.0, f32::max)
            };
        scaled.enumerate().map(strength).collect()
    }

    /// What the row holds where it is one of ratings.
    fn ratings(&self) -> Option<Ratings<'_>> {
        let known = self.row;
        self.seen.map(|seen| Ratings { known, seen })
    }

    /// As many cells as have room: the input first, then outputs, errors and what was seen.
    fn cells(&self, width: f32) -> Vec<Cell> {
        let most = ((width / CELL) as usize).max(2);
        let mut cells = vec![Cell::Input];
        let room = most - 1;
        if self.corrupted.is_some() && self.makers.len() < room {
            cells.push(Cell::Corrupted);
        }
        cells.extend((0..self.makers.len().min(room)).map(Cell::Output));
        let left = most.saturating_sub(cells.len());
        cells.extend((0..self.makers.len().min(left)).map(Cell::Error));
        cells
    }

    /// The largest error: that of a full bar.
    fn top(&self) -> f32 {
        let all = self.makers.iter().flat_map(|maker| maker.errors);
        all.copied().filter(|e| e.is_finite()).fold(0.0, f32::max)
    }

    fn head(&self, ui: &mut Ui, name: f32, cells: &[Cell], width: f32) {
        let palette = theme::palette(ui);
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD), Sense::hover());
        let painter = ui.painter();
        let several = self.makers.len() > 1;
        if name > 0.0 {
            let room = name - GAP;
            cut(painter, rect.left_top(), room, "Column", palette.weak);
        }
        for (place, cell) in cells.iter().enumerate() {
            let at = pos2(rect.left() + name + place as f32 * width, rect.top());
            let (text, colour) = match *cell {
                Cell::Input if self.seen.is_some() => ("Rating", palette.weak),
                Cell::Input if self.corrupted.is_some() => ("Clean", palette.weak),
                Cell::Input => ("Input", palette.weak),
                Cell::Corrupted => ("Corrupted", palette.weak),
                Cell::Output(maker) if several => (self.makers[maker].name, palette.text),
                Cell::Output(_) if self.corrupted.is_some() => ("Restored", palette.weak),
                Cell::Output(_) if width < WORD => ("Output", palette.weak),
                Cell::Output(_) => ("Reconstruction", palette.weak),
                Cell::Error(_) => ("Error", palette.weak),
            };
            let maker = match *cell {
                Cell::Output(maker) | Cell::Error(maker) if several => Some(maker),
                _ => None,
            };
            let indent = match maker {
                None => 0.0,
                Some(maker) => {
                    let centre = at + vec2(4.0, 7.0);
                    painter.circle_filled(centre, 3.0, self.makers[maker].colour);
                    11.0
                }
            };
            let room = width - GAP - indent;
            cut(painter, at + vec2(indent, 0.0), room, text, colour);
        }
        painter.hline(rect.x_range(), rect.bottom() - 1.0, (1.0, palette.line));
    }
}

/// One line of the list.
struct Line<'a> {
    list: &'a List<'a>,
    column: &'a Column,
    scale: &'a ColumnScale,
    index: usize,
    span: Span,
    top: f32,
    /// Height of the name where that stands above the cells, 0 where it stands before them.
    above: f32,
}

impl Line<'_> {
    fn show(&self, ui: &mut Ui, width: f32, name: f32, cells: &[Cell], cell: f32) {
        let palette = theme::palette(ui);
        let size = vec2(width, LINE + self.above);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        if response.hovered() {
            ui.painter().rect_filled(rect, 2.0, palette.control);
        }
        let (down, room) = if self.above > 0.0 {
            (2.0, width)
        } else {
            (6.0, name - GAP)
        };
        let at = rect.left_top() + vec2(0.0, down);
        cut(ui.painter(), at, room, &self.column.name, palette.text);
        for (place, kind) in cells.iter().enumerate() {
            let left = rect.left() + name + place as f32 * cell;
            let corner = pos2(left, rect.top() + self.above);
            let rect = Rect::from_min_size(corner, vec2(cell - GAP, LINE));
            self.cell(ui, *kind, rect);
        }
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, self.label()));
        response.on_hover_ui(|ui| self.tooltip(ui));
    }

    fn input(&self) -> f32 {
        self.list.row.get(self.index).copied().unwrap_or(f32::NAN)
    }

    fn input_text(&self) -> String {
        match self.list.ratings() {
            Some(ratings) => ratings.text(self.index),
            None => value(self.column, self.input()),
        }
    }

    fn error(&self, maker: &Maker) -> f32 {
        maker.errors.get(self.index).copied().unwrap_or(f32::NAN)
    }

    fn cell(&self, ui: &Ui, cell: Cell, rect: Rect) {
        let palette = theme::palette(ui);
        let painter = ui.painter();
        let bar = Rect::from_min_size(
            rect.left_top() + vec2(0.0, BAR.0),
            vec2(rect.width(), BAR.1),
        );
        let (text, share, colour) = match cell {
            Cell::Input => {
                let input = self.input();
                let share = match self.column.kind {
                    // One answer of several, and nothing else.
                    ColumnKind::Category { .. } => (!input.is_nan()).then_some(1.0),
                    _ => share(self.column, self.scale, &[input]),
                };
                (self.input_text(), share, palette.weak)
            }
            Cell::Corrupted => {
                let seen = self
                    .list
                    .corrupted
                    .and_then(|all| all.get(self.span.range()));
                let seen = seen.unwrap_or_default();
                let share = share(self.column, self.scale, seen);
                (made(self.column, seen), share, palette.weak)
            }
            Cell::Output(maker) => {
                let maker = &self.list.makers[maker];
                let Some(output) = maker.output.get(self.span.range()) else {
                    return;
                };
                let share = share(self.column, self.scale, output);
                (made(self.column, output), share, maker.colour)
            }
            Cell::Error(maker) => {
                let maker = &self.list.makers[maker];
                let error = self.error(maker);
                let output = maker.output.get(self.span.range()).unwrap_or_default();
                let text = match output {
                    [] => String::new(),
                    output => difference(self.column, self.input(), output, error),
                };
                let share = (error / self.top.max(f32::MIN_POSITIVE)).clamp(0.0, 1.0);
                (text, (!share.is_nan()).then_some(share), magma(0.62))
            }
        };
        let missing = share.is_none();
        let words = if missing { palette.weak } else { palette.text };
        cut(
            painter,
            rect.left_top() + vec2(0.0, 3.0),
            rect.width(),
            &text,
            words,
        );
        let Some(share) = share else {
            return;
        };
        painter.rect_filled(bar, 1.0, palette.line);
        let mut filled = bar;
        filled.set_width(bar.width() * share);
        painter.rect_filled(filled, 1.0, colour);
    }

    /// The line in words.
    fn label(&self) -> String {
        let mut text = format!("{}: {}", self.column.name, self.input_text());
        for maker in self.list.makers {
            if let Some(output) = maker.output.get(self.span.range()) {
                text += &format!(", {} {}", maker.name, made(self.column, output));
            }
        }
        text
    }

    fn tooltip(&self, ui: &mut Ui) {
        let weak = theme::palette(ui).weak;
        let mut line = |text: String| ui.label(RichText::new(text).size(11.0).color(weak));
        if self.column.kind == ColumnKind::Numeric {
            let [low, high] = self.scale.range.map(|end| {
                let end = self.scale.unscale(end);
                trimmed(f64::from(end), 4)
            });
            line(format!(
                "Bars from {low} to {high}, the least and greatest of the training part"
            ));
        }
        let unit = match self.column.kind {
            ColumnKind::Numeric => "squared, in the scale of the inputs",
            _ => "nats, the cross-entropy of the answer",
        };
        for maker in self.list.makers {
            let error = self.error(maker);
            if !error.is_nan() {
                let error = trimmed(f64::from(error), 3);
                line(format!("{}: error {error} {unit}", maker.name));
            }
        }
        ui.strong(self.label());
    }
}

/// Text of 11 points in one line, cut to `width`.
fn cut(painter: &Painter, at: egui::Pos2, width: f32, text: &str, colour: Color32) {
    let galley = truncated(painter, text, FontId::proportional(11.0), colour, width);
    painter.galley(at, galley, colour);
}
