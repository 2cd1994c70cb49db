//! Takes all that can be read of the files of a folder, each cut and transformed as all others are.

use super::decode::{Look, Seen, Sound, decode, look};
use super::mel::Frames;
use super::plan::{Made, Plan};
use super::resample::resample;
use super::{SoundFolder, SoundForm};
use crate::data::folder::{File, Listing, each, said, shortened};
use crate::data::table::counted;
use crate::data::{DataError, SequenceShape};
use crate::system::check_memory;

/// A file that can be decoded, as far as a look tells.
pub struct Found {
    pub file: File,
    pub seen: Seen,
}

/// The sounds of a folder, before they are parted.
pub struct Gathered {
    pub plan: Plan,
    pub files: Vec<File>,
    /// Of each file.
    pub made: Vec<Made>,
    pub warnings: Vec<String>,
}

impl SoundFolder {
    /// All that can be read of the files.
    pub(super) fn gather(&self, listing: Listing) -> Result<Gathered, DataError> {
        let mut left_out = listing.warnings;
        let found = self.sounds(listing.files, &mut left_out)?;
        let seen: Vec<Seen> = found.iter().map(|sound| sound.seen).collect();
        let plan = self.plan(&seen).map_err(DataError::Choice)?;
        self.check(&plan, &found)?;
        let make = |found: &Found| {
            let Sound {
                rate,
                samples,
                is_cut,
            } = decode(&found.file.path, plan.seconds())?;
            let samples = resample(samples, rate, plan.rate())?;
            let made = plan.make(&samples);
            let mut values = made.pieces.iter().flatten();
            if values.any(|value| !value.is_finite()) {
                return Err("it is too loud for single precision".into());
            }
            Ok(Made {
                is_cut,
                is_resampled: rate != plan.rate(),
                ..made
            })
        };
        let all: Vec<Result<Made, String>> = each(&self.path, &found, make)?;
        let (mut files, mut made) = (Vec::new(), Vec::new());
        for (Found { file, .. }, one) in found.into_iter().zip(all) {
            match one {
                Ok(one) => {
                    if one.is_cut {
                        left_out.push(said(
                            "the sound is damaged or cut short, what can be read of it is there",
                            &file.path,
                        ));
                    }
                    files.push(file);
                    made.push(one);
                }
                Err(problem) if self.path.is_dir() => left_out.push(said(&problem, &file.path)),
                Err(problem) => return Err(DataError::file(&file.path, problem)),
            }
        }
        if files.is_empty() {
            return Err(self.none(left_out.first()));
        }
        let mut warnings = Vec::new();
        let count = |is: fn(&Made) -> bool| made.iter().filter(|made| is(made)).count();
        let (long, resampled) = (count(|made| made.is_long), count(|made| made.is_resampled));
        if let (1.., Some(length)) = (long, plan.length) {
            let seconds = length as f64 / f64::from(plan.rate());
            let sounds = counted(long, "sound");
            warnings.push(format!("cut after {seconds:.3} s: {sounds}"));
        }
        let frames = plan.spectrogram.frames;
        if plan.form != SoundForm::Waveform && frames.hop > frames.frame {
            let Frames { frame, hop, .. } = frames;
            warnings.push(format!(
                "frames of {frame} samples every {hop} leave out what is between them"
            ));
        }
        if resampled > 0 {
            let (sounds, rate) = (counted(resampled, "sound"), plan.rate());
            warnings.push(format!("brought from another rate to {rate} Hz: {sounds}"));
        }
        warnings.extend(left_out);
        Ok(Gathered {
            plan,
            files,
            made,
            warnings: shortened(warnings),
        })
    }

    /// The files that are sound.
    fn sounds(
        &self,
        files: Vec<File>,
        left_out: &mut Vec<String>,
    ) -> Result<Vec<Found>, DataError> {
        let is_folder = self.path.is_dir();
        let looks = each(&self.path, &files, |file| look(&file.path))?;
        let (mut sounds, mut others) = (Vec::new(), 0);
        for (file, look) in files.into_iter().zip(looks) {
            match look {
                Look::Sound(seen) => sounds.push(Found { file, seen }),
                Look::Other if is_folder => others += 1,
                Look::Other => return Err(DataError::file(&self.path, "the file is no sound")),
                Look::Bad(problem) if is_folder => left_out.push(said(&problem, &file.path)),
                Look::Bad(problem) => return Err(DataError::file(&file.path, problem)),
            }
        }
        if sounds.is_empty() {
            return Err(self.none(left_out.first()));
        }
        if others > 0 {
            left_out.push(format!(
                "no sound and left out: {}",
                counted(others, "file")
            ));
        }
        Ok(sounds)
    }

    fn none(&self, reason: Option<&String>) -> DataError {
        let problem = match reason {
            None => "there is no sound in this folder".to_owned(),
            Some(reason) => {
                format!("no sound in this folder can be read, the first because {reason}")
            }
        };
        DataError::file(&self.path, problem)
    }

    /// Whether what the files say of their lengths fits into memory.
    fn check(&self, plan: &Plan, found: &[Found]) -> Result<(), DataError> {
        let numbers = found.iter().map(|found| {
            let Seen { rate, length } = found.seen;
            let own = length.unwrap_or(0).saturating_mul(u64::from(plan.rate())) / u64::from(rate);
            let (pieces, length) = match (plan.piece, plan.length) {
                (Some(piece), _) => ((own / piece as u64).max(1), piece as u64),
                (None, Some(length)) => (1, length as u64),
                (None, None) => (1, own),
            };
            let SequenceShape { steps, features } = plan.shape(length as usize);
            pieces.saturating_mul((steps as u64).saturating_mul(features as u64))
        });
        let numbers = numbers.fold(0, u64::saturating_add);
        // Once as they are made, once in their parts.
        check_memory(numbers.saturating_mul(8)).map_err(|shortage| {
            let sounds = counted(found.len(), "sound");
            DataError::file(&self.path, format!("its {sounds} need {shortage}"))
        })
    }
}
