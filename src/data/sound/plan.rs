//! How all sounds are cut and transformed, settled before any of them is decoded.

use std::collections::BTreeMap;

use super::decode::Seen;
use super::mel::{Frames, Spectrogram};
use super::{SoundFolder, SoundForm};
use crate::data::SequenceShape;

/// Longest sound that a picture shows where nobody has chosen a length.
const MOST_SECONDS: usize = 10;
/// Files that do not say how long they are, where a length is needed.
const UNKNOWN_SECONDS: usize = 1;
/// Milliseconds that a frame has at least, and from its beginning to that of the next.
const FRAME_MS: usize = 32;
const HOP_MS: usize = 25;

/// How sounds become values.
pub struct Plan {
    pub form: SoundForm,
    pub spectrogram: Spectrogram,
    /// Samples that each sound gets, where all get the same.
    pub length: Option<usize>,
    /// Samples of the pieces that each recording is cut into.
    pub piece: Option<usize>,
}

/// What is made of one file.
#[derive(Debug, Default)]
pub struct Made {
    /// The values of each piece; one where it is not cut into pieces.
    pub pieces: Vec<Vec<f32>>,
    /// Whether the file ends too early.
    pub is_cut: bool,
    /// Whether it goes on where the length ends.
    pub is_long: bool,
    /// Whether it has another rate.
    pub is_resampled: bool,
}

impl SoundFolder {
    /// The plan for files of which so much was seen.
    ///
    /// # Errors
    /// One clause and the key, where a choice is impossible.
    pub(super) fn plan(&self, seen: &[Seen]) -> Result<Plan, String> {
        let rate = self.rate.unwrap_or_else(|| most_common(seen));
        let within = |key: &str, value: Option<u32>, least: u32, most: u32| match value {
            Some(value) if !(least..=most).contains(&value) => Err(format!(
                "{value} is not between {least} and {most}: data.source.{key}"
            )),
            _ => Ok(()),
        };
        within("rate", self.rate, 1_000, 192_000)?;
        within("mels", Some(self.mels), 4, 256)?;
        within("frame", self.frame, 16, 65_536)?;
        within("hop", self.hop, 1, 1_000_000)?;
        let samples = |key: &str, seconds: Option<f32>| match seconds {
            None => Ok(None),
            Some(seconds) if (0.001..=3_600.0).contains(&seconds) => {
                let samples = f64::from(seconds) * f64::from(rate);
                Ok(Some((samples.round() as usize).max(1)))
            }
            Some(seconds) => Err(format!(
                "{seconds} is not between 0.001 and 3600: data.source.{key}"
            )),
        };
        let piece = samples("piece", self.piece)?;
        let length = samples("seconds", self.seconds)?.or(piece);
        let rate = rate as usize;
        let frame = self.frame.map(|frame| frame as usize);
        let frame = frame.unwrap_or_else(|| {
            (rate * FRAME_MS)
                .div_ceil(1_000)
                .next_power_of_two()
                .max(16)
        });
        let hop = self.hop.map(|hop| hop as usize);
        let mels = self.mels as usize;
        let (frame, hop, length) = match self.form {
            SoundForm::Picture => {
                let all = || {
                    let of = |seen: &Seen| match seen.length {
                        Some(length) => (length * rate as u64).div_ceil(u64::from(seen.rate)),
                        None => (UNKNOWN_SECONDS * rate) as u64,
                    };
                    let longest = seen.iter().map(of).max().unwrap_or(0) as usize;
                    longest.clamp(1, MOST_SECONDS * rate)
                };
                let fitting = |frame: usize| {
                    let length = length.unwrap_or_else(all);
                    (length.saturating_sub(frame) / (mels - 1)).max(1)
                };
                let (frame, hop) = match (self.frame, hop) {
                    (_, Some(hop)) => (frame, hop),
                    (Some(_), None) => (frame, fitting(frame)),
                    // As long as they are apart at least, so that every sample is in one.
                    (None, None) => {
                        let frame = frame.max(fitting(frame).next_power_of_two());
                        (frame, fitting(frame))
                    }
                };
                (frame, hop, length.or(Some(frame + (mels - 1) * hop)))
            }
            SoundForm::LogMel | SoundForm::Waveform => {
                (frame, hop.unwrap_or((rate * HOP_MS / 1_000).max(1)), length)
            }
        };
        Ok(Plan {
            form: self.form,
            spectrogram: Spectrogram::new(Frames {
                rate: rate as u32,
                frame,
                hop,
                mels,
            }),
            length,
            piece,
        })
    }
}

/// The rate of most files, the lower of two.
fn most_common(seen: &[Seen]) -> u32 {
    let mut counts = BTreeMap::new();
    for seen in seen {
        *counts.entry(seen.rate).or_insert(0usize) += 1;
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(8_000, |(rate, _)| rate)
}

impl Plan {
    pub fn rate(&self) -> u32 {
        self.spectrogram.frames.rate
    }

    /// Steps and channels of so many samples; of a picture its columns and rows.
    pub fn shape(&self, samples: usize) -> SequenceShape {
        let frames = self.spectrogram.frames;
        let (steps, features) = match self.form {
            SoundForm::Waveform => (samples, 1),
            SoundForm::LogMel => (frames.count(samples), frames.mels),
            SoundForm::Picture => (frames.mels, frames.mels),
        };
        SequenceShape { steps, features }
    }

    /// Seconds of a file from which anything is made; all where they are not known.
    pub fn seconds(&self) -> Option<f64> {
        let length = self.length.filter(|_| self.piece.is_none())?;
        // One sample more says that it goes on.
        Some((length + 1) as f64 / f64::from(self.rate()) + 0.1)
    }

    /// The values of `samples`, which are at this rate.
    pub fn make(&self, samples: &[f32]) -> Made {
        let parts: Vec<&[f32]> = match self.piece {
            // What is left at the end is no whole piece.
            Some(piece) if samples.len() > piece => samples.chunks_exact(piece).collect(),
            _ => vec![samples],
        };
        let is_long = |part: &&[f32]| self.length.is_some_and(|length| part.len() > length);
        Made {
            is_long: parts.iter().any(is_long),
            pieces: parts.into_iter().map(|part| self.values(part)).collect(),
            ..Made::default()
        }
    }

    fn values(&self, part: &[f32]) -> Vec<f32> {
        let length = self.length.unwrap_or(part.len());
        let own = &part[..part.len().min(length)];
        match self.form {
            SoundForm::Waveform => {
                let mut samples = own.to_vec();
                samples.resize(length, 0.0);
                samples
            }
            SoundForm::LogMel | SoundForm::Picture => {
                self.spectrogram.log_mel(own, self.shape(length).steps)
            }
        }
    }

    /// What the channels of a sequence are called.
    pub fn channels(&self) -> Vec<String> {
        match self.form {
            SoundForm::Waveform => vec!["amplitude".into()],
            SoundForm::LogMel | SoundForm::Picture => self.spectrogram.frames.names(),
        }
    }
}
