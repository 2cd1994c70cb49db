//! Names for the parts of a model, in the order in which they are drawn.

use super::ends::Ends;
use super::extent::Extent;
use crate::data::{ImageShape, SequenceShape};
use crate::model::{
    Activation, Architecture, CHANNELS, CodeShape, Decoder, Distribution, LADDER, Layer, Pyramid,
    PyramidWeights, SequenceLayers, StepConvolutions,
};

/// One bar or block of the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    Input,
    /// A level of the encoder's pyramid, or of its layers over the steps of sequences, counted from the data (0-based).
    Down(usize),
    /// A hidden dense layer of the encoder, counted from the data (0-based).
    Encoder(usize),
    Code,
    /// A hidden dense layer of the decoder, counted from the code (0-based).
    Decoder(usize),
    /// The dense layer whose numbers the decoder's convolutions read as maps or steps.
    Maps,
    /// A level of the decoder's pyramid or layers over steps, counted from the code (0-based).
    Up(usize),
    Output,
}

impl Place {
    /// "Encoder layer 1".
    pub fn name(self) -> String {
        match self {
            Self::Input => "Input".into(),
            Self::Down(index) => format!("Encoder level {}", index + 1),
            Self::Encoder(index) => format!("Encoder layer {}", index + 1),
            Self::Code => "Code".into(),
            Self::Decoder(index) => format!("Decoder layer {}", index + 1),
            Self::Maps => "Maps".into(),
            Self::Up(index) => format!("Decoder level {}", index + 1),
            Self::Output => "Output".into(),
        }
    }

    /// Whether this is a hidden dense layer, which can be added, removed and given dropout.
    pub fn is_hidden(self) -> bool {
        matches!(self, Self::Encoder(_) | Self::Decoder(_))
    }

    /// Itself, or the nearest place that exists in `architecture`.
    pub fn within(self, architecture: &Architecture) -> Self {
        let clamp = |index: usize, count: usize, place: fn(usize) -> Self| {
            count
                .checked_sub(1)
                .map_or(Self::Code, |last| place(index.min(last)))
        };
        match self {
            Self::Down(index) => clamp(index, down_len(architecture), Self::Down),
            Self::Encoder(index) => clamp(index, encoder_len(architecture), Self::Encoder),
            Self::Decoder(index) => clamp(index, decoder_len(architecture), Self::Decoder),
            Self::Maps if !has_maps(architecture) => Self::Code,
            Self::Up(index) => clamp(index, up_len(architecture), Self::Up),
            other => other,
        }
    }
}

/// The place whose rows are shown before any is clicked.
pub fn first(architecture: &Architecture) -> Place {
    places(architecture).get(1).copied().unwrap_or(Place::Code)
}

/// Levels of the pyramid, or of the layers over steps; 0 without any.
pub fn levels(architecture: &Architecture) -> usize {
    match (&architecture.pyramid, &architecture.sequence) {
        (Some(pyramid), _) => pyramid.channels.len(),
        (None, Some(SequenceLayers::Conv1d(layers))) => layers.channels.len(),
        (None, Some(layers)) => layers.recurrent().map_or(0, |layers| layers.layers),
        (None, None) => 0,
    }
}

/// Channels of each level, from the data inwards; of recurrent layers the widths of their states.
fn channels(architecture: &Architecture, level: usize) -> Option<usize> {
    match (&architecture.pyramid, &architecture.sequence) {
        (Some(pyramid), _) => pyramid.channels.get(level).copied(),
        (None, Some(SequenceLayers::Conv1d(layers))) => layers.channels.get(level).copied(),
        (None, Some(layers)) => {
            let layers = layers.recurrent().filter(|layers| level < layers.layers);
            layers.map(|layers| layers.hidden)
        }
        (None, None) => None,
    }
}

/// The convolutions over time, where there are some.
fn step_convolutions(architecture: &Architecture) -> Option<&StepConvolutions> {
    architecture.sequence.as_ref()?.convolutions()
}

/// Whether its levels are recurrent layers.
pub fn is_recurrent(architecture: &Architecture) -> bool {
    let layers = architecture.sequence.as_ref();
    layers.is_some_and(|layers| layers.recurrent().is_some())
}

/// Whether the decoder reads a row as maps or steps.
fn has_maps(architecture: &Architecture) -> bool {
    levels(architecture) > 0 && !is_spatial(architecture) && !is_recurrent(architecture)
}

/// Levels of the decoder that are drawn by themselves: the outermost of convolutions over time is the output.
fn up_len(architecture: &Architecture) -> usize {
    levels(architecture) - usize::from(step_convolutions(architecture).is_some())
}

/// Whether the code is the maps of the pyramid's last level.
pub fn is_spatial(architecture: &Architecture) -> bool {
    architecture.pyramid.is_some() && architecture.code.shape == CodeShape::Spatial
}

/// Whether each sample has a mean and a log-variance for a code.
pub fn is_gaussian(architecture: &Architecture) -> bool {
    architecture.code.distribution == Distribution::Gaussian
}

/// Whether training leaves the weights of `place` as they are.
pub fn is_frozen(architecture: &Architecture, place: Place) -> bool {
    let frozen = architecture.pyramid.as_ref().is_some_and(|pyramid| {
        matches!(
            pyramid.weights,
            PyramidWeights::Pretrained { frozen: true, .. }
        )
    });
    frozen && matches!(place, Place::Down(_))
}

/// Whether the pyramid's shape is that of pretrained convolutions.
pub fn is_pretrained(pyramid: &Pyramid) -> bool {
    matches!(pyramid.weights, PyramidWeights::Pretrained { .. })
}

/// Levels of the encoder that are drawn by themselves: the last one is the code where that is spatial.
fn down_len(architecture: &Architecture) -> usize {
    levels(architecture) - usize::from(is_spatial(architecture))
}

fn encoder_len(architecture: &Architecture) -> usize {
    if is_spatial(architecture) {
        return 0;
    }
    architecture.encoder.len()
}

/// Hidden dense layers of the decoder.
pub fn decoder_len(architecture: &Architecture) -> usize {
    match &architecture.decoder {
        _ if is_spatial(architecture) => 0,
        Decoder::Mirrored => architecture.encoder.len(),
        Decoder::Own { layers } => layers.len(),
    }
}

/// All places from input to output.
pub fn places(architecture: &Architecture) -> Vec<Place> {
    let mut places = vec![Place::Input];
    places.extend((0..down_len(architecture)).map(Place::Down));
    places.extend((0..encoder_len(architecture)).map(Place::Encoder));
    places.push(Place::Code);
    places.extend((0..decoder_len(architecture)).map(Place::Decoder));
    if has_maps(architecture) {
        places.push(Place::Maps);
    }
    places.extend((0..up_len(architecture)).map(Place::Up));
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

/// The level that `place` belongs to, counted from the data.
pub fn level(architecture: &Architecture, place: Place) -> Option<usize> {
    let levels = levels(architecture);
    match place {
        Place::Down(index) => Some(index).filter(|&index| index < levels),
        Place::Up(index) => up_len(architecture).checked_sub(index + 1),
        Place::Code if is_spatial(architecture) => levels.checked_sub(1),
        _ => None,
    }
}

/// The hidden dense layer at `place`, if there is one.
pub fn layer(architecture: &Architecture, place: Place) -> Option<Layer> {
    match place {
        Place::Encoder(index) => architecture.encoder.get(index).copied(),
        Place::Decoder(index) => architecture.decoder_layers().get(index).copied(),
        _ => None,
    }
}

/// What leaves `place` for samples of this shape; an empty row for a layer that is not there.
pub fn extent(architecture: &Architecture, place: Place, ends: impl Into<Ends>) -> Extent {
    let ends = ends.into();
    if let Ends::Sequence(shape) = ends {
        return extent_of_steps(architecture, place, shape);
    }
    // Where there are no images, there are no maps of them.
    let image = ends.image().unwrap_or(ImageShape {
        height: 1,
        width: ends.input(),
        channels: 1,
    });
    let maps = |level: Option<usize>, channels: usize| {
        let sides = |side| {
            let pyramid = architecture.pyramid.as_ref();
            let sides = pyramid.map_or(vec![], |pyramid| pyramid.sides(side));
            level.map_or(side, |level| sides.get(level).copied().unwrap_or(side))
        };
        Extent::Maps(ImageShape {
            height: sides(image.height),
            width: sides(image.width),
            channels,
        })
    };
    let channels = |level: usize| channels(architecture, level).unwrap_or(1);
    let last = levels(architecture).checked_sub(1);
    match (place, last) {
        (Place::Input, None) => Extent::Row(ends.input()),
        (Place::Output, None) => Extent::Row(ends.output()),
        (Place::Input | Place::Output, Some(_)) => Extent::Maps(image),
        (Place::Code, Some(last)) if is_spatial(architecture) => maps(Some(last), channels(last)),
        (Place::Code, _) => Extent::Row(architecture.code.width),
        (Place::Maps, Some(last)) => maps(Some(last), channels(last)),
        (Place::Down(level), Some(_)) => maps(Some(level), channels(level)),
        (Place::Up(index), Some(last)) => {
            let level = last.saturating_sub(index);
            maps(level.checked_sub(1), channels(level))
        }
        (hidden, _) => Extent::Row(layer(architecture, hidden).map_or(0, |layer| layer.width)),
    }
}

/// As [`extent`], of sequences.
fn extent_of_steps(architecture: &Architecture, place: Place, shape: SequenceShape) -> Extent {
    let steps = |level: Option<usize>, features: usize| {
        let halved = match (step_convolutions(architecture), level) {
            (Some(layers), Some(level)) => layers.steps(shape.steps).get(level).copied(),
            _ => None,
        };
        Extent::Steps(SequenceShape {
            steps: halved.unwrap_or(shape.steps),
            features,
        })
    };
    let channels = |level: usize| channels(architecture, level).unwrap_or(1);
    let last = levels(architecture).checked_sub(1);
    match (place, last) {
        (Place::Input | Place::Output, None) => Extent::Row(shape.steps * shape.features),
        (Place::Input | Place::Output, Some(_)) => Extent::Steps(shape),
        (Place::Code, _) => Extent::Row(architecture.code.width),
        (Place::Maps, Some(last)) => steps(Some(last), channels(last)),
        (Place::Down(level), Some(_)) => steps(Some(level), channels(level)),
        (Place::Up(_), Some(_)) => {
            let level = level(architecture, place);
            steps(level, channels(level.unwrap_or(0)))
        }
        (hidden, _) => Extent::Row(layer(architecture, hidden).map_or(0, |layer| layer.width)),
    }
}

/// The number that is chosen at `place`: a width, or the channels of a level; `None` where the data or pretrained
/// convolutions decide.
pub fn amount(architecture: &Architecture, place: Place) -> Option<usize> {
    if let Some(level) = level(architecture, place) {
        let fixed = architecture.pyramid.as_ref().is_some_and(is_pretrained);
        return channels(architecture, level).filter(|_| !fixed);
    }
    match place {
        Place::Code => Some(architecture.code.width),
        _ => layer(architecture, place).map(|layer| layer.width),
    }
}

/// The amounts that exist at `place` as compiled layers.
pub fn rungs(architecture: &Architecture, place: Place) -> &'static [usize] {
    match level(architecture, place) {
        Some(_) if !is_recurrent(architecture) => &CHANNELS,
        _ => &LADDER,
    }
}

/// The function applied at `place`; the input and a Gaussian code have none.
pub fn activation(architecture: &Architecture, place: Place) -> Option<Activation> {
    if place == Place::Maps || level(architecture, place).is_some() {
        let pyramid = architecture.pyramid.as_ref().map(|p| p.activation);
        return pyramid.or_else(|| step_convolutions(architecture).map(|c| c.activation));
    }
    match place {
        Place::Code if is_gaussian(architecture) => None,
        Place::Code => Some(architecture.code.activation),
        Place::Output => Some(architecture.output),
        other => layer(architecture, other).map(|layer| layer.activation),
    }
}

#[cfg(test)]
mod tests;
