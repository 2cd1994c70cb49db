//! A code as bars, or as a small heat map when it is wide.

use egui::{Color32, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::data::ImageShape;
use crate::export::digits::three_digits;
use crate::ui::colour_map::diverging;
use crate::ui::theme;
use crate::ui::tiles::{Tiles, fitted, multiple, size};

/// Codes up to this width are drawn as bars.
const MOST_BARS: usize = 64;
const BARS_HEIGHT: f32 = 56.0;

/// Draws codes; keeps the heat map's texture.
#[derive(Default)]
pub struct CodeView {
    map: Tiles<Vec<Color32>>,
}

impl CodeView {
    /// Draws `code` in `colour`, with `edited` marked where it differs.
    pub fn show(&mut self, ui: &mut Ui, code: &[f32], edited: Option<&[f32]>, colour: Color32) {
        let (low, high) = range(code);
        let (from, to) = (three_digits(f64::from(low)), three_digits(f64::from(high)));
        let text = match code.len() {
            1 => "1 number".into(),
            count => format!("{count} numbers from {from} to {to}"),
        };
        ui.label(
            egui::RichText::new(text)
                .size(11.0)
                .color(theme::palette(ui).weak),
        );
        if code.len() <= MOST_BARS {
            bars(ui, code, edited, colour);
        } else {
            self.heat_map(ui, edited.unwrap_or(code));
        }
    }

    fn heat_map(&mut self, ui: &mut Ui, code: &[f32]) {
        let columns = if code.len() <= 256 { 32 } else { 64 };
        let rows = code.len().div_ceil(columns);
        let pixels = heat_colours(code, columns * rows);
        let scale = ui.pixels_per_point();
        let room = vec2(ui.available_width(), 1_000.0);
        let area = size(
            [columns, rows],
            multiple([columns, rows], room, scale),
            scale,
        );
        let (rect, response) = ui.allocate_exact_size(area, Sense::hover());
        let shape = ImageShape {
            height: rows,
            width: columns,
            channels: 1,
        };
        self.map.update(ui.ctx(), pixels.clone(), shape, || pixels);
        let place = fitted(rect.min, area, scale);
        self.map.draw(ui.painter(), 0, place);
        name(&response, code.len());
        hover(response, place, |at| {
            let (x, y) = (at.x * columns as f32, at.y * rows as f32);
            let number = y as usize * columns + x as usize;
            code.get(number).map(|&value| (number, value))
        });
    }
}

/// Signed colours, the largest magnitude brightest; `cells` of them, those beyond the code transparent.
fn heat_colours(code: &[f32], cells: usize) -> Vec<Color32> {
    let top = code
        .iter()
        .fold(1e-12, |top: f32, value| top.max(value.abs()));
    let mut colours: Vec<_> = code.iter().map(|value| diverging(value / top)).collect();
    colours.resize(cells, Color32::TRANSPARENT);
    colours
}

fn bars(ui: &mut Ui, code: &[f32], edited: Option<&[f32]>, colour: Color32) {
    let palette = theme::palette(ui);
    let area = vec2(ui.available_width(), BARS_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(area, Sense::hover());
    let (mut low, mut high) = range(code);
    if let Some(edited) = edited {
        let (l, h) = range(edited);
        (low, high) = (low.min(l), high.max(h));
    }
    // Bars stand on zero.
    (low, high) = (low.min(0.0), high.max(0.0));
    let height = (high - low).max(1e-12);
    let y = |value: f32| rect.bottom() - (value - low) / height * rect.height();
    let step = rect.width() / code.len().max(1) as f32;
    let gap = if step > 4.0 { 1.0 } else { 0.0 };
    let painter = ui.painter();
    for (i, &value) in code.iter().enumerate() {
        let left = rect.left() + i as f32 * step;
        let bar = Rect::from_two_pos(pos2(left, y(0.0)), pos2(left + step - gap, y(value)));
        painter.rect_filled(bar, 0.0, colour);
        if let Some(&edited) = edited.and_then(|edited| edited.get(i))
            && edited != value
        {
            let x = left..=left + step - gap;
            painter.hline(x, y(edited), (2.0, palette.accent));
        }
    }
    painter.hline(rect.x_range(), y(0.0), (1.0, palette.weak));
    name(&response, code.len());
    hover(response, rect, |at| {
        let number = (at.x * code.len() as f32) as usize;
        code.get(number).map(|&value| (number, value))
    });
}

fn name(response: &egui::Response, width: usize) {
    response
        .widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Code of {width} numbers")));
}

/// Tells the number under the pointer; `find` gets where the pointer is in `rect`, 0 to 1 both ways.
fn hover(
    response: egui::Response,
    rect: Rect,
    find: impl FnOnce(egui::Vec2) -> Option<(usize, f32)>,
) {
    let Some(pointer) = response.hover_pos() else {
        return;
    };
    if let Some((number, value)) = find((pointer - rect.min) / rect.size()) {
        response.on_hover_text_at_pointer(format!("Code {}: {value:.4}", number + 1));
    }
}

fn range(code: &[f32]) -> (f32, f32) {
    let low = code.iter().copied().fold(f32::INFINITY, f32::min);
    let high = code.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if low <= high { (low, high) } else { (0.0, 0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_of_a_code() {
        assert_eq!(range(&[0.5, -2.0, 1.0]), (-2.0, 1.0));
        assert_eq!(range(&[]), (0.0, 0.0));
    }

    #[test]
    fn heat_colours_are_centred_at_zero_and_padded() {
        let colours = heat_colours(&[-2.0, 0.0, 1.0], 4);
        assert_eq!(colours[0], diverging(-1.0));
        assert_eq!(colours[1], diverging(0.0));
        assert_eq!(colours[2], diverging(0.5));
        assert_eq!(colours[3], Color32::TRANSPARENT);
    }
}
