//! A sequence of few channels in full: a lane a channel, with the input, what models made of it, and their errors below.

use egui::{
    Align2, Color32, FontId, Painter, Pos2, Rect, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2,
    vec2,
};

use super::sequence::Sequence;
use crate::data::{ColumnScale, SequenceShape};
use crate::ui::theme;

/// Height of a lane, at least; more lanes than fit scroll.
const LANE: f32 = 56.0;
/// Of a lane, what errors take at its foot.
const ERRORS: f32 = 0.22;
/// Between lanes, and below the last for the numbers of steps.
const GAP: f32 = 6.0;
const FOOT: f32 = 16.0;
/// Room for the scroll bar, which lies over the lanes.
const SCROLL: f32 = 12.0;

/// Draws the lanes of `sequence`, which is of this `shape`, into all that is left of `ui`.
pub fn show(ui: &mut Ui, sequence: &Sequence<'_>, shape: SequenceShape) {
    let size = ui.available_size();
    let lanes = shape.features as f32;
    let lane = ((size.y - FOOT) / lanes - GAP).max(LANE);
    ScrollArea::vertical()
        .id_salt("channels")
        .auto_shrink([false, true])
        .show(ui, |ui| {
            let whole = vec2(size.x - SCROLL, lanes * (lane + GAP) + FOOT);
            let (rect, response) = ui.allocate_exact_size(whole, Sense::hover());
            let values = sequence.samples.row(sequence.index);
            let lanes = Lanes {
                sequence,
                shape,
                values: &values,
                length: sequence.samples.length(sequence.index),
                rect,
                lane,
            };
            lanes.paint(ui);
            response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, lanes.label()));
            if let Some(at) = response.hover_pos() {
                let words = lanes.words_at(at);
                lanes.paint_pointer(ui, at);
                response.on_hover_ui_at_pointer(|ui| {
                    for line in words {
                        ui.label(line);
                    }
                });
            }
        });
}

/// The lanes where they are drawn.
struct Lanes<'a> {
    sequence: &'a Sequence<'a>,
    shape: SequenceShape,
    values: &'a [f32],
    /// Steps of the sequence; there is nothing past them.
    length: usize,
    rect: Rect,
    lane: f32,
}

impl Lanes<'_> {
    fn lane(&self, channel: usize) -> Rect {
        let top = self.rect.top() + channel as f32 * (self.lane + GAP);
        Rect::from_min_size(
            pos2(self.rect.left(), top),
            vec2(self.rect.width(), self.lane),
        )
    }

    fn x(&self, step: usize) -> f32 {
        let share = step as f32 / self.shape.steps.saturating_sub(1).max(1) as f32;
        self.rect.left() + share * self.rect.width()
    }

    /// The step nearest to a place.
    fn step(&self, x: f32) -> usize {
        let share = (x - self.rect.left()) / self.rect.width().max(1.0);
        let step = (share * self.shape.steps.saturating_sub(1) as f32).round();
        (step.max(0.0) as usize).min(self.length.saturating_sub(1))
    }

    fn at(&self, values: &[f32], step: usize, channel: usize) -> Option<f32> {
        self.sequence.at(values, step, channel)
    }

    fn paint(&self, ui: &Ui) {
        let palette = theme::palette(ui);
        let painter = ui.painter();
        let font = FontId::proportional(11.0);
        let top = self.sequence.largest_error();
        for channel in 0..self.shape.features {
            let lane = self.lane(channel);
            if !ui.is_rect_visible(lane) {
                continue;
            }
            painter.rect_filled(lane, 2.0, palette.control);
            let foot = match self.sequence.makers.is_empty() {
                true => 0.0,
                false => lane.height() * ERRORS,
            };
            let plot = lane
                .with_max_y(lane.bottom() - foot)
                .shrink2(vec2(0.0, 3.0));
            let [low, high] = self.ends(channel);
            let y = |value: f32| {
                let share = (value - low) / (high - low).max(f32::MIN_POSITIVE);
                plot.bottom() - share.clamp(-0.05, 1.05) * plot.height()
            };
            if let Some(seen) = self.sequence.corrupted {
                let point = |step| {
                    self.at(seen, step, channel)
                        .map(|v| pos2(self.x(step), y(v)))
                };
                self.line(
                    painter,
                    point,
                    Stroke::new(1.0, palette.weak.gamma_multiply(0.6)),
                );
            }
            let point = |step| {
                let value = self.at(self.values, step, channel)?;
                Some(pos2(self.x(step), y(value)))
            };
            self.line(painter, point, Stroke::new(1.4, palette.text));
            for maker in self.sequence.makers {
                let point = |step| {
                    let value = self.at(maker.output, step, channel)?;
                    Some(pos2(self.x(step), y(value)))
                };
                self.line(painter, point, Stroke::new(1.4, maker.colour));
                let room = foot - 3.0;
                let point = |step| {
                    let error = self.at(maker.errors, step, channel)?;
                    let share = (error / top).sqrt().clamp(0.0, 1.0);
                    Some(pos2(self.x(step), lane.bottom() - share * room))
                };
                self.line(
                    painter,
                    point,
                    Stroke::new(1.0, maker.colour.gamma_multiply(0.7)),
                );
            }
            if foot > 0.0 {
                let y = lane.bottom() - foot;
                painter.hline(lane.x_range(), y, Stroke::new(1.0, palette.line));
            }
            if let Some(name) = self.sequence.samples.channels().get(channel) {
                let at = lane.left_top() + vec2(4.0, 2.0);
                painter.text(at, Align2::LEFT_TOP, name, font.clone(), palette.weak);
            }
        }
        self.foot(painter, &font, palette.weak);
    }

    /// The first and the last step below all lanes, or their times.
    fn foot(&self, painter: &Painter, font: &FontId, colour: Color32) {
        let last = self.length.saturating_sub(1);
        let word = |step: usize| match self.sequence.samples.time(self.sequence.index, step) {
            Some(time) => time.to_owned(),
            None => self.sequence.step_words(step),
        };
        let y = self.rect.bottom();
        let at = pos2(self.rect.left(), y);
        painter.text(at, Align2::LEFT_BOTTOM, word(0), font.clone(), colour);
        let at = pos2(
            self.x(last)
                .max(self.rect.left() + 160.0)
                .min(self.rect.right()),
            y,
        );
        painter.text(at, Align2::RIGHT_BOTTOM, word(last), font.clone(), colour);
    }

    /// Joins neighbouring steps that are there, of many steps in a pixel the least and the greatest.
    fn line(&self, painter: &Painter, point: impl Fn(usize) -> Option<Pos2>, stroke: Stroke) {
        let pixels = (self.rect.width() * painter.pixels_per_point()).max(1.0) as usize;
        let each = (self.length / (2 * pixels)).max(1);
        let mut points: Vec<Pos2> = Vec::new();
        let finish = |points: &mut Vec<Pos2>| {
            match &points[..] {
                [] => {}
                [only] => {
                    painter.circle_filled(*only, stroke.width, stroke.color);
                }
                _ => {
                    painter.line(std::mem::take(points), stroke);
                }
            }
            points.clear();
        };
        for first in (0..self.length).step_by(each) {
            let part = first..(first + each).min(self.length);
            let mut there = part.filter_map(&point);
            let Some(one) = there.next() else {
                finish(&mut points);
                continue;
            };
            let [least, most] = there.fold([one, one], |[least, most], next| {
                let least = if next.y < least.y { next } else { least };
                [least, if next.y > most.y { next } else { most }]
            });
            points.push(least);
            if most != least {
                points.push(most);
            }
        }
        finish(&mut points);
    }

    /// The least and the greatest of a channel, of the training part and of what is drawn.
    fn ends(&self, channel: usize) -> [f32; 2] {
        let scale: Option<&ColumnScale> = self.sequence.data.scaler.columns().get(channel);
        let usual = scale.map_or([0.0; 2], |scale| scale.range.map(|end| scale.unscale(end)));
        let own = (0..self.length).filter_map(|step| self.at(self.values, step, channel));
        own.fold(usual, |[low, high], value| {
            [low.min(value), high.max(value)]
        })
    }

    /// The lane and step under the pointer.
    fn under(&self, at: Pos2) -> (usize, usize) {
        let lane = ((at.y - self.rect.top()) / (self.lane + GAP)).max(0.0) as usize;
        (
            lane.min(self.shape.features.saturating_sub(1)),
            self.step(at.x),
        )
    }

    fn paint_pointer(&self, ui: &Ui, at: Pos2) {
        let (_, step) = self.under(at);
        let colour = theme::palette(ui).weak.gamma_multiply(0.6);
        let lanes = self.rect.with_max_y(self.rect.bottom() - FOOT);
        ui.painter()
            .vline(self.x(step), lanes.y_range(), Stroke::new(1.0, colour));
    }

    /// What is under the pointer, line by line.
    fn words_at(&self, at: Pos2) -> Vec<String> {
        let (channel, step) = self.under(at);
        self.sequence.words(step, channel)
    }

    fn label(&self) -> String {
        let makers: Vec<&str> = self
            .sequence
            .makers
            .iter()
            .map(|maker| maker.name)
            .collect();
        let of = match makers.is_empty() {
            true => String::new(),
            false => format!(" with {}", makers.join(", ")),
        };
        format!(
            "Sequence of {} steps and {} channels{of}",
            self.length, self.shape.features
        )
    }
}
