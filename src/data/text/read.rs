//! Reads texts as samples: bags of words of one vocabulary.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::bags::{Bag, Lexicon};
use super::gather::{Gathered, gather};
use super::look::is_text;
use super::options::MOST_WORDS;
use super::vocabulary::Vocabulary;
use super::{TextFile, Weights};
use crate::data::folder::numbered;
use crate::data::held_out::Parting;
use crate::data::named::Named;
use crate::data::path_name::file_name;
use crate::data::reader::{Reader, named_paths};
use crate::data::table::{counted, test_part, unnamed_test_part};
use crate::data::{About, Column, ColumnKind, Columns, DataError, Dataset, Samples, TestPart};
use crate::system::check_memory;

/// Reasons that are given one by one; more are counted.
const MAX_WARNINGS: usize = 100;

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
        true
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
        let train = gather(path, self, None, &mut lexicon)?;
        // What a folder has inside is in `train`, and nothing beside it belongs to it.
        let has_none = self.test.is_none() && (train.is_test.is_some() || path.is_dir());
        let found = || test_part(path, self.test.as_deref());
        let test = match (!has_none).then(found).flatten() {
            None => None,
            Some((file, part)) => {
                let texts = gather(&file, self, train.like.as_ref(), &mut lexicon)?;
                Some((texts, part))
            }
        };
        assembled(self, file_name(path), (train, test), &lexicon, parting)
    }
}

impl TextFile {
    fn check(&self) -> Result<(), DataError> {
        if (1..=MOST_WORDS).contains(&self.words) {
            return Ok(());
        }
        let problem = format!(
            "the vocabulary can have from 1 to {MOST_WORDS} words, not {}",
            self.words
        );
        Err(DataError::file(&self.path, problem))
    }
}

/// One text of either part: its words and its class.
type One<'a> = (&'a Bag, u32);

/// The dataset of what was gathered, and of a test part where that is elsewhere.
///
/// # Errors
/// When there are too few texts, or nothing in them can be learned.
pub fn assembled(
    file: &TextFile,
    name: String,
    (train, test): (Gathered, Option<(Gathered, TestPart)>),
    lexicon: &Lexicon,
    parting: Parting,
) -> Result<Dataset, DataError> {
    let path = &file.path;
    let failed = |problem: &str| DataError::file(path, problem);
    let no_classes = |count: usize| vec![None; count];
    let has_classes = train.classes.is_some();
    let mut classes = train
        .classes
        .unwrap_or_else(|| no_classes(train.bags.len()));
    let mut warnings = train.warnings;
    let texts = train.like.map(|like| Arc::new(like.facts));
    let own = train.bags.len();
    let mut bags = train.bags;
    let mut elsewhere = None;
    if let Some((test, part)) = test {
        let of_test = test.warnings.iter();
        warnings.extend(of_test.map(|warning| format!("In the test part: {warning}")));
        classes.extend(test.classes.unwrap_or_else(|| no_classes(test.bags.len())));
        bags.extend(test.bags);
        elsewhere = Some(part);
    }
    let (names, numbers) = numbered(&classes);
    let ([train, test], part) = match (elsewhere, train.is_test) {
        (Some(part), _) => {
            let all = 0..bags.len() as u32;
            let (train, test) = all.partition(|index| (*index as usize) < own);
            ([train, test], part)
        }
        (None, Some(is_test)) => {
            let all = 0..bags.len() as u32;
            let (test, train) = all.partition(|index| is_test[*index as usize]);
            ([train, test], TestPart::Own)
        }
        (None, None) => {
            let labels = has_classes.then_some(&numbers[..]);
            (parting.indices(own, labels, path)?, parting.test_part())
        }
    };
    if train.is_empty() || test.is_empty() {
        return Err(failed("there are no texts to train on, or none to test on"));
    }
    let of_part = |part: &[u32]| -> Vec<One<'_>> {
        let one = |index: &u32| (&bags[*index as usize], numbers[*index as usize]);
        part.iter().map(one).collect()
    };
    let (train, test) = (of_part(&train), of_part(&test));

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
    warnings.extend(said(file, &vocabulary, [&train, &test]));
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
        let labels = has_classes.then(|| part.iter().map(|(_, class)| *class).collect());
        Samples::rows(columns.clone(), values, labels)
    };
    Ok(Dataset {
        name,
        train: samples(&train)?,
        test: samples(&test)?,
        class_names: has_classes.then_some(names),
        about: About {
            test_part: part,
            texts,
            warnings: shortened(warnings),
            ..About::default()
        },
    })
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

/// The first of many.
fn shortened(mut warnings: Vec<String>) -> Vec<String> {
    if warnings.len() > MAX_WARNINGS {
        let more = warnings.len() - MAX_WARNINGS;
        warnings.truncate(MAX_WARNINGS);
        warnings.push(format!("{more} more warnings like these are left out"));
    }
    warnings
}
