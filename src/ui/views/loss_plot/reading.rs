//! The crosshair, which reads all curves at the pointer.

use egui::{Color32, RichText, Stroke, Tooltip, Ui};
use egui_plot::PlotPoint;

use super::chart::{Chart, Shown};
use super::scale::Scale;
use super::smoothing::nearest;
use crate::export::digits;
use crate::export::loss::Quantity;
use crate::model::LossParts;
use crate::project::LossAxis;
use crate::training::{History, StepRecord};
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
                    ui.label(digits::significant(chart.scale.value(reading.at.y), 4));
                    ui.end_row();
                }
            });
        parts(ui, chart, x);
    });
}

/// What the loss of the selected variant is made of in the batch at the pointer.
fn parts(ui: &mut Ui, chart: &Chart<'_>, x: f64) {
    if chart.quantity != Quantity::Loss {
        return;
    }
    let Some(series) = chart.curves.iter().find(|series| series.selected) else {
        return;
    };
    let Some(step) = step_at(series.history, &chart.scale, x) else {
        return;
    };
    let rows = rows(&step.parts);
    if rows.is_empty() {
        return;
    }
    let palette = theme::palette(ui);
    ui.add_space(4.0);
    let heading = format!(
        "{}, batch of step {}",
        series.name,
        digits::grouped(step.step)
    );
    ui.label(RichText::new(heading).color(palette.weak).size(11.0));
    egui::Grid::new("parts")
        .num_columns(2)
        .min_col_width(10.0)
        .spacing([12.0, 2.0])
        .show(ui, |ui| {
            for (name, value) in rows {
                ui.label(name);
                ui.label(value);
                ui.end_row();
            }
        });
}

/// The recorded step nearest to `x`; `None` beyond the ends of the run.
fn step_at<'a>(history: &'a History, scale: &Scale, x: f64) -> Option<&'a StepRecord> {
    let steps = &history.steps;
    let place = |step: &StepRecord| scale.x(step.step, step.seconds);
    let last = place(steps.last()?);
    if !(0.0..=last * 1.02).contains(&x) {
        return None;
    }
    let after = steps.partition_point(|step| place(step) < x);
    steps.get(after).or(steps.last())
}

/// Names and values of the parts; none where the reconstruction is all there is.
fn rows(parts: &LossParts) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    let value = |value| digits::significant(value, 4);
    if let Some(kl) = parts.kl {
        rows.push(("KL divergence", value(kl)));
        rows.push(("ELBO", value(-(parts.reconstruction + kl))));
    }
    if parts.penalty != 0.0 {
        rows.push(("penalty", value(parts.penalty)));
    }
    if let Some(adversarial) = parts.adversarial {
        let percent = |share: f64| format!("{:.0}%", 100.0 * share);
        rows.push(("discriminator", value(adversarial.discriminator)));
        rows.push(("generator", value(adversarial.generator)));
        let right = format!(
            "{} real, {} made up",
            percent(adversarial.real_accuracy),
            percent(adversarial.fake_accuracy)
        );
        rows.push(("told right", right));
    }
    if !rows.is_empty() {
        rows.insert(0, ("reconstruction", value(parts.reconstruction)));
    }
    rows
}

fn readings(chart: &Chart<'_>, x: f64) -> Vec<Reading> {
    let mut readings = Vec::new();
    for series in &chart.curves {
        for (index, line) in series.curves.lines.iter().enumerate() {
            let train = chart.quantity.pair().map_or("train", |names| names[index]);
            let curves = [
                (train, line.train(), false),
                (chart.watched, line.validation.as_slice(), true),
            ];
            for (kind, points, ring) in curves {
                if let Some(at) = nearest(points, x) {
                    readings.push(Reading {
                        name: format!("{} {kind}", series.name),
                        colour: series.tone(index),
                        at,
                        ring,
                    });
                }
            }
        }
    }
    readings
}

fn position(chart: &Chart<'_>, x: f64) -> String {
    match chart.scale.run.axis {
        LossAxis::Step => format!("step {}", digits::grouped(x.max(0.0).round() as u64)),
        LossAxis::Epoch => format!("epoch {x:.2}"),
        LossAxis::Time => format!("{x:.1} s of training"),
        LossAxis::Compute => format!("{} multiply-adds", digits::counted(x.max(0.0))),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::loss::RunAxis;
    use crate::model::AdversarialLosses;

    #[test]
    fn parts_are_read_where_there_are_several() {
        let plain = LossParts {
            reconstruction: 0.25,
            ..LossParts::default()
        };
        assert_eq!(rows(&plain), []);
        let gaussian = LossParts {
            kl: Some(2.0),
            ..plain
        };
        let texts = |parts| -> Vec<String> {
            let rows = rows(&parts).into_iter();
            rows.map(|(name, value)| format!("{name} {value}"))
                .collect()
        };
        assert_eq!(
            texts(gaussian),
            [
                "reconstruction 0.2500",
                "KL divergence 2.000",
                "ELBO -2.250"
            ]
        );
        let adversarial = LossParts {
            adversarial: Some(AdversarialLosses {
                real_accuracy: 0.5,
                fake_accuracy: 1.0,
                ..AdversarialLosses::default()
            }),
            ..plain
        };
        assert_eq!(texts(adversarial)[3], "told right 50% real, 100% made up");
    }

    #[test]
    fn the_step_at_the_pointer_is_the_next_recorded() {
        let step = |step| StepRecord {
            step,
            ..StepRecord::default()
        };
        let history = History {
            steps: vec![step(1), step(5), step(9)],
            epochs: Vec::new(),
            ..History::default()
        };
        let scale = Scale {
            run: RunAxis {
                axis: LossAxis::Step,
                steps_per_epoch: 1.0,
                work: 1.0,
            },
            log: false,
            smoothing: 0.0,
        };
        let at = |x| step_at(&history, &scale, x).map(|step| step.step);
        assert_eq!(at(0.0), Some(1));
        assert_eq!(at(4.2), Some(5));
        assert_eq!(at(9.1), Some(9));
        assert_eq!(at(12.0), None);
        assert_eq!(at(f64::NAN), None);
    }
}
