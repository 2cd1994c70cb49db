//! The built-in sets in a menu: by kind, each with its first samples or a sign of its kind.

use std::collections::HashMap;

use egui::{
    Align2, Color32, ColorImage, FontId, Image, Painter, Rect, RichText, Sense, Stroke,
    TextureHandle, TextureOptions, Ui, pos2, vec2,
};

use crate::data::{BuiltIn, ImageShape, SetKind};
use crate::ui::theme;

/// Images that are shown of a set.
const IMAGES: usize = 3;
/// Side of each, in points.
const SIDE: f32 = 20.0;

/// The entries; keeps the pictures, which are made when the menu opens first.
#[derive(Default)]
pub struct Sets {
    pictures: HashMap<&'static str, TextureHandle>,
}

impl Sets {
    /// Draws all sets, of which the present one is `now`; gives another one that a person chose.
    pub fn show(&mut self, ui: &mut Ui, now: Option<BuiltIn>) -> Option<BuiltIn> {
        let mut chosen = None;
        for kind in SetKind::ALL {
            heading(ui, kind.name());
            for set in BuiltIn::ALL.into_iter().filter(|set| set.kind() == kind) {
                let is = now == Some(set);
                let clicked = ui
                    .horizontal(|ui| {
                        self.thumbnail(ui, set);
                        let label = ui.selectable_label(is, set.name());
                        label.on_hover_text(set.contents()).clicked()
                    })
                    .inner;
                if clicked && !is {
                    chosen = Some(set);
                }
            }
        }
        chosen
    }

    fn thumbnail(&mut self, ui: &mut Ui, set: BuiltIn) {
        let size = vec2(IMAGES as f32 * SIDE, SIDE);
        if !self.pictures.contains_key(set.name())
            && let Some((shape, pixels)) = set.first_images(IMAGES)
        {
            let picture = side_by_side(shape, &pixels);
            let texture = ui
                .ctx()
                .load_texture(set.name(), picture, TextureOptions::LINEAR);
            self.pictures.insert(set.name(), texture);
        }
        if let Some(picture) = self.pictures.get(set.name()) {
            ui.add(Image::new(picture).fit_to_exact_size(size));
            return;
        }
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        sign(ui.painter(), rect, set.kind(), theme::palette(ui).weak);
    }
}

/// A heading between the entries of the menu.
pub fn heading(ui: &mut Ui, text: &str) {
    let text = RichText::new(text).small().color(theme::palette(ui).weak);
    ui.add(egui::Label::new(text).selectable(false));
}

/// Images one after another as one picture.
fn side_by_side(shape: ImageShape, pixels: &[u8]) -> ColorImage {
    let ImageShape {
        height,
        width,
        channels,
    } = shape;
    let images = pixels.len() / shape.size();
    let colour = |row: usize, column: usize| {
        let (image, x) = (column / width, column % width);
        let at = (image * height + row) * width + x;
        match pixels[at * channels..(at + 1) * channels] {
            [red, green, blue] => Color32::from_rgb(red, green, blue),
            [grey, ..] => Color32::from_gray(grey),
            [] => Color32::TRANSPARENT,
        }
    };
    let all = (0..height).flat_map(|row| (0..images * width).map(move |column| (row, column)));
    let colours = all.map(|(row, column)| colour(row, column)).collect();
    ColorImage::new([images * width, height], colours)
}

/// A grid for a table, letters for texts, a grid with gaps for ratings, a line for series, a quicker one for sound.
fn sign(painter: &Painter, rect: Rect, kind: SetKind, colour: Color32) {
    let cell = |row: usize, column: usize| {
        let size = vec2(SIDE / 4.0, SIDE / 4.0);
        let at = rect.min + vec2(column as f32 * size.x, row as f32 * size.y);
        Rect::from_min_size(at, size).shrink(1.0)
    };
    let columns = 4 * IMAGES;
    match kind {
        SetKind::Texts => {
            let at = pos2(rect.left(), rect.center().y);
            let font = FontId::proportional(13.0);
            painter.text(at, Align2::LEFT_CENTER, "Aa bc", font, colour);
        }
        SetKind::Series | SetKind::Sound => {
            let at = |step: usize| {
                let x = step as f32 / (8 * IMAGES) as f32;
                let swing = match kind {
                    SetKind::Sound => (2.5 * step as f32).sin() * (6.0 * x).sin(),
                    _ => (13.0 * x).sin() * (0.4 + 0.6 * x),
                };
                let y = 0.5 + 0.35 * swing;
                rect.lerp_inside(vec2(x, y))
            };
            let points = (0..=8 * IMAGES).map(at).collect();
            painter.line(points, Stroke::new(1.2, colour.gamma_multiply(0.8)));
        }
        SetKind::Images | SetKind::Table | SetKind::Ratings => {
            for (row, column) in (0..4).flat_map(|row| (0..columns).map(move |at| (row, at))) {
                // As many are rated as look like few.
                let is_there = kind != SetKind::Ratings || (5 * row + 3 * column) % 7 < 3;
                // The first row of a table names its columns.
                let is_head = kind == SetKind::Table && row == 0;
                if is_there {
                    let faint = if is_head { 1.0 } else { 0.55 };
                    painter.rect_filled(cell(row, column), 0.0, colour.gamma_multiply(faint));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_stand_side_by_side() {
        let shape = ImageShape {
            height: 2,
            width: 1,
            channels: 1,
        };
        let picture = side_by_side(shape, &[1, 2, 3, 4]);
        assert_eq!(picture.size, [2, 2]);
        let greys: Vec<u8> = picture.pixels.iter().map(Color32::r).collect();
        assert_eq!(greys, [1, 3, 2, 4]);
        let colours = ImageShape {
            height: 1,
            width: 1,
            channels: 3,
        };
        let picture = side_by_side(colours, &[9, 8, 7]);
        assert_eq!(picture.pixels, [Color32::from_rgb(9, 8, 7)]);
    }
}
