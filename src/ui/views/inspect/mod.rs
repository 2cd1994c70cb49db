//! The inspector: one sample's input, code, output and error.

mod axes;
mod code;
mod outputs;
mod pictures;
mod row;
mod sliders;
mod sound;

use std::sync::Arc;

use egui::{RichText, Ui};

use crate::app::{Action, App, Export};
use crate::data::Prepared;
use crate::export::digits::{grouped, three_digits};
use crate::export::gallery::Strip;
use crate::export::rows::title;
use crate::export::svg::{Drawn, Sample, Steps};
use crate::training::{GalleryView, LatentView, ObservationId};
use crate::ui::icons::Icon;
use crate::ui::views::comparison::{absolute_errors, largest, mean_squared};
use crate::ui::views::labels;
use crate::ui::views::selection::{select_image, selected_image};
use crate::ui::views::view::{Area, View, ViewAbout};
use crate::ui::views::words;
use crate::ui::{theme, widgets};

/// The inspector: one sample's input, code, output and error.
#[derive(Default)]
pub struct Inspect {
    outputs: outputs::Outputs,
    pictures: pictures::Pictures,
    row: row::RowView,
    code: code::CodeView,
    sliders: sliders::Sliders,
    /// The picked image that was drawn last.
    index: Option<u32>,
}

static ABOUT: ViewAbout = ViewAbout {
    title: "Inspect",
    sentence: "One sample: its input, code, output and error",
    building: Some(Area::Side),
    comparing: None,
    using: None,
    needs: &[],
    observes: &[ObservationId::Gallery, ObservationId::Latents],
    export: Some(Export::Sample),
};

impl View for Inspect {
    fn about(&self) -> &'static ViewAbout {
        &ABOUT
    }

    fn figure(&self, app: &App) -> Option<Drawn> {
        if let Some(steps) = self.steps(app) {
            return Some(Ok(Arc::new(steps)));
        }
        let sample = self.sample(app).ok_or("no image is picked".to_owned());
        Some(sample.map(|sample| Arc::new(sample) as _))
    }

    fn draw(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        let data = app.dataset.prepared();
        let picked = data.and_then(|data| picked(ui, app, data));
        match (data, picked) {
            (Some(data), Some(index)) => {
                self.image(ui, app, data, index, actions);
            }
            _ => {
                let text = "Pick an image in the gallery or the latent space";
                ui.weak(words::of(app, text));
            }
        }
    }
}

/// Width of the button that saves.
const SAVE: f32 = 36.0;
/// Height of the code's bars with their headings, and of one slider.
const CODE: f32 = 132.0;
const SLIDER: f32 = 28.0;

impl Inspect {
    /// What is on screen of the picked image; `None` while it, its code or its reconstruction is not there.
    fn sample(&self, app: &App) -> Option<Sample> {
        let (data, variant) = (app.dataset.prepared()?, app.selected());
        let index = self
            .index
            .filter(|&index| (index as usize) < data.dataset.test.len())?;
        let views = &app.runs.get(&variant.id)?.views;
        let (latent, gallery): (Arc<LatentView>, Arc<GalleryView>) = (views.get()?, views.get()?);
        let shape = data.dataset.shape().image()?;
        let output = output_of(&gallery, index, shape.size()).or(self.outputs.own())?;
        let input = data.dataset.test.image(index as usize);
        let errors = absolute_errors(input, output);
        let one = GalleryView {
            indices: vec![index],
            outputs: output.to_vec(),
            ..GalleryView::default()
        };
        let top = largest(&errors).max(f32::MIN_POSITIVE);
        let mut images = vec![
            ("Input".into(), Strip::of_inputs(&data.dataset, &[index])),
            ("Reconstruction".into(), Strip::of_values(output, shape)),
            ("Error".into(), Strip::of_errors(&data.dataset, &one, top)),
        ];
        let edited = self.outputs.edited_output();
        if let Some(edited) = edited.filter(|edited| edited.len() == shape.size()) {
            images.push(("From the sliders".into(), Strip::of_values(edited, shape)));
        }
        let number = grouped(index.into());
        Some(Sample {
            title: format!("Test image {number} by {}", variant.name),
            colour: variant.colour,
            note: format!("MSE {}", three_digits(mean_squared(&errors))),
            images,
            top,
            code: code_of(&latent, data, index)?.to_vec(),
        })
    }

    /// The same of a sequence.
    fn steps(&self, app: &App) -> Option<Steps> {
        let (data, variant) = (app.dataset.prepared()?, app.selected());
        let test = &data.dataset.test;
        let index = self.index.filter(|&index| (index as usize) < test.len())?;
        let gallery: Option<Arc<GalleryView>> = app.runs.get(&variant.id)?.views.get();
        let size = test.shape().target_width();
        let shown = gallery
            .as_ref()
            .and_then(|view| output_of(view, index, size));
        row::steps(data, index as usize, shown.or(self.outputs.own())?, variant)
    }

    /// Room that code and sliders need below a list of columns.
    fn height_below(&self, ui: &Ui, code: Option<&[f32]>) -> f32 {
        let sliders = code.map_or(0, |code| code.len().min(axes::COMPONENTS));
        let wanted = CODE + SLIDER * sliders as f32;
        wanted.min(ui.available_height() * 0.5)
    }

    fn image(
        &mut self,
        ui: &mut Ui,
        app: &App,
        data: &Prepared,
        index: u32,
        actions: &mut Vec<Action>,
    ) {
        let variant = app.selected();
        let run = app.runs.get(&variant.id);
        let latent: Option<Arc<LatentView>> = run.and_then(|run| run.views.get());
        let latent = latent.as_ref();
        let code = latent.and_then(|view| code_of(view, data, index));
        let size = data.dataset.shape().target_width();
        let gallery: Option<Arc<GalleryView>> = run.and_then(|run| run.views.get());
        let in_gallery = gallery
            .as_ref()
            .and_then(|view| output_of(view, index, size));

        self.outputs
            .look_at(variant.id, index, code.map(<[f32]>::len));
        if let (Some(view), Some(code)) = (latent, code) {
            let shown = in_gallery.is_some();
            self.outputs.decode(app, code, view.step, shown, actions);
        }
        self.index = Some(index);
        let input = data.dataset.test.image(index as usize);
        let output = in_gallery.or(self.outputs.own());

        heading(ui, data, index, |ui| save_button(ui, app, actions));
        sound::show(ui, app, (data, index as usize), output, actions);
        if data.dataset.shape().image().is_none() {
            let content = row::Content {
                data,
                index: index as usize,
                output,
                from_sliders: self.outputs.edited_output(),
                colour: theme::variant_colour(variant.colour),
            };
            // What stands below needs its room; the list scrolls.
            let below = self.height_below(ui, code);
            self.row.show(ui, &content, below);
        } else {
            error_line(ui, input, output);
        }
        ui.add_space(4.0);
        if let Some(shape) = data.dataset.shape().image() {
            self.pictures.show(
                ui,
                &pictures::Content {
                    shape,
                    input,
                    output,
                    from_sliders: self.outputs.edited_output(),
                    edited: self.outputs.edited.is_some(),
                },
            );
        }
        ui.add_space(8.0);
        ui.strong("Code");
        let (Some(view), Some(code)) = (latent, code) else {
            ui.weak("The code stands here as soon as the model is built");
            return;
        };
        if code.iter().any(|number| !number.is_finite()) {
            ui.weak("Some numbers of the code are not finite: the run has diverged");
            return;
        }
        let colour = theme::variant_colour(variant.colour);
        self.code
            .show(ui, code, self.outputs.edited.as_deref(), colour);
        ui.add_space(8.0);
        self.sliders.show(ui, view, code, &mut self.outputs);
    }
}

/// The sample a person picked, or at first the gallery's first one, which is then picked.
fn picked(ui: &Ui, app: &App, data: &Prepared) -> Option<u32> {
    let exists = |index: &u32| (*index as usize) < data.dataset.test.len();
    if let Some(index) = selected_image(ui.ctx()).filter(exists) {
        return Some(index);
    }
    let gallery: Arc<GalleryView> = app.runs.get(&app.selected().id)?.views.get()?;
    let first = gallery.indices.first().copied().filter(exists)?;
    select_image(ui.ctx(), first);
    Some(first)
}

/// The code of test image `index`, when `view` was made of as many test images as there are.
fn code_of<'a>(view: &'a LatentView, data: &Prepared, index: u32) -> Option<&'a [f32]> {
    let whole = view.codes.len() == view.width * data.dataset.test.len();
    let start = index as usize * view.width;
    view.codes
        .get(start..start + view.width)
        .filter(|code| whole && !code.is_empty())
}

/// The output of test image `index`, when the gallery shows it.
fn output_of(view: &GalleryView, index: u32, size: usize) -> Option<&[f32]> {
    let place = view.indices.iter().position(|&shown| shown == index)?;
    // A view of a dataset of before has outputs of another size.
    if view.outputs.len() != view.indices.len() * size {
        return None;
    }
    view.outputs.get(place * size..(place + 1) * size)
}

/// Saves what is inspected, where there is a picture of it.
fn save_button(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    let action = Action::Export(Export::Sample);
    if app.check(&action).is_ok() {
        let name = format!("Save {}…", Export::Sample.about().name);
        if widgets::icon_button(ui, Icon::Save, &name).clicked() {
            actions.push(action);
        }
    }
}

/// Which sample it is; `more` stands at the right.
fn heading(ui: &mut Ui, data: &Prepared, index: u32, more: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        let label = labels::of_test_image(data, index as usize);
        let title = RichText::new(title(&data.dataset, index as usize)).strong();
        // A long name gives way to what stands beside it.
        let beside = label.as_ref().map_or(0.0, |label| {
            let font = egui::TextStyle::Body.resolve(ui.style());
            let painter = ui.painter();
            let galley = painter.layout_no_wrap(label.name.clone(), font, egui::Color32::WHITE);
            galley.size().x + 8.0 + 2.0 * ui.spacing().item_spacing.x
        });
        let room = (ui.available_width() - beside - SAVE).max(40.0);
        let size = egui::vec2(room, ui.spacing().interact_size.y);
        ui.allocate_ui(size, |ui| {
            ui.add(egui::Label::new(title).truncate());
        });
        if let Some(label) = label {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(8.0, 8.0), egui::Sense::hover());
            let colour = theme::label_colour(label.number);
            ui.painter().circle_filled(rect.center(), 4.0, colour);
            ui.label(label.name).on_hover_text("Its label");
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), more);
    });
}

fn error_line(ui: &mut Ui, input: &[u8], output: Option<&[f32]>) {
    let weak = theme::palette(ui).weak;
    let text = match output.filter(|output| output.len() == input.len()) {
        Some(output) => {
            let mse = mean_squared(&absolute_errors(input, output));
            format!("MSE {}", three_digits(mse))
        }
        None => "MSE not known yet".into(),
    };
    ui.label(RichText::new(text).color(weak))
        .on_hover_text("Mean over the pixels of (input - output) squared, with pixels from 0 to 1");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gallery_lends_its_outputs() {
        let view = GalleryView {
            request: Default::default(),
            indices: vec![7, 3],
            outputs: vec![0.1, 0.2, 0.3, 0.4],
            errors: vec![0.0, 0.0],
            step: 0,
            ..Default::default()
        };
        assert_eq!(output_of(&view, 3, 2), Some(&[0.3, 0.4][..]));
        assert_eq!(output_of(&view, 8, 2), None);
        // Outputs of another image size.
        assert_eq!(output_of(&view, 3, 3), None);
    }
}
