//! The rows of the boundary-aware loss, with a drawing of its weights.

use egui::{Color32, Mesh, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::data::ImageShape;
use crate::export::digits::brief;
use crate::model::Border;
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;
use crate::ui::theme::palette;

/// Longest side of the drawing in points.
const SIDE: f32 = 64.0;
/// Larger images are drawn with fewer cells.
const CELLS: usize = 32;

pub fn rows(ui: &mut Ui, border: &mut Border, image: ImageShape) {
    let row = Row::new(
        "Border window",
        "Pixels from the edge over which errors count less, because edge pixels see less of the image; 0 is off",
    );
    let most = image.height.min(image.width) / 2;
    let limits = Limits::whole(0.0, most.max(1) as f64);
    let number = Number::new(row, border.width as f64, limits, Drag::Even(0.1));
    if let Some(width) = number.unit("pixels").off_at_zero().show(ui) {
        border.width = width as usize;
    }
    if border.width == 0 {
        return;
    }
    let row = Row::new(
        "Edge weight",
        "Weight of the outermost pixels, rising like half a cosine to 1 inside; all weights are then scaled to a mean of 1",
    );
    let limits = Limits::between(0.0, 10.0);
    let number = Number::new(row, f64::from(border.weight), limits, Drag::Even(0.01));
    if let Some(weight) = number.show(ui) {
        border.weight = weight as f32;
    }
    picture(ui, border, image);
}

/// Weight of a pixel `distance` pixels from the nearest edge, before all are scaled to a mean of 1.
fn weight(border: &Border, distance: f32) -> f32 {
    let part = (distance / border.width.max(1) as f32).clamp(0.0, 1.0);
    let rise = 0.5 * (1.0 - (std::f32::consts::PI * part).cos());
    border.weight + (1.0 - border.weight) * rise
}

/// The weights over the image: the brighter, the more an error there counts.
fn picture(ui: &mut Ui, border: &Border, image: ImageShape) {
    let (height, width) = (image.height as f32, image.width as f32);
    let scale = SIDE / height.max(width);
    ui.horizontal(|ui| {
        let size = vec2(width, height) * scale;
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Image, ui.is_enabled(), "Weights over the image")
        });
        response.on_hover_text("How much an error counts at each place of the image");
        let columns = image.width.min(CELLS);
        let rows = image.height.min(CELLS);
        let colours = palette(ui);
        let top = border.weight.max(1.0);
        let mut cells = Mesh::default();
        for row in 0..rows {
            for column in 0..columns {
                let at = |index: usize, count: usize, side: f32| {
                    let middle = (index as f32 + 0.5) * side / count as f32 - 0.5;
                    middle.min(side - 1.0 - middle).max(0.0)
                };
                let distance = at(row, rows, height).min(at(column, columns, width));
                let tone = weight(border, distance) / top;
                let fill: Color32 = colours.field.lerp_to_gamma(colours.text, tone);
                let cell = vec2(size.x / columns as f32, size.y / rows as f32);
                let corner = pos2(
                    rect.left() + column as f32 * cell.x,
                    rect.top() + row as f32 * cell.y,
                );
                cells.add_colored_rect(Rect::from_min_size(corner, cell), fill);
            }
        }
        ui.painter().add(cells);
        let text = format!(
            "{} at the edge, 1 from {} pixels inwards",
            brief(f64::from(border.weight)),
            border.width
        );
        crate::ui::widgets::hint(ui, text);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_rise_from_the_edge_to_one() {
        let border = Border {
            width: 4,
            weight: 0.2,
        };
        assert_eq!(weight(&border, 0.0), 0.2);
        assert!((weight(&border, 2.0) - 0.6).abs() < 1e-6);
        assert_eq!(weight(&border, 4.0), 1.0);
        assert_eq!(weight(&border, 9.0), 1.0);
    }
}
