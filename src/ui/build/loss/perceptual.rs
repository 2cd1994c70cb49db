//! The numbers of the perceptual loss.

use egui::Ui;

use crate::data::{BuiltIn, ImageShape};
use crate::model::Perceptual;
use crate::ui::build::image::shape_name;
use crate::ui::build::limits::Limits;
use crate::ui::build::number::{Drag, Number};
use crate::ui::build::rows::Row;
use crate::ui::widgets::warn;

/// The classifiers have seen no others.
const SIDE: usize = 28;

/// Why images of this shape have no perceptual loss.
pub fn problem(image: ImageShape) -> Option<String> {
    let fits = image.height == SIDE && image.width == SIDE && image.channels == 1;
    (!fits).then(|| {
        format!(
            "The classifiers see grey images of 28 x 28, and these are {}",
            shape_name(image)
        )
    })
}

pub fn rows(ui: &mut Ui, perceptual: &mut Perceptual, image: ImageShape) {
    if let Some(problem) = problem(image) {
        warn(ui, problem);
    }
    let row = Row::new(
        "Features of",
        "The set whose classifier looks at input and output; its weights never change",
    );
    let chosen = row.choose(ui, perceptual.features, &BuiltIn::ALL, |set| {
        set.name().to_owned()
    });
    if let Some(set) = chosen {
        perceptual.features = set;
    }
    let row = Row::new(
        "Pixel weight",
        "The squared error of pixels is added with this factor: features alone leave brightness open",
    );
    let limits = Limits::between(0.0, 1000.0);
    let number = Number::new(row, f64::from(perceptual.pixels), limits, Drag::Even(0.01));
    if let Some(weight) = number.off_at_zero().show(ui) {
        perceptual.pixels = weight as f32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_images_the_classifiers_know_are_taken() {
        let shape = |side, channels| ImageShape {
            height: side,
            width: side,
            channels,
        };
        assert_eq!(problem(shape(28, 1)), None);
        assert_eq!(
            problem(shape(32, 3)),
            Some("The classifiers see grey images of 28 x 28, and these are 32 x 32 x 3".into())
        );
        assert!(problem(shape(28, 3)).is_some());
    }
}
