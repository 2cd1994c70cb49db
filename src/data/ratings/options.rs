//! How a list of ratings is read, and what becomes a sample.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// A list of ratings with its test part.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
#[schemars(inline)]
#[serde(default)]
pub struct RatingsFile {
    /// Path of the file: a user, an item and a rating in each line.
    pub path: PathBuf,
    /// Path of the file with the test ratings: the file beside it whose name says so (`train.csv`, `test.csv`) where it is
    /// absent, and a sixth of the ratings where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<PathBuf>,
    /// What a sample is.
    pub by: By,
    /// Whether the model is told by masks what is missing, as of tables; it sees the mean of all ratings there either way.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub masks: bool,
    /// Name of the column of users, where it is called neither `user` nor alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Name of the column of items, where it is called neither `item`, `movie` nor alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Name of the column of ratings, where it is called neither `rating`, `score` nor alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<String>,
}

/// What a sample of ratings is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize, VariantArray,
)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// A user: ratings of all items.
    #[default]
    User,
    /// An item: ratings by all users.
    Item,
}

impl By {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    /// What a row and what a column is.
    pub fn words(self) -> [&'static str; 2] {
        match self {
            Self::User => ["user", "item"],
            Self::Item => ["item", "user"],
        }
    }
}
