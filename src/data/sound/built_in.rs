//! The built-in sounds: digits as a program speaks them.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use super::SoundFolder;
use super::decode::decode_bytes;
use super::gather::Gathered;
use crate::data::folder::File;
use crate::data::held_out::Parting;
use crate::data::{DataError, Dataset};

static CLIPS: &[u8] = include_bytes!("../../../assets/spoken-digits/spoken-digits.zip");
const ARCHIVE: &str = "spoken-digits.zip";

impl SoundFolder {
    /// How the built-in sounds are read: 32 frames of 32 bands, which hold the longest of them.
    pub(super) fn of_built_in() -> Self {
        Self {
            path: "".into(),
            rate: Some(8_000),
            seconds: Some(0.807),
            ..Self::default()
        }
    }
}

/// Ten digits in 25 voices, and in ten others for testing, labelled by digit.
///
/// # Errors
/// When the archive is damaged, which a test rules out.
pub fn spoken_digits(name: &str, parting: Parting) -> Result<Dataset, DataError> {
    let folder = SoundFolder::of_built_in();
    let plan = folder.plan(&[]).map_err(DataError::Choice)?;
    let clips = unpacked().map_err(|error| DataError::file(Path::new(ARCHIVE), error))?;
    let (mut files, mut made) = (Vec::new(), Vec::new());
    for (path, bytes) in clips {
        let sound =
            decode_bytes(bytes, &path).map_err(|problem| DataError::file(&path, problem))?;
        made.push(plan.make(&sound.samples));
        let mut folders = path
            .components()
            .map(|part| part.as_os_str().to_string_lossy());
        let part = folders.next();
        files.push(File {
            is_test: part.as_deref() == Some("test"),
            folders: folders
                .next()
                .map(std::borrow::Cow::into_owned)
                .into_iter()
                .collect(),
            path,
        });
    }
    let gathered = Gathered {
        plan,
        files,
        made,
        warnings: Vec::new(),
    };
    let dataset = folder.dataset(gathered, true, parting, None)?;
    Ok(Dataset {
        name: name.to_owned(),
        ..dataset
    })
}

/// The files of the archive.
fn unpacked() -> Result<Vec<(PathBuf, Vec<u8>)>, zip::result::ZipError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(CLIPS))?;
    let all = 0..archive.len();
    let read = |index: usize| {
        let mut file = archive.by_index(index)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok((PathBuf::from(file.name()?.as_ref()), bytes))
    };
    all.map(read).collect()
}
