//! Edits of an architecture, one a function: widths, activations, layers in and out. While the decoder mirrors the
//! encoder, a change of a decoder layer is a change of its twin; levels of a pyramid always have one.

mod ends;
pub mod extent;
pub mod family;
pub mod ladder;
pub mod levels;
pub mod place;

use crate::model::{Activation, Architecture, Decoder, LADDER, Layer};
pub use ends::Ends;
use place::Place;

/// Hidden layers that fit one side.
pub const MAX_DEPTH: usize = 12;

/// The hidden layer that `place` speaks of: its own, or its twin's.
fn layer_mut(architecture: &mut Architecture, place: Place) -> Option<&mut Layer> {
    match place {
        Place::Encoder(index) => architecture.encoder.get_mut(index),
        Place::Decoder(index) => match &mut architecture.decoder {
            Decoder::Mirrored => architecture.encoder.iter_mut().rev().nth(index),
            Decoder::Own { layers } => layers.get_mut(index),
        },
        _ => None,
    }
}

/// Gives `place` a width, or a level its channels; what follows the data stays.
pub fn set_amount(architecture: &mut Architecture, place: Place, amount: usize) {
    if place::amount(architecture, place).is_none() {
        return;
    }
    if let Some(level) = place::level(architecture, place) {
        levels::set_channels(architecture, level, amount);
    } else if place == Place::Code {
        architecture.code.width = amount;
    } else if let Some(layer) = layer_mut(architecture, place) {
        layer.width = amount;
    }
}

/// Moves the width or the channels of `place` up or down their ladder.
pub fn step_amount(architecture: &mut Architecture, place: Place, steps: i32) {
    if let Some(amount) = place::amount(architecture, place)
        && steps != 0
    {
        let rungs = place::rungs(architecture, place);
        set_amount(architecture, place, ladder::step(rungs, amount, steps));
    }
}

pub fn set_activation(architecture: &mut Architecture, place: Place, activation: Activation) {
    match place {
        Place::Code => architecture.code.activation = activation,
        Place::Output => architecture.output = activation,
        hidden => {
            if let Some(layer) = layer_mut(architecture, hidden) {
                layer.activation = activation;
            }
        }
    }
}

pub fn set_dropout(architecture: &mut Architecture, place: Place, dropout: f32) {
    if let Some(layer) = layer_mut(architecture, place) {
        layer.dropout = dropout;
    }
}

/// Whether `place` can be taken out.
pub fn can_remove(architecture: &Architecture, place: Place) -> bool {
    place.is_hidden()
        || place::level(architecture, place).is_some() && levels::can_remove(architecture)
}

/// Takes a hidden layer or a level out.
pub fn remove(architecture: &mut Architecture, place: Place) {
    if let Some(level) = place::level(architecture, place) {
        levels::remove(architecture, level);
        return;
    }
    let from = |layers: &mut Vec<Layer>, index: usize| {
        if index < layers.len() {
            layers.remove(index);
        }
    };
    match place {
        Place::Encoder(index) => from(&mut architecture.encoder, index),
        Place::Decoder(index) => match &mut architecture.decoder {
            Decoder::Own { layers } => from(layers, index),
            Decoder::Mirrored => {
                if let Some(twin) = place::twin(architecture, index) {
                    from(&mut architecture.encoder, twin);
                }
            }
        },
        _ => {}
    }
}

/// Whether what comes after `place` is a level of the pyramid rather than a dense layer.
pub fn inserts_level(architecture: &Architecture, place: Place) -> bool {
    let last = place::levels(architecture).checked_sub(1);
    match place {
        Place::Input => last.is_some(),
        // Between the maps and the code stand dense layers.
        Place::Down(index) => place::is_spatial(architecture) || Some(index) != last,
        Place::Code => place::is_spatial(architecture),
        Place::Maps | Place::Up(_) => true,
        Place::Encoder(_) | Place::Decoder(_) | Place::Output => false,
    }
}

/// Whether something fits after `place`.
pub fn can_insert_after(architecture: &Architecture, place: Place) -> bool {
    if inserts_level(architecture, place) {
        return levels::can_add(architecture);
    }
    match place {
        Place::Input | Place::Down(_) | Place::Encoder(_) => architecture.encoder.len() < MAX_DEPTH,
        Place::Code | Place::Decoder(_) => place::decoder_len(architecture) < MAX_DEPTH,
        Place::Maps | Place::Up(_) | Place::Output => false,
    }
}

/// Puts a hidden layer or a level after `place`, of a width between its neighbours and with the activation of its
/// side. Returns where it is, or `None` when there is no room.
pub fn insert_after(
    architecture: &mut Architecture,
    place: Place,
    ends: impl Into<Ends>,
) -> Option<Place> {
    if !can_insert_after(architecture, place) {
        return None;
    }
    if inserts_level(architecture, place) {
        return levels::insert_after(architecture, place);
    }
    let places = place::places(architecture);
    let at = places.iter().position(|&other| other == place)?;
    let following = *places.get(at + 1)?;
    let like = place::layer(architecture, place)
        .or_else(|| place::layer(architecture, following))
        .unwrap_or_default();
    let ends = ends.into();
    let width = |place| place::extent(architecture, place, ends).numbers();
    let layer = Layer {
        width: ladder::between(&LADDER, width(place), width(following)),
        activation: like.activation,
        dropout: 0.0,
    };
    let (new, index) = match place {
        Place::Encoder(index) => (Place::Encoder(index + 1), index + 1),
        Place::Decoder(index) => (Place::Decoder(index + 1), index + 1),
        Place::Code => (Place::Decoder(0), 0),
        _ => (Place::Encoder(0), 0),
    };
    match (new, &mut architecture.decoder) {
        (Place::Decoder(_), Decoder::Own { layers }) => layers.insert(index, layer),
        (Place::Decoder(_), Decoder::Mirrored) => {
            let twin = architecture.encoder.len() - index;
            architecture.encoder.insert(twin, layer);
        }
        _ => architecture.encoder.insert(index, layer),
    }
    Some(new)
}

/// Mirrors the encoder, or gives the decoder layers of its own, equal to the mirrored ones at first.
pub fn set_mirrored(architecture: &mut Architecture, mirrored: bool) {
    architecture.decoder = if mirrored {
        Decoder::Mirrored
    } else {
        Decoder::Own {
            layers: architecture.decoder_layers(),
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;

    const DIGIT: ImageShape = ImageShape {
        height: 28,
        width: 28,
        channels: 1,
    };

    fn widths(architecture: &Architecture) -> Vec<usize> {
        architecture.widths(784)
    }

    #[test]
    fn a_mirrored_decoder_layer_changes_its_twin() {
        let mut architecture = Architecture::default();
        set_amount(&mut architecture, Place::Decoder(0), 128);
        assert_eq!(widths(&architecture), [784, 512, 128, 32, 128, 512, 784]);
        set_activation(&mut architecture, Place::Decoder(1), Activation::Tanh);
        assert_eq!(architecture.encoder[0].activation, Activation::Tanh);
        set_dropout(&mut architecture, Place::Decoder(1), 0.25);
        assert_eq!(architecture.encoder[0].dropout, 0.25);
    }

    #[test]
    fn an_own_decoder_begins_as_the_mirror_and_then_goes_its_way() {
        let mut architecture = Architecture::default();
        set_mirrored(&mut architecture, false);
        assert_eq!(widths(&architecture), [784, 512, 256, 32, 256, 512, 784]);
        step_amount(&mut architecture, Place::Decoder(0), -1);
        remove(&mut architecture, Place::Encoder(0));
        assert_eq!(widths(&architecture), [784, 256, 32, 128, 512, 784]);
        set_mirrored(&mut architecture, true);
        assert_eq!(widths(&architecture), [784, 256, 32, 256, 784]);
    }

    #[test]
    fn layers_are_added_where_asked() {
        let mut architecture = Architecture::default();
        let added = insert_after(&mut architecture, Place::Input, DIGIT);
        assert_eq!(added, Some(Place::Encoder(0)));
        assert_eq!(widths(&architecture)[..3], [784, 512, 512]);

        let mut architecture = Architecture::default();
        let added = insert_after(&mut architecture, Place::Encoder(1), DIGIT);
        assert_eq!(added, Some(Place::Encoder(2)));
        assert_eq!(
            widths(&architecture),
            [784, 512, 256, 100, 32, 100, 256, 512, 784]
        );
        // The same from the decoder's side.
        let mut mirrored = Architecture::default();
        let added = insert_after(&mut mirrored, Place::Code, DIGIT);
        assert_eq!(added, Some(Place::Decoder(0)));
        assert_eq!(mirrored, architecture);
        let mut last = Architecture::default();
        insert_after(&mut last, Place::Decoder(1), DIGIT);
        assert_eq!(widths(&last), [784, 512, 512, 256, 32, 256, 512, 512, 784]);
    }

    #[test]
    fn an_own_decoder_takes_a_layer_for_itself() {
        let mut architecture = Architecture::default();
        set_mirrored(&mut architecture, false);
        insert_after(&mut architecture, Place::Decoder(1), DIGIT);
        assert_eq!(
            widths(&architecture),
            [784, 512, 256, 32, 256, 512, 512, 784]
        );
    }

    #[test]
    fn a_side_has_at_most_twelve_layers() {
        let mut architecture = Architecture {
            encoder: vec![Layer::default(); MAX_DEPTH],
            ..Architecture::default()
        };
        assert_eq!(insert_after(&mut architecture, Place::Input, DIGIT), None);
        assert_eq!(insert_after(&mut architecture, Place::Code, DIGIT), None);
        assert_eq!(insert_after(&mut architecture, Place::Output, DIGIT), None);
        assert_eq!(architecture.encoder.len(), 12);
    }

    #[test]
    fn what_is_not_there_changes_nothing() {
        let mut architecture = Architecture::default();
        remove(&mut architecture, Place::Encoder(7));
        remove(&mut architecture, Place::Decoder(7));
        remove(&mut architecture, Place::Code);
        set_amount(&mut architecture, Place::Output, 64);
        step_amount(&mut architecture, Place::Input, 2);
        set_dropout(&mut architecture, Place::Code, 0.5);
        assert_eq!(architecture, Architecture::default());
    }

    #[test]
    fn the_last_layer_can_go() {
        let mut architecture = Architecture::default();
        remove(&mut architecture, Place::Decoder(1));
        assert_eq!(widths(&architecture), [784, 256, 32, 256, 784]);
        remove(&mut architecture, Place::Encoder(0));
        assert_eq!(widths(&architecture), [784, 32, 784]);
    }
}
