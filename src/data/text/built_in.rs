//! The built-in texts: glosses of WordNet.

use std::path::Path;

use super::TextFile;
use super::bags::Lexicon;
use super::gather::of_bytes;
use super::read::assembled;
use crate::data::held_out::Parting;
use crate::data::{DataError, Dataset};

static GLOSSES: &[u8] = include_bytes!("../../../assets/glosses/glosses.tsv.gz");

/// 4,000 glosses of nouns in ten classes, as the 2,000 words that are in most of them.
pub fn glosses(name: &str, parting: Parting) -> Result<Dataset, DataError> {
    let file = TextFile {
        path: "glosses.tsv".into(),
        text: Some("gloss".into()),
        label: Some("category".into()),
        ..TextFile::default()
    };
    let mut lexicon = Lexicon::default();
    let path = Path::new("glosses.tsv");
    let gathered = of_bytes(GLOSSES.to_vec(), path, &file, None, &mut lexicon)?;
    assembled(&file, name.to_owned(), (gathered, None), &lexicon, parting)
}
