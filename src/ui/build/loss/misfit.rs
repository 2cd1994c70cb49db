//! Losses, outputs and pixels that do not go together.

use egui::Ui;

use crate::app::{Action, App, Edit};
use crate::data::Scaling;
use crate::model::{Activation, Loss};
use crate::ui::widgets::warn;

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

/// Says what does not go together, with a way out.
pub fn show(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    let settings = &app.selected().settings;
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
            if ui
                .button("Use a sigmoid output")
                .on_hover_text("Gives the output layer a sigmoid, which stays in [0, 1]")
                .clicked()
            {
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
            if ui
                .button("Scale pixels to [0, 1]")
                .on_hover_text(
                    "Divides the bytes of all images by 255 instead of standardising them",
                )
                .clicked()
            {
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

fn misfit(loss: Loss, output: Activation, scaling: Scaling) -> Option<Misfit> {
    match (loss, output, scaling) {
        (Loss::Bce, _, Scaling::Standardised) => Some(Misfit::Data),
        (Loss::Bce, output, _) if output != Activation::Sigmoid => Some(Misfit::Output),
        (_, Activation::Sigmoid, Scaling::Standardised) => Some(Misfit::Reach),
        _ => None,
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
