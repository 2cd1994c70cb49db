//! Sound files of a folder, or one recording, as a person brings them.

use std::path::{Path, PathBuf};

use super::decode::is_sound;
use super::{SoundFolder, SoundForm};
use crate::data::folder::{find_class_file, list, list_parts};
use crate::data::held_out::Parting;
use crate::data::named::Named;
use crate::data::reader::{Reader, named_paths};
use crate::data::{DataError, Dataset};

/// Files of a folder that tell what kind of data is in it.
const LOOKED_AT: usize = 100;

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
