//! How sound is read, as a person chose it.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// Bands of a spectrogram that nobody has chosen.
pub const USUAL_MELS: u32 = 32;

/// A folder of sound files, or one recording.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[schemars(inline)]
#[serde(default)]
pub struct SoundFolder {
    /// Path of the folder, or of one recording.
    pub path: PathBuf,
    /// Path of a folder with the test part. Without one it is the folder `test` beside a folder `train` in the first, and
    /// held out files where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<PathBuf>,
    /// Path of a CSV file with the name of a file and its class in each line. Without one classes are the first subfolders
    /// that differ, or such a file in the folder or beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<PathBuf>,
    /// What a model sees of a sound.
    #[schemars(title = "Seen as")]
    pub form: SoundForm,
    /// Samples a second, to which all files are brought; that of most files where it is absent.
    #[schemars(title = "Rate", range(min = 1_000, max = 192_000), extend("x-unit" = "Hz"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<u32>,
    /// Length that each sound gets: longer ones are cut, shorter ones padded with silence. Where it is absent sequences
    /// keep their own lengths, and pictures show the longest, or ten seconds.
    #[schemars(title = "Length", range(min = 0.001, max = 3_600.0), extend("x-unit" = "s"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f32>,
    /// Cuts each recording into pieces of this length rather than taking its beginning.
    #[schemars(title = "Piece", range(min = 0.001, max = 3_600.0), extend("x-unit" = "s"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub piece: Option<f32>,
    /// Bands of a spectrogram, equally spaced on the mel scale; a picture is as wide as it is high.
    #[schemars(title = "Mel bands", range(min = 4, max = 256))]
    pub mels: u32,
    /// Samples of each frame of a spectrogram; the power of two from 32 ms on where it is absent.
    #[schemars(title = "Frame", range(min = 16, max = 65_536), extend("x-unit" = "samples"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frame: Option<u32>,
    /// Samples from the beginning of a frame to that of the next. Where it is absent 25 ms in sequences, and in pictures
    /// what shows the whole length.
    #[schemars(title = "Hop", range(min = 1, max = 1_000_000), extend("x-unit" = "samples"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hop: Option<u32>,
}

impl Default for SoundFolder {
    fn default() -> Self {
        Self {
            path: PathBuf::new(),
            test: None,
            labels: None,
            form: SoundForm::default(),
            rate: None,
            seconds: None,
            piece: None,
            mels: USUAL_MELS,
            frame: None,
            hop: None,
        }
    }
}

/// What a model sees of a sound.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize, VariantArray,
)]
#[serde(rename_all = "snake_case")]
pub enum SoundForm {
    /// A sequence of frames, each the logarithms of the power in bands of the mel scale.
    #[default]
    LogMel,
    /// The same as a picture: time to the right, low bands at the bottom.
    Picture,
    /// A sequence of one channel: the samples themselves.
    Waveform,
}

impl SoundForm {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();
}
