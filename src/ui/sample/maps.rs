//! A sequence of many channels in full: a map of the input, of what models made of it, and of their errors.

use egui::{Align2, FontId, Pos2, Rect, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::heat::{Colours, paint};
use super::sequence::Sequence;
use crate::data::SequenceShape;
use crate::ui::colour_map::magma;
use crate::ui::theme;

/// Height of a map, at least and at most; more maps than fit scroll.
const HEIGHT: [f32; 2] = [72.0, 200.0];
/// Above a map for its name, and between two.
const NAME: f32 = 15.0;
const GAP: f32 = 6.0;
/// Room for the scroll bar, which lies over the maps.
const SCROLL: f32 = 12.0;

/// What a map shows.
struct Map<'a> {
    name: String,
    values: &'a [f32],
    /// Of errors, the value that is drawn brightest.
    largest: Option<f32>,
}

/// Draws the maps of `sequence`, which is of this `shape`, into all that is left of `ui`.
pub fn show(ui: &mut Ui, sequence: &Sequence<'_>, shape: SequenceShape) {
    let values = sequence.samples.row(sequence.index);
    let mut maps = vec![Map {
        name: "Input".into(),
        values: &values,
        largest: None,
    }];
    if let Some(seen) = sequence.corrupted {
        maps.push(Map {
            name: "Seen".into(),
            values: seen,
            largest: None,
        });
    }
    let largest = sequence.largest_error();
    for maker in sequence.makers {
        maps.push(Map {
            name: maker.name.to_owned(),
            values: maker.output,
            largest: None,
        });
        maps.push(Map {
            name: format!("{}: squared error", maker.name),
            values: maker.errors,
            largest: Some(largest),
        });
    }
    let room = ui.available_size();
    let count = maps.len() as f32;
    let height = (room.y / count - NAME - GAP).clamp(HEIGHT[0], HEIGHT[1]);
    let area = ScrollArea::vertical().id_salt("maps");
    area.auto_shrink([false, true]).show(ui, |ui| {
        let size = vec2(room.x - SCROLL, count * (height + NAME + GAP));
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let place = |index: usize| {
            let top = rect.top() + index as f32 * (height + NAME + GAP) + NAME;
            Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), height))
        };
        let length = sequence.samples.length(sequence.index);
        let colours = Colours::of(sequence.data);
        let palette = theme::palette(ui);
        for (index, map) in maps.iter().enumerate() {
            let place = place(index);
            if !ui.is_rect_visible(place.expand(NAME)) {
                continue;
            }
            let painter = ui.painter();
            painter.rect_filled(place, 2.0, palette.control);
            let font = FontId::proportional(11.0);
            let at = place.left_top() - vec2(0.0, 2.0);
            painter.text(at, Align2::LEFT_BOTTOM, &map.name, font, palette.weak);
            paint(painter, place, shape, length, |step, channel| {
                let value = *map.values.get(step * shape.features + channel)?;
                match map.largest {
                    None => colours.colour(channel, value),
                    Some(largest) => (!value.is_nan()).then(|| magma((value / largest).sqrt())),
                }
            });
        }
        let makers: Vec<&str> = sequence.makers.iter().map(|maker| maker.name).collect();
        let of = match makers.is_empty() {
            true => String::new(),
            false => format!(" with {}", makers.join(", ")),
        };
        let label = format!("Map of {length} steps and {} channels{of}", shape.features);
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, &label));
        let Some(at) = response.hover_pos() else {
            return;
        };
        let under = (0..maps.len()).find(|&index| place(index).contains(at));
        let Some(index) = under else {
            return;
        };
        let (step, channel) = cell(place(index), shape, length, at);
        let x = place(0).left() + (step as f32 + 0.5) / shape.steps as f32 * rect.width();
        let stroke = Stroke::new(1.0, palette.text.gamma_multiply(0.5));
        for index in 0..maps.len() {
            ui.painter().vline(x, place(index).y_range(), stroke);
        }
        let words = sequence.words(step, channel);
        response.on_hover_ui_at_pointer(|ui| {
            for line in words {
                ui.label(line);
            }
        });
    });
}

/// The step and the channel at a place of a map.
fn cell(map: Rect, shape: SequenceShape, length: usize, at: Pos2) -> (usize, usize) {
    let share = (at - map.left_top()) / map.size();
    let step = (share.x * shape.steps as f32) as usize;
    let channel = ((1.0 - share.y) * shape.features as f32) as usize;
    (
        step.min(length.saturating_sub(1)),
        channel.min(shape.features.saturating_sub(1)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_cells_from_the_bottom_left() {
        let map = Rect::from_min_size(pos2(10.0, 20.0), vec2(100.0, 40.0));
        let shape = SequenceShape {
            steps: 10,
            features: 20,
        };
        let at = |x: f32, y: f32| cell(map, shape, 8, pos2(x, y));
        assert_eq!(at(10.0, 59.9), (0, 0));
        assert_eq!(at(35.0, 20.1), (2, 19));
        // Nothing is past the end.
        assert_eq!(at(110.0, 20.0), (7, 19));
    }
}
