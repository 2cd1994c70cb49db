//! The editor of a variant's notes, under its chip.

use egui::{Frame, Popup, PopupCloseBehavior, Response, TextEdit};

use crate::app::{Action, VariantsEdit};
use crate::project::Variant;
use crate::training::VariantId;
use crate::ui::theme;

const WIDTH: f32 = 320.0;

/// An open editor.
pub struct NotesEditor {
    pub variant: VariantId,
    begun: bool,
}

impl NotesEditor {
    pub fn new(variant: VariantId) -> Self {
        Self {
            variant,
            begun: false,
        }
    }

    /// Draws it under `chip`; `None` when it is over. Every change is taken at once.
    pub fn show(
        mut self,
        chip: &Response,
        variant: &Variant,
        actions: &mut Vec<Action>,
    ) -> Option<Self> {
        let mut open = true;
        let popup = Popup::from_response(chip)
            .id(chip.id.with("notes"))
            .open_bool(&mut open)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .gap(4.0)
            .frame(Frame::popup(&chip.ctx.global_style()).inner_margin(12))
            .width(WIDTH);
        popup.show(|ui| {
            ui.set_width(WIDTH);
            ui.visuals_mut().selection.stroke.color = theme::palette(ui).accent;
            let label = ui.label(format!("Notes of {}", variant.name));
            let mut text = variant.notes.clone();
            let edit = TextEdit::multiline(&mut text)
                .hint_text("What this variant is for, what was seen")
                .desired_rows(4)
                .desired_width(WIDTH);
            let field = ui.add(edit).labelled_by(label.id);
            if !self.begun {
                self.begun = true;
                field.request_focus();
            }
            if field.changed() {
                actions.push(Action::Variants(VariantsEdit::Notes(variant.id, text)));
            }
            field.on_hover_text("Kept with the project; Escape closes this");
        });
        open.then_some(self)
    }
}
