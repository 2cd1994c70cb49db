//! The frame of a gallery column: its class above, a border when it is picked or under the pointer.

use egui::{FontId, Rect, Response, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2};

use super::hover::pixel_at;
use crate::data::Prepared;
use crate::ui::theme;
use crate::ui::views::hovered::hovered_image;
use crate::ui::views::labels;
use crate::ui::views::selection::{select_image, selected_image};

/// The class of test image `index` at `corner`, cut to `width`.
pub fn label(ui: &Ui, data: &Prepared, index: u32, corner: egui::Pos2, width: f32) {
    let Some(label) = labels::of_test_image(data, index as usize) else {
        return;
    };
    let galley = egui::WidgetText::from(&label.name).into_galley(
        ui,
        Some(egui::TextWrapMode::Truncate),
        width - 10.0,
        FontId::proportional(11.0),
    );
    let dot = corner + egui::vec2(3.0, 8.0);
    ui.painter()
        .circle_filled(dot, 3.0, theme::label_colour(label.number));
    let at = pos2(corner.x + 9.0, corner.y + 1.0);
    ui.painter().galley(at, galley, theme::palette(ui).weak);
}

/// Lets a click anywhere in `whole` pick test image `index`, and frames its `images` where that is so or the pointer is
/// on it here or in another view. `figure` belongs to its name.
pub fn picked_by_click(
    ui: &Ui,
    id: egui::Id,
    whole: Rect,
    images: &[Rect],
    index: u32,
    figure: &str,
) -> Response {
    let palette = theme::palette(ui);
    let selected = selected_image(ui.ctx()) == Some(index);
    let response = ui.interact(whole, id, Sense::click());
    response.widget_info(|| {
        let name = format!("Test image {index}, {figure}");
        WidgetInfo::selected(Role::Button, true, selected, name)
    });
    let lit = hovered_image(ui.ctx()) == Some(index);
    if selected || lit || response.hovered() || response.has_focus() {
        let stroke = if selected {
            (2.0, palette.accent)
        } else {
            (1.0, palette.text)
        };
        let outline = images
            .iter()
            .fold(Rect::NOTHING, |all, &image| all.union(image));
        ui.painter()
            .rect_stroke(outline, 0.0, stroke, StrokeKind::Outside);
    }
    if response.clicked() {
        select_image(ui.ctx(), index);
    }
    response
}

/// Row and column of the pixel under the pointer, in whichever of the `images` that is.
pub fn pixel_under(response: &Response, images: &[Rect], data: &Prepared) -> Option<[usize; 2]> {
    let pointer = response.hover_pos()?;
    let shape = data.dataset.shape().image()?;
    images
        .iter()
        .find_map(|&image| pixel_at(image, shape, pointer))
}
