//! The menu for how much memory checkpoints may take.

use egui::{Popup, Ui};

use crate::app::{Action, App};
use crate::export::digits;
use crate::ui::icons::Icon;
use crate::ui::widgets;

/// In megabytes a variant.
const CHOICES: [u32; 5] = [0, 16, 64, 256, 1_024];

/// A small menu; a choice goes into `actions`.
pub fn show(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    let now = app.document.checkpoint_megabytes;
    let button = widgets::icon_button(ui, Icon::ChevronDown, "How much of the past is kept");
    Popup::menu(&button).show(|ui| {
        ui.set_min_width(208.0);
        widgets::hint(ui, "Keep of each variant at most");
        // One that a project file names is a choice too.
        let others = (!CHOICES.contains(&now)).then_some(now);
        for megabytes in CHOICES.into_iter().chain(others) {
            let (text, tooltip) = if megabytes == 0 {
                (
                    "nothing".to_owned(),
                    "Keeps no weights of the past, and lets go of those that are kept",
                )
            } else {
                (
                    format!("{megabytes} MB"),
                    "Keeps many weights of the beginning and fewer later, thinned to this size",
                )
            };
            let chosen = ui.radio(now == megabytes, text).on_hover_text(tooltip);
            if chosen.clicked() {
                actions.push(Action::CheckpointMegabytes(megabytes));
            }
        }
        ui.separator();
        widgets::hint(ui, used(app));
    });
}

/// "A keeps 12 moments, 4.3 MB".
fn used(app: &App) -> String {
    let variant = app.selected();
    let run = app.runs.get(&variant.id);
    let count = run.map_or(0, |run| run.checkpoints.len());
    let (size, unit) = digits::bytes(app.checkpoint_bytes(variant.id));
    let moments = if count == 1 { "moment" } else { "moments" };
    format!("{} keeps {count} {moments}, {size} {unit}", variant.name)
}
