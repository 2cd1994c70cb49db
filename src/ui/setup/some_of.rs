//! A choice of any number of names, by a menu that stays open.

use egui::{ComboBox, PopupCloseBehavior, Ui};

use super::rows::Row;

/// Any of `all`, of which those in `now` are chosen; the new choice when one is switched.
pub fn some_of(ui: &mut Ui, row: Row<'_>, all: &[String], now: &[String]) -> Option<Vec<String>> {
    let mut on = now.to_vec();
    let text = match now {
        [] => "none".to_owned(),
        now => now.join(", "),
    };
    let mut switched = false;
    row.show(ui, |ui| {
        ComboBox::from_id_salt(row.label())
            .width(ui.available_width())
            .selected_text(text)
            .truncate()
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .show_ui(ui, |ui| {
                if all.is_empty() {
                    ui.label("The data have none");
                }
                for name in all {
                    let mut is_on = on.contains(name);
                    if ui.checkbox(&mut is_on, name).changed() {
                        switched = true;
                        on.retain(|other| other != name);
                        if is_on {
                            on.push(name.clone());
                        }
                    }
                }
            })
            .response
    });
    switched.then_some(on)
}
