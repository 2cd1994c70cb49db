//! What the data is: counts and shape.

use egui::{Align, Layout, RichText, Ui};

use crate::app::PreparedData;
use crate::data::ImageShape;
use crate::ui::digits::grouped;
use crate::ui::theme;

/// Lines of a name and its value.
pub fn show(ui: &mut Ui, data: &PreparedData) {
    for (name, value, tooltip) in lines(data) {
        line(ui, name, &value, tooltip);
    }
}

fn line(ui: &mut Ui, name: &str, value: &str, tooltip: &str) {
    ui.horizontal(|ui| {
        let weak = theme::palette(ui).weak;
        ui.label(RichText::new(name).color(weak))
            .on_hover_text(tooltip);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(value));
    });
}

fn lines(data: &PreparedData) -> Vec<(&'static str, String, &'static str)> {
    let count = |n: usize| format!("{} images", grouped(n as u64));
    let mut lines = vec![(
        "Training",
        count(data.split.train.len()),
        "Images that training learns from, after the validation images are set aside",
    )];
    if data.split.validation.is_empty() {
        lines.push((
            "Validation",
            "the test images".into(),
            "No images are set aside: the loss plot watches the test set instead",
        ));
    } else {
        lines.push((
            "Validation",
            count(data.split.validation.len()),
            "Training images set aside to watch the loss on",
        ));
    }
    lines.push((
        "Test",
        count(data.dataset.test.len()),
        "Images that training never sees; the gallery and the latent space show them",
    ));
    lines.push((
        "Shape",
        shape(data.dataset.shape()),
        "Height × width in pixels, and colours",
    ));
    lines
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
