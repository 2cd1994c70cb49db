//! The inspector's four pictures: input, reconstruction, error, and what the sliders made.

use egui::{Color32, Rect, RichText, Sense, Ui, vec2};

use crate::data::ImageShape;
use crate::ui::theme;
use crate::ui::tiles::{
    self, Tiles, byte_colours, error_colours, fitted, multiple, size, unit_colours,
};
use crate::ui::views::comparison::{SCALE_HEIGHT, absolute_errors, largest, paint_scale};

/// Space between the two pictures of a row.
const BETWEEN: f32 = 8.0;

/// Draws the pictures; keeps their texture.
#[derive(Default)]
pub struct Pictures {
    tiles: Tiles<Vec<Color32>>,
}

/// What there is to draw; outputs in the display scale, `None` while they are being made.
pub struct Content<'a> {
    pub shape: ImageShape,
    pub input: &'a [u8],
    pub output: Option<&'a [f32]>,
    pub from_sliders: Option<&'a [f32]>,
    pub edited: bool,
}

impl Pictures {
    pub fn show(&mut self, ui: &mut Ui, content: &Content) {
        let shape = content.shape;
        let fits = |output: &&[f32]| output.len() == shape.size();
        let output = content.output.filter(fits);
        let from_sliders = content.from_sliders.filter(fits);
        let errors = output.map(|output| absolute_errors(content.input, output));
        let top = errors.as_deref().map_or(0.0, largest);

        let mut pixels: Vec<Color32> = byte_colours(content.input, shape.channels).collect();
        let blank = vec![tiles::mat(ui); pixels.len()];
        match (output, &errors) {
            (Some(output), Some(errors)) => {
                pixels.extend(unit_colours(output, shape.channels));
                pixels.extend(error_colours(errors, shape.channels, top));
            }
            _ => {
                pixels.extend(&blank);
                pixels.extend(&blank);
            }
        }
        match from_sliders {
            Some(output) => pixels.extend(unit_colours(output, shape.channels)),
            None => pixels.extend(&blank),
        }
        self.tiles
            .update(ui.ctx(), pixels.clone(), shape, || pixels);

        let scale = ui.pixels_per_point();
        let image = [shape.width, shape.height];
        let room = ((ui.available_width() - BETWEEN) / 2.0).max(1.0);
        let area = size(image, multiple(image, vec2(room, room), scale), scale);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = BETWEEN;
            self.picture(ui, 0, "Input", area);
            self.picture(ui, 1, "Reconstruction", area);
        });
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = BETWEEN;
            ui.vertical(|ui| {
                self.picture(ui, 2, "Absolute error", area);
                let bar = vec2(area.x, SCALE_HEIGHT);
                let (rect, _) = ui.allocate_exact_size(bar, Sense::hover());
                if errors.is_some() {
                    paint_scale(ui.painter(), rect, top, theme::palette(ui));
                }
            });
            if content.edited {
                self.picture(ui, 3, "From the sliders", area);
            } else if content.output.is_some() {
                placeholder(ui, area);
            }
        });
    }

    fn picture(&self, ui: &mut Ui, index: usize, name: &str, area: egui::Vec2) {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            let weak = theme::palette(ui).weak;
            ui.label(RichText::new(name).size(11.0).color(weak));
            let (rect, _) = ui.allocate_exact_size(area, Sense::hover());
            let place = fitted(rect.min, area, ui.pixels_per_point());
            frame(ui, place);
            self.tiles.draw(ui.painter(), index, place);
        });
    }
}

/// What stands in the place of the fourth picture until a slider moves.
fn placeholder(ui: &mut Ui, area: egui::Vec2) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let palette = theme::palette(ui);
        ui.label(RichText::new(" ").size(11.0));
        let (rect, _) = ui.allocate_exact_size(area, Sense::hover());
        let stroke = (1.0, palette.line);
        ui.painter()
            .rect_stroke(rect, 0.0, stroke, egui::StrokeKind::Inside);
        let text = "Move a slider to see another code decoded".into();
        let font = egui::FontId::proportional(11.0);
        let room = rect.width() - 16.0;
        let galley = ui.painter().layout(text, font, palette.weak, room);
        let corner = rect.center() - galley.size() / 2.0;
        ui.painter().galley(corner, galley, palette.weak);
    });
}

/// The mat's edge around a picture.
fn frame(ui: &Ui, place: Rect) {
    let mat = tiles::mat(ui);
    ui.painter().rect_filled(place.expand(1.0), 0.0, mat);
}
