//! Reads texts as samples: bags of words of one vocabulary, or texts in order.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::bags::{Bag, Lexicon};
use super::gather::{Gathered, gather};
use super::in_order::in_order;
use super::look::is_text;
use super::options::{MOST_TOKENS, MOST_WORDS, Order};
use super::parts::Parted;
use super::vocabulary::Vocabulary;
use super::{TextFile, Weights};
use crate::data::held_out::Parting;
use crate::data::named::Named;
use crate::data::path_name::file_name;
use crate::data::reader::{Reader, named_paths};
use crate::data::table::{counted, test_part, unnamed_test_part};
use crate::data::{Column, ColumnKind, Columns, DataError, Dataset, Samples, TestPart};
use crate::system::check_memory;

impl Reader for TextFile {
    fn recognise(named: &Named) -> Option<Result<Self, DataError>> {
        is_text(named).then(|| {
            Ok(Self {
                path: named.path.to_owned(),
                ..Self::default()
            })
        })
    }

    fn path(&self) -> &Path {
        &self.path
    }

    fn paths_mut(&mut self) -> Vec<(&'static str, &mut PathBuf)> {
        named_paths(("path", &mut self.path), [("test", &mut self.test)])
    }

    fn found(&self) -> Vec<PathBuf> {
        match self.path.is_file() {
            true => unnamed_test_part(&self.path, self.test.as_deref()),
            // Its parts are in it.
            false => Vec::new(),
        }
    }

    fn has_images(&self) -> bool {
        false
    }

    fn has_words(&self) -> bool {
        self.order == Order::Bag
    }

    fn has_tokens(&self) -> bool {
        self.order != Order::Bag
    }

    fn has_test_part(&self) -> bool {
        self.test.is_some()
    }

    fn read(&self, parting: Parting) -> Result<Dataset, DataError> {
        let path = &self.path;
        if !path.exists() {
            return Err(DataError::file(path, "there is no such file or folder"));
        }
        self.check()?;
        let mut lexicon = Lexicon::default();
        let name = file_name(path);
        let Some(unit) = self.order.unit() else {
            let mut all = Vec::new();
            let gathered = self.gathered(&mut |text| all.push(lexicon.bag(text)))?;
            let parted = Parted::of(path, gathered, parting)?;
            return bags(self, name, parted, (&all, &lexicon));
        };
        let mut all = Vec::new();
        let gathered = self.gathered(&mut |text| all.push(lexicon.tokens(text, unit)))?;
        let parted = Parted::of(path, gathered, parting)?;
        in_order(self, name, parted, (&all, &lexicon), unit)
    }
}

impl TextFile {
    /// All texts, those of a test part that is elsewhere behind the others; `each` is called with them in their order.
    fn gathered(
        &self,
        each: &mut dyn FnMut(&str),
    ) -> Result<(Gathered, Option<(Gathered, TestPart)>), DataError> {
        let path = &self.path;
        let train = gather(path, self, None, each)?;
        // What a folder has inside is in `train`, and nothing beside it belongs to it.
        let has_none = self.test.is_none() && (train.is_test.is_some() || path.is_dir());
        let found = || test_part(path, self.test.as_deref());
        let test = match (!has_none).then(found).flatten() {
            None => None,
            Some((file, part)) => {
                let texts = gather(&file, self, train.like.as_ref(), each)?;
                Some((texts, part))
            }
        };
        Ok((train, test))
    }

    fn check(&self) -> Result<(), DataError> {
        let refused = |problem: String| Err(DataError::file(&self.path, problem));
        let Self { words, length, .. } = *self;
        if !(1..=MOST_WORDS).contains(&words) {
            return refused(format!(
                "the vocabulary can have from 1 to {MOST_WORDS} words, not {words}"
            ));
        }
        match length {
            Some(length) if !(1..=MOST_TOKENS).contains(&length) => refused(format!(
                "a text can have from 1 to {MOST_TOKENS} tokens, not {length}"
            )),
            _ => Ok(()),
        }
    }
}

/// One text of either part: its words and its class.
type One<'a> = (&'a Bag, u32);

/// The dataset of `parted` texts as these bags.
///
/// # Errors
/// When nothing in them can be learned, or they do not fit into memory.
pub fn bags(
    file: &TextFile,
    name: String,
    parted: Parted,
    (bags, lexicon): (&[Bag], &Lexicon),
) -> Result<Dataset, DataError> {
    let path = &file.path;
    let failed = |problem: &str| DataError::file(path, problem);
    let of_part = |part: &[u32]| -> Vec<One<'_>> {
        let one = |index: &u32| {
            let index = *index as usize;
            (&bags[index], parted.classes[index])
        };
        part.iter().map(one).collect()
    };
    let [train, test] = parted.places.each_ref().map(|part| of_part(part));

    let of_train = train.iter().map(|(bag, _)| *bag);
    let vocabulary = Vocabulary::of(of_train, lexicon, file.words as usize);
    let width = vocabulary.words.len();
    if width == 0 {
        return Err(failed("there is no word in the texts to train on"));
    }
    check(file, &vocabulary, &train)?;
    let numbers = (train.len() + test.len()) as u64 * width as u64;
    check_memory(numbers.saturating_mul(4)).map_err(|shortage| {
        let problem = format!("its texts as bags of {width} words need {shortage}");
        DataError::file(path, problem)
    })?;
    let said = said(file, &vocabulary, [&train, &test]);
    let columns: Vec<Column> = vocabulary
        .words
        .iter()
        .map(|word| Column::new(word, ColumnKind::Numeric, false))
        .collect();
    let columns = Arc::new(Columns::from(columns));
    let samples = |part: &[One]| {
        let mut values = vec![0.0; part.len() * width];
        let rows = values.chunks_exact_mut(width);
        for ((bag, _), row) in part.iter().zip(rows) {
            vocabulary.put(bag, file.weights, row);
        }
        let labels = part.iter().map(|(_, class)| *class).collect();
        Samples::rows(
            columns.clone(),
            values,
            parted.has_classes.then_some(labels),
        )
    };
    let samples = [samples(&train)?, samples(&test)?];
    Ok(parted.dataset(name, samples, said))
}

/// Whether training texts differ in their words.
fn check(file: &TextFile, vocabulary: &Vocabulary, train: &[One]) -> Result<(), DataError> {
    let mut rows = [(); 2].map(|()| vec![0.0; vocabulary.words.len()]);
    let [first, other] = &mut rows;
    // What is learned is the same whichever weights are; counts tell most.
    let weights = match file.weights {
        Weights::TfIdf => Weights::Counts,
        weights => weights,
    };
    let mut bags = train.iter().map(|(bag, _)| *bag);
    if let Some(bag) = bags.next() {
        vocabulary.put(bag, weights, first);
    }
    let differs = bags.any(|bag| {
        other.fill(0.0);
        vocabulary.put(bag, weights, other);
        first != other
    });
    match differs {
        true => Ok(()),
        false => {
            let problem = "all texts to train on have the same words of the vocabulary";
            Err(DataError::file(&file.path, problem))
        }
    }
}

/// What a person should know of the vocabulary.
fn said(file: &TextFile, vocabulary: &Vocabulary, parts: [&Vec<One>; 2]) -> Vec<String> {
    let mut said = Vec::new();
    let (found, wanted) = (vocabulary.words.len(), file.words as usize);
    if found < wanted {
        let words = counted(found, "different word");
        said.push(format!(
            "There are {words} in the training texts, fewer than the {wanted} asked for"
        ));
    }
    let all = parts.into_iter().flatten();
    let without = all.filter(|(bag, _)| vocabulary.has_none_of(bag)).count();
    if without > 0 {
        let verb = if without == 1 { "has" } else { "have" };
        let texts = counted(without, "text");
        said.push(format!("{texts} {verb} no word of the vocabulary"));
    }
    said
}
