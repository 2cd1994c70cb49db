//! The project's notes: what to look for, in a line above the centre until it is closed.

use egui::text::LayoutJob;
use egui::{Color32, Frame, Label, Margin, Panel, TextStyle, Ui, vec2};

use crate::app::App;
use crate::ui::icons::{Icon, icon_rect};
use crate::ui::{theme, widgets};

/// More would take the room of what they speak of.
const LINES: usize = 3;
/// In a lower centre one line has to do.
const LOW: f32 = 600.0;

/// Remembers which notes were closed.
#[derive(Default)]
pub struct Notes {
    closed: String,
}

impl Notes {
    /// Draws the notes of the project, unless there are none or they were closed.
    pub fn show(&mut self, ui: &mut Ui, app: &App) {
        let notes = app.document.notes.trim();
        if notes.is_empty() || self.closed == notes {
            return;
        }
        let palette = theme::palette(ui);
        let lines = if ui.available_height() < LOW {
            1
        } else {
            LINES
        };
        let frame = Frame::new()
            .fill(palette.background)
            .inner_margin(Margin::symmetric(12, 4));
        Panel::top("notes").frame(frame).show(ui, |ui| {
            ui.horizontal_top(|ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(16.0, 24.0), egui::Sense::hover());
                Icon::Info.paint(ui.painter(), icon_rect(rect), palette.weak);
                let width = (ui.available_width() - 32.0).max(120.0);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.add_space(4.0);
                    text(ui, notes, lines, palette.weak);
                    ui.add_space(4.0);
                });
                if widgets::icon_button(ui, Icon::Close, "Close the notes").clicked() {
                    notes.clone_into(&mut self.closed);
                }
            });
        });
    }
}

/// The notes in a few lines; the whole text under the pointer where it is longer.
fn text(ui: &mut Ui, notes: &str, lines: usize, colour: Color32) {
    let font = TextStyle::Body.resolve(ui.style());
    let mut job = LayoutJob::simple(notes.to_owned(), font, colour, ui.available_width());
    job.wrap.max_rows = lines;
    let galley = ui.painter().layout_job(job);
    let cut = galley.elided;
    let label = ui.add(Label::new(galley));
    if cut {
        label.on_hover_text(notes);
    }
}
