//! Names for the layers of a dense autoencoder, in the order in which they are drawn.

use crate::model::{Activation, Architecture, Decoder, Layer};

/// One bar of the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    Input,
    /// A hidden layer of the encoder, counted from the data (0-based).
    Encoder(usize),
    Code,
    /// A hidden layer of the decoder, counted from the code (0-based).
    Decoder(usize),
    Output,
}

impl Place {
    /// "Encoder layer 1".
    pub fn name(self) -> String {
        match self {
            Self::Input => "Input".into(),
            Self::Encoder(index) => format!("Encoder layer {}", index + 1),
            Self::Code => "Code".into(),
            Self::Decoder(index) => format!("Decoder layer {}", index + 1),
            Self::Output => "Output".into(),
        }
    }

    /// Whether this is a hidden layer, which can be added, removed and given dropout.
    pub fn is_hidden(self) -> bool {
        matches!(self, Self::Encoder(_) | Self::Decoder(_))
    }

    /// Whether its width is chosen; input and output follow the data.
    pub fn has_width(self) -> bool {
        self.is_hidden() || self == Self::Code
    }

    /// Itself, or the nearest place that exists in `architecture`.
    pub fn within(self, architecture: &Architecture) -> Self {
        let clamp = |index: usize, count: usize, place: fn(usize) -> Self| {
            count
                .checked_sub(1)
                .map_or(Self::Code, |last| place(index.min(last)))
        };
        match self {
            Self::Encoder(index) => clamp(index, architecture.encoder.len(), Self::Encoder),
            Self::Decoder(index) => clamp(index, decoder_len(architecture), Self::Decoder),
            other => other,
        }
    }
}

/// Hidden layers of the decoder.
pub fn decoder_len(architecture: &Architecture) -> usize {
    match &architecture.decoder {
        Decoder::Mirrored => architecture.encoder.len(),
        Decoder::Own { layers } => layers.len(),
    }
}

/// All places from input to output.
pub fn places(architecture: &Architecture) -> Vec<Place> {
    let mut places = vec![Place::Input];
    places.extend((0..architecture.encoder.len()).map(Place::Encoder));
    places.push(Place::Code);
    places.extend((0..decoder_len(architecture)).map(Place::Decoder));
    places.push(Place::Output);
    places
}

/// The encoder layer that decides about decoder layer `index` of a mirrored model.
pub fn twin(architecture: &Architecture, index: usize) -> Option<usize> {
    match architecture.decoder {
        Decoder::Mirrored => architecture.encoder.len().checked_sub(index + 1),
        Decoder::Own { .. } => None,
    }
}

/// The hidden layer at `place`, if there is one.
pub fn layer(architecture: &Architecture, place: Place) -> Option<Layer> {
    match place {
        Place::Encoder(index) => architecture.encoder.get(index).copied(),
        Place::Decoder(index) => architecture.decoder_layers().get(index).copied(),
        _ => None,
    }
}

/// Numbers that leave `place`, for data of `input` numbers; 0 for a layer that is not there.
pub fn width(architecture: &Architecture, place: Place, input: usize) -> usize {
    match place {
        Place::Input | Place::Output => input,
        Place::Code => architecture.code.width,
        hidden => layer(architecture, hidden).map_or(0, |layer| layer.width),
    }
}

/// The function applied at `place`; the input has none.
pub fn activation(architecture: &Architecture, place: Place) -> Option<Activation> {
    match place {
        Place::Input => None,
        Place::Code => Some(architecture.code.activation),
        Place::Output => Some(architecture.output),
        hidden => layer(architecture, hidden).map(|layer| layer.activation),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_run_from_input_to_output() {
        assert_eq!(
            places(&Architecture::default()),
            [
                Place::Input,
                Place::Encoder(0),
                Place::Encoder(1),
                Place::Code,
                Place::Decoder(0),
                Place::Decoder(1),
                Place::Output
            ]
        );
    }

    #[test]
    fn widths_are_those_of_the_architecture() {
        let architecture = Architecture::default();
        let drawn: Vec<usize> = places(&architecture)
            .into_iter()
            .map(|place| width(&architecture, place, 784))
            .collect();
        assert_eq!(drawn, [784, 512, 256, 32, 256, 512, 784]);
    }

    #[test]
    fn a_place_that_went_away_becomes_its_neighbour() {
        let mut architecture = Architecture::default();
        architecture.encoder.pop();
        assert_eq!(Place::Encoder(1).within(&architecture), Place::Encoder(0));
        assert_eq!(Place::Decoder(1).within(&architecture), Place::Decoder(0));
        architecture.encoder.clear();
        assert_eq!(Place::Encoder(0).within(&architecture), Place::Code);
        assert_eq!(Place::Output.within(&architecture), Place::Output);
    }

    #[test]
    fn twins_face_each_other_across_the_code() {
        let architecture = Architecture::default();
        assert_eq!(twin(&architecture, 0), Some(1));
        assert_eq!(twin(&architecture, 1), Some(0));
        assert_eq!(twin(&architecture, 2), None);
    }
}
