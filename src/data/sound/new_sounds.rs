//! Sounds that a trained variant has not seen, read as those that it was trained on.

use std::path::Path;

use super::SoundFolder;
use crate::data::folder::list_parts;
use crate::data::held_out::Parting;
use crate::data::{DataError, Dataset, SampleShape, Source, TrainedOn};

/// Reads the sounds at `path` in `shape`, with their names and classes; none of them is for testing.
///
/// # Errors
/// When there is no sound, or the variant was trained on something else.
pub fn new_sounds(path: &Path, on: &TrainedOn, shape: &SampleShape) -> Result<Dataset, DataError> {
    let Some(format) = &on.sound else {
        let problem = format!("these are sounds, and the weights are for {shape}");
        return Err(DataError::file(path, problem));
    };
    let trained = match &on.settings.source {
        Source::Sound(trained) => trained.clone(),
        _ => SoundFolder::of_built_in(),
    };
    let folder = SoundFolder {
        path: path.to_owned(),
        test: None,
        labels: None,
        form: format.form,
        rate: Some(format.frames.rate),
        mels: format.frames.mels as u32,
        frame: Some(format.frames.frame as u32),
        hop: Some(format.frames.hop as u32),
        ..trained
    };
    let gathered = folder.gather(list_parts(path, None)?)?;
    folder.dataset(gathered, false, Parting::WHOLE, Some((format, shape)))
}
