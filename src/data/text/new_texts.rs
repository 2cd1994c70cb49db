//! Texts that are given to a trained model, by the words that it knows.

use std::path::Path;

use super::bags::Lexicon;
use super::gather::{Gathered, Like, gather, is_text_file};
use super::in_order::{Numbers, check, said_of_cut};
use super::vocabulary::{Vocabulary, inverse_frequency};
use super::{TextFile, Weights};
use crate::data::folder::name_below;
use crate::data::table::{Sheet, TableOptions, Text, counted, read_bytes};
use crate::data::{Columns, DataError, Samples, TextShape};
use crate::system::check_memory;

/// Texts as a trained model takes them.
pub struct NewTexts {
    /// Texts by words, or by steps.
    pub values: Vec<f32>,
    /// The class of each, where there are classes.
    pub classes: Option<Vec<Option<String>>>,
    /// Names of their own columns: those of a table, or what a line or file is.
    pub header: Vec<String>,
    /// Their own cells, column after column.
    pub cells: Vec<Vec<String>>,
    pub warnings: Vec<String>,
}

impl NewTexts {
    /// Reads what lies at `path` as `trained` was read, whose vocabulary is `columns`. `train` are the training texts where
    /// they are still there.
    ///
    /// # Errors
    /// When there is no text in it, or words are weighed by training texts that are not there.
    pub fn read(
        path: &Path,
        trained: &TextFile,
        columns: &Columns,
        train: Option<&Samples>,
    ) -> Result<Self, DataError> {
        let file = of_new(path, trained);
        let words: Vec<&str> = columns.list().iter().map(|word| &*word.name).collect();
        let factors = match (file.weights, train) {
            (Weights::TfIdf, None) => {
                let problem =
                    "words are weighed by how many training texts have them, which cannot be read";
                return Err(DataError::file(path, problem));
            }
            (Weights::TfIdf, Some(train)) => Some(factors(train, words.len())),
            (Weights::Presence | Weights::Counts, _) => None,
        };
        let (mut lexicon, mut bags) = (Lexicon::default(), Vec::new());
        let gathered = gather(path, &file, None, &mut |text| bags.push(lexicon.bag(text)))?;
        let vocabulary = Vocabulary::known(&words, factors, &lexicon);
        let width = words.len().max(1);
        let numbers = bags.len() as u64 * width as u64;
        check_memory(numbers.saturating_mul(4)).map_err(|shortage| {
            DataError::file(
                path,
                format!("its texts as bags of {width} words need {shortage}"),
            )
        })?;
        let mut values = vec![0.0; bags.len() * width];
        for (bag, row) in bags.iter().zip(values.chunks_exact_mut(width)) {
            // A text of none of the words has no length to be scaled by.
            if !vocabulary.has_none_of(bag) {
                vocabulary.put(bag, file.weights, row);
            }
        }
        let mut warnings = Vec::new();
        let without = bags.iter().filter(|bag| vocabulary.has_none_of(bag));
        let without = without.count();
        if without > 0 {
            let texts = counted(without, "text");
            warnings.push(format!("no word of the vocabulary is in {texts}"));
        }
        Self::of(path, &file, gathered, values, warnings)
    }

    /// The same of texts in order, whose tokens are those of `shape`.
    ///
    /// # Errors
    /// When there is no text in it, or they do not fit into memory.
    pub fn read_in_order(
        path: &Path,
        trained: &TextFile,
        shape: &TextShape,
    ) -> Result<Self, DataError> {
        let file = of_new(path, trained);
        let (mut lexicon, mut texts) = (Lexicon::default(), Vec::new());
        let each = &mut |text: &str| texts.push(lexicon.tokens(text, shape.unit));
        let gathered = gather(path, &file, None, each)?;
        check(shape, texts.len(), path)?;
        let numbers = Numbers::of(&shape.vocabulary, &lexicon.words());
        let mut warnings = Vec::new();
        let cut = texts.iter().filter(|text| text.len() >= shape.steps);
        warnings.extend(said_of_cut(cut.count(), shape.steps));
        let tokens = texts.iter().flatten();
        let unknown = tokens.filter(|token| numbers.is_unknown(**token)).count();
        if unknown > 0 {
            let many = shape.unit.many();
            let what = match unknown {
                1 => format!("1 of the {many} is none of the vocabulary and counts as unknown"),
                _ => format!("{unknown} {many} are none of the vocabulary and count as unknown"),
            };
            warnings.push(what);
        }
        let texts: Vec<&[u32]> = texts.iter().map(|text| &text[..]).collect();
        let values = numbers.rows(&texts, shape.steps);
        Self::of(path, &file, gathered, values, warnings)
    }

    /// Of what was gathered, with its own cells.
    fn of(
        path: &Path,
        file: &TextFile,
        gathered: Gathered,
        values: Vec<f32>,
        said: Vec<String>,
    ) -> Result<Self, DataError> {
        let mut warnings = gathered.warnings;
        warnings.extend(said);
        let (header, cells) = match &gathered.like {
            Some(like) => table(path, file, like)?,
            None if path.is_dir() => {
                let files = gathered.files.iter();
                let names = files.map(|file| name_below(path, file, None));
                (vec!["file".into()], vec![names.collect()])
            }
            None => {
                let text = Text::new(read_bytes(path, "a text")?, file.encoding.as_deref(), path)?;
                let lines = text.text.lines().filter(|line| !line.trim().is_empty());
                let lines = lines.map(str::to_owned).collect();
                (vec!["text".into()], vec![lines])
            }
        };
        Ok(Self {
            values,
            classes: gathered.classes,
            header,
            cells,
            warnings,
        })
    }
}

/// How the texts at `path` are read, as those that were `trained` on.
fn of_new(path: &Path, trained: &TextFile) -> TextFile {
    let mut file = TextFile {
        path: path.to_owned(),
        test: None,
        ..trained.clone()
    };
    if path.is_dir() || is_text_file(path) {
        // Columns are those of tables.
        (file.text, file.label) = (None, None);
    }
    file
}

/// By how many of the training texts each word is in.
fn factors(train: &Samples, width: usize) -> Vec<f64> {
    let mut counts = vec![0.0; width];
    for index in 0..train.len() {
        for (count, &value) in counts.iter_mut().zip(&*train.row(index)) {
            *count += f64::from(u8::from(value > 0.0));
        }
    }
    let texts = train.len() as f64;
    let factors = counts.into_iter();
    factors
        .map(|count| inverse_frequency(texts, count))
        .collect()
}

/// All cells of a table of texts.
fn table(
    path: &Path,
    file: &TextFile,
    like: &Like,
) -> Result<(Vec<String>, Vec<Vec<String>>), DataError> {
    let options = TableOptions {
        encoding: file.encoding.clone(),
        header: Some(like.header),
        ..TableOptions::default()
    };
    let sheet = Sheet::open(read_bytes(path, "a text")?, path, &options, None)?;
    let mut cells = vec![Vec::new(); sheet.names.len()];
    sheet.for_each_row(|row| {
        for (cells, cell) in cells.iter_mut().zip(row.cells()) {
            cells.push(cell.to_owned());
        }
        Ok(())
    })?;
    Ok((sheet.names, cells))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::data::{Column, ColumnKind};

    fn columns() -> Columns {
        let words = ["the", "cat", "dog"];
        let word = |word: &str| Column::new(word, ColumnKind::Numeric, false);
        Columns::from(words.map(word).to_vec())
    }

    fn read(
        name: &str,
        text: &str,
        weights: Weights,
        train: Option<&Samples>,
    ) -> Result<NewTexts, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let trained = TextFile {
            weights,
            ..TextFile::default()
        };
        NewTexts::read(&path, &trained, &columns(), train).map_err(|error| {
            let place = path.to_string_lossy().into_owned();
            error.to_string().replace(&place, name)
        })
    }

    #[test]
    fn lines_go_through_the_trained_vocabulary_and_stay_beside_it() {
        let text = "A cat, the CAT\n\nnothing known\n";
        let texts = read("new.txt", text, Weights::Counts, None).unwrap();
        assert_eq!(texts.values, [1.0, 2.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(texts.header, ["text"]);
        assert_eq!(texts.cells[0], ["A cat, the CAT", "nothing known"]);
        assert_eq!(
            texts.warnings,
            [
                "1 empty line left out, each other line is a text",
                "no word of the vocabulary is in 1 text"
            ]
        );
    }

    #[test]
    fn words_are_weighed_as_the_training_texts_have_them() {
        // Of two training texts both have the first word and one the second.
        let rows = vec![0.5, 0.5, 0.0, 1.0, 0.0, 0.0];
        let train = Samples::rows(Arc::new(columns()), rows, None).unwrap();
        let texts = read("new.txt", "the cat\n", Weights::TfIdf, Some(&train)).unwrap();
        // 1 and 1 + ln(3 / 2), of length 1.
        assert!(
            (texts.values[0] - 0.579_739).abs() < 1e-5,
            "{:?}",
            texts.values
        );
        assert!(
            (texts.values[1] - 0.814_802).abs() < 1e-5,
            "{:?}",
            texts.values
        );
        let refused = read("new.txt", "the cat\n", Weights::TfIdf, None).err();
        assert_eq!(
            refused.unwrap(),
            "words are weighed by how many training texts have them, which cannot be read: new.txt"
        );
    }
}
