//! What the bars are called and what their tooltips say.

use super::place::{self, Place, places};
use crate::model::{Activation, Architecture};
use crate::ui::digits::grouped;

/// A name short enough to stand under a bar.
pub fn short_activation(activation: Activation) -> &'static str {
    match activation {
        Activation::Identity => "id",
        Activation::Relu => "ReLU",
        Activation::LeakyRelu => "leaky",
        Activation::Tanh => "tanh",
        Activation::Sigmoid => "sigm",
        Activation::Silu => "SiLU",
    }
}

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

/// The accessible name of a bar: "Encoder layer 1, width 512".
pub fn bar_label(architecture: &Architecture, place: Place, input: usize) -> String {
    let width = place::width(architecture, place, input);
    format!("{}, width {width}", place.name())
}

/// The accessible name of the plus after a bar: "Add layer after encoder layer 1, width 512".
pub fn plus_label(architecture: &Architecture, place: Place, input: usize) -> String {
    let bar = bar_label(architecture, place, input);
    format!("Add layer after {}{}", bar[..1].to_lowercase(), &bar[1..])
}

/// What a layer is and costs: "Dense 784 to 512, ReLU, 401,920 parameters".
pub fn describe(architecture: &Architecture, place: Place, input: usize) -> String {
    let places = places(architecture);
    let before = places
        .iter()
        .position(|&other| other == place)
        .and_then(|index| index.checked_sub(1))
        .and_then(|index| places.get(index));
    let width = place::width(architecture, place, input);
    let Some(&before) = before else {
        return format!("Input, {} numbers an image", grouped(width as u64));
    };
    let from = place::width(architecture, before, input);
    let mut text = format!("Dense {from} to {width}");
    if let Some(activation) = place::activation(architecture, place) {
        text += &format!(", {}", activation.name());
    }
    let dropout = place::layer(architecture, place).map_or(0.0, |layer| layer.dropout);
    if dropout > 0.0 {
        text += &format!(", dropout {dropout}");
    }
    format!(
        "{text}, {} parameters",
        grouped((from * width + width) as u64)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_are_described_with_their_cost() {
        let mut architecture = Architecture::default();
        architecture.encoder[1].dropout = 0.2;
        let say = |place| describe(&architecture, place, 784);
        assert_eq!(say(Place::Input), "Input, 784 numbers an image");
        assert_eq!(
            say(Place::Encoder(0)),
            "Dense 784 to 512, ReLU, 401,920 parameters"
        );
        assert_eq!(
            say(Place::Encoder(1)),
            "Dense 512 to 256, ReLU, dropout 0.2, 131,328 parameters"
        );
        assert_eq!(
            say(Place::Code),
            "Dense 256 to 32, identity, 8,224 parameters"
        );
        assert_eq!(
            say(Place::Output),
            "Dense 512 to 784, sigmoid, 402,192 parameters"
        );
    }

    #[test]
    fn accessible_names_tell_the_sides_apart() {
        let architecture = Architecture::default();
        assert_eq!(
            bar_label(&architecture, Place::Decoder(1), 784),
            "Decoder layer 2, width 512"
        );
        assert_eq!(
            plus_label(&architecture, Place::Encoder(0), 784),
            "Add layer after encoder layer 1, width 512"
        );
    }
}
