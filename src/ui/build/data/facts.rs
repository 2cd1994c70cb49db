//! What the data is, in a line: counts and shape.

use egui::{RichText, Ui};

use crate::data::{ImageShape, Prepared, SampleShape};
use crate::export::digits::grouped;
use crate::ui::theme;

/// Counts and shape, each with a sentence on what it means.
pub fn show(ui: &mut Ui, data: &Prepared) {
    let weak = theme::palette(ui).weak;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(10.0, 0.0);
        for (text, about) in facts(data) {
            ui.label(RichText::new(text).size(11.0).color(weak))
                .on_hover_text(about);
        }
    });
}

fn facts(data: &Prepared) -> Vec<(String, &'static str)> {
    let count = |n: usize, what: &str| format!("{} {what}", grouped(n as u64));
    let watched = data.split.validation.is_empty();
    let mut facts = vec![(
        count(data.split.train.len(), "training"),
        "Images that training learns from, after the validation images are set aside",
    )];
    if !watched {
        facts.push((
            count(data.split.validation.len(), "validation"),
            "Training images set aside to watch the loss on",
        ));
    }
    facts.push(if watched {
        (
            count(data.dataset.test.len(), "test"),
            "Images that training never sees; without validation images, the loss plot watches them",
        )
    } else {
        (
            count(data.dataset.test.len(), "test"),
            "Images that training never sees; the gallery and the latent space show them",
        )
    });
    facts.push(match data.dataset.shape() {
        SampleShape::Image(image) => (shape(*image), "Height × width in pixels, and colours"),
        other => (other.to_string(), "What each sample holds"),
    });
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
