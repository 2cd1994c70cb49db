//! The probe: the code of a dragged point, and its decoded output.

use egui::{Painter, PopupAnchor, Pos2, RichText, Stroke, Tooltip, Ui, vec2};

use super::image::OneImage;
use super::projection::Projection;
use crate::app::{Action, App};
use crate::training::{Asker, VariantId};
use crate::ui::sample::{self, Tile};
use crate::ui::theme::{self, Palette};

/// Columns of a decoded row that are told in words: those furthest from the mean.
const COLUMNS: usize = 5;

/// A decoded point. It stays where it was dropped and follows the weights while they train.
struct Point {
    variant: VariantId,
    code: Vec<f32>,
    /// The view whose weights were asked last.
    step: u64,
}

/// The probe and its picture.
#[derive(Default)]
pub struct Probe {
    point: Option<Point>,
    image: OneImage,
}

impl Probe {
    pub fn clear(&mut self) {
        self.point = None;
    }

    /// Puts the probe to `at`, in the plane, and asks for its decoding when that is another code than before.
    pub fn put(
        &mut self,
        at: [f32; 2],
        projection: &Projection,
        app: &App,
        actions: &mut Vec<Action>,
    ) {
        let code = projection
            .plane
            .code(at, &projection.view, &projection.mean);
        let same = self
            .point
            .as_ref()
            .is_some_and(|point| point.variant == projection.variant && point.code == code);
        if !same {
            self.point = Some(Point {
                variant: projection.variant,
                code,
                step: projection.view.step,
            });
            self.ask(app, actions);
        }
    }

    /// Asks again once the weights have changed; forgets a point of another variant or of another code width.
    pub fn follow(&mut self, projection: &Projection, app: &App, actions: &mut Vec<Action>) {
        let Some(point) = &mut self.point else {
            return;
        };
        if point.variant != projection.variant || point.code.len() != projection.view.width {
            self.point = None;
        } else if point.step != projection.view.step {
            point.step = projection.view.step;
            self.ask(app, actions);
        }
    }

    fn ask(&self, app: &App, actions: &mut Vec<Action>) {
        if let Some(point) = &self.point {
            let action = Action::Decode(Asker::Probe, point.code.clone());
            if app.check(&action).is_ok() {
                actions.push(action);
            }
        }
    }

    /// Draws the cross at its place (by `place`, from the plane to the screen) and the decoded image beside it.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        painter: &Painter,
        app: &App,
        projection: &Projection,
        place: impl Fn([f32; 2]) -> Pos2,
        dragging: bool,
    ) {
        let Some(point) = &self.point else {
            return;
        };
        let Some(at) = projection.plane.point(&point.code, &projection.view) else {
            return;
        };
        let text = format!("decoded at {:.2}, {:.2}", at[0], at[1]);
        let at = place(at);
        cross(painter, at, theme::palette(ui));
        if !painter.clip_rect().contains(at) {
            return;
        }
        let (Some(data), Some(decoded)) = (app.dataset.prepared(), &app.decoded.latest.probe)
        else {
            return;
        };
        // While the pointer moves, the newest answer is shown though it lags; later only the right one.
        let right = decoded.variant == point.variant && (dragging || decoded.code == point.code);
        let Some(tile) = Tile::of(data, ui.visuals().dark_mode) else {
            return;
        };
        let shape = data.dataset.shape();
        if !right || decoded.output.len() != shape.target_width() {
            return;
        }
        let unusual_columns = sample::unusual_columns(data, &decoded.output, COLUMNS);
        let image = &mut self.image;
        let id = ui.scope_id().with("decoded");
        Tooltip::always_open(
            ui.ctx().clone(),
            ui.layer_id(),
            id,
            PopupAnchor::Position(at),
        )
        .gap(14.0)
        .show(|ui| {
            if ui.is_sizing_pass() {
                // egui leaves out what it does not know the size of yet: the answer would be a frame late.
                ui.ctx().request_discard("the decoded image has a size now");
            }
            // Nor is it to fade in.
            ui.set_opacity(1.0);
            let pixels = tile.of_outputs(&decoded.output);
            let name = format!("Decoded {}", shape.noun());
            image.show(ui, pixels, tile.size(), &name);
            for line in unusual_columns {
                ui.label(RichText::new(line).size(11.0));
            }
            let weak = theme::palette(ui).weak;
            ui.label(RichText::new(text).color(weak).size(11.0));
        });
    }
}

/// Readable on points of any colour.
fn cross(painter: &Painter, at: Pos2, palette: &Palette) {
    for stroke in [
        Stroke::new(4.0, palette.background),
        Stroke::new(1.5, palette.text),
    ] {
        for arm in [vec2(7.0, 0.0), vec2(0.0, 7.0)] {
            painter.line_segment([at - arm, at + arm], stroke);
        }
    }
}
