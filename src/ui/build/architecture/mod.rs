//! The architecture panel: the model drawn as an hourglass of bars that is its own editor.

mod drawing;
mod edit;
mod geometry;
mod inspector;
mod ladder;
mod paint;
mod place;
mod preset;
mod stillness;
mod totals;
mod words;

use egui::{Align, Layout, RichText};

use self::drawing::{Drawing, Gesture};
use self::place::Place;
use self::preset::Preset;
use super::rows::divider;
use crate::app::{Action, App, Edit};
use crate::model::Architecture;
use crate::ui::Panel;
use crate::ui::theme::palette;
use crate::ui::widgets::hint;

/// Numbers in one image before any data has been read: 28 x 28.
const USUAL_INPUT: usize = 784;

/// The architecture panel: the model drawn as an hourglass of bars that is its own editor.
#[derive(Default)]
pub struct ArchitecturePanel {
    /// The first encoder layer until a bar is clicked.
    selected: Option<Place>,
    drawing: Drawing,
}

impl Panel for ArchitecturePanel {
    fn title(&self) -> &'static str {
        "Architecture"
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        let variant = app.selected();
        let input = app
            .dataset
            .prepared()
            .map_or(USUAL_INPUT, |data| data.dataset.shape().size());
        let before = &variant.settings.architecture;
        let mut architecture = before.clone();
        let selected = self
            .selected
            .unwrap_or(Place::Encoder(0))
            .within(&architecture);

        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                presets(ui, &mut architecture);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    chain(ui, before, input);
                });
            });
        });
        let gestures = self.drawing.show(ui, before, input, selected);
        divider(ui);
        let next = ui
            .push_id(selected, |ui| {
                inspector::selected_rows(ui, &mut architecture, input, selected)
            })
            .inner;
        if next != selected {
            self.selected = Some(next);
        }
        divider(ui);
        inspector::whole_rows(ui, &mut architecture);
        // Only now: a click on another bar also ends typing in a row, and that number belongs to the layer it was
        // typed for.
        for gesture in gestures {
            self.follow(gesture, &mut architecture, input);
        }
        divider(ui);
        totals::show(ui, &architecture, input);
        // At the end, where it moves nothing when training begins.
        if app.is_trained() {
            hint(
                ui,
                "This model is trained: a change here asks to restart or to fork",
            );
        }

        if architecture != *before {
            actions.push(Action::Edit(Edit::Architecture(architecture)));
        }
    }
}

impl ArchitecturePanel {
    fn follow(&mut self, gesture: Gesture, architecture: &mut Architecture, input: usize) {
        match gesture {
            Gesture::Select(place) => self.selected = Some(place),
            Gesture::Step(place, steps) => edit::step_width(architecture, place, steps),
            Gesture::SetWidth(place, width) => edit::set_width(architecture, place, width),
            Gesture::Insert(place) => {
                if let Some(new) = edit::insert_after(architecture, place, input) {
                    self.selected = Some(new);
                }
            }
            Gesture::Remove(place) => {
                edit::remove(architecture, place);
                self.selected = Some(place.within(architecture));
            }
        }
    }
}

/// All widths in one line, from input to output.
fn chain(ui: &mut egui::Ui, architecture: &Architecture, input: usize) {
    let widths: Vec<String> = architecture
        .widths(input)
        .iter()
        .map(usize::to_string)
        .collect();
    let text = widths.join("-");
    let shown = RichText::new(&text).size(11.0).color(palette(ui).weak);
    ui.add(egui::Label::new(shown).truncate());
}

fn presets(ui: &mut egui::Ui, architecture: &mut Architecture) {
    ui.menu_button("Presets", |ui| {
        for preset in Preset::ALL {
            let item = ui.button(preset.name()).on_hover_text(preset.about());
            if item.clicked() {
                *architecture = preset.architecture(architecture);
            }
        }
    })
    .response
    .on_hover_text("Well-known shapes to begin from");
}
