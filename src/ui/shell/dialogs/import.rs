//! The import sheet: data are looked at before they become a project's.

use egui::{Align, Button, Context, Layout, UiBuilder, vec2};

use super::{entered, sheet};
use crate::app::{Action, App, Import, Take};
use crate::ui::setup::ImportView;
use crate::ui::widgets;

/// Largest size, in points; smaller windows leave less.
const SIZE: [f32; 2] = [920.0, 560.0];
/// Height of the buttons with the space above them.
const FOOT: f32 = 44.0;

/// The sheet; keeps the draw of samples.
#[derive(Default)]
pub struct ImportSheet {
    view: ImportView,
}

impl ImportSheet {
    pub fn show(&mut self, ctx: &Context, app: &App, import: &Import, actions: &mut Vec<Action>) {
        let heading = format!("Import {}", import.settings.source.name());
        let left = sheet(ctx, &heading, SIZE, |ui, area| {
            let body = area.with_max_y(area.bottom() - FOOT);
            ui.scope_builder(UiBuilder::new().max_rect(body), |ui| {
                if let Some(settings) = self.view.show(ui, import) {
                    actions.push(Action::PreviewAs(Box::new(settings)));
                }
            });
            let foot = area.with_min_y(area.bottom() - FOOT + 12.0);
            let layout = Layout::right_to_left(Align::Center);
            ui.scope_builder(UiBuilder::new().max_rect(foot).layout(layout), |ui| {
                buttons(ui, app, actions);
            });
        });
        if left {
            actions.push(Action::LeaveImport);
        }
    }
}

/// First what costs nobody's training.
fn buttons(ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
    let is_trained = app.document.variants.iter().any(|v| v.trained.is_some());
    let mut both = [
        (
            Take::ThisProject,
            "Use in this project",
            "The variants of this project train on these data; a model that fits is made where the present one does not",
        ),
        (
            Take::NewProject,
            "New project",
            "A project of its own for these data, with a model that fits",
        ),
    ];
    if is_trained {
        both.reverse();
    }
    for (place, (take, text, about)) in both.into_iter().enumerate() {
        let action = Action::TakeImport(take);
        let button = match place {
            0 => widgets::primary(ui, None, text),
            _ => Button::new(text),
        };
        let button = button.min_size(vec2(72.0, 28.0));
        let able = app.check(&action);
        let typed = place == 0 && able.is_ok() && entered(ui);
        if widgets::checked_button(ui, button, about, able) || typed {
            actions.push(action);
        }
    }
    if ui
        .add(Button::new("Cancel").min_size(vec2(72.0, 28.0)))
        .clicked()
    {
        actions.push(Action::LeaveImport);
    }
}
