//! The tooltip of the gallery: the pictures enlarged, and the numbers of the pixel under the pointer.

use egui::{Rect, RichText, Sense, Ui, vec2};

use super::sheet::{Row, Sheet};
use crate::data::ImageShape;
use crate::export::digits::{grouped, three_digits};
use crate::ui::theme;
use crate::ui::tiles::{self, fitted, multiple};

/// Largest side of an enlarged picture, in points.
const LARGE: f32 = 140.0;

/// The image under the pointer.
pub struct Hovered<'a> {
    pub sheet: &'a Sheet,
    pub column: usize,
    /// Index into the test images.
    pub index: u32,
    /// Its class in words.
    pub label: Option<String>,
    pub error: f32,
    pub shape: ImageShape,
    pub input: &'a [u8],
    /// What the model saw, where that is not the input itself.
    pub corrupted: Option<&'a [f32]>,
    pub output: &'a [f32],
    /// Row and column of the pixel under the pointer.
    pub pixel: Option<[usize; 2]>,
}

/// The pixel of an image of `shape` drawn over `rect` that lies at `pointer`: row and column.
pub fn pixel_at(rect: Rect, shape: ImageShape, pointer: egui::Pos2) -> Option<[usize; 2]> {
    if !rect.contains(pointer) || rect.area() <= 0.0 {
        return None;
    }
    let at = (pointer - rect.min) / rect.size();
    Some([
        ((at.y * shape.height as f32) as usize).min(shape.height - 1),
        ((at.x * shape.width as f32) as usize).min(shape.width - 1),
    ])
}

impl Hovered<'_> {
    pub fn show(&self, ui: &mut Ui) {
        let palette = theme::palette(ui);
        let scale = ui.pixels_per_point();
        let image = [self.shape.width, self.shape.height];
        let size = tiles::size(image, multiple(image, vec2(LARGE, LARGE), scale), scale);
        let rows: &[Row] = if self.corrupted.is_some() {
            &[Row::Input, Row::Corrupted, Row::Output, Row::Error]
        } else {
            &[Row::Input, Row::Output, Row::Error]
        };
        let count = rows.len() as f32;
        let total = vec2(count * size.x + (count - 1.0) * tiles::GAP, size.y);
        ui.set_max_width(total.x.max(240.0));
        let name = format!("Test image {}", grouped(self.index.into()));
        ui.horizontal(|ui| {
            ui.strong(name);
            if let Some(label) = &self.label {
                ui.label(RichText::new(label).color(palette.weak));
            }
        });
        let (rect, _) = ui.allocate_exact_size(total, Sense::hover());
        ui.painter().rect_filled(rect, 0.0, tiles::mat(ui));
        for (i, &row) in rows.iter().enumerate() {
            let corner = rect.min + vec2(i as f32 * (size.x + tiles::GAP), 0.0);
            let place = fitted(corner, size, scale);
            self.sheet.draw(ui.painter(), row, self.column, place);
            if let Some([y, x]) = self.pixel {
                let side = vec2(
                    size.x / self.shape.width as f32,
                    size.y / self.shape.height as f32,
                );
                let corner = place.min + vec2(x as f32, y as f32) * side;
                ui.painter().rect_stroke(
                    Rect::from_min_size(corner, side).expand(1.0),
                    0.0,
                    (1.0, palette.accent),
                    egui::StrokeKind::Outside,
                );
            }
        }
        ui.label(format!("MSE {}", three_digits(f64::from(self.error))));
        ui.label(RichText::new(self.values()).size(11.0).color(palette.weak));
    }

    /// Values of the pixel under the pointer, in words.
    fn values(&self) -> String {
        let Some([y, x]) = self.pixel else {
            return "Click to inspect it".into();
        };
        let start = (y * self.shape.width + x) * self.shape.channels;
        let range = start..start + self.shape.channels;
        let list = |values: &mut dyn Iterator<Item = f32>| {
            let texts: Vec<_> = values.map(|value| format!("{value:.3}")).collect();
            texts.join(" ")
        };
        let (Some(input), Some(output)) = (
            self.input.get(range.clone()),
            self.output.get(range.clone()),
        ) else {
            return String::new();
        };
        let errors = self.sheet.errors(self.column, self.shape.size());
        let corrupted = self.corrupted.and_then(|all| all.get(range.clone()));
        let corrupted = corrupted.map(|c| format!(", corrupted {}", list(&mut c.iter().copied())));
        format!(
            "Row {y}, column {x}: input {}{}, output {}, error {}",
            list(&mut input.iter().map(|&b| f32::from(b) / 255.0)),
            corrupted.unwrap_or_default(),
            list(&mut output.iter().copied()),
            list(&mut errors.get(range).unwrap_or_default().iter().copied()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    #[test]
    fn the_pixel_under_the_pointer() {
        let shape = ImageShape {
            height: 2,
            width: 4,
            channels: 1,
        };
        let rect = Rect::from_min_size(pos2(10.0, 20.0), vec2(40.0, 20.0));
        assert_eq!(pixel_at(rect, shape, pos2(10.0, 20.0)), Some([0, 0]));
        assert_eq!(pixel_at(rect, shape, pos2(39.0, 31.0)), Some([1, 2]));
        assert_eq!(pixel_at(rect, shape, pos2(50.0, 40.0)), Some([1, 3]));
        assert_eq!(pixel_at(rect, shape, pos2(9.0, 31.0)), None);
    }
}
