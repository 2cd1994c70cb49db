//! The loss panel: what training makes small.

use egui::{RichText, Role, WidgetInfo};

use crate::app::{Action, App, Edit};
use crate::data::Scaling;
use crate::model::{Activation, Loss};
use crate::ui::Panel;
use crate::ui::widgets::{hint, warn};

/// The loss panel: what training makes small.
#[derive(Default)]
pub struct LossPanel {}

impl Panel for LossPanel {
    fn title(&self) -> &'static str {
        "Loss"
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        let settings = &app.selected().settings;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let width = (ui.available_width() - 8.0) / 3.0;
            for loss in Loss::ALL {
                let selected = settings.loss == loss;
                let button = egui::Button::selectable(selected, RichText::new(loss.name()))
                    .frame_when_inactive(true)
                    .min_size(egui::vec2(width.floor(), 24.0));
                let response = ui.add(button).on_hover_text(formula(loss));
                response.widget_info(|| {
                    WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), selected, loss.name())
                });
                if response.clicked() && !selected {
                    actions.push(Action::Edit(Edit::Loss(loss)));
                }
            }
        });
        hint(ui, about(settings.loss));
        if app.is_trained() {
            hint(
                ui,
                "This model is trained: a change here asks to restart or to fork",
            );
        }

        let output = settings.architecture.output;
        match misfit(settings.loss, output, app.document.data.scaling) {
            Some(Misfit::Output) => {
                warn(
                    ui,
                    format!(
                        "BCE needs outputs in [0, 1], and {} leaves it: choose sigmoid",
                        output.name()
                    ),
                );
                if ui.button("Use a sigmoid output").clicked() {
                    let mut architecture = settings.architecture.clone();
                    architecture.output = Activation::Sigmoid;
                    actions.push(Action::Edit(Edit::Architecture(architecture)));
                }
            }
            Some(Misfit::Data) => {
                warn(
                    ui,
                    "BCE needs pixels in [0, 1], and standardised ones leave it: scale them to [0, 1] and choose sigmoid",
                );
                if ui.button("Scale pixels to [0, 1]").clicked() {
                    let mut data = app.document.data.clone();
                    data.scaling = Scaling::Unit;
                    actions.push(Action::Edit(Edit::Data(data)));
                }
            }
            Some(Misfit::Reach) => {
                warn(
                    ui,
                    "A sigmoid output stays in [0, 1] and cannot reach standardised pixels: choose identity",
                );
            }
            None => {}
        }
    }
}

/// What does not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Misfit {
    /// BCE of outputs outside [0, 1].
    Output,
    /// BCE against pixels outside [0, 1].
    Data,
    /// Outputs that cannot become what the pixels are.
    Reach,
}

fn misfit(loss: Loss, output: Activation, scaling: Scaling) -> Option<Misfit> {
    match (loss, output, scaling) {
        (Loss::Bce, _, Scaling::Standardised) => Some(Misfit::Data),
        (Loss::Bce, output, _) if output != Activation::Sigmoid => Some(Misfit::Output),
        (_, Activation::Sigmoid, Scaling::Standardised) => Some(Misfit::Reach),
        _ => None,
    }
}

fn about(loss: Loss) -> &'static str {
    match loss {
        Loss::Mse => "Squared error, mean over pixels and images",
        Loss::Bce => "Binary cross-entropy in nats, mean over pixels and images",
        Loss::L1 => "Absolute error, mean over pixels and images",
        Loss::Wavelet => "Error of wavelet coefficients, mean over pixels and images",
        Loss::Perceptual => {
            "Squared error of a classifier's features, mean over features and images"
        }
    }
}

fn formula(loss: Loss) -> &'static str {
    match loss {
        Loss::Mse => "Mean squared error: mean of (x - y)\u{b2}, with input x and output y",
        Loss::Bce => {
            "Binary cross-entropy: mean of -(x ln y + (1 - x) ln(1 - y)), with input x and output y in [0, 1]"
        }
        Loss::L1 => "Mean absolute error: mean of |x - y|, with input x and output y",
        Loss::Wavelet => {
            "Mean of the weighted wavelet coefficients of y - x, squared or absolute, with input x and output y"
        }
        Loss::Perceptual => {
            "Mean of (f(x) - f(y))\u{b2} with the features f of a trained classifier, input x and output y"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bce_wants_sigmoid_outputs_and_unit_pixels() {
        let unit = Scaling::Unit;
        assert_eq!(misfit(Loss::Bce, Activation::Sigmoid, unit), None);
        assert_eq!(
            misfit(Loss::Bce, Activation::Relu, unit),
            Some(Misfit::Output)
        );
        assert_eq!(
            misfit(Loss::Bce, Activation::Sigmoid, Scaling::Standardised),
            Some(Misfit::Data)
        );
    }

    #[test]
    fn other_losses_only_mind_outputs_that_cannot_reach_the_pixels() {
        assert_eq!(misfit(Loss::Mse, Activation::Relu, Scaling::Unit), None);
        assert_eq!(
            misfit(Loss::L1, Activation::Sigmoid, Scaling::Standardised),
            Some(Misfit::Reach)
        );
        assert_eq!(
            misfit(Loss::L1, Activation::Identity, Scaling::Standardised),
            None
        );
    }
}
