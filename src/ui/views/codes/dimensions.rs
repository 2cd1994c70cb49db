//! The KL divergence of each dimension of a Gaussian code, active dimensions told from idle ones.

use std::sync::Arc;

use egui::{Align2, Color32, Ui};

use super::bars::{self, Frame, over};
use crate::eval::PosteriorStatistics;
use crate::export::digits::three_digits;
use crate::export::dimensions::{Order, is_active, places};
use crate::training::LatentView;
use crate::ui::theme;
use crate::ui::tiles::Same;

/// The chart; keeps its order until the codes change.
#[derive(Default)]
pub struct Dimensions {
    of: Option<(Same<LatentView>, Order)>,
    /// Dimensions from left to right.
    places: Vec<usize>,
}

impl Dimensions {
    pub fn show(
        &mut self,
        ui: &mut Ui,
        view: &Arc<LatentView>,
        posterior: &PosteriorStatistics,
        order: Order,
        colour: Color32,
    ) {
        let of = Some((Same::of(view), order));
        if self.of != of {
            self.places = places(posterior, order);
            self.of = of;
        }
        let largest = posterior.kl.iter().copied().fold(0.0, f64::max);
        let count = self.places.len();
        let name = "KL divergence by dimension";
        let frame = Frame::new(ui, name, count, largest, bars::plain);
        let palette = theme::palette(ui);
        for (place, &dimension) in self.places.iter().enumerate() {
            let colour = if is_active(posterior, dimension) {
                colour
            } else {
                palette.weak.gamma_multiply(0.6)
            };
            frame.bar(ui, place, posterior.kl[dimension], colour);
        }
        self.numbers(ui, &frame, order);
        words(ui, &frame, posterior, order);
        if let Some(place) = frame.hovered()
            && let Some(&dimension) = self.places.get(place)
        {
            let variance = posterior.variance.get(dimension).copied();
            let state = if is_active(posterior, dimension) {
                "active"
            } else {
                "idle"
            };
            frame.response.on_hover_text_at_pointer(format!(
                "Code {}: {} nats, variance of its mean {}, {state}",
                dimension + 1,
                three_digits(posterior.kl[dimension]),
                three_digits(variance.unwrap_or(f64::NAN)),
            ));
        }
    }

    /// Numbers of the dimensions under the bars, as many as there is room for.
    fn numbers(&self, ui: &Ui, frame: &Frame, order: Order) {
        let step = frame.x(1) - frame.x(0);
        let every = (22.0 / step.max(0.1)).ceil().max(1.0) as usize;
        if every > 1 && order == Order::Active {
            // A few of them in no order tell nothing.
            let middle = frame.area.center().x;
            frame.foot(
                ui,
                middle,
                Align2::CENTER_TOP,
                "dimensions, active ones first",
            );
            return;
        }
        for (place, dimension) in self.places.iter().enumerate().step_by(every) {
            let middle = frame.x(place) + step / 2.0;
            frame.foot(ui, middle, Align2::CENTER_TOP, dimension + 1);
        }
    }
}

/// The line between active and idle dimensions, how many there are, and the unit.
fn words(ui: &Ui, frame: &Frame, posterior: &PosteriorStatistics, order: Order) {
    let palette = theme::palette(ui);
    let painter = ui.painter();
    let (active, all) = (posterior.active_units(), posterior.kl.len());
    let area = frame.area;
    if order == Order::Active && (1..all).contains(&active) {
        let x = frame.x(active) - 0.5;
        painter.vline(x, area.y_range(), (1.0, palette.text));
    }
    let text = format!("{active} of {all} active");
    let top = area.right_top();
    let count = over(ui, top, Align2::RIGHT_TOP, text, palette.text);
    let total: f64 = posterior.kl.iter().sum();
    let unit = format!("{} nats a sample in all", three_digits(total));
    let at = egui::pos2(top.x, count.bottom() + 2.0);
    over(ui, at, Align2::RIGHT_TOP, unit, palette.weak);
}
