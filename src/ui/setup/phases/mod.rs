//! The phases panel: what is trained when.

mod edit;
mod list;
mod preset;
mod rows;
mod timeline;
pub(in crate::ui) mod words;

use egui::Ui;

use self::edit::Change;
use super::image::sample_shape;
use super::rows::divider;
use super::training::position;
use crate::app::{Action, App, Edit};
use crate::training::Phase;
use crate::ui::Panel;
use crate::ui::theme::variant_colour;
use crate::ui::widgets::{hint, warn};

/// The phases panel: what is trained when.
#[derive(Default)]
pub struct PhasesPanel {
    /// The phase whose rows are shown.
    selected: usize,
}

impl Panel for PhasesPanel {
    fn title(&self) -> &'static str {
        "Phases"
    }

    fn panel_ui(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        let settings = &app.selected().settings;
        let mut phases = settings.phases.clone();
        self.selected = self.selected.min(phases.len().saturating_sub(1));
        let mut change = None;
        hint(ui, words::summary(&phases));
        ui.horizontal(|ui| {
            if let Some(chosen) = preset::menu(ui, settings) {
                phases = chosen;
                self.selected = 0;
            }
            let add = ui.button("Add phase").on_hover_text(
                "Adds a stretch of the run after the last, which trains what you choose",
            );
            if add.clicked() {
                change = Some(Change::Add);
            }
        });
        if !phases.is_empty() {
            let colour = variant_colour(app.selected().colour);
            timeline::show(ui, &phases, self.selected, position(app), colour);
            if let Some(selected) = list::show(ui, &phases, self.selected) {
                self.selected = selected;
            }
            divider(ui);
            let chosen = ui.push_id(self.selected, |ui| self.phase(ui, app, &mut phases));
            change = change.or(chosen.inner);
        }
        if let Some(change) = change {
            self.selected = edit::apply(&mut phases, change, &settings.training);
        }
        let mut wanted = settings.training.epochs;
        // A run is as long as its phases, until a person makes it longer or shorter.
        if phases != settings.phases && !phases.is_empty() {
            wanted = Phase::total(&phases);
        } else if let Some(epochs) = disagreement(ui, &phases, settings.training.epochs) {
            wanted = epochs;
        }
        if phases != settings.phases || wanted != settings.training.epochs {
            let mut settings = settings.clone();
            settings.phases = phases;
            settings.training.epochs = wanted;
            actions.push(Action::Edit(Edit::Settings(Box::new(settings))));
        }
    }
}

impl PhasesPanel {
    /// The rows of the selected phase.
    fn phase(&self, ui: &mut Ui, app: &App, phases: &mut [Phase]) -> Option<Change> {
        let change = list::head(ui, self.selected, phases.len());
        let settings = &app.selected().settings;
        if let Some(phase) = phases.get_mut(self.selected) {
            rows::show(ui, phase, settings, &sample_shape(app));
        }
        change
    }
}

/// Says when the run is longer or shorter than its phases; gives their sum when that is wanted.
fn disagreement(ui: &mut Ui, phases: &[Phase], epochs: u32) -> Option<u32> {
    let sum = Phase::total(phases);
    if phases.is_empty() || sum == epochs {
        return None;
    }
    let what = if sum < epochs {
        "the last phase goes on until then"
    } else {
        "it ends before they do"
    };
    warn(
        ui,
        format!("The phases add up to {sum} epochs and the run has {epochs}: {what}"),
    );
    ui.button(format!("Train for {sum} epochs"))
        .on_hover_text("Makes the run as long as its phases")
        .clicked()
        .then_some(sum)
}
