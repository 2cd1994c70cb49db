//! The accessible names of bars, and the names of activations.

use crate::model::edit;
use crate::model::edit::Ends;
use crate::model::edit::extent::Extent;
use crate::model::edit::place::{self, Place};
use crate::model::{Activation, Architecture};
use crate::settings::words::lower_first;

/// What an activation does, for tooltips.
pub fn about_activation(activation: Activation) -> &'static str {
    match activation {
        Activation::Identity => "f(x) = x, the layer stays linear",
        Activation::Relu => "f(x) = max(x, 0)",
        Activation::LeakyRelu => "f(x) = max(x, 0.01 x)",
        Activation::Tanh => "f(x) = tanh x, in (-1, 1)",
        Activation::Sigmoid => "f(x) = 1 / (1 + exp(-x)), in (0, 1)",
        Activation::Silu => "f(x) = x / (1 + exp(-x))",
    }
}

/// The accessible name of a bar: "Encoder layer 1, width 512" or "Encoder level 1, 14 x 14 x 16".
pub fn bar_label(architecture: &Architecture, place: Place, ends: impl Into<Ends>) -> String {
    let name = place.name();
    match place::extent(architecture, place, ends) {
        Extent::Row(width) => format!("{name}, width {width}"),
        maps => format!("{name}, {}", maps.name()),
    }
}

/// The accessible name of the plus after a bar: "Add layer after encoder layer 1, width 512".
pub fn plus_label(architecture: &Architecture, place: Place, ends: impl Into<Ends>) -> String {
    let bar = bar_label(architecture, place, ends);
    let what = match edit::inserts_level(architecture, place) {
        true => "level",
        false => "layer",
    };
    format!("Add {what} after {}", lower_first(&bar))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;
    use crate::model::Pyramid;

    const DIGIT: ImageShape = ImageShape {
        height: 28,
        width: 28,
        channels: 1,
    };

    #[test]
    fn accessible_names_tell_the_sides_apart() {
        let architecture = Architecture::default();
        assert_eq!(
            bar_label(&architecture, Place::Decoder(1), DIGIT),
            "Decoder layer 2, width 512"
        );
        assert_eq!(
            plus_label(&architecture, Place::Encoder(0), DIGIT),
            "Add layer after encoder layer 1, width 512"
        );
    }

    #[test]
    fn levels_are_named_by_what_leaves_them() {
        let architecture = Architecture {
            pyramid: Some(Pyramid::default()),
            ..Architecture::default()
        };
        assert_eq!(
            bar_label(&architecture, Place::Down(0), DIGIT),
            "Encoder level 1, 14 × 14 × 16"
        );
        assert_eq!(
            plus_label(&architecture, Place::Down(0), DIGIT),
            "Add level after encoder level 1, 14 × 14 × 16"
        );
        assert_eq!(
            plus_label(&architecture, Place::Down(1), DIGIT),
            "Add layer after encoder level 2, 7 × 7 × 32"
        );
    }
}
