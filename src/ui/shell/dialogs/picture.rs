//! The dialog before a picture is saved: format, size, sharpness, paper.

use egui::{Button, Context, DragValue, Ui, vec2};

use super::{buttons, entered, modal};
use crate::app::{Action, App, Shot};
use crate::export::svg::{Form, Format, Paper, SCALES, SIDES};
use crate::ui::shell::picture_choice::PictureChoice;
use crate::ui::widgets;

/// Room for the names of the fields.
const NAMES: f32 = 72.0;
const FIELD: f32 = 96.0;

/// A picture that is about to be saved.
pub struct PictureDialog {
    shot: Shot,
    form: Form,
    /// The size it wants to have.
    natural: [f64; 2],
}

impl PictureDialog {
    pub fn new(shot: Shot, choice: &PictureChoice) -> Self {
        let [least, most] = SIDES;
        Self {
            form: choice.form(shot.export),
            natural: shot
                .figure
                .size()
                .map(|side| side.round().clamp(least, most)),
            shot,
        }
    }

    /// Draws the dialog; true when it is over.
    pub fn show(
        &mut self,
        ctx: &Context,
        app: &App,
        choice: &mut PictureChoice,
        actions: &mut Vec<Action>,
    ) -> bool {
        let heading = format!("Save {}", self.shot.export.about().name);
        let mut done = false;
        let left = modal(ctx, "picture", &heading, |ui| {
            self.fields(ui);
            buttons(ui, |ui| {
                let save = Action::SavePicture(self.shot.clone(), self.form);
                let copy = Action::CopyShot(self.shot.clone(), self.form);
                let button = widgets::primary(ui, None, "Save…").min_size(vec2(72.0, 28.0));
                let tooltip = "Asks where to save it";
                let allowed = app.check(&save);
                let may = allowed.is_ok();
                let saves =
                    widgets::checked_button(ui, button, tooltip, allowed) || may && entered(ui);
                let button = Button::new("Copy").min_size(vec2(72.0, 28.0));
                let tooltip = "Puts the picture on the clipboard, as pixels";
                let allowed = app.check(&copy);
                let copies = widgets::checked_button(ui, button, tooltip, allowed);
                let cancel = Button::new("Cancel").min_size(vec2(72.0, 28.0));
                done = ui.add(cancel).clicked();
                if saves || copies {
                    choice.remember(self.shot.export, self.form);
                    actions.push(if saves { save } else { copy });
                    done = true;
                }
            });
        });
        left || done
    }

    fn fields(&mut self, ui: &mut Ui) {
        row(ui, "Format", |ui| {
            let hints = [
                "Lines and letters that stay sharp at any size, for print and for drawing programs",
                "Pixels, for slides and for the web",
            ];
            for (format, hint) in Format::ALL.into_iter().zip(hints) {
                ui.selectable_value(&mut self.form.format, format, format.name())
                    .on_hover_text(hint);
            }
        });
        row(ui, "Paper", |ui| {
            for paper in Paper::ALL {
                ui.selectable_value(&mut self.form.page.paper, paper, paper.name());
            }
        });
        let mut size = self.form.page.size.unwrap_or(self.natural);
        for (name, side) in ["Width", "Height"].into_iter().zip(&mut size) {
            row(ui, name, |ui| {
                let [least, most] = SIDES;
                let drag = DragValue::new(side)
                    .range(least..=most)
                    .max_decimals(1)
                    .suffix(" pt");
                ui.add_sized([FIELD, widgets::ROW], drag)
                    .on_hover_text(format!("Points of a 72nd inch, from {least} to {most}"));
            });
        }
        self.form.page.size = (size != self.natural).then_some(size);
        row(ui, "Scale", |ui| {
            ui.add_enabled_ui(self.form.format == Format::Png, |ui| {
                for scale in SCALES {
                    ui.selectable_value(&mut self.form.scale, scale, format!("{scale}×"))
                        .on_hover_text("Pixels of a point")
                        .on_disabled_hover_text("A drawing of lines has no pixels");
                }
            });
        });
        let pixels = size.map(|side| side * f64::from(self.form.scale));
        let words = match self.form.format {
            Format::Svg => {
                "Text stays text, in the typefaces of the window or their like".to_owned()
            }
            Format::Png => format!("{:.0} × {:.0} pixels", pixels[0], pixels[1]),
        };
        row(ui, "", |ui| {
            let own = Button::new("Reset size").small();
            let changed = self.form.page.size.is_some();
            let own = ui.add_enabled(changed, own);
            let own = own.on_hover_text("Back to the size that the picture has by itself");
            if own.on_disabled_hover_text("It has its own size").clicked() {
                self.form.page.size = None;
            }
            widgets::hint(ui, words);
        });
    }
}

/// A line with a name before its field.
fn row(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        ui.allocate_ui_with_layout(vec2(NAMES, widgets::ROW), layout, |ui| {
            ui.set_min_size(vec2(NAMES, widgets::ROW));
            ui.label(name);
        });
        add(ui);
    });
}
