//! The training panel: optimiser, learning rate, schedule, batch, epochs, seed, stopping.

mod curve;
mod optimiser;
mod rate;
mod run;
mod seed;
mod stopping;

use super::rows::divider;
use crate::app::{Action, App, Edit};
use crate::ui::Panel;
use crate::ui::theme::variant_colour;
use crate::ui::widgets::hint;

/// The training panel: optimiser, learning rate, schedule, batch, epochs, seed, stopping.
#[derive(Default)]
pub struct TrainingPanel {}

impl Panel for TrainingPanel {
    fn title(&self) -> &'static str {
        "Training"
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        let variant = app.selected();
        let before = variant.settings.training;
        let mut settings = before;
        rate::rows(ui, &mut settings);
        if !variant.settings.phases.is_empty() {
            hint(
                ui,
                "Each phase has a learning rate of its own in place of this one",
            );
        }
        let mut whole = variant.settings.clone();
        whole.training = settings;
        curve::show(ui, &whole, position(app), variant_colour(variant.colour));
        divider(ui);
        run::rows(ui, &mut settings, app.sample_kind());
        divider(ui);
        optimiser::rows(ui, &mut settings.optimiser);
        divider(ui);
        stopping::rows(ui, &mut settings);
        if settings != before {
            actions.push(Action::Edit(Edit::Training(settings)));
        }
    }
}

/// Where the selected run stands, in epochs; `None` before its first step.
pub fn position(app: &App) -> Option<f64> {
    let variant = app.selected();
    if let Some(run) = app.runs.get(&variant.id)
        && run.progress.step > 0
    {
        let part = f64::from(run.progress.batch) / f64::from(run.progress.batches.max(1));
        return Some(f64::from(run.progress.epoch) + part);
    }
    let trained = variant.trained.as_ref()?;
    Some(f64::from(trained.resume_state.position.epoch))
}
