//! What can be done with a variant whose training has come to its end: the uses that fit.

use egui::{Button, Popup, Ui, vec2};

use super::commands::Command;
use crate::app::{Action, App, UseAction};
use crate::training::RunState;
use crate::ui::icons::Icon;
use crate::ui::widgets;

/// It stands in the place of speed and time left, which mean nothing then.
const WIDTH: f32 = 156.0;
const NAME: &str = "What next?";

/// Whether the selected variant has come to its end.
pub fn is_asked(app: &App) -> bool {
    let ended = matches!(app.selected_state(), RunState::Finished | RunState::Stopped);
    ended && app.selected().trained.is_some() && app.training_in_scope() == 0
}

/// A button with the menu of uses, with words where it is `wide`; a choice opens the mode for them.
pub fn show(
    ui: &mut Ui,
    app: &App,
    wide: bool,
    clicked: &mut Vec<Command>,
    actions: &mut Vec<Action>,
) {
    let Some(data) = app.dataset.prepared() else {
        return;
    };
    let button = match wide {
        true => {
            let button = Button::new((NAME, Icon::ChevronDown.atom()));
            ui.add(button.min_size(vec2(WIDTH, 28.0)))
        }
        false => widgets::icon_button(ui, Icon::ChevronRight, NAME),
    };
    let button = button.on_hover_text("What the trained model is good for");
    Popup::menu(&button).show(|ui| {
        ui.set_min_width(200.0);
        for one in App::uses_of(data.dataset.shape()) {
            let lacks = app.lacks_for(one);
            let item = ui.add_enabled(lacks.is_none(), Button::new(one.title()));
            let item = match lacks {
                None => item.on_hover_text(one.sentence()),
                Some(why) => item.on_disabled_hover_text(why),
            };
            if item.clicked() {
                actions.push(Action::Use(UseAction::Choose(one.name())));
                clicked.push(Command::Use);
                ui.close();
            }
        }
        ui.separator();
        widgets::hint(ui, "Or train a variant of it");
        let fork = ui
            .button("Fork it")
            .on_hover_text("Adds a variant that goes on from these weights");
        if fork.clicked() {
            clicked.push(Command::ForkVariant);
            ui.close();
        }
    });
}
