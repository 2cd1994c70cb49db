//! Texts in order: the vocabulary of the training part, and the tokens of each text by it.

use std::collections::HashMap;
use std::path::Path;

use super::TextFile;
use super::bags::Lexicon;
use super::parts::Parted;
use crate::data::table::counted;
use crate::data::{DataError, Dataset, Samples, TextShape, TokenUnit, Vocabulary};
use crate::system::check_memory;

/// Of 100 training texts so many are whole where nobody has chosen the longest length, and no text is longer than the
/// second.
const WHOLE: usize = 95;
const USUAL_LONGEST: usize = 256;
/// A text is no more numbers than this to a model: 16 MB.
const MOST_NUMBERS: usize = 4 << 20;

/// The dataset of `parted` texts, each the numbers of its tokens in the lexicon.
///
/// # Errors
/// When nothing in them can be learned, or they do not fit into memory.
pub fn in_order(
    file: &TextFile,
    name: String,
    parted: Parted,
    (texts, lexicon): (&[Vec<u32>], &Lexicon),
    unit: TokenUnit,
) -> Result<Dataset, DataError> {
    let path = &file.path;
    let failed = |problem: String| DataError::file(path, problem);
    let of_part = |part: &[u32]| -> Vec<&[u32]> {
        let texts = part.iter().map(|&index| &*texts[index as usize]);
        texts.collect()
    };
    let [train, test] = parted.places.each_ref().map(|part| of_part(part));
    let all = lexicon.words();
    let known = most_frequent(&train, &all, file.words as usize);
    if known.is_empty() {
        let token = match unit {
            TokenUnit::Characters => "character",
            TokenUnit::Words => "word",
        };
        return Err(failed(format!(
            "there is no {token} in the texts to train on"
        )));
    }
    if train.iter().all(|text| *text == train[0]) {
        return Err(failed("all texts to train on are the same".into()));
    }
    let vocabulary = Vocabulary::of(known.iter().map(|&token| all[token].to_owned()));
    let shape = TextShape {
        steps: longest(&train, file.length),
        unit,
        vocabulary,
    };
    check(&shape, texts.len(), path)?;
    let numbers = Numbers::of(&shape.vocabulary, &all);
    let said = said(&shape, &numbers, [&train, &test]);
    let samples = |part: usize, texts: &[&[u32]]| {
        let labels = parted.places[part].iter();
        let labels = labels
            .map(|&index| parted.classes[index as usize])
            .collect();
        let values = numbers.rows(texts, shape.steps);
        Samples::texts(shape.clone(), values, parted.has_classes.then_some(labels))
    };
    let samples = [samples(0, &train)?, samples(1, &test)?];
    let mut dataset = parted.dataset(name, samples, said);
    dataset.about.tokens = Some(shape.steps);
    Ok(dataset)
}

/// Tokens of the lexicon, the most frequent first, of equals by alphabet; at most `most`.
fn most_frequent(train: &[&[u32]], all: &[&str], most: usize) -> Vec<usize> {
    let mut counts = vec![0usize; all.len()];
    for token in train.iter().copied().flatten() {
        counts[*token as usize] += 1;
    }
    let mut ranked: Vec<usize> = (0..all.len()).filter(|token| counts[*token] > 0).collect();
    ranked.sort_unstable_by(|&a, &b| counts[b].cmp(&counts[a]).then(all[a].cmp(all[b])));
    ranked.truncate(most);
    ranked
}

/// Steps of a text with its end: those of the longest training text, up to what was chosen or is usual.
fn longest(train: &[&[u32]], chosen: Option<u32>) -> usize {
    let mut lengths: Vec<usize> = train.iter().map(|text| text.len() + 1).collect();
    lengths.sort_unstable();
    let of_all = lengths.last().copied().unwrap_or(1);
    let whole = (lengths.len() * WHOLE).div_ceil(100).max(1);
    let usual = lengths.get(whole - 1).copied().unwrap_or(1);
    match chosen {
        Some(length) => of_all.min(length as usize),
        None => usual.min(USUAL_LONGEST),
    }
}

/// Whether `count` texts of this shape can be kept, and one be given to a model.
///
/// # Errors
/// When they cannot.
pub fn check(shape: &TextShape, count: usize, path: &Path) -> Result<(), DataError> {
    let TextShape {
        steps, vocabulary, ..
    } = shape;
    let known = vocabulary.len();
    if steps * known > MOST_NUMBERS {
        let problem = format!(
            "a text of {steps} tokens of a vocabulary of {known} is {} numbers to a model, more than {MOST_NUMBERS}: fewer \
             words or a shorter length need less",
            steps * known
        );
        return Err(DataError::file(path, problem));
    }
    check_memory((count * steps * size_of::<f32>()) as u64).map_err(|shortage| {
        let problem = format!("its texts of {steps} tokens need {shortage}");
        DataError::file(path, problem)
    })
}

/// The number in a vocabulary of each token of a lexicon.
pub struct Numbers(Vec<u32>);

impl Numbers {
    pub fn of(vocabulary: &Vocabulary, all: &[&str]) -> Self {
        let own = vocabulary.all().iter().map(String::as_str);
        // A text can hold the names of the special tokens, which it does not mean.
        let own = own.zip(0..).skip(Vocabulary::SPECIAL.len());
        let places: HashMap<&str, u32> = own.collect();
        let unknown = Vocabulary::UNKNOWN as u32;
        let number = |token: &&str| places.get(token).copied().unwrap_or(unknown);
        Self(all.iter().map(number).collect())
    }

    pub fn is_unknown(&self, token: u32) -> bool {
        self.0[token as usize] == Vocabulary::UNKNOWN as u32
    }

    /// A row a text: the number of each token and then that of the end, cut after `steps`, not a number behind.
    pub fn rows(&self, texts: &[&[u32]], steps: usize) -> Vec<f32> {
        let numbers = texts.len() * steps;
        let mut values = vec![f32::NAN; numbers];
        let rows = values.chunks_exact_mut(steps.max(1));
        for (row, text) in rows.zip(texts) {
            let tokens = text.iter().map(|&token| self.0[token as usize] as f32);
            let tokens = tokens.chain([Vocabulary::END as f32]);
            for (value, token) in row.iter_mut().zip(tokens) {
                *value = token;
            }
        }
        values
    }
}

/// What a person should know of texts in order.
fn said(shape: &TextShape, numbers: &Numbers, parts: [&Vec<&[u32]>; 2]) -> Vec<String> {
    let mut said = Vec::new();
    let all = || parts.into_iter().flatten();
    let cut = all().filter(|text| text.len() >= shape.steps).count();
    said.extend(said_of_cut(cut, shape.steps));
    let empty = all().filter(|text| text.is_empty()).count();
    if empty > 0 {
        said.push(match empty {
            1 => "1 text has nothing in it but its end".to_owned(),
            many => format!(
                "{} have nothing in them but their end",
                counted(many, "text")
            ),
        });
    }
    for (part, name) in parts.into_iter().zip(["training", "test"]) {
        let tokens = part.iter().copied().flatten();
        let unknown = tokens.clone().filter(|token| numbers.is_unknown(**token));
        let (unknown, tokens) = (unknown.count(), tokens.count());
        if unknown > 0 {
            let share = 100.0 * unknown as f64 / tokens as f64;
            let many = shape.unit.many();
            said.push(format!(
                "{share:.1} % of the {many} of the {name} texts are none of the vocabulary and count as unknown"
            ));
        }
    }
    said
}

/// That so many texts are longer than `steps` tokens; nothing of none.
pub fn said_of_cut(cut: usize, steps: usize) -> Option<String> {
    let texts = match cut {
        0 => return None,
        1 => "1 text is longer".to_owned(),
        many => format!("{} are longer", counted(many, "text")),
    };
    Some(format!(
        "{texts} than {steps} tokens with the end, what comes after is cut off"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_length_leaves_most_texts_whole() {
        // Of 20 texts 19 have up to 3 tokens and an end.
        let texts: Vec<Vec<u32>> = (0..20)
            .map(|n| vec![0; if n == 7 { 90 } else { n % 4 }])
            .collect();
        let texts: Vec<&[u32]> = texts.iter().map(|text| &text[..]).collect();
        assert_eq!(longest(&texts, None), 4);
        assert_eq!(longest(&texts, Some(10)), 10);
        // No step is there for nothing.
        assert_eq!(longest(&texts, Some(1_000)), 91);
        let long = vec![0; 1_000];
        assert_eq!(longest(&[&long], None), USUAL_LONGEST);
    }

    #[test]
    fn what_a_model_cannot_be_given_is_refused() {
        let shape = |steps, words: usize| TextShape {
            steps,
            unit: TokenUnit::Words,
            vocabulary: Vocabulary::of((0..words).map(|word| word.to_string())),
        };
        let path = Path::new("a.txt");
        assert!(check(&shape(40, 2_000), 10, path).is_ok());
        let refused = check(&shape(4_096, 2_000), 10, path).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "a text of 4096 tokens of a vocabulary of 2002 is 8200192 numbers to a model, more than 4194304: fewer words or a \
             shorter length need less: a.txt"
        );
    }
}
