//! The side of what trained variants are used for: which use, its settings, what it is done with, and what is saved of it.

mod input;
mod list;
mod settings;

use egui::{Button, Ui};

use crate::app::{Action, App, UseAction};
use crate::ui::icons::Icon;
use crate::ui::widgets;
use crate::uses::{Format, Made, Outcome};
use input::Input;
use settings::Settings;

/// The use that is looked at, among all that there are.
#[derive(Default)]
pub struct UsesPanel {
    settings: Settings,
    input: Input,
}

impl UsesPanel {
    pub fn show(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        widgets::section(ui, "uses", "Use", |ui| list::show(ui, app, actions));
        let chosen = app.using.chosen();
        widgets::section(ui, "use settings", chosen.title(), |ui| {
            widgets::hint(ui, format!("{}.", chosen.sentence()));
            ui.add_space(6.0);
            // Above the settings, so that it is in sight in low windows too.
            run_ui(ui, app, actions);
            ui.add_space(8.0);
            self.input.show(ui, app, actions);
            self.settings.show(ui, app, actions);
        });
        let Some(found) = app.using.found(app.selected().id) else {
            return;
        };
        widgets::section(ui, "use save", "Save", |ui| {
            ui.horizontal_wrapped(|ui| {
                for &format in chosen.formats() {
                    let Some(file) = app.found_file(format) else {
                        continue;
                    };
                    let action = Action::SaveFile(file);
                    let allowed = app.check(&action);
                    let tooltip = format!("Saves what was found with {}", app.selected().name);
                    let button = Button::new(words(format, &found.outcome));
                    if widgets::checked_button(ui, button, &tooltip, allowed) {
                        actions.push(action);
                    }
                }
            });
            for warning in &found.outcome.warnings {
                widgets::warn(ui, warning);
            }
        });
    }
}

/// On the button that saves.
fn words(format: Format, outcome: &Outcome) -> String {
    let made = outcome.made.as_ref().filter(|_| format.is_folder());
    match made.and_then(Made::ending) {
        Some(ending) => format!("Folder of {}…", ending.to_uppercase()),
        None => format!("{}…", format.ending().to_uppercase()),
    }
}

/// Begins, or shows how far it is.
fn run_ui(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    if let Some((variant, progress)) = app.using.under_way() {
        let name = app
            .document
            .variant(variant)
            .map_or("", |v| v.name.as_str());
        widgets::hint(ui, format!("At work with {name}"));
        match progress.share() {
            Some(share) => widgets::progress(ui, share),
            None => {
                ui.spinner();
            }
        }
        ui.add_space(4.0);
        let stop = widgets::labelled_icon(Icon::Stop, "Stop");
        if ui.add(stop).clicked() {
            actions.push(Action::Use(UseAction::Stop));
        }
        return;
    }
    let action = Action::Use(UseAction::Run);
    let several = app.usable_count();
    let text = match several {
        0 | 1 => "Run".to_owned(),
        several => format!("Run with {several} variants"),
    };
    let button = widgets::primary(ui, Some(Icon::Play), &text).min_size(egui::vec2(124.0, 28.0));
    let allowed = app.check(&action);
    let why = allowed.clone().err();
    let about = "Uses each variant that is shown and trained, one after the other";
    if widgets::checked_button(ui, button, about, allowed) {
        actions.push(action);
    }
    if let Some(why) = why {
        widgets::hint(ui, why);
    }
}
