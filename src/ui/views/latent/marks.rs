//! The marks of the picked image and of the one under the pointer.

use egui::{PopupAnchor, Pos2, RichText, Stroke, Tooltip, Ui};

use super::image::OneImage;
use super::look::Look;
use super::projection::Projection;
use crate::data::{Prepared, TextShape};
use crate::export::colouring::Colouring;
use crate::export::digits;
use crate::ui::sample::Tile;
use crate::ui::theme;

/// A ring around the image that is picked in all views.
pub fn picked(ui: &Ui, look: &Look, placed: &Projection, index: usize) {
    let Some(centre) = centre(look, placed, index) else {
        return;
    };
    let palette = theme::palette(ui);
    let painter = ui.painter_at(look.frame);
    painter.circle_stroke(centre, 6.0, Stroke::new(4.0, palette.background));
    painter.circle_stroke(centre, 6.0, Stroke::new(2.0, palette.accent));
}

/// The sample under the pointer, in its own colour.
pub fn hovered(ui: &Ui, look: &Look, placed: &Projection, colouring: &Colouring, index: usize) {
    let Some(centre) = centre(look, placed, index) else {
        return;
    };
    let palette = theme::palette(ui);
    let painter = ui.painter_at(look.frame);
    let class = colouring.class(index);
    let colour = class.map_or(look.plain, |class| theme::opaque(colouring.colour(class)));
    painter.circle_filled(centre, 8.5, palette.background);
    painter.circle(centre, 5.0, colour, Stroke::new(1.5, palette.background));
    painter.circle_stroke(centre, 7.5, Stroke::new(2.0, palette.text));
}

fn centre(look: &Look, placed: &Projection, index: usize) -> Option<Pos2> {
    let point = *placed.points.get(index)?;
    let finite = point.iter().all(|number| number.is_finite());
    finite.then(|| look.place(point))
}

/// The image itself beside the pointer, with its label and number.
pub fn thumbnail(ui: &Ui, at: Pos2, image: &mut OneImage, data: &Prepared, index: usize) {
    let test = &data.dataset.test;
    let Some(tile) = Tile::of(data, ui.visuals().dark_mode) else {
        return;
    };
    let noun = test.shape().noun();
    let id = ui.scope_id().with("thumbnail");
    let anchor = PopupAnchor::Position(at);
    Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), id, anchor)
        .gap(12.0)
        .show(|ui| {
            image.show(
                ui,
                tile.of_test(index),
                tile.size(),
                &format!("Test {noun}"),
            );
            if let Some(text) = test.shape().text() {
                ui.label(text.text(&TextShape::tokens(&test.row(index))));
            }
            ui.horizontal(|ui| {
                if let Some(label) = test.label(index) {
                    ui.label(RichText::new(data.dataset.class_name(label)).strong());
                }
                let text = format!("test {noun} {}", digits::grouped(index as u64));
                let weak = theme::palette(ui).weak;
                ui.label(RichText::new(text).color(weak).size(11.0));
            });
        });
}
