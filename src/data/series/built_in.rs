//! The built-in sequences: vowels as nine speakers say them.

use std::path::Path;

use super::SeriesFile;
use super::assemble::assembled;
use super::read::of_bytes;
use crate::data::held_out::Parting;
use crate::data::{DataError, Dataset, TestPart};

static TRAIN: &[u8] = include_bytes!("../../../assets/japanese-vowels/JapaneseVowels_TRAIN.ts.gz");
static TEST: &[u8] = include_bytes!("../../../assets/japanese-vowels/JapaneseVowels_TEST.ts.gz");

/// 640 utterances as coefficients of linear prediction, labelled by speaker.
pub fn japanese_vowels(name: &str, parting: Parting) -> Result<Dataset, DataError> {
    let file = SeriesFile {
        path: "JapaneseVowels_TRAIN.ts".into(),
        ..SeriesFile::default()
    };
    let read = |bytes: &[u8], path: &str| {
        let mut gathered = of_bytes(bytes.to_vec(), Path::new(path), &file, None)?;
        for (channel, number) in gathered.channels.iter_mut().zip(1..) {
            *channel = format!("coefficient {number}");
        }
        let speakers = gathered.classes.iter_mut().flatten().flatten();
        speakers.for_each(|class| *class = format!("speaker {class}"));
        Ok(gathered)
    };
    let train = read(TRAIN, "JapaneseVowels_TRAIN.ts")?;
    let test = read(TEST, "JapaneseVowels_TEST.ts")?;
    assembled(
        &file,
        name.to_owned(),
        (train, Some((test, TestPart::Own))),
        parting,
    )
}
