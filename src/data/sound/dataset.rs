//! Makes a dataset of gathered sounds: in parts, with their classes and names.

use std::path::Path;
use std::sync::Arc;

use super::format::SoundFormat;
use super::gather::Gathered;
use super::plan::Made;
use super::{SoundFolder, SoundForm};
use crate::data::folder::{File, Labelling, name_below};
use crate::data::held_out::Parting;
use crate::data::path_name::file_name;
use crate::data::table::counted;
use crate::data::{
    About, DataError, Dataset, ImageShape, SampleShape, Samples, SequenceShape, TestPart,
    check_sequences,
};

/// The last one in this many pieces of the only recording is the test part.
const ONE_IN: usize = 6;

/// A sound: the file and the piece of it.
type Place = (usize, usize);

impl SoundFolder {
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
