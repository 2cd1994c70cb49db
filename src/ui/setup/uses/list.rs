//! The uses that there are for the data at hand; those that lack something are greyed and say what.

use egui::{Button, Role, Ui, WidgetInfo, vec2};

use crate::app::{Action, App, UseAction};
use crate::ui::widgets;
use crate::uses::Use;

pub fn show(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    let Some(shape) = app.shape_of_samples() else {
        widgets::hint(ui, "The data is still loading");
        return;
    };
    ui.spacing_mut().item_spacing.y = 2.0;
    for one in App::uses_of(shape) {
        row(ui, app, one, actions);
    }
}

fn row(ui: &mut Ui, app: &App, one: &'static dyn Use, actions: &mut Vec<Action>) {
    let selected = app.using.chosen().name() == one.name();
    let lacks = app.lacks_for(one);
    let button = Button::selectable(selected, one.title())
        .min_size(vec2(ui.available_width(), widgets::ROW))
        .truncate();
    // It can be looked at, and says what is missing, also where it cannot be done yet.
    let response = ui
        .scope(|ui| {
            if lacks.is_some() && !selected {
                ui.multiply_opacity(0.6);
            }
            ui.add(button)
        })
        .inner;
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, selected, one.title()));
    if response.clicked() && !selected {
        actions.push(Action::Use(UseAction::Choose(one.name())));
    }
    let about = match lacks {
        None => one.sentence().to_owned(),
        Some(why) => format!("{}\n{why}", one.sentence()),
    };
    response.on_hover_text(about);
}
