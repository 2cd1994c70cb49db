//! The JSON schema of `project.json`, from which editors complete and which says what is wrong.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::Document;
use super::migrate::FORMAT;
use crate::settings::Schema;

/// What the types of a document say of each field.
pub(super) static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::of::<Document>);

/// The schema of a project file. What training writes (`trained`, `start`) is said to be objects and no more: nobody
/// types these.
pub fn project_schema() -> Value {
    let mut schema = SCHEMA.as_json().clone();
    schema["title"] = "Hourglass project".into();
    schema["required"] = json!(["format"]);
    let file = &mut schema["properties"];
    file["format"] = json!({
        "description": "Number of the format",
        "type": "integer",
        "minimum": 1,
        "maximum": FORMAT,
    });
    file["program"] = json!({
        "description": "Name and version of the program that wrote the file; never read",
        "type": "string",
    });
    file["classifiers"] = json!({
        "description": "Classifiers that were trained on the project's data, for front layers and the perceptual loss",
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "name": {
                    "description": "For people; never read",
                    "type": "string",
                },
                "weights": {
                    "description": "Its weight file",
                    "type": "string",
                    "pattern": "^weights/[0-9a-f]{64}\\.safetensors$",
                },
            },
            "required": ["weights"],
        },
    });
    let variant = &mut schema["$defs"]["Variant"]["properties"];
    variant["start"] = json!({
        "description": "The weights it begins with, of one that was forked from a trained variant",
        "type": "object",
    });
    variant["trained"] = json!({
        "description": "What training has made of it",
        "type": "object",
    });
    schema
}
