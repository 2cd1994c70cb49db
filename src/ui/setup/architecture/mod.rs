//! The architecture panel: the model drawn as an hourglass of bars and blocks that is its own editor.

mod adversary;
mod block;
mod code;
mod columns;
mod convolutions;
mod describe;
mod drawing;
mod family;
mod geometry;
mod inspector;
mod paint;
mod preset;
mod steps;
mod stillness;
mod totals;
mod whole;
mod words;

use egui::{Align, Layout, RichText, Ui};

use self::drawing::{Drawing, Gesture};
use self::preset::Preset;
use super::image::sample_shape;
use super::rows::divider;
use crate::app::{Action, App, Edit};
use crate::data::SampleShape;
use crate::model::Architecture;
use crate::model::edit::place::{self, Place};
use crate::model::edit::{self, Ends};
use crate::training::VariantSettings;
use crate::ui::Panel;
use crate::ui::theme::palette;
use crate::ui::widgets::hint;

/// The architecture panel: the model drawn as an hourglass of bars and blocks that is its own editor.
#[derive(Default)]
pub struct ArchitecturePanel {
    /// The first layer until a bar is clicked.
    selected: Option<Place>,
    drawing: Drawing,
}

impl Panel for ArchitecturePanel {
    fn title(&self) -> &'static str {
        "Architecture"
    }

    fn panel_ui(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        let shape = sample_shape(app);
        let ends = Ends::from(&shape);
        let columns = shape.columns().map(|columns| &**columns);
        let settings = &app.selected().settings;
        let before = &settings.architecture;
        let mut architecture = before.clone();
        let mut objective = settings.objective;
        let selected = match self.selected {
            Some(place) => place.within(&architecture),
            None => place::first(&architecture),
        };

        let preset = head(ui, settings, &shape);
        family::show(ui, &mut architecture, &shape, app.usual_features(&shape));
        let gestures = self.drawing.show(ui, before, (ends, columns), selected);
        if selected != Place::Code {
            divider(ui);
            let next = ui.push_id(selected, |ui| {
                inspector::rows(ui, &mut architecture, ends, selected)
            });
            if next.inner != selected {
                self.selected = Some(next.inner);
            }
        }
        if architecture.pyramid.is_some() {
            divider(ui);
            convolutions::rows(ui, app, &mut architecture, actions);
        }
        if architecture.sequence.is_some() {
            divider(ui);
            steps::rows(ui, &mut architecture, &mut objective, &shape);
        }
        divider(ui);
        let next = code::rows(ui, &mut architecture, ends, selected);
        if selected == Place::Code && next != selected {
            self.selected = Some(next);
        }
        divider(ui);
        whole::rows(ui, &mut architecture, &shape);
        // Only now: a click on another bar also ends typing in a row, and that number belongs to the layer it was
        // typed for.
        for gesture in gestures {
            self.follow(gesture, &mut architecture, ends);
        }
        divider(ui);
        totals::show(ui, &architecture, &shape);
        // At the end, where it moves nothing when training begins.
        if app.is_trained() {
            hint(
                ui,
                "This model is trained: a change here asks to restart or to fork",
            );
        }

        if let Some(preset) = preset {
            self.selected = None;
            let wanted = preset.settings(settings, &shape);
            actions.push(Action::Edit(Edit::Settings(Box::new(wanted))));
        } else if architecture != *before {
            actions.push(Action::Edit(Edit::Architecture(architecture)));
        } else if objective != settings.objective {
            actions.push(Action::Edit(Edit::Objective(objective)));
        }
    }
}

impl ArchitecturePanel {
    fn follow(&mut self, gesture: Gesture, architecture: &mut Architecture, ends: Ends) {
        match gesture {
            Gesture::Select(place) => self.selected = Some(place),
            Gesture::Step(place, steps) => edit::step_amount(architecture, place, steps),
            Gesture::Set(place, amount) => edit::set_amount(architecture, place, amount),
            Gesture::Insert(place) => {
                if let Some(new) = edit::insert_after(architecture, place, ends) {
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

/// The model in one line, and the menu of presets; returns the one that was taken.
fn head(ui: &mut Ui, settings: &VariantSettings, shape: &SampleShape) -> Option<Preset> {
    let mut chosen = None;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            chosen = presets(ui, shape);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                chain(ui, &settings.architecture, shape.into());
            });
        });
    });
    chosen
}

/// All widths in one line, from input to output.
fn chain(ui: &mut Ui, architecture: &Architecture, ends: Ends) {
    let extents: Vec<String> = place::places(architecture)
        .into_iter()
        .map(|place| place::extent(architecture, place, ends).short())
        .collect();
    let text = extents.join("-");
    let shown = RichText::new(&text).size(11.0).color(palette(ui).weak);
    ui.add(egui::Label::new(shown).truncate());
}

fn presets(ui: &mut Ui, shape: &SampleShape) -> Option<Preset> {
    let mut chosen = None;
    ui.menu_button("Presets", |ui| {
        let offered = Preset::ALL.into_iter().filter(|one| one.is_for(shape));
        for preset in offered {
            if preset == Preset::Sparse {
                ui.separator();
            }
            let problem = preset.problem(shape);
            let button = egui::Button::new(preset.name());
            let item = ui
                .add_enabled(problem.is_none(), button)
                .on_hover_text(preset.about(shape))
                .on_disabled_hover_text(problem.unwrap_or_default());
            if item.clicked() {
                chosen = Some(preset);
            }
        }
    })
    .response
    .on_hover_text(
        "Well-known autoencoders to begin from: architecture, loss, penalties and noise at once",
    );
    chosen
}
