//! The vocabulary of a training part, and the numbers of a text by it.

use std::collections::HashMap;

use super::Weights;
use super::bags::{Bag, Lexicon};

/// The words that are columns: those in most training texts, the first one in most; of equals by alphabet.
pub struct Vocabulary {
    pub words: Vec<String>,
    /// The column of each word of the lexicon that has one.
    columns: Vec<Option<u32>>,
    /// What each column's count is multiplied by for [`Weights::TfIdf`].
    factors: Vec<f64>,
}

impl Vocabulary {
    /// At most `most` words of the training texts.
    pub fn of<'a>(
        train: impl ExactSizeIterator<Item = &'a Bag>,
        lexicon: &Lexicon,
        most: usize,
    ) -> Self {
        let texts = train.len() as f64;
        let all = lexicon.words();
        let mut counts = vec![0usize; all.len()];
        for (word, _) in train.flatten() {
            counts[*word as usize] += 1;
        }
        let mut ranked: Vec<usize> = (0..all.len()).filter(|word| counts[*word] > 0).collect();
        ranked.sort_unstable_by(|&a, &b| counts[b].cmp(&counts[a]).then(all[a].cmp(all[b])));
        ranked.truncate(most);
        let mut columns = vec![None; all.len()];
        for (column, word) in ranked.iter().enumerate() {
            columns[*word] = Some(column as u32);
        }
        let factor = |word: &usize| inverse_frequency(texts, counts[*word] as f64);
        Self {
            factors: ranked.iter().map(factor).collect(),
            words: ranked.iter().map(|word| all[*word].to_owned()).collect(),
            columns,
        }
    }

    /// That of a trained model, each word with its factor where there are some.
    pub fn known(words: &[&str], factors: Option<Vec<f64>>, lexicon: &Lexicon) -> Self {
        let places: HashMap<&str, u32> = words.iter().copied().zip(0..).collect();
        let all = lexicon.words();
        Self {
            columns: all.iter().map(|word| places.get(word).copied()).collect(),
            factors: factors.unwrap_or_else(|| vec![1.0; words.len()]),
            words: words.iter().map(|&word| word.to_owned()).collect(),
        }
    }

    /// Writes the numbers of a text into a row of zeros.
    pub fn put(&self, bag: &Bag, weights: Weights, row: &mut [f32]) {
        let known = |(word, count): &(u32, u32)| {
            let column = self.columns.get(*word as usize).copied().flatten()?;
            Some((column as usize, *count))
        };
        let known = || bag.iter().filter_map(known);
        match weights {
            Weights::Presence => known().for_each(|(column, _)| row[column] = 1.0),
            Weights::Counts => known().for_each(|(column, count)| row[column] = count as f32),
            Weights::TfIdf => {
                let weight = |(column, count)| f64::from(count) * self.factors[column];
                let length = known().map(|cell| weight(cell).powi(2)).sum::<f64>().sqrt();
                known().for_each(|cell| row[cell.0] = (weight(cell) / length) as f32);
            }
        }
    }

    /// Whether a text has none of its words.
    pub fn has_none_of(&self, bag: &Bag) -> bool {
        let is_known = |word: u32| self.columns.get(word as usize).copied().flatten().is_some();
        !bag.iter().any(|(word, _)| is_known(*word))
    }
}

/// The factor of a word that is in `count` of so many training texts.
pub fn inverse_frequency(texts: f64, count: f64) -> f64 {
    1.0 + ((1.0 + texts) / (1.0 + count)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_in_most_texts_come_first_and_equals_by_alphabet() {
        let mut lexicon = Lexicon::default();
        // Twice in one text counts once.
        let train = ["z b b b", "a z", "c z a", "q"].map(|text| lexicon.bag(text));
        let test = lexicon.bag("new a");
        let vocabulary = |most| Vocabulary::of(train.iter(), &lexicon, most);
        assert_eq!(vocabulary(9).words, ["z", "a", "b", "c", "q"]);
        assert_eq!(vocabulary(3).words, ["z", "a", "b"]);
        let row = |weights| {
            let mut row = [0.0; 3];
            vocabulary(3).put(&train[0], weights, &mut row);
            row
        };
        assert_eq!(row(Weights::Presence), [1.0, 0.0, 1.0]);
        assert_eq!(row(Weights::Counts), [1.0, 0.0, 3.0]);
        // 1 + ln(5 / 4) = 1.22314 and 3 (1 + ln(5 / 2)) = 5.74887, of length 5.87755.
        let [z, a, b] = row(Weights::TfIdf);
        assert!((z - 0.208_104).abs() < 1e-5 && a == 0.0 && (b - 0.978_107).abs() < 1e-5);
        assert!(vocabulary(1).has_none_of(&test) && !vocabulary(2).has_none_of(&test));
        let mut row = [0.0; 1];
        vocabulary(1).put(&test, Weights::TfIdf, &mut row);
        assert_eq!(row, [0.0]);
    }
}
