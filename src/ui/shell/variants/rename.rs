//! The editor of a variant's name, in its chip.

use egui::{Key, Margin, Rect, Role, Sense, TextEdit, Ui, UiBuilder, WidgetInfo, vec2};

use crate::app::{Action, VariantsEdit};
use crate::project::Variant;
use crate::training::VariantId;
use crate::ui::theme;

/// The name as typed so far.
pub struct Rename {
    pub variant: VariantId,
    before: String,
    text: String,
    /// Whether the field has the focus already.
    begun: bool,
}

impl Rename {
    pub fn new(variant: &Variant) -> Self {
        Self {
            variant: variant.id,
            before: variant.name.clone(),
            text: variant.name.clone(),
            begun: false,
        }
    }

    /// Draws the field over the chip's name; `None` when it is over. Enter and a click elsewhere take the name,
    /// Escape leaves the one of before.
    pub fn show(mut self, ui: &mut Ui, name: Rect, actions: &mut Vec<Action>) -> Option<Self> {
        let rect = Rect::from_center_size(name.center(), vec2(name.width() + 10.0, 22.0));
        let id = ui.scope_id().with(("name of", self.variant.0));
        let label = ui.interact(name, id, Sense::hover());
        label.widget_info(|| WidgetInfo::labeled(Role::Label, true, "Name of the variant"));
        let accent = theme::palette(ui).accent;
        // A child of its own, so that the chips after it stay where they are.
        let mut child = ui.new_child(UiBuilder::new().max_rect(rect));
        child.visuals_mut().selection.stroke.color = accent;
        let edit = TextEdit::singleline(&mut self.text).margin(Margin::symmetric(4, 2));
        let field = child.add_sized(rect.size(), edit).labelled_by(label.id);
        if !self.begun {
            self.begun = true;
            field.request_focus();
            select_all(ui, field.id, self.text.chars().count());
            return Some(self);
        }
        if !field.lost_focus() {
            field.on_hover_text("Enter takes the name, Escape leaves the one of before");
            return Some(self);
        }
        let escaped = ui.input(|input| input.key_pressed(Key::Escape));
        if !escaped && self.text.trim() != self.before {
            let rename = VariantsEdit::Rename(self.variant, self.text);
            actions.push(Action::Variants(rename));
        }
        None
    }
}

fn select_all(ui: &Ui, field: egui::Id, letters: usize) {
    use egui::text::{CCursor, CCursorRange};
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), field).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(letters));
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), field);
}
