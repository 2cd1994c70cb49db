//! What variants are used on: the test part, or a file of one's own.

use egui::{TextEdit, Ui};

use crate::app::{Action, App, UseAction};
use crate::ui::setup::rows::Row;
use crate::ui::typed_path::typed_path;
use crate::uses::Given;

/// A path that is being typed.
#[derive(Default)]
pub struct Input {
    typed: String,
}

impl Input {
    pub fn show(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        let (about, hint) = match app.using.chosen().takes() {
            Given::Nothing => return,
            Given::Samples => (
                "A file or folder of new samples, which are read as the project's own; drop it on the window or type its \
                 path, and leave it empty for the test part",
                "the test part",
            ),
            Given::File => (
                "The file to work on; drop it on the window or type its path",
                "path",
            ),
        };
        let stands = app.using.input.as_ref();
        let stands = stands.map_or_else(String::new, |path| path.display().to_string());
        let edit = TextEdit::singleline(&mut self.typed)
            .hint_text(hint)
            .desired_width(f32::INFINITY);
        let response = Row::new("On", about).show(ui, |ui| ui.add(edit));
        if response.lost_focus() && self.typed != stands {
            actions.push(Action::Use(UseAction::Input(typed_path(&self.typed))));
        } else if !response.has_focus() && self.typed != stands {
            self.typed = stands;
        }
    }
}
