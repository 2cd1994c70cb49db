//! The kinds of encoder: dense layers alone; convolutions before them, fresh or pretrained as a classifier; or layers over
//! the steps of sequences.

use super::place;
use crate::data::SampleShape;
use crate::model::{Architecture, CodeShape, FeaturesOf, Pyramid, PyramidWeights, SequenceLayers};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    Dense,
    Convolutional,
    Pretrained,
    Gru,
    Lstm,
    Conv1d,
}

impl Family {
    pub fn of(architecture: &Architecture) -> Self {
        match &architecture.sequence {
            None => {}
            Some(SequenceLayers::Gru(_)) => return Self::Gru,
            Some(SequenceLayers::Lstm(_)) => return Self::Lstm,
            Some(SequenceLayers::Conv1d(_)) => return Self::Conv1d,
        }
        match &architecture.pyramid {
            None => Self::Dense,
            Some(pyramid) if place::is_pretrained(pyramid) => Self::Pretrained,
            Some(_) => Self::Convolutional,
        }
    }

    /// Why samples of this shape cannot have it.
    pub fn problem(self, shape: &SampleShape) -> Option<String> {
        let mut usual = Architecture::default();
        set_family(&mut usual, self, FeaturesOf::default());
        let refused = usual.check_for(shape).err();
        refused.map(|invalid| invalid.problem)
    }
}

/// Dense layers, code and decoder stay what they are as far as they can.
pub fn set_family(architecture: &mut Architecture, family: Family, set: FeaturesOf) {
    let layers = architecture.sequence.take();
    // Another kind of cell is as wide and as deep.
    let recurrent = layers.as_ref().and_then(SequenceLayers::recurrent).copied();
    match family {
        Family::Gru => {
            let layers = SequenceLayers::Gru(recurrent.unwrap_or_default());
            architecture.sequence = Some(layers);
        }
        Family::Lstm => {
            let layers = SequenceLayers::Lstm(recurrent.unwrap_or_default());
            architecture.sequence = Some(layers);
        }
        Family::Conv1d => {
            let convolutions = layers.as_ref().and_then(SequenceLayers::convolutions);
            let convolutions = convolutions.cloned().unwrap_or_default();
            architecture.sequence = Some(SequenceLayers::Conv1d(convolutions));
        }
        Family::Dense => {
            architecture.embedding = None;
            architecture.pyramid = None;
            architecture.code.shape = CodeShape::Flat;
        }
        Family::Convolutional => {
            let pyramid = architecture.pyramid.get_or_insert_default();
            pyramid.weights = PyramidWeights::Fresh;
        }
        Family::Pretrained => {
            let up = architecture.pyramid.as_ref().map(|pyramid| pyramid.up);
            architecture.pyramid = Some(Pyramid {
                up: up.unwrap_or_default(),
                ..pretrained(set, true)
            });
        }
    }
}

/// The convolutions of the classifier `set`, whose shape is the default pyramid's.
fn pretrained(set: FeaturesOf, frozen: bool) -> Pyramid {
    Pyramid {
        weights: PyramidWeights::Pretrained { set, frozen },
        ..Pyramid::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ImageShape, PictureSet};

    fn shape(height: usize, width: usize, channels: usize) -> SampleShape {
        let shape = ImageShape {
            height,
            width,
            channels,
        };
        shape.into()
    }

    #[test]
    fn images_that_convolutions_cannot_take_are_named() {
        let problem = |shape| Family::Convolutional.problem(&shape);
        assert_eq!(problem(shape(28, 28, 1)), None);
        assert_eq!(problem(shape(64, 64, 3)), None);
        assert_eq!(
            problem(shape(30, 20, 1)),
            Some(
                "Convolutions need square images of 28, 32, 64 pixels a side in 1 or 3 channels, not 30 × 20 × 1"
                    .into()
            )
        );
        assert!(problem(shape(32, 32, 2)).is_some());
        // A classifier can be trained for whatever convolutions exist for.
        assert_eq!(Family::Pretrained.problem(&shape(32, 32, 1)), None);
        assert!(Family::Pretrained.problem(&shape(30, 32, 1)).is_some());
        assert_eq!(Family::Dense.problem(&shape(3, 7, 5)), None);
    }

    #[test]
    fn families_keep_the_dense_layers_and_come_back() {
        let mut architecture = Architecture::default();
        let before = architecture.clone();
        let mnist = FeaturesOf::Shipped(PictureSet::Mnist);
        set_family(&mut architecture, Family::Convolutional, mnist);
        assert_eq!(Family::of(&architecture), Family::Convolutional);
        assert_eq!(architecture.encoder, before.encoder);
        architecture.code.shape = CodeShape::Spatial;
        set_family(
            &mut architecture,
            Family::Pretrained,
            PictureSet::FashionMnist.into(),
        );
        assert_eq!(Family::of(&architecture), Family::Pretrained);
        set_family(&mut architecture, Family::Dense, mnist);
        assert_eq!(architecture, before);
    }
}
