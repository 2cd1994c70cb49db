//! The built-in texts: glosses of WordNet.

use super::bags::Lexicon;
use super::gather::{Gathered, of_bytes};
use super::in_order::in_order;
use super::parts::Parted;
use super::read::bags;
use super::{Order, TextFile};
use crate::data::held_out::Parting;
use crate::data::{DataError, Dataset, TokenUnit};

static GLOSSES: &[u8] = include_bytes!("../../../assets/glosses/glosses.tsv.gz");

/// 4,000 glosses of nouns in ten classes, as the 2,000 words that are in most of them.
pub fn glosses(name: &str, parting: Parting) -> Result<Dataset, DataError> {
    let file = file(Order::Bag);
    let (mut lexicon, mut all) = (Lexicon::default(), Vec::new());
    let gathered = gathered(&file, &mut |text| all.push(lexicon.bag(text)))?;
    let parted = Parted::of(&file.path, (gathered, None), parting)?;
    bags(&file, name.to_owned(), parted, (&all, &lexicon))
}

/// The same glosses in order, each word one of the 2,000 that are most frequent.
pub fn glosses_in_order(name: &str, parting: Parting) -> Result<Dataset, DataError> {
    let (file, unit) = (file(Order::Words), TokenUnit::Words);
    let (mut lexicon, mut all) = (Lexicon::default(), Vec::new());
    let gathered = gathered(&file, &mut |text| all.push(lexicon.tokens(text, unit)))?;
    let parted = Parted::of(&file.path, (gathered, None), parting)?;
    in_order(&file, name.to_owned(), parted, (&all, &lexicon), unit)
}

fn file(order: Order) -> TextFile {
    TextFile {
        path: "glosses.tsv".into(),
        text: Some("gloss".into()),
        label: Some("category".into()),
        order,
        ..TextFile::default()
    }
}

fn gathered(file: &TextFile, each: &mut dyn FnMut(&str)) -> Result<Gathered, DataError> {
    of_bytes(GLOSSES.to_vec(), &file.path, file, None, each)
}
