//! The panel of the loss on the code: divergence, penalties, adversarial loss.

mod adversarial;
mod penalties;
mod variational;

use super::rows::divider;
use crate::app::{Action, App, Edit};
use crate::model::Distribution;
use crate::ui::Panel;
use crate::ui::widgets::hint;

/// The panel of what the loss asks of the code: divergence, penalties, the adversary's part.
#[derive(Default)]
pub struct CodePanel {}

impl Panel for CodePanel {
    fn title(&self) -> &'static str {
        "On the code"
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        let settings = &app.selected().settings;
        let architecture = &settings.architecture;
        let mut objective = settings.objective;
        hint(
            ui,
            format!(
                "Added to the loss, as means over {}; all of it can change during a run",
                app.sample_kind().many()
            ),
        );
        if architecture.code.distribution == Distribution::Gaussian {
            variational::rows(ui, &mut objective.variational);
            divider(ui);
        }
        if let Some(adversary) = architecture.adversary {
            adversarial::rows(ui, &mut objective.adversarial, adversary, app.sample_kind());
            divider(ui);
        }
        penalties::rows(ui, &mut objective.penalties, architecture);
        if objective != settings.objective {
            actions.push(Action::Edit(Edit::Objective(objective)));
        }
    }
}
