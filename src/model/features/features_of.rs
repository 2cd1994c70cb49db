//! Whose features are meant: those of a shipped classifier, or of one that was trained in a project.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ClassifierId;
use crate::data::PictureSet;

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
}
