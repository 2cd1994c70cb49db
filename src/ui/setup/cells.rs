//! A small grid of a table's cells. Only what is in sight is laid out.

use std::borrow::Cow;

use egui::{Align2, FontId, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::data::ColumnKind;
use crate::export::digits::brief;
use crate::ui::theme::palette;
use crate::ui::widgets::truncated;

const COLUMN: f32 = 76.0;
const LINE: f32 = 18.0;
const MARGIN: f32 = 4.0;
/// Room under the last line for the bar that scrolls.
const FOOT: f32 = 10.0;

/// How a cell is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    /// Missing.
    Weak,
    /// Not what it was.
    Changed,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell<'a> {
    pub text: Cow<'a, str>,
    pub tone: Tone,
}

impl<'a> Cell<'a> {
    pub fn new(text: impl Into<Cow<'a, str>>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }
}

/// What a grid shows.
pub struct Grid<'a> {
    /// What it is called by.
    pub name: &'a str,
    /// One sentence for the tooltip.
    pub about: &'a str,
    /// Name of a column of labels before all others.
    pub lead: Option<&'a str>,
    pub names: &'a dyn Fn(usize) -> &'a str,
    pub columns: usize,
    pub rows: usize,
}

/// Draws the grid over the whole width; what does not fit scrolls sideways. `cell` gives a row's cell of a column; the
/// lead is column [`usize::MAX`].
pub fn show<'a>(ui: &mut Ui, grid: &Grid<'_>, cell: impl Fn(usize, usize) -> Cell<'a>) {
    let lead = usize::from(grid.lead.is_some());
    let size = vec2(
        (grid.columns + lead) as f32 * COLUMN + MARGIN,
        (grid.rows + 1) as f32 * LINE + 2.0 * MARGIN,
    );
    let column = |place: usize| match place.checked_sub(lead) {
        Some(column) => column,
        None => usize::MAX,
    };
    let name = |place: usize| match (grid.lead, place) {
        (Some(lead), 0) => lead,
        _ => (grid.names)(column(place)),
    };
    ScrollArea::horizontal()
        .id_salt(grid.name)
        .max_height(size.y + FOOT)
        .show_viewport(ui, |ui, seen| {
            let width = size.x.max(ui.available_width());
            let (rect, response) = ui.allocate_exact_size(vec2(width, size.y), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Image, ui.is_enabled(), grid.name));
            let colours = palette(ui);
            ui.painter().rect_filled(rect, 2.0, colours.field);
            let from = (seen.left() / COLUMN).max(0.0) as usize;
            let to = ((seen.right() / COLUMN) as usize + 1).min(grid.columns + lead);
            let place_of = |place: usize, line: usize| {
                let corner = rect.min + vec2(MARGIN, MARGIN);
                let corner = corner + vec2(place as f32 * COLUMN, line as f32 * LINE);
                Rect::from_min_size(corner, vec2(COLUMN - 2.0 * MARGIN, LINE))
            };
            for place in from..to {
                text(ui, place_of(place, 0), name(place), colours.weak);
                for row in 0..grid.rows {
                    let cell = cell(row, column(place));
                    let colour = match cell.tone {
                        Tone::Plain => colours.text,
                        Tone::Weak => colours.weak,
                        Tone::Changed => colours.accent,
                    };
                    text(ui, place_of(place, row + 1), &cell.text, colour);
                }
            }
            let head = rect.top() + MARGIN + LINE - 0.5;
            ui.painter()
                .hline(rect.x_range(), head, (1.0, colours.line));
            let pointed = response.hover_pos().and_then(|at| {
                let within = at - rect.min;
                let place = (within.x / COLUMN) as usize;
                let line = ((within.y - MARGIN) / LINE).max(0.0) as usize;
                (place < grid.columns + lead && line <= grid.rows).then_some((place, line))
            });
            let about = match pointed {
                Some((place, line)) if line > 0 => {
                    let cell = cell(line - 1, column(place));
                    format!("{}: {}\n{}", name(place), cell.text, grid.about)
                }
                Some((place, _)) => format!("{}\n{}", name(place), grid.about),
                None => grid.about.to_owned(),
            };
            response.on_hover_text_at_pointer(about);
        });
}

/// Text in one line, cut where its room ends.
fn text(ui: &Ui, room: Rect, text: &str, colour: egui::Color32) {
    let font = FontId::proportional(11.0);
    let galley = truncated(ui.painter(), text, font, colour, room.width());
    let at = Align2::LEFT_CENTER.anchor_size(pos2(room.left(), room.center().y), galley.size());
    ui.painter().galley(at.min, galley, colour);
}

/// A value of a table as its column writes it.
pub fn of_value(kind: &ColumnKind, value: f32) -> Cell<'_> {
    if value.is_nan() {
        return Cell::new("missing", Tone::Weak);
    }
    let text = match kind {
        ColumnKind::Numeric => Cow::Owned(brief_or_whole(f64::from(value))),
        ColumnKind::YesNo { names } => Cow::Borrowed(names[usize::from(value == 1.0)].as_str()),
        ColumnKind::Category { names } => {
            Cow::Borrowed(names.get(value as usize).map_or("", String::as_str))
        }
    };
    Cell::new(text, Tone::Plain)
}

/// Whole numbers in full, others with the digits that tell them apart.
fn brief_or_whole(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e7 {
        return format!("{value:.0}");
    }
    brief(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_their_column_does() {
        let text = |kind: &ColumnKind, value| of_value(kind, value).text.into_owned();
        assert_eq!(text(&ColumnKind::Numeric, 215_646.0), "215646");
        assert_eq!(text(&ColumnKind::Numeric, 0.118_42), "0.118");
        let names = ["no", "yes"].map(String::from);
        assert_eq!(text(&ColumnKind::YesNo { names }, 1.0), "yes");
        let names = ["Bonn", "Köln"].map(String::from).to_vec();
        let towns = ColumnKind::Category { names };
        assert_eq!(text(&towns, 1.0), "Köln");
        assert_eq!(text(&towns, 7.0), "");
        let missing = of_value(&towns, f32::NAN);
        assert_eq!((&*missing.text, missing.tone), ("missing", Tone::Weak));
    }
}
