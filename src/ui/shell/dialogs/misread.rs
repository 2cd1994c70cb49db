//! What could not be read of the project file, field by field.

use egui::{Label, RichText, ScrollArea, Ui};

use crate::app::App;
use crate::ui::misread::{instead, sentence};
use crate::ui::theme;

/// Height from which on the list scrolls, in points.
const MOST: f32 = 240.0;

/// Lists the fields, with what stood there and what is used instead.
pub fn list(ui: &mut Ui, app: &App) {
    let weak = theme::palette(ui).weak;
    ui.add_space(8.0);
    ScrollArea::vertical().max_height(MOST).show(ui, |ui| {
        ui.set_width(ui.available_width());
        for misread in &app.document.misread {
            let key = RichText::new(&misread.key).monospace().size(12.0);
            ui.add(Label::new(key).wrap())
                .on_hover_text(sentence(misread));
            ui.add(Label::new(RichText::new(instead(misread)).color(weak)).wrap());
            ui.add_space(6.0);
        }
    });
}
