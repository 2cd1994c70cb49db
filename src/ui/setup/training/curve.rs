//! A small plot of the learning rate over the run, with the place where the run stands.

use egui::{Color32, FontId, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::export::digits;
use crate::training::VariantSettings;
use crate::ui::theme::palette;

const HEIGHT: f32 = 40.0;
/// Steps of the schedule are upright enough with this many points.
const POINTS: usize = 160;

/// The learning rate at `epoch` (0-based, fractional inside an epoch).
fn rate(settings: &VariantSettings, epoch: f64) -> f64 {
    let training = &settings.training;
    let factor = training.schedule.factor(epoch, training.epochs);
    let phase = settings.phase_at(epoch as u32);
    f64::from(phase.learning_rate) * factor
}

/// The curve inside `area`: the run from left to right, 0 at the bottom, the largest rate at the top.
fn points(settings: &VariantSettings, area: Rect) -> Vec<Pos2> {
    let length = f64::from(settings.training.epochs);
    let rates: Vec<f64> = (0..=POINTS)
        .map(|index| {
            // The very end belongs to an epoch that is not trained.
            let part = index as f64 / POINTS as f64;
            rate(settings, length * part.min(1.0 - 1e-9))
        })
        .collect();
    let top = rates.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    rates
        .iter()
        .enumerate()
        .map(|(index, &rate)| {
            let part = index as f32 / POINTS as f32;
            pos2(
                egui::lerp(area.x_range(), part),
                area.bottom() - area.height() * (rate / top) as f32,
            )
        })
        .collect()
}

/// Draws the curve; `position` is where the run stands, in epochs, marked in the variant's `colour`.
pub fn show(ui: &mut Ui, settings: &VariantSettings, position: Option<f64>, colour: Color32) {
    let size = vec2(ui.available_width(), HEIGHT + 16.0);
    let (whole, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Image, ui.is_enabled(), "Learning rate over the run")
    });
    let area = Rect::from_min_size(whole.min, vec2(whole.width(), HEIGHT)).shrink2(vec2(2.0, 4.0));
    let colours = palette(ui);
    let painter = ui.painter();
    painter.hline(
        area.x_range(),
        area.bottom(),
        Stroke::new(1.0, colours.line),
    );
    let points = points(settings, area);
    painter.add(Shape::line(points, Stroke::new(1.5, colours.weak)));

    let length = f64::from(settings.training.epochs.max(1));
    let along = |epoch: f64| egui::lerp(area.x_range(), (epoch / length).clamp(0.0, 1.0) as f32);
    if let Some(epoch) = position {
        let stroke = Stroke::new(1.5, colour);
        painter.vline(along(epoch), area.y_range().expand(3.0), stroke);
    }
    let text = |at: Pos2, align: egui::Align2, text: String| {
        painter.text(at, align, text, FontId::proportional(10.0), colours.weak);
    };
    let below = area.bottom() + 3.0;
    text(
        pos2(area.left(), below),
        egui::Align2::LEFT_TOP,
        "epoch 0".into(),
    );
    text(
        pos2(area.right(), below),
        egui::Align2::RIGHT_TOP,
        settings.training.epochs.to_string(),
    );
    let pointed = response
        .hover_pos()
        .map(|at| f64::from((at.x - area.left()) / area.width()).clamp(0.0, 1.0) * length);
    if let Some(epoch) = pointed.or(position) {
        let shown = digits::brief(rate(settings, epoch));
        text(
            pos2(area.center().x, below),
            egui::Align2::CENTER_TOP,
            format!("{shown} at epoch {epoch:.1}"),
        );
    }
    if let Some(epoch) = pointed {
        painter.vline(along(epoch), area.y_range(), Stroke::new(1.0, colours.line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::{Phase, Schedule, ScheduleShape, TrainingSettings};

    fn area() -> Rect {
        Rect::from_min_size(pos2(10.0, 20.0), vec2(160.0, 30.0))
    }

    fn with(training: TrainingSettings) -> VariantSettings {
        VariantSettings {
            training,
            ..VariantSettings::default()
        }
    }

    #[test]
    fn phases_have_rates_of_their_own() {
        let mut settings = VariantSettings::default();
        let phase = |epochs, learning_rate| Phase {
            epochs,
            learning_rate,
            ..Phase::default()
        };
        settings.phases = vec![phase(10, 0.5), phase(10, 1.0)];
        let points = points(&settings, area());
        assert_eq!(points[0].y, 35.0);
        assert_eq!(points[160].y, 20.0);
    }

    #[test]
    fn a_constant_rate_is_a_line_along_the_top() {
        let points = points(&VariantSettings::default(), area());
        assert_eq!(points.len(), 161);
        assert!(points.iter().all(|point| point.y == 20.0));
        assert_eq!((points[0].x, points[160].x), (10.0, 170.0));
    }

    #[test]
    fn warm_up_begins_at_the_bottom_and_a_cosine_ends_there() {
        let settings = TrainingSettings {
            schedule: Schedule {
                warm_up_epochs: 2.0,
                shape: ScheduleShape::Cosine { floor: 0.0 },
            },
            ..TrainingSettings::default()
        };
        let points = points(&with(settings), area());
        assert_eq!(points[0].y, 50.0);
        assert!((points[16].y - 20.0).abs() < 0.1, "full after 2 of 20");
        assert!(points[160].y > 49.9);
    }

    #[test]
    fn a_run_of_no_epochs_is_drawn_without_harm() {
        let settings = TrainingSettings {
            epochs: 0,
            ..TrainingSettings::default()
        };
        assert!(
            points(&with(settings), area())
                .iter()
                .all(|p| p.x.is_finite() && p.y.is_finite())
        );
    }
}
