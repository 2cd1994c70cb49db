//! The classifiers that settings name, found: what they are called, their weights, and what they are for.

use std::sync::Arc;

use super::{ClassifierId, FeaturesOf, IMAGE, TrainedClassifier, shipped_weights};
use crate::data::ImageShape;
use crate::model::{Invalid, ModelError, Tensors};

impl From<&TrainedClassifier> for FeaturesOf {
    fn from(classifier: &TrainedClassifier) -> Self {
        Self::Trained(classifier.id())
    }
}

impl FeaturesOf {
    /// For a person to know it by.
    pub fn name(self) -> String {
        match self {
            Self::Shipped(set) => set.name().to_owned(),
            Self::Trained(id) => TrainedClassifier::known(id)
                .map_or_else(|| "a classifier that is gone".into(), |known| known.name()),
        }
    }

    /// The weights by name: `features.N` of the extractor, `head.N` of the dense layers.
    ///
    /// # Errors
    /// When they are not there.
    pub fn weights(self) -> Result<Tensors, ModelError> {
        match self {
            Self::Shipped(set) => shipped_weights(set),
            Self::Trained(id) => Ok(trained(id).map_err(ModelError::Invalid)?.weights().clone()),
        }
    }

    /// Whether they are there, and for images of this shape. `user` is what uses them, `field` the setting that names
    /// them.
    ///
    /// # Errors
    /// One sentence on what they are for instead.
    pub fn check_for(self, image: ImageShape, user: &str, field: &str) -> Result<(), Invalid> {
        let made_for = match self {
            Self::Shipped(_) => IMAGE,
            Self::Trained(id) => {
                let found = trained(id).map_err(|invalid| Invalid {
                    field: field.into(),
                    ..invalid
                })?;
                found.image()
            }
        };
        Invalid::unless(made_for == image, field, || {
            let [for_this, found] = [made_for, image].map(|image| {
                let ImageShape {
                    height,
                    width,
                    channels,
                } = image;
                format!("{height} × {width} × {channels}")
            });
            format!("{user} are made for images of {for_this}, not {found}")
        })
    }
}

fn trained(id: ClassifierId) -> Result<Arc<TrainedClassifier>, Invalid> {
    TrainedClassifier::known(id).ok_or_else(|| Invalid {
        problem: format!("The classifier is not in the project, {id}"),
        field: "classifiers".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_refused_with_its_name() {
        let own = FeaturesOf::Trained(ClassifierId::of(b"nobody trained this"));
        let refused = own.check_for(IMAGE, "Front layers", "pyramid.weights");
        let refused = refused.expect_err("refused").to_string();
        assert!(
            refused.starts_with("The classifier is not in the project, weights/"),
            "{refused}"
        );
        assert!(
            refused.ends_with(".safetensors: pyramid.weights"),
            "{refused}"
        );
        assert!(own.weights().is_err());
    }
}
