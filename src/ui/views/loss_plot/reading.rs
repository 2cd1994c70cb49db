//! The crosshair: reads all curves at the pointer.

use egui::{Color32, RichText, Stroke, Tooltip, Ui};
use egui_plot::PlotPoint;

use super::chart::{Chart, Shown};
use super::smoothing::nearest;
use crate::project::LossAxis;
use crate::ui::digits;
use crate::ui::theme;

/// One curve's value at the pointer.
struct Reading {
    name: String,
    colour: Color32,
    at: PlotPoint,
    /// Validation points are rings, as their curve is broken.
    ring: bool,
}

/// Draws the crosshair and its table when the pointer is over the plot.
pub fn show(ui: &mut Ui, chart: &Chart<'_>, shown: &Shown) {
    let Some(pointer) = shown.response.hover_pos() else {
        return;
    };
    let palette = theme::palette(ui);
    let frame = *shown.transform.frame();
    let painter = ui.painter_at(frame);
    let x = shown.transform.value_from_position(pointer).x;
    let readings = readings(chart, x);
    painter.vline(
        pointer.x,
        frame.y_range(),
        Stroke::new(1.0, palette.weak.gamma_multiply(0.6)),
    );
    for reading in &readings {
        let at = shown.transform.position_from_point(&reading.at);
        let stroke = Stroke::new(1.5, reading.colour);
        if reading.ring {
            painter.circle(at, 3.5, palette.background, stroke);
        } else {
            painter.circle(
                at,
                3.0,
                reading.colour,
                Stroke::new(1.0, palette.background),
            );
        }
    }
    if readings.is_empty() {
        return;
    }
    let id = shown.response.id.with("reading");
    Tooltip::always_open(
        ui.ctx().clone(),
        ui.layer_id(),
        id,
        egui::PopupAnchor::Pointer,
    )
    .gap(16.0)
    .show(|ui| {
        ui.label(
            RichText::new(position(chart, x))
                .color(palette.weak)
                .size(11.0),
        );
        egui::Grid::new("readings")
            .num_columns(3)
            .min_col_width(10.0)
            .spacing([8.0, 2.0])
            .show(ui, |ui| {
                for reading in &readings {
                    dot(ui, reading);
                    ui.label(&reading.name);
                    let loss = digits::significant(chart.scale.loss(reading.at.y), 4);
                    ui.label(loss);
                    ui.end_row();
                }
            });
    });
}

fn readings(chart: &Chart<'_>, x: f64) -> Vec<Reading> {
    let mut readings = Vec::new();
    for series in &chart.curves {
        let curves = [
            ("train", series.curves.train(), false),
            (chart.watched, series.curves.validation.as_slice(), true),
        ];
        for (kind, points, ring) in curves {
            if let Some(at) = nearest(points, x) {
                readings.push(Reading {
                    name: format!("{} {kind}", series.name),
                    colour: series.colour,
                    at,
                    ring,
                });
            }
        }
    }
    readings
}

fn position(chart: &Chart<'_>, x: f64) -> String {
    match chart.scale.axis {
        LossAxis::Step => format!("step {}", digits::grouped(x.max(0.0).round() as u64)),
        LossAxis::Epoch => format!("epoch {x:.2}"),
        LossAxis::Time => format!("{x:.1} s of training"),
    }
}

fn dot(ui: &mut Ui, reading: &Reading) {
    let (rect, _) = ui.allocate_exact_size(egui::vec2(10.0, 10.0), egui::Sense::hover());
    if reading.ring {
        let stroke = Stroke::new(1.5, reading.colour);
        ui.painter().circle_stroke(rect.center(), 3.5, stroke);
    } else {
        ui.painter()
            .circle_filled(rect.center(), 3.5, reading.colour);
    }
}
