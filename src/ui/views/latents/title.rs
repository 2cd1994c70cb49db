//! The title of a cell: which variant, in which plane, and how well it fits the reference.

use std::collections::BTreeMap;

use egui::{
    Align2, FontId, Rect, Role, Sense, TextWrapMode, Ui, WidgetInfo, WidgetText, pos2, vec2,
};

use super::cell::Cell;
use crate::app::{Action, App};
use crate::export::digits;
use crate::project::Variant;
use crate::training::VariantId;
use crate::ui::theme;
use crate::ui::views::plot;
use crate::ui::widgets::truncated;

/// In points.
pub const HEIGHT: f32 = 20.0;

/// The title's part of a cell.
pub fn of(cell: Rect) -> Rect {
    Rect::from_min_size(cell.min, vec2(cell.width(), HEIGHT))
}

/// Draws the title over `rect`; a click selects the variant. Returns the names of the axes where they have no room in it.
pub fn show(
    ui: &Ui,
    rect: Rect,
    app: &App,
    variant: &Variant,
    cells: &BTreeMap<VariantId, Cell>,
    onto: Option<VariantId>,
    actions: &mut Vec<Action>,
) -> Option<String> {
    let palette = theme::palette(ui);
    let selected = variant.id == app.selected().id;
    let id = ui.scope_id().with(("title", variant.id.0));
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(
            Role::Button,
            true,
            selected,
            format!("Select {}", variant.name),
        )
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 2.0, palette.line);
    }
    let middle = rect.center().y;
    let dot = pos2(rect.left() + 6.0, middle);
    let colour = theme::variant_colour(variant.colour);
    theme::variant_marker(ui.painter(), dot, 4.0, variant.colour, colour);
    let font = if selected {
        theme::strong(ui.ctx(), 13.0)
    } else {
        FontId::proportional(13.0)
    };
    let room = rect.width() - 16.0;
    let name = WidgetText::from(&variant.name);
    let name = name.into_galley(ui, Some(TextWrapMode::Truncate), room, font);
    let width = name.size().x;
    let at = pos2(rect.left() + 14.0, middle - name.size().y / 2.0);
    ui.painter().galley(at, name, palette.text);

    let (note, about) = note(cells.get(&variant.id), onto == Some(variant.id));
    let galley = ui
        .painter()
        .layout_no_wrap(note.clone(), plot::CAPTION, palette.weak);
    // The name goes first.
    let fits = galley.size().x + 12.0 <= room - width;
    if fits {
        let note = galley;
        let right = pos2(rect.right() - 4.0, middle);
        let at = Align2::RIGHT_CENTER.anchor_size(right, note.size());
        ui.painter().galley(at.min, note, palette.weak);
    }
    if response.clicked() && !selected {
        actions.push(Action::Select(variant.id));
    }
    response.on_hover_text(about);
    (!fits && !note.is_empty()).then_some(note)
}

/// The names of the axes at the foot of the plane in `frame`, each on a line where one line is too short for both.
pub fn axes(ui: &Ui, frame: Rect, names: &str) {
    let palette = theme::palette(ui);
    let names: Vec<&str> = names.split("; ").collect();
    for (line, name) in names.iter().rev().enumerate() {
        let (painter, room) = (ui.painter(), frame.width() - 12.0);
        let galley = truncated(painter, name, plot::CAPTION, palette.weak, room);
        let up = 4.0 + 14.0 * (line as f32 + 1.0);
        let at = pos2(frame.left() + 6.0, frame.bottom() - up);
        painter.galley(at, galley, palette.weak);
    }
}

/// What stands at the right, and a sentence on it.
fn note(cell: Option<&Cell>, is_reference: bool) -> (String, String) {
    let selects = "Selects this variant".to_owned();
    let Some((cell, projection)) = cell.and_then(|cell| Some((cell, cell.projection()?))) else {
        return (String::new(), selects);
    };
    let [x, y] = projection.plane.names(&projection.view);
    if is_reference {
        let about = format!("All others are laid onto this plane: {x}; {y}");
        return ("reference".into(), about);
    }
    match cell.aligned().map(|aligned| aligned.fit) {
        Some(Some(fit)) => (
            format!("disparity {}", digits::three_digits(fit.disparity)),
            format!(
                "Laid onto the selected plane, lengths times {}; disparity is the share of squared distances that is left, 0 where both have one shape",
                digits::three_digits(fit.scale())
            ),
        ),
        Some(None) => (
            "not alignable".into(),
            "This plane has no shape in common with the selected one and is shown as it is".into(),
        ),
        None => (format!("{x}; {y}"), selects),
    }
}
