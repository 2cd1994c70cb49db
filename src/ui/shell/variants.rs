//! The strip of variants: one chip each with its colour, its state, its last loss and what differs from its parent.

mod chip;
mod drag;
mod notes;
mod rename;
mod words;

use egui::{Frame, Margin, Panel, Popup, ScrollArea, Ui};

use super::commands::Command;
use super::{Preferences, menus};
use crate::app::{Action, App};
use crate::training::VariantId;
use crate::ui::icons::Icon;
use crate::ui::{theme, widgets};

use self::chip::Chip;
use self::drag::Drag;
use self::notes::NotesEditor;
use self::rename::Rename;
use self::words::Words;

/// Space between chips, in points.
const GAP: f32 = 4.0;

/// What the menu of a variant offers, in groups.
const MENU: [&[Command]; 4] = [
    &[Command::RenameVariant, Command::VariantNotes],
    &[Command::DuplicateVariant, Command::ForkVariant],
    &[
        Command::HideVariant,
        Command::MoveVariantLeft,
        Command::MoveVariantRight,
    ],
    &[Command::DeleteVariant],
];

/// The strip, and what a person is doing with it.
#[derive(Default)]
pub struct Strip {
    words: Words,
    rename: Option<Rename>,
    notes: Option<NotesEditor>,
    drag: Option<Drag>,
    /// The variant that was scrolled into view last.
    shown: Option<VariantId>,
}

/// What menus in the strip need and give.
struct Menus<'a> {
    app: &'a App,
    preferences: &'a Preferences,
    clicked: &'a mut Vec<Command>,
}

impl Strip {
    /// The selected variant's name is to be typed.
    pub fn rename(&mut self, app: &App) {
        self.rename = Some(Rename::new(app.selected()));
    }

    /// The selected variant's notes are to be read or written.
    pub fn edit_notes(&mut self, app: &App) {
        self.notes = Some(NotesEditor::new(app.selected().id));
    }

    /// Draws the strip; what is asked for goes into `actions` and `clicked`.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        app: &App,
        preferences: &Preferences,
        clicked: &mut Vec<Command>,
        actions: &mut Vec<Action>,
    ) {
        let mut menus = Menus {
            app,
            preferences,
            clicked,
        };
        let frame = Frame::new()
            .fill(theme::palette(ui).panel)
            .inner_margin(Margin {
                left: 16,
                right: 16,
                top: 0,
                bottom: 6,
            });
        self.words.update(app);
        Panel::top("variants").frame(frame).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                let width = ui.available_width() - 24.0 - GAP;
                // The wheel moves the strip, as there is no other way to go in it.
                ui.style_mut().always_scroll_the_only_direction = true;
                // Its bar stands below the chips, not on them.
                ui.spacing_mut().scroll.floating_allocated_width = 6.0;
                let area = ScrollArea::horizontal().max_width(width);
                area.show(ui, |ui| {
                    ui.horizontal(|ui| self.chips(ui, &mut menus, actions));
                });
                let add = widgets::icon_button(ui, Icon::Plus, "Add a variant");
                Popup::menu(&add).show(|ui| {
                    ui.set_min_width(200.0);
                    for command in [
                        Command::NewVariant,
                        Command::DuplicateVariant,
                        Command::ForkVariant,
                    ] {
                        menus.item(ui, command);
                    }
                });
            });
        });
    }

    fn chips(&mut self, ui: &mut Ui, menus: &mut Menus<'_>, actions: &mut Vec<Action>) {
        let app = menus.app;
        let mut places = Vec::new();
        for variant in &app.document.variants {
            let chip = Chip::new(app, variant, &self.words);
            let drawn = chip.show(ui);
            places.push((variant.id, drawn.response.rect));
            if let Some(rename) = self.rename.take_if(|rename| rename.variant == variant.id) {
                self.rename = rename.show(ui, drawn.name, actions);
            }
            if drawn.shows_again {
                actions.push(chip::show_again(variant.id));
            }
            let response = drawn.response;
            let is_selected = app.selected().id == variant.id;
            if is_selected && self.shown != Some(variant.id) {
                self.shown = Some(variant.id);
                response.scroll_to_me(None);
            }
            let chosen = response.clicked() || response.secondary_clicked();
            if chosen && !is_selected {
                actions.push(Action::Select(variant.id));
            }
            if response.double_clicked() {
                self.rename = Some(Rename::new(variant));
            }
            if response.drag_started() {
                self.drag = Some(Drag::new(variant.id));
            }
            response.context_menu(|ui| menus.of_variant(ui));
            if let Some(more) = drawn.more {
                Popup::menu(&more).show(|ui| menus.of_variant(ui));
            }
            if let Some(notes) = self.notes.take_if(|notes| notes.variant == variant.id) {
                self.notes = notes.show(&response, variant, actions);
            }
            response.on_hover_ui(|ui| self.words.tooltip(ui, app, variant));
        }
        if let Some(drag) = self.drag.take() {
            self.drag = drag.show(ui, &places, actions);
        }
    }
}

impl Menus<'_> {
    /// All that can be done with the selected variant.
    fn of_variant(&mut self, ui: &mut Ui) {
        ui.set_min_width(200.0);
        for (number, group) in MENU.iter().enumerate() {
            if number > 0 {
                ui.separator();
            }
            for command in *group {
                self.item(ui, *command);
            }
        }
    }

    fn item(&mut self, ui: &mut Ui, command: Command) {
        menus::item(ui, command, self.app, self.preferences, self.clicked);
    }
}
