//! Warnings of losses that do not suit outputs or data, with buttons that mend them.

use egui::Ui;

use crate::app::{Action, App, Edit, Misfit};
use crate::data::Scaling;
use crate::model::Activation;
use crate::ui::widgets::warn;

/// Says what does not go together, with a way out.
pub fn show(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    let Some(misfit) = app.misfit(app.selected().id) else {
        return;
    };
    warn(ui, misfit.sentence());
    match misfit {
        Misfit::Output(_) => {
            if ui
                .button("Use a sigmoid output")
                .on_hover_text("Gives the output layer a sigmoid, which stays in [0, 1]")
                .clicked()
            {
                let mut architecture = app.selected().settings.architecture.clone();
                architecture.output = Activation::Sigmoid;
                actions.push(Action::Edit(Edit::Architecture(architecture)));
            }
        }
        Misfit::Data => {
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
        Misfit::Numbers => {
            if ui
                .button("Scale numbers to [0, 1]")
                .on_hover_text("Maps each column from its least to its greatest value")
                .clicked()
            {
                let mut data = app.document.data.clone();
                data.scaling = Scaling::MinMax;
                actions.push(Action::Edit(Edit::Data(data)));
            }
        }
        Misfit::NumbersReach(_) => {
            if ui
                .button("Use a linear output")
                .on_hover_text(
                    "Gives the output layer no activation, so that it reaches any number",
                )
                .clicked()
            {
                let mut architecture = app.selected().settings.architecture.clone();
                architecture.output = Activation::Identity;
                actions.push(Action::Edit(Edit::Architecture(architecture)));
            }
        }
        Misfit::Reach | Misfit::Blank(_) => {}
    }
}
