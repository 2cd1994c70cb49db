//! A line of facts about the data: counts and shape.

use egui::{RichText, Ui};

use crate::app::SampleKind;
use crate::data::cells::Cells;
use crate::data::{ImageShape, Prepared, SampleShape, Samples, Vocabulary};
use crate::export::digits::grouped;
use crate::settings::words::capital;
use crate::ui::theme;

/// Counts and shape, each with a sentence on what it means.
pub fn show(ui: &mut Ui, data: &Prepared) {
    let weak = theme::palette(ui).weak;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(10.0, 0.0);
        for (text, about) in facts(data) {
            let text = RichText::new(text).size(11.0).color(weak);
            // Never parted: "14" at the end of a line says nothing.
            ui.add(egui::Label::new(text).extend()).on_hover_text(about);
        }
    });
}

fn facts(data: &Prepared) -> Vec<(String, String)> {
    let count = |n: usize, what: &str| format!("{} {what}", grouped(n as u64));
    let many = match data.dataset.train.are_ratings() {
        true => "ratings",
        false => SampleKind::of(data.dataset.shape()).many(),
    };
    let large = capital(many);
    let watched = data.split.validation.is_empty();
    let training = data.dataset.train.seen();
    let training = training.map_or(data.split.train.len(), Cells::len);
    let validation = data.validation.as_ref();
    let validation = validation.map_or(data.split.validation.len(), Samples::units);
    let mut facts = vec![(
        count(training, "training"),
        format!("{large} that training learns from, after the validation {many} are set aside"),
    )];
    if !watched {
        facts.push((
            count(validation, "validation"),
            format!("Training {many} set aside to watch the loss on"),
        ));
    }
    let seen = match watched {
        true => format!("without validation {many}, the loss plot watches them"),
        false => "the gallery and the latent space show them".to_owned(),
    };
    facts.push((
        count(data.dataset.test.units(), "test"),
        format!("{large} that training never sees; {seen}"),
    ));
    if data.dataset.train.are_ratings() {
        let about = "Users, or items, with ratings: a model makes their test ratings of the training ratings that they have";
        facts.push((count(data.dataset.samples(), "rows"), about.into()));
    }
    if let Some(sound) = &data.dataset.about.sound {
        let rate = sound.rate();
        facts.push((format!("{rate} Hz"), capital(&sound.to_string())));
    }
    facts.push(match data.dataset.shape() {
        SampleShape::Image(image) => (
            shape(*image),
            "Height × width in pixels, and colours".to_owned(),
        ),
        SampleShape::Row(columns) => (
            count(
                columns.len(),
                if columns.len() == 1 {
                    "column"
                } else {
                    "columns"
                },
            ),
            format!(
                "Columns that are trained on: {} numbers go into the model and {} come out",
                grouped(columns.input_width() as u64),
                grouped(columns.target_width() as u64)
            ),
        ),
        SampleShape::Sequence(shape) => (
            count(
                shape.features,
                if shape.features == 1 {
                    "channel"
                } else {
                    "channels"
                },
            ),
            format!(
                "Numbers of each step: {}",
                data.dataset.train.channels().join(", ")
            ),
        ),
        SampleShape::Text(text) => (
            count(text.vocabulary.len(), text.unit.many()),
            format!(
                "What each token of a text is one of, {} for all others and {} for the end of a text among them",
                Vocabulary::SPECIAL[Vocabulary::UNKNOWN],
                Vocabulary::SPECIAL[Vocabulary::END]
            ),
        ),
    });
    if let Some(steps) = data.dataset.steps() {
        let about = "How long sequences are; shorter ones are padded with nothing, which is neither seen nor measured";
        facts.push((steps, about.into()));
    }
    facts
}

fn shape(shape: ImageShape) -> String {
    let colours = match shape.channels {
        1 => "grey".into(),
        3 => "RGB".into(),
        channels => format!("{channels} channels"),
    };
    format!("{} × {} {colours}", shape.height, shape.width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_in_words() {
        let of = |height, width, channels| {
            shape(ImageShape {
                height,
                width,
                channels,
            })
        };
        assert_eq!(of(28, 28, 1), "28 × 28 grey");
        assert_eq!(of(32, 48, 3), "32 × 48 RGB");
        assert_eq!(of(8, 8, 2), "8 × 8 2 channels");
    }
}
