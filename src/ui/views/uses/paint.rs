//! A picture to paint over: what the model puts there stands beside it, as it is painted.

use std::sync::Arc;

use egui::{Color32, DragValue, Rect, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::{Action, App, Mask, Painted, UseAction};
use crate::data::{ImageShape, Prepared};
use crate::ui::sample::Tile;
use crate::ui::theme;
use crate::ui::tiles::{self, Same, Tiles};

/// A picture is about this large.
const SIDE: f32 = 140.0;
const GAP: f32 = 12.0;

/// The mask that is painted.
#[derive(Default)]
pub struct Paint {
    mask: Mask,
    /// In pixels of the picture.
    brush: usize,
    canvas: Tiles<(usize, usize, bool)>,
    filled: Tiles<(Same<Painted>, bool)>,
    strokes: usize,
}

impl Paint {
    /// Draws it where samples are pictures.
    pub fn show(&mut self, ui: &mut Ui, app: &App, data: &Prepared, actions: &mut Vec<Action>) {
        let Some(image) = data.dataset.shape().image() else {
            return;
        };
        let count = data.dataset.test.len();
        let dark = ui.visuals().dark_mode;
        let Some(tile) = Tile::of(data, dark).filter(|_| count > 0) else {
            return;
        };
        if self.mask.missing.len() != image.size() || self.mask.sample >= count {
            self.clear(image, 0);
        }
        ui.horizontal(|ui| {
            let weak = theme::palette(ui).weak;
            ui.label(
                RichText::new("Paint over a test picture")
                    .size(11.0)
                    .color(weak),
            );
            let mut sample = self.mask.sample;
            let field = DragValue::new(&mut sample)
                .range(0..=count - 1)
                .prefix("no. ");
            let changed = ui.add(field).on_hover_text("Which test picture").changed();
            if changed {
                self.clear(image, sample);
            }
            let field = DragValue::new(&mut self.brush).range(1..=image.height.min(image.width));
            ui.add(field.prefix("brush ").speed(0.05))
                .on_hover_text("Width of the brush in pixels");
            if ui.button("Clear").clicked() {
                self.clear(image, self.mask.sample);
            }
        });
        let per_point = ui.pixels_per_point();
        let multiple = tiles::multiple([image.width, image.height], vec2(SIDE, SIDE), per_point);
        let size = tiles::size([image.width, image.height], multiple, per_point);
        let wide = vec2(2.0 * size.x + GAP, size.y + 4.0);
        let (place, _) = ui.allocate_exact_size(wide, Sense::hover());
        let left = tiles::fitted(place.min, size, per_point);
        let corner = pos2(place.left() + size.x + GAP, place.top());
        let right = tiles::fitted(corner, size, per_point);
        if self.stroke(ui, left, image) {
            actions.push(Action::Use(UseAction::Paint(self.mask.clone())));
        }
        let key = (self.mask.sample, self.strokes, dark);
        let masked = theme::palette(ui).accent;
        let mask = &self.mask;
        self.canvas.update(ui.ctx(), key, tile.size(), || {
            over(&tile, mask, image, masked)
        });
        ui.painter()
            .rect_filled(left.expand(1.0), 0.0, tiles::mat(ui));
        self.canvas.draw(ui.painter(), 0, left);
        ui.painter()
            .rect_filled(right.expand(1.0), 0.0, tiles::mat(ui));
        if let Some(painted) = self.painted(app) {
            let key = (Same::of(painted), dark);
            self.filled.update(ui.ctx(), key, tile.size(), || {
                tile.of_outputs(&painted.filled)
            });
            self.filled.draw(ui.painter(), 0, right);
        }
        ui.add_space(6.0);
    }

    /// What was filled in of the picture that is shown; a stroke behind while the next is worked on.
    fn painted<'a>(&self, app: &'a App) -> Option<&'a Arc<Painted>> {
        let is_painted = self.mask.missing.contains(&true);
        let painted = app.painted().filter(|_| is_painted)?;
        (painted.mask.sample == self.mask.sample).then_some(painted)
    }

    fn clear(&mut self, image: ImageShape, sample: usize) {
        self.mask = Mask {
            sample,
            missing: vec![false; image.size()],
        };
        self.brush = self.brush.max(image.height.min(image.width) / 7).max(1);
        self.strokes += 1;
    }

    /// Paints where the pointer is pressed; whether anything was painted that was not before.
    fn stroke(&mut self, ui: &Ui, rect: Rect, image: ImageShape) -> bool {
        let response = ui.interact(rect, ui.scope_id().with("canvas"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, "Paint what is missing"));
        let response = response.on_hover_cursor(egui::CursorIcon::Crosshair);
        let Some(pointer) = response.interact_pointer_pos() else {
            return false;
        };
        let at = (pointer - rect.min) / rect.size();
        let middle = [at.x * image.width as f32, at.y * image.height as f32];
        let reach = self.brush as f32 / 2.0;
        let mut changed = false;
        let channels = image.channels.max(1);
        for (place, pixel) in self.mask.missing.chunks_exact_mut(channels).enumerate() {
            let x = (place % image.width) as f32 + 0.5 - middle[0];
            let y = (place / image.width) as f32 + 0.5 - middle[1];
            if x.abs().max(y.abs()) <= reach && !pixel[0] {
                pixel.fill(true);
                changed = true;
            }
        }
        self.strokes += usize::from(changed);
        changed
    }
}

/// The picture, what is painted over in a colour that no picture has.
fn over(tile: &Tile<'_>, mask: &Mask, image: ImageShape, masked: Color32) -> Vec<Color32> {
    let pixels = tile.of_test(mask.sample).into_iter();
    let missing = mask.missing.iter().step_by(image.channels.max(1));
    pixels
        .zip(missing)
        .map(|(pixel, missing)| if *missing { masked } else { pixel })
        .collect()
}
