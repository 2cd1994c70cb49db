//! Whose features are meant: those of a shipped classifier, or of one that was trained in a project.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{ClassifierId, IMAGE, TrainedClassifier, shipped_weights};
use crate::data::{ImageShape, PictureSet};
use crate::model::{Invalid, ModelError, Tensors};

/// A classifier whose convolutions are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeaturesOf {
    /// The one that was trained on this set and is part of the program.
    Shipped(PictureSet),
    /// One that was trained in the project.
    Trained(ClassifierId),
}

impl Default for FeaturesOf {
    fn default() -> Self {
        Self::Shipped(PictureSet::default())
    }
}

impl From<PictureSet> for FeaturesOf {
    fn from(set: PictureSet) -> Self {
        Self::Shipped(set)
    }
}

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

fn trained(id: ClassifierId) -> Result<std::sync::Arc<TrainedClassifier>, Invalid> {
    TrainedClassifier::known(id).ok_or_else(|| Invalid {
        problem: format!("The classifier is not in the project, {id}"),
        field: "classifiers".into(),
    })
}

impl Serialize for FeaturesOf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Shipped(set) => set.serialize(serializer),
            Self::Trained(id) => serializer.collect_str(id),
        }
    }
}

impl<'de> Deserialize<'de> for FeaturesOf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let sets = PictureSet::ALL
            .into_iter()
            .find(|set| serde_json::to_value(set).is_ok_and(|name| name.as_str() == Some(&text)));
        match (sets, text.parse()) {
            (Some(set), _) => Ok(Self::Shipped(set)),
            (None, Ok(id)) => Ok(Self::Trained(id)),
            (None, Err(problem)) => Err(D::Error::custom(format!(
                "neither mnist nor fashion-mnist: {problem}"
            ))),
        }
    }
}

impl JsonSchema for FeaturesOf {
    fn schema_name() -> Cow<'static, str> {
        "FeaturesOf".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let sets = PictureSet::json_schema(generator);
        let mut all = match sets.get("oneOf") {
            Some(serde_json::Value::Array(sets)) => sets.clone(),
            _ => Vec::new(),
        };
        all.push(serde_json::json!({
            "description": "A classifier that was trained in the project, by its weight file: one of `classifiers`.",
            "type": "string",
            "x-form": "weights/<content hash>.safetensors",
            "pattern": "^weights/[0-9a-f]{64}\\.safetensors$",
        }));
        json_schema!({ "oneOf": all })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_and_a_file_are_named_in_one_word() {
        let read = serde_json::from_str::<FeaturesOf>;
        let of_clothes = FeaturesOf::Shipped(PictureSet::FashionMnist);
        assert_eq!(read("\"fashion-mnist\"").unwrap(), of_clothes);
        assert_eq!(
            serde_json::to_string(&of_clothes).unwrap(),
            "\"fashion-mnist\""
        );
        let own = FeaturesOf::Trained(ClassifierId::of(b"abc"));
        let text = serde_json::to_string(&own).unwrap();
        assert!(text.starts_with("\"weights/6437b3ac"), "{text}");
        assert_eq!(read(&text).unwrap(), own);
        let refused = read("\"emoji\"").unwrap_err().to_string();
        assert!(
            refused.starts_with("neither mnist nor fashion-mnist: \"emoji\""),
            "{refused}"
        );
    }

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
