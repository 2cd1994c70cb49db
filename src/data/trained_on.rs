//! The data of a trained variant, as far as they have to be known without being there.

use serde::{Deserialize, Serialize};

use super::{DataSettings, Fingerprint, Prepared, SoundFormat};

/// How the samples were read that a variant is trained on, what their files held, and what their classes are called. Their
/// columns and scaling stand in its [`Scaler`](super::Scaler).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainedOn {
    #[serde(flatten)]
    pub settings: DataSettings,
    /// `None` of a set that is part of the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Fingerprint>,
    /// By label, where they have names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class_names: Option<Vec<String>>,
    /// What the channels of sequences are called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// How sounds became values, so that values can become sound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sound: Option<SoundFormat>,
}

impl TrainedOn {
    pub fn of(data: &Prepared) -> Self {
        Self {
            settings: data.settings.clone(),
            content: data.dataset.about.content.clone(),
            class_names: data.dataset.class_names.clone(),
            channels: data.dataset.train.channels().to_vec(),
            sound: data.dataset.about.sound.as_deref().cloned(),
        }
    }

    /// Whether the files of `data` hold something else than these did; `false` where one of them is not known.
    pub fn differ_from(&self, data: &Prepared) -> bool {
        let now = &data.dataset.about.content;
        matches!((&self.content, now), (Some(then), Some(now)) if then != now)
    }
}
