//! A field of a project file that could not be read: what stood there, and what is used until a person has looked.

use serde::{Deserialize, Serialize};

use crate::training::VariantId;

/// Something wrong in a project file, in whose place something else is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Misread {
    /// Where it stood in the file: `variants[0].settings.training.batch`.
    pub key: String,
    /// Whose it is; `None` where it is the whole project's.
    pub variant: Option<VariantId>,
    /// Where it is below the variant, or the project: `settings.training.batch`.
    pub path: String,
    /// What stood there, as JSON; `None` where something is missing or too long to be shown.
    pub written: Option<String>,
    /// What is wrong with it.
    pub problem: String,
    /// What becomes of it: "the default is used".
    pub outcome: String,
    /// What is used in its place, as JSON, where that is one value.
    pub used: Option<String>,
    /// The part of the project, and its JSON, by whose change it is known that a person has chosen something else;
    /// `None` where nothing but their word tells.
    pub watched: Option<(String, String)>,
    /// What stood there is written again as it is, so that a save loses nothing.
    pub is_kept: bool,
}

impl Misread {
    /// Where it is below the settings of its variant, or in the project: `training.batch`, `data.validation`.
    pub fn setting(&self) -> &str {
        match self.variant {
            Some(_) => self.path.strip_prefix("settings.").unwrap_or(&self.path),
            None => &self.path,
        }
    }

    /// Whether what it is about decides how its variant, or with the data all of them, would be trained.
    pub fn concerns_training_of(&self, id: VariantId) -> bool {
        match self.variant {
            Some(variant) => variant == id,
            None => self.path == "data" || self.path.starts_with("data."),
        }
    }
}
