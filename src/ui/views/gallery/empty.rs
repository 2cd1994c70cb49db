//! What stands in the place of images as long as there are none.

use crate::app::{Action, App, DatasetState};
use crate::training::RunState;
use crate::ui::views::words;
use crate::ui::widgets;

pub fn without_data(ui: &mut egui::Ui, state: &DatasetState) {
    match state {
        DatasetState::Failed { message } => {
            ui.colored_label(ui.visuals().error_fg_color, message);
            ui.weak("Choose another source under Data");
        }
        DatasetState::Loading { name, .. } => widgets::loading(ui, name, None),
        DatasetState::Ready(_) => {}
    }
}

pub fn without_view(ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
    if app.selected_state() == RunState::Failed {
        ui.horizontal(|ui| {
            ui.weak("The model failed, so there is nothing to reconstruct");
            let restart = ui
                .button("Restart")
                .on_hover_text("Build the model again with fresh weights");
            if restart.clicked() {
                actions.push(Action::Restart);
            }
        });
    } else {
        let noun = words::noun(app);
        ui.weak(format!(
            "Test {noun}s and their reconstructions stand here as soon as the model is built"
        ));
    }
}
