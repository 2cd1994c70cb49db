//! Arrays as a person chose them.

use std::ops::Not;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Layout;

/// Arrays of NumPy, in NPY files or a NPZ archive.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
#[schemars(inline)]
#[serde(default)]
pub struct ArrayFile {
    /// Path of the NPY or NPZ file.
    pub path: PathBuf,
    /// Which array of a NPZ archive holds the samples; found by its name where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub array: Option<String>,
    /// Path of a NPY file with one label a sample; the labels in a NPZ archive are found by their name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<PathBuf>,
    /// Which array of a NPZ archive holds the labels; found by its name where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_array: Option<String>,
    /// Path of a NPY file with the test part. In a NPZ archive it is found by its name; held out samples are it where
    /// there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<PathBuf>,
    /// Path of a NPY file with the labels of the test part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_labels: Option<PathBuf>,
    /// What the dimensions are; found from their number where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<Layout>,
    /// Height, width and channels of images that are written as rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shape: Option<[u32; 3]>,
    /// Whether images are turned so that their rows become columns, and the rows of a table likewise.
    #[serde(skip_serializing_if = "Not::not")]
    pub transpose: bool,
    /// The number that is black in images; found where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub black: Option<f64>,
    /// The number that is white in images; found where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub white: Option<f64>,
}
