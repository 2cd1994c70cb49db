//! What the values of a sound mean, so that they can become sound again.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::SoundForm;
use super::mel::{Frames, Spectrogram};

/// How the sounds of a dataset became values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SoundFormat {
    pub form: SoundForm,
    #[serde(flatten)]
    pub frames: Frames,
    /// The logarithms that are black and white in pictures: the least and the greatest of the training part.
    pub range: [f32; 2],
}

impl fmt::Display for SoundFormat {
    /// "sound at 8000 Hz, 32 mel bands of frames of 256 samples every 200"
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Frames {
            rate,
            frame,
            hop,
            mels,
        } = self.frames;
        write!(f, "sound at {rate} Hz")?;
        match self.form {
            SoundForm::Waveform => Ok(()),
            SoundForm::LogMel | SoundForm::Picture => {
                write!(
                    f,
                    ", {mels} mel bands of frames of {frame} samples every {hop}"
                )
            }
        }
    }
}

impl SoundFormat {
    /// Samples a second.
    pub fn rate(&self) -> u32 {
        self.frames.rate
    }

    /// The brightness of a logarithm of power.
    pub(super) fn byte(&self, log: f32) -> u8 {
        let [low, high] = self.range;
        ((log - low) / (high - low) * 255.0)
            .round()
            .clamp(0.0, 255.0) as u8
    }

    /// The amplitude that a value stands for: of a sample, or of a band, of which the power is known.
    pub fn amplitude(&self, value: f32) -> f32 {
        let [low, high] = self.range;
        match self.form {
            SoundForm::Waveform => value,
            SoundForm::LogMel => 10f32.powf(value / 2.0),
            SoundForm::Picture => 10f32.powf((low + value * (high - low)) / 2.0),
        }
    }

    /// The sound of a sample's values: of an image its pixels from 0 to 1, rows from the top; of a sequence its steps, up
    /// to the last one that is there.
    pub fn sound(&self, values: &[f32]) -> Vec<f32> {
        let mels = self.frames.mels;
        match self.form {
            SoundForm::Waveform => values.iter().take_while(|v| !v.is_nan()).copied().collect(),
            SoundForm::LogMel => {
                let frames = values.chunks_exact(mels);
                let is_there = |frame: &&[f32]| !frame.iter().all(|value| value.is_nan());
                let frames: Vec<f32> = frames.take_while(is_there).flatten().copied().collect();
                Spectrogram::new(self.frames).sound(&frames)
            }
            SoundForm::Picture => {
                let width = values.len() / mels;
                let [low, high] = self.range;
                let frames = (0..width).flat_map(|column| {
                    let rows = (0..mels).rev().map(move |row| row * width + column);
                    rows.map(|place| low + values[place].clamp(0.0, 1.0) * (high - low))
                });
                Spectrogram::new(self.frames).sound(&frames.collect::<Vec<_>>())
            }
        }
    }

    /// The pixels of a picture of these frames, rows from the top.
    pub(super) fn pixels(&self, frames: &[f32]) -> impl Iterator<Item = u8> {
        let mels = self.frames.mels;
        let rows = (0..mels).rev();
        rows.flat_map(move |band| {
            let row = frames.iter().skip(band).step_by(mels);
            row.map(|&log| self.byte(log))
        })
    }
}
