//! Places of dense models and of pyramids.

use super::*;

const DIGIT: ImageShape = ImageShape {
    height: 28,
    width: 28,
    channels: 1,
};

/// The convolutional autoencoder of the Keras article.
fn keras() -> Architecture {
    let mut architecture = Architecture {
        pyramid: Some(Pyramid {
            channels: vec![16, 8, 8],
            ..Pyramid::default()
        }),
        encoder: Vec::new(),
        ..Architecture::default()
    };
    architecture.code.shape = CodeShape::Spatial;
    architecture
}

fn extents(architecture: &Architecture) -> Vec<String> {
    places(architecture)
        .into_iter()
        .map(|place| extent(architecture, place, DIGIT).name())
        .collect()
}

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
fn extents_are_those_of_the_architecture() {
    assert_eq!(
        extents(&Architecture::default()),
        ["784", "512", "256", "32", "256", "512", "784"]
    );
}

#[test]
fn a_spatial_code_is_the_last_level_of_its_pyramid() {
    assert_eq!(
        extents(&keras()),
        [
            "28 × 28 × 1",
            "14 × 14 × 16",
            "7 × 7 × 8",
            "4 × 4 × 8",
            "7 × 7 × 8",
            "14 × 14 × 8",
            "28 × 28 × 16",
            "28 × 28 × 1"
        ]
    );
    assert_eq!(level(&keras(), Place::Code), Some(2));
    assert_eq!(level(&keras(), Place::Up(0)), Some(2));
    assert_eq!(level(&keras(), Place::Up(2)), Some(0));
}

#[test]
fn a_flat_code_stands_between_dense_layers_and_maps() {
    let mut architecture = keras();
    architecture.code.shape = CodeShape::Flat;
    architecture.encoder = vec![Layer {
        width: 64,
        ..Layer::default()
    }];
    assert_eq!(
        extents(&architecture)[3..9],
        ["4 × 4 × 8", "64", "32", "64", "4 × 4 × 8", "7 × 7 × 8"]
    );
    assert_eq!(amount(&architecture, Place::Maps), None);
    assert_eq!(amount(&architecture, Place::Down(0)), Some(16));
    assert_eq!(rungs(&architecture, Place::Down(0)), CHANNELS);
    assert_eq!(rungs(&architecture, Place::Code), LADDER);
}

#[test]
fn a_trained_front_keeps_its_channels() {
    let mut architecture = keras();
    if let Some(pyramid) = &mut architecture.pyramid {
        pyramid.weights = PyramidWeights::Pretrained {
            set: crate::data::PictureSet::Mnist.into(),
            frozen: true,
        };
    }
    assert_eq!(amount(&architecture, Place::Down(0)), None);
    assert_eq!(amount(&architecture, Place::Up(0)), None);
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
    assert_eq!(Place::Down(1).within(&architecture), Place::Code);
    assert_eq!(Place::Maps.within(&architecture), Place::Code);
    assert_eq!(Place::Down(2).within(&keras()), Place::Down(1));
    assert_eq!(Place::Encoder(0).within(&keras()), Place::Code);
}

#[test]
fn twins_face_each_other_across_the_code() {
    let architecture = Architecture::default();
    assert_eq!(twin(&architecture, 0), Some(1));
    assert_eq!(twin(&architecture, 1), Some(0));
    assert_eq!(twin(&architecture, 2), None);
}
