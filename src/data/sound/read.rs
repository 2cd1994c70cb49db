//! Reads the sound files of a folder as samples.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::SoundFolder;
use super::SoundForm;
use super::decode::{Look, Seen, Sound, decode, is_sound, look};
use super::format::SoundFormat;
use super::plan::{Made, Plan};
use super::resample::resample;
use crate::data::folder::{
    File, Labelling, Listing, each, find_class_file, list, list_parts, name_below, said, shortened,
};
use crate::data::held_out::Parting;
use crate::data::named::Named;
use crate::data::path_name::file_name;
use crate::data::reader::{Reader, named_paths};
use crate::data::table::counted;
use crate::data::{
    About, DataError, Dataset, ImageShape, SampleShape, Samples, SequenceShape, TestPart,
    check_sequences,
};
use crate::system::check_memory;

/// Files of a folder that tell what kind of data is in it.
const LOOKED_AT: usize = 100;
/// The last one in this many pieces of the only recording is the test part.
const ONE_IN: usize = 6;

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

/// A sound: the file and the piece of it.
type Place = (usize, usize);

impl Reader for SoundFolder {
    fn recognise(named: &Named) -> Option<Result<Self, DataError>> {
        let is_recording = !named.is_folder && is_sound(named);
        let folder = Self {
            path: named.path.to_owned(),
            // One recording alone is no set.
            piece: is_recording.then_some(1.0),
            ..Self::default()
        };
        (is_recording || named.is_folder && is_folder_of_sounds(named.path)).then_some(Ok(folder))
    }

    fn path(&self) -> &Path {
        &self.path
    }

    fn paths_mut(&mut self) -> Vec<(&'static str, &mut PathBuf)> {
        let others = [("test", &mut self.test), ("labels", &mut self.labels)];
        named_paths(("path", &mut self.path), others)
    }

    fn found(&self) -> Vec<PathBuf> {
        let unnamed = self.labels.is_none() && self.path.is_dir();
        let found = unnamed.then(|| find_class_file(&self.path)).flatten();
        // What lies in it belongs to the folder.
        let beside = found.filter(|path| !path.starts_with(&self.path));
        beside.into_iter().collect()
    }

    fn has_images(&self) -> bool {
        self.form == SoundForm::Picture
    }

    fn has_sequences(&self) -> bool {
        !self.has_images()
    }

    fn has_test_part(&self) -> bool {
        self.test.is_some()
    }

    fn read(&self, parting: Parting) -> Result<Dataset, DataError> {
        let listing = list_parts(&self.path, self.test.as_deref())?;
        let has_parts = listing.has_parts && !parting.whole;
        let gathered = self.gather(listing)?;
        self.dataset(gathered, has_parts, parting, None)
    }
}

/// Whether the first files are mostly sound.
fn is_folder_of_sounds(path: &Path) -> bool {
    let files = list(path).files;
    let looked_at = files.len().min(LOOKED_AT);
    let files = files.iter().take(LOOKED_AT);
    let sounds = files
        .filter(|file| is_sound(&Named::at(&file.path)))
        .count();
    sounds > 0 && 2 * sounds > looked_at
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
            Ok(Made {
                is_cut,
                is_resampled: rate != plan.rate(),
                ..plan.make(&samples)
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

    /// The two parts of what was gathered; in the range and in as many steps as those of training, where they are `like` these.
    pub(super) fn dataset(
        &self,
        gathered: Gathered,
        has_parts: bool,
        parting: Parting,
        like: Option<(&SoundFormat, &SampleShape)>,
    ) -> Result<Dataset, DataError> {
        let Gathered {
            plan,
            files,
            made,
            mut warnings,
        } = gathered;
        let labelling = Labelling {
            path: &self.path,
            labels: self.labels.as_deref(),
            noun: "sound",
        };
        let of: Vec<&File> = files.iter().collect();
        let (class_names, classes) = labelling.classes(&of, &mut warnings)?;
        let (parts, test_part) =
            self.parts(&files, &made, classes.as_deref(), has_parts, parting)?;
        for (part, name) in parts.iter().zip(["training", "test"]) {
            if part.is_empty() && !parting.whole {
                let problem = format!("there are no {name} sounds that can be read");
                return Err(DataError::file(&self.path, problem));
            }
        }
        let range = match (plan.form, like) {
            (_, Some((format, _))) => format.range,
            (SoundForm::Picture, None) => range(&made, &parts[0]),
            (SoundForm::LogMel | SoundForm::Waveform, None) => [0.0, 1.0],
        };
        let format = SoundFormat {
            form: plan.form,
            frames: plan.spectrogram.frames,
            range,
        };
        let name = |&(file, piece): &Place| {
            let is_cut = made[file].pieces.len() > 1;
            let piece = is_cut.then_some(("piece", piece as u32));
            let path = &files[file].path;
            // Folders say the part and the class, which stand beside a name anyway.
            let stem = Path::new(path.file_stem().unwrap_or_default());
            let path = if parting.whole { path } else { stem };
            name_below(&self.path, path, piece)
        };
        let value = |&(file, piece): &Place| &*made[file].pieces[piece];
        let lengths = parts.iter().flatten().map(|place| value(place).len());
        let features = plan.shape(0).features;
        let steps = lengths.clone().max().unwrap_or(0) / features;
        let trained = like.and_then(|(_, shape)| shape.sequence());
        let shape = trained.unwrap_or(SequenceShape { steps, features });
        let long = lengths
            .filter(|length| *length > shape.steps * features)
            .count();
        if long > 0 {
            let (sounds, steps) = (counted(long, "sound"), shape.steps);
            warnings.push(format!(
                "{sounds} longer than the {steps} steps of training are seen up to there"
            ));
        }
        if plan.form != SoundForm::Picture {
            check_sequences(shape, parts.iter().map(Vec::len).sum(), &self.path)?;
        }
        let samples = |places: &Vec<Place>| {
            let values = places.iter().map(value);
            let samples = match plan.form {
                SoundForm::Picture => pictures(&format, values)?,
                SoundForm::LogMel | SoundForm::Waveform => {
                    sequences(shape, plan.channels(), values)?
                }
            };
            let labels = classes.as_ref().map(|classes| {
                let labels = places.iter().map(|&(file, _)| classes[file]);
                labels.collect()
            });
            let samples = samples.labelled(labels)?;
            Ok::<_, DataError>(samples.named(places.iter().map(name).collect()))
        };
        let [train, test] = parts.each_ref().map(samples);
        Ok(Dataset {
            name: file_name(&self.path),
            train: train?,
            test: test?,
            class_names,
            about: About {
                test_part,
                sound: Some(Arc::new(format)),
                warnings,
                ..About::default()
            },
        })
    }

    /// The sounds of both parts: all pieces of a recording are in the same, but for the only one.
    fn parts(
        &self,
        files: &[File],
        made: &[Made],
        classes: Option<&[u32]>,
        has_parts: bool,
        parting: Parting,
    ) -> Result<([Vec<Place>; 2], TestPart), DataError> {
        let places = |file: usize| (0..made[file].pieces.len()).map(move |piece| (file, piece));
        if has_parts {
            let (test, train): (Vec<usize>, Vec<usize>) =
                (0..files.len()).partition(|&file| files[file].is_test);
            let part = match &self.test {
                Some(path) => TestPart::Named(path.clone()),
                None => TestPart::Own,
            };
            let both = [train, test];
            return Ok((
                both.map(|part| part.into_iter().flat_map(places).collect()),
                part,
            ));
        }
        let all = made.iter().map(|made| made.pieces.len()).sum::<usize>();
        if files.len() == 1 && !parting.whole {
            if all < 2 {
                let problem = "there is one sound, which cannot be both for training and for testing; cut it into shorter pieces (data.source.piece)";
                return Err(DataError::file(&files[0].path, problem));
            }
            let mut train: Vec<Place> = places(0).collect();
            let test = train.split_off(all - (all / ONE_IN).max(1));
            return Ok(([train, test], TestPart::Last));
        }
        let parts = parting.indices(files.len(), classes, &self.path)?;
        let expanded = |part: Vec<u32>| {
            let files = part.into_iter().map(|file| file as usize);
            files.flat_map(places).collect()
        };
        Ok((parts.map(expanded), parting.test_part()))
    }
}

/// The least and the greatest value of these sounds.
fn range(made: &[Made], places: &[Place]) -> [f32; 2] {
    let values = places
        .iter()
        .flat_map(|&(file, piece)| &made[file].pieces[piece]);
    let ends = values.fold([f32::INFINITY, f32::NEG_INFINITY], |[low, high], &value| {
        [low.min(value), high.max(value)]
    });
    match ends {
        [low, high] if low < high => ends,
        [low, _] if low.is_finite() => [low, low + 1.0],
        _ => [0.0, 1.0],
    }
}

/// Spectrograms as grey pictures.
fn pictures<'a>(
    format: &SoundFormat,
    sounds: impl Iterator<Item = &'a [f32]>,
) -> Result<Samples, DataError> {
    let side = format.frames.mels;
    let shape = ImageShape {
        height: side,
        width: side,
        channels: 1,
    };
    let pixels = sounds.flat_map(|frames| format.pixels(frames));
    Samples::images(shape, pixels.collect::<Vec<_>>(), None)
}

/// Sounds as sequences of these channels, padded to one length or cut there.
fn sequences<'a>(
    shape: SequenceShape,
    channels: Vec<String>,
    sounds: impl Iterator<Item = &'a [f32]>,
) -> Result<Samples, DataError> {
    let size = shape.steps * shape.features;
    let padded = sounds.flat_map(|sound| {
        let own = sound.iter().copied().take(size);
        own.chain(std::iter::repeat_n(
            f32::NAN,
            size.saturating_sub(sound.len()),
        ))
    });
    Samples::sequences(shape, channels, padded.collect::<Vec<_>>(), None)
}
