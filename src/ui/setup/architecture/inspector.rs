//! The rows of the selected layer.

use egui::{Align, Layout, Response, Ui};

use super::describe;
use super::words;
use crate::model::edit;
use crate::model::edit::Ends;
use crate::model::edit::place::{self, Place};
use crate::model::edit::{ladder, levels};
use crate::model::{Activation, Architecture, CHANNELS, LADDER};
use crate::settings::words::lower_first;
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number, Only};
use crate::ui::setup::rows::{Row, heading};
use crate::ui::widgets::hint;

/// Edits the layer at `selected`, which is not the code; returns what should be selected afterwards.
pub fn rows(ui: &mut Ui, architecture: &mut Architecture, ends: Ends, selected: Place) -> Place {
    let next = head(ui, architecture, ends, selected);
    hint(ui, describe::describe(architecture, selected, ends));
    if let Some(twin) = twin(architecture, selected) {
        hint(ui, format!("Mirrors {twin}: both change"));
    }
    if next != selected {
        return next;
    }
    if let Some(amount) = place::amount(architecture, selected) {
        let chosen = match place::level(architecture, selected) {
            Some(_) if place::is_recurrent(architecture) => width_row(
                ui,
                Row::of("architecture.sequence.hidden").without_padlock(),
                amount,
            ),
            Some(_) => channels_row(ui, amount),
            None => width_row(
                ui,
                Row::of("architecture.encoder[].width").without_padlock(),
                amount,
            ),
        };
        if let Some(chosen) = chosen {
            edit::set_amount(architecture, selected, chosen);
        }
    }
    // All levels of a pyramid share one activation, which stands with its other rows.
    let shared = selected == Place::Maps || place::level(architecture, selected).is_some();
    if !shared && let Some(now) = place::activation(architecture, selected) {
        let about = format!(
            "The function f applied to each number after the layer: {}",
            words::about_activation(now)
        );
        if let Some(chosen) = activation_row(
            ui,
            Row::of("architecture.encoder[].activation")
                .without_padlock()
                .about(&about),
            now,
        ) {
            edit::set_activation(architecture, selected, chosen);
        }
    }
    if let Some(layer) = place::layer(architecture, selected) {
        let row = Row::of("architecture.encoder[].dropout").without_padlock();
        let number = Number::new(row, f64::from(layer.dropout), Drag::Even(0.005));
        if let Some(dropout) = number.show(ui) {
            edit::set_dropout(architecture, selected, dropout as f32);
        }
    }
    next
}

/// The name of the place and the buttons that add and remove.
pub fn head(ui: &mut Ui, architecture: &mut Architecture, ends: Ends, selected: Place) -> Place {
    let mut next = selected;
    let level = place::level(architecture, selected).is_some();
    let what = if level { "level" } else { "layer" };
    ui.horizontal(|ui| {
        heading(ui, selected.name());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            // A narrow panel has no room for the words, which then stand in the tooltips alone.
            let roomy = ui.available_width() > 150.0;
            if level || selected.is_hidden() {
                let text = if roomy { "Remove" } else { "-" };
                let able = edit::can_remove(architecture, selected);
                let remove = small_button(ui, text, roomy, able)
                    .on_hover_text(format!("Takes this {what} out of the model (Delete)"))
                    .on_disabled_hover_text(
                        "One level always stays, and a trained front keeps all of its own",
                    )
                    .accessible_name(format!("Remove {what}"));
                if remove.clicked() {
                    edit::remove(architecture, selected);
                    next = selected.within(architecture);
                }
            }
            if matches!(selected, Place::Maps | Place::Output) {
                return;
            }
            // Beside a level another level, where the drawing's plus would add a dense layer.
            let room = match level {
                true => levels::can_add(architecture),
                false => edit::can_insert_after(architecture, selected),
            };
            let text = if roomy { "Add" } else { "+" };
            let why = if place::is_recurrent(architecture) {
                "There are at most 2 recurrent layers"
            } else if level {
                "There are at most 4 levels, and a trained front has its own"
            } else {
                "There is no room for another after this one"
            };
            let add = small_button(ui, text, roomy, room)
                .on_hover_text(format!(
                    "Adds a {what} after this one, of a size in between"
                ))
                .on_disabled_hover_text(why)
                .accessible_name(format!("Add {what}"));
            if add.clicked() {
                let added = match level {
                    true => levels::insert_after(architecture, selected),
                    false => edit::insert_after(architecture, selected, ends),
                };
                next = added.unwrap_or(selected);
            }
        });
    });
    next
}

/// What decides about a place of the decoder: "encoder layer 1".
fn twin(architecture: &Architecture, selected: Place) -> Option<String> {
    let twin = match selected {
        Place::Decoder(index) => Place::Encoder(place::twin(architecture, index)?),
        Place::Up(_) => match place::level(architecture, selected)? {
            last if place::is_spatial(architecture) && last + 1 == place::levels(architecture) => {
                Place::Code
            }
            level => Place::Down(level),
        },
        _ => return None,
    };
    Some(lower_first(&twin.name()))
}

fn small_button(ui: &mut Ui, text: &str, roomy: bool, enabled: bool) -> Response {
    let width = if roomy { 0.0 } else { 24.0 };
    let button = egui::Button::new(text).min_size(egui::vec2(width, 0.0));
    ui.add_enabled(enabled, button)
}

pub fn activation_row(ui: &mut Ui, row: Row<'_>, now: Activation) -> Option<Activation> {
    row.choose(ui, now, &Activation::ALL, |one| one.name().to_owned())
}

pub fn width_row(ui: &mut Ui, row: Row<'_>, now: usize) -> Option<usize> {
    let amount = Amount {
        what: "layer of width",
        rungs: &LADDER,
    };
    amount.row(ui, row, now)
}

pub fn channels_row(ui: &mut Ui, now: usize) -> Option<usize> {
    let row = Row::new(
        "Channels",
        "Maps that leave this level, each of which looks for one pattern everywhere",
    );
    let amount = Amount {
        what: "level of channels",
        rungs: &CHANNELS,
    };
    amount.row(ui, row, now)
}

/// A number of which only some exist.
struct Amount {
    /// Stands before a number that does not: "layer of width".
    what: &'static str,
    rungs: &'static [usize],
}

impl Amount {
    fn row(&self, ui: &mut Ui, row: Row<'_>, now: usize) -> Option<usize> {
        Number::new(row, now as f64, Drag::Logarithmic(0.02))
            // What exists is said by the nearest, of any number.
            .limits(Limits::whole(0.0, 1e12))
            .choices(self.rungs)
            .only(Only {
                check: &|amount| ladder::check(self.rungs, self.what, amount),
                offer: &|amount| ladder::neighbours(self.rungs, amount),
            })
            .show(ui)
            .map(|amount| amount as usize)
    }
}
