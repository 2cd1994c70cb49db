//! Paints the drawing of the model. Changes nothing and decides nothing but colours and labels.

use std::sync::Arc;

use egui::{
    Color32, FontId, Galley, Painter, Pos2, Rect, Response, Shape, Stroke, StrokeKind, Ui, pos2,
    vec2,
};

use super::block;
use super::geometry::{Hourglass, label_span, thin_out};
use crate::export::svg::short_activation;
use crate::model::Architecture;
use crate::model::edit::extent::Extent;
use crate::model::edit::place::{self, Place};
use crate::ui::theme::{Palette, motion, palette};

/// Everything there is to draw.
pub struct Scene<'a> {
    pub area: Rect,
    pub architecture: &'a Architecture,
    pub places: &'a [Place],
    pub extents: &'a [Extent],
    pub hourglass: &'a Hourglass,
    pub selected: Place,
    /// One a bar.
    pub bars: &'a [Response],
    /// One a gap; `None` where no layer can be added.
    pub gaps: &'a [Option<Response>],
    /// The pointer is somewhere over the drawing.
    pub hovered: bool,
}

/// How far the bar under the pointer rises.
const LIFT: f32 = 2.0;
/// Lines that run through the model from bar to bar.
const FLOW_LINES: usize = 5;
/// Length of one perforation and the bar between it and the next, for dropout.
const PERFORATION: f32 = 6.0;
/// Between the lines over what is frozen.
const HATCH: f32 = 5.0;

pub fn hourglass(ui: &Ui, scene: &Scene<'_>) {
    let colours = palette(ui);
    let painter = ui.painter_at(scene.area.expand(4.0));
    flow(&painter, colours, &scene.hourglass.bars);
    for (index, &place) in scene.places.iter().enumerate() {
        let response = &scene.bars[index];
        let lively = response.hovered() || response.dragged() || response.has_focus();
        let lift = ui.ctx().animate_bool_with_time(
            response.id.with("lift"),
            lively,
            motion(ui.ctx(), 0.12),
        );
        let dropout = place::layer(scene.architecture, place).map_or(0.0, |layer| layer.dropout);
        let look = Look {
            rect: scene.hourglass.bars[index],
            place,
            extent: scene.extents[index],
            lift,
            dropout,
            frozen: place::is_frozen(scene.architecture, place),
            halves: place == Place::Code && place::is_gaussian(scene.architecture),
            grips: place::amount(scene.architecture, place).is_some(),
        };
        let rect = look.rect;
        bar(&painter, colours, &look);
        if place == scene.selected {
            painter.rect_stroke(
                rect.translate(vec2(0.0, -LIFT * lift)).expand(2.5),
                4.0,
                Stroke::new(1.5, colours.accent),
                StrokeKind::Middle,
            );
        }
    }
    for (gap, response) in scene.hourglass.gaps.iter().zip(scene.gaps) {
        if let Some(response) = response {
            let wanted = response.hovered() || response.has_focus();
            plus(&painter, colours, *gap, wanted, scene.hovered);
        }
    }
    labels(&painter, colours, scene);
}

/// A tint between the panel and its weak text.
fn tone(colours: &Palette, strength: f32) -> Color32 {
    colours.panel.lerp_to_gamma(colours.weak, strength)
}

fn flow(painter: &Painter, colours: &Palette, bars: &[Rect]) {
    let fill = tone(colours, 0.08);
    let line = Stroke::new(1.0, tone(colours, 0.22));
    for pair in bars.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        painter.add(Shape::convex_polygon(
            vec![
                from.right_top(),
                to.left_top(),
                to.left_bottom(),
                from.right_bottom(),
            ],
            fill,
            Stroke::NONE,
        ));
        for index in 0..FLOW_LINES {
            let part = index as f32 / (FLOW_LINES - 1) as f32;
            painter.line_segment(
                [
                    pos2(from.right(), egui::lerp(from.y_range(), part)),
                    pos2(to.left(), egui::lerp(to.y_range(), part)),
                ],
                line,
            );
        }
    }
}

/// One bar.
struct Look {
    rect: Rect,
    place: Place,
    extent: Extent,
    /// From 0 to 1 under the pointer.
    lift: f32,
    dropout: f32,
    /// Training leaves its weights: an outline, hatched.
    frozen: bool,
    /// Drawn in two: the mean and the log-variance.
    halves: bool,
    /// Shows that it can be dragged.
    grips: bool,
}

fn bar(painter: &Painter, colours: &Palette, look: &Look) {
    let lift = look.lift;
    let rect = look.rect.translate(vec2(0.0, -LIFT * lift));
    let radius = (rect.width() * 0.25).min(3.0);
    if lift > 0.0 {
        let shadow = Color32::from_black_alpha((60.0 * lift) as u8);
        painter.rect_filled(rect.translate(vec2(0.0, 2.0 + LIFT * lift)), radius, shadow);
    }
    let (fill, stroke) = match look.place {
        Place::Input | Place::Output => (tone(colours, 0.2), Stroke::new(1.0, tone(colours, 0.7))),
        Place::Code => (colours.accent, Stroke::NONE),
        _ if look.frozen => (tone(colours, 0.15), Stroke::new(1.0, tone(colours, 0.62))),
        _ => (tone(colours, 0.62), Stroke::NONE),
    };
    let fill = fill.lerp_to_gamma(colours.text, 0.25 * lift);
    match look.extent {
        Extent::Maps(maps) => block::paint(painter, rect, maps.channels, fill, stroke),
        Extent::Steps(shape) => block::paint(painter, rect, shape.features, fill, stroke),
        Extent::Row(_) => {
            painter.rect(rect, radius, fill, stroke, StrokeKind::Inside);
        }
    }
    if look.halves {
        let seam = Stroke::new(1.5, colours.panel);
        painter.vline(rect.center().x, rect.y_range(), seam);
    }
    if look.frozen {
        hatch(painter, rect, Stroke::new(1.0, tone(colours, 0.5)));
    }
    perforate(painter, colours, rect, look.dropout);
    if lift > 0.0 && look.grips {
        let handle = colours.text.gamma_multiply(lift);
        let width = (rect.width() * 0.6).clamp(4.0, 12.0);
        for centre in [rect.center_top(), rect.center_bottom()] {
            let grip = Rect::from_center_size(centre, vec2(width, 3.0));
            painter.rect(
                grip,
                1.5,
                handle,
                Stroke::new(1.0, colours.panel),
                StrokeKind::Outside,
            );
        }
    }
}

/// Slanting lines over `rect`.
fn hatch(painter: &Painter, rect: Rect, stroke: Stroke) {
    let painter = painter.with_clip_rect(painter.clip_rect().intersect(rect.shrink(1.0)));
    let slant = rect.width();
    let mut y = rect.top();
    while y < rect.bottom() + slant {
        painter.line_segment(
            [pos2(rect.left(), y), pos2(rect.right(), y - slant)],
            stroke,
        );
        y += HATCH;
    }
}

/// Dropout takes numbers out at random: the bar loses that share of its height to cuts.
fn perforate(painter: &Painter, colours: &Palette, rect: Rect, dropout: f32) {
    if dropout <= 0.0 {
        return;
    }
    let cut = (PERFORATION * dropout).max(1.0);
    let mut y = rect.top() + PERFORATION;
    while y + cut < rect.bottom() - 2.0 {
        let hole = Rect::from_min_size(pos2(rect.left(), y), vec2(rect.width(), cut));
        painter.rect_filled(hole, 0.0, tone(colours, 0.08));
        y += PERFORATION;
    }
}

fn plus(painter: &Painter, colours: &Palette, gap: Rect, wanted: bool, near: bool) {
    let centre = gap.center();
    let cross = |arm: f32, stroke: Stroke| {
        painter.line_segment([centre - vec2(arm, 0.0), centre + vec2(arm, 0.0)], stroke);
        painter.line_segment([centre - vec2(0.0, arm), centre + vec2(0.0, arm)], stroke);
    };
    if wanted {
        painter.circle(centre, 8.0, colours.panel, Stroke::new(1.5, colours.accent));
        cross(4.0, Stroke::new(1.5, colours.accent));
    } else if near && gap.width() >= 12.0 {
        painter.circle_filled(centre, 6.0, colours.panel);
        cross(3.0, Stroke::new(1.0, colours.weak));
    }
}

/// Widths and activations under the bars, pixels and channels under maps, steps and features under sequences; where they would touch, the less wanted
/// go.
fn labels(painter: &Painter, colours: &Palette, scene: &Scene<'_>) {
    let order = wanted_first(scene);
    let top = scene.area.bottom() - 30.0;
    let line = |row: f32, size: f32, order: &[usize], texts: Vec<(String, Color32)>| {
        let galleys: Vec<Arc<Galley>> = texts
            .into_iter()
            .map(|(text, colour)| painter.layout_no_wrap(text, FontId::proportional(size), colour))
            .collect();
        let spans: Vec<_> = galleys
            .iter()
            .zip(&scene.hourglass.bars)
            .map(|(galley, bar)| label_span(scene.area.x_range(), bar.center().x, galley.size().x))
            .collect();
        let shown = thin_out(&spans, order, 5.0);
        for ((galley, span), &shown) in galleys.into_iter().zip(spans).zip(&shown) {
            if shown && galley.size().x > 0.0 {
                painter.galley(Pos2::new(span.min.round(), row), galley, colours.text);
            }
        }
        shown
    };
    let slot = scene.area.width() / scene.places.len().max(1) as f32;
    let mut upper = Vec::new();
    let mut lower = Vec::new();
    for (&place, extent) in scene.places.iter().zip(scene.extents) {
        let colour = match place {
            Place::Code => colours.accent,
            place if place == scene.selected => colours.text,
            Place::Input | Place::Output => colours.weak,
            _ => colours.text,
        };
        let (first, second) = match extent {
            Extent::Row(width) => (width.to_string(), under_row(scene.architecture, place)),
            Extent::Steps(shape) => (shape.steps.to_string(), format!("×{}", shape.features)),
            Extent::Maps(maps) => (
                block::sides(maps.height, maps.width, slot),
                match place::is_frozen(scene.architecture, place) {
                    true => "frozen".into(),
                    false => format!("×{}", maps.channels),
                },
            ),
        };
        upper.push((first, colour));
        lower.push((second, colours.weak));
    }
    let shown = line(top, 11.0, &order, upper);
    // What stands below belongs to what stands above.
    let order: Vec<usize> = order.into_iter().filter(|&index| shown[index]).collect();
    line(top + 14.0, 10.0, &order, lower);
}

/// What stands under the width of a dense layer.
fn under_row(architecture: &Architecture, place: Place) -> String {
    let text = match place::activation(architecture, place) {
        Some(activation) => short_activation(activation),
        None if place == Place::Code => "gauss",
        None => "in",
    };
    text.to_owned()
}

/// Bars by how much their labels matter: under the pointer, selected, code, ends, then from outside in.
fn wanted_first(scene: &Scene<'_>) -> Vec<usize> {
    let last = scene.places.len().saturating_sub(1);
    let mut order: Vec<usize> = (0..scene.places.len()).collect();
    order.sort_by_key(|&index| {
        let place = scene.places[index];
        let pointed = scene.bars[index].hovered() || scene.bars[index].dragged();
        let rank = if pointed {
            0
        } else if place == scene.selected {
            1
        } else {
            match place {
                Place::Code => 2,
                Place::Input | Place::Output => 3,
                _ => 4,
            }
        };
        (rank, index.min(last - index))
    });
    order
}
