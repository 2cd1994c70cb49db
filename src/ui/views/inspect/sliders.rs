//! The sliders that move the picked image's code.

use std::sync::Arc;

use egui::{Align, Context, Layout, RichText, Slider, Ui, vec2};

use super::axes::{Axis, axes, count, moved, position};
use super::outputs::Outputs;
use crate::training::LatentView;
use crate::ui::later::Later;
use crate::ui::theme;
use crate::ui::tiles::Same;

const NAME: f32 = 76.0;
const VALUE: f32 = 48.0;
/// Numbers that a frame can well look at itself.
const FEW: usize = 500_000;

/// The sliders; keeps their ranges until the codes change.
#[derive(Default)]
pub struct Sliders {
    of: Option<Same<LatentView>>,
    axes: Vec<Axis>,
    coming: Later<(Same<LatentView>, Vec<Axis>)>,
}

impl Sliders {
    pub fn show(
        &mut self,
        ui: &mut Ui,
        view: &Arc<LatentView>,
        own: &[f32],
        outputs: &mut Outputs,
    ) {
        self.follow(ui.ctx(), view);
        ui.horizontal(|ui| {
            ui.strong("Change the code");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let reset = ui
                    .add_enabled(outputs.edited.is_some(), egui::Button::new("Reset"))
                    .on_hover_text("Put the sample's own code back")
                    .on_disabled_hover_text("No slider has been moved");
                if reset.clicked() {
                    outputs.reset();
                }
            });
        });
        if self.axes.is_empty() {
            ui.weak("Principal components of codes this wide are not there yet");
            return;
        }
        for (number, axis) in self.axes.iter().enumerate() {
            let code = outputs.edited.as_deref().unwrap_or(own);
            let at = position(view, number, code);
            if let Some(to) = row(ui, axis, at) {
                let code = moved(view, number, code, to);
                outputs.edited = Some(code);
                // The frame that asks for it.
                ui.ctx().request_repaint();
            }
        }
    }
}

impl Sliders {
    /// Brings the ranges up to date. Those of many codes come in one of the next frames, as long as there are as many
    /// sliders as before.
    fn follow(&mut self, context: &Context, view: &Arc<LatentView>) {
        if let Some((of, axes)) = self.coming.take()
            && axes.len() == self.axes.len()
        {
            (self.of, self.axes) = (Some(of), axes);
        }
        let of = Same::of(view);
        if self.of.as_ref() == Some(&of) {
            return;
        }
        if self.axes.len() == count(view) && view.codes.len() > FEW {
            if !self.coming.is_under_way() {
                let view = Arc::clone(view);
                self.coming.begin(context, move || (of, axes(&view)));
            }
        } else {
            self.coming.forget();
            (self.of, self.axes) = (Some(of), axes(view));
        }
    }
}

/// One slider at `at`; gives where it was moved to.
fn row(ui: &mut Ui, axis: &Axis, at: f32) -> Option<f32> {
    let mut value = at;
    let mut to = None;
    ui.horizontal(|ui| {
        let weak = theme::palette(ui).weak;
        let height = ui.spacing().interact_size.y;
        ui.spacing_mut().slider_width = (ui.available_width() - NAME - VALUE - 24.0).max(40.0);
        ui.allocate_ui_with_layout(
            vec2(NAME, height),
            Layout::left_to_right(Align::Center),
            |ui| {
                ui.set_min_width(NAME);
                ui.label(RichText::new(&axis.name).size(11.0).color(weak));
            },
        );
        let range = axis.low.min(at)..=axis.high.max(at);
        let slider = ui.add(Slider::new(&mut value, range).show_value(false));
        if slider.accessible_name(&axis.name).changed() {
            to = Some(value);
        }
        ui.allocate_ui_with_layout(
            vec2(VALUE, height),
            Layout::right_to_left(Align::Center),
            |ui| {
                ui.set_min_width(VALUE);
                ui.label(format!("{value:.2}"));
            },
        );
    });
    to
}
