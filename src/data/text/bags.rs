//! Texts as the words in them: with how often each is there, or in their order.

use std::collections::HashMap;

use super::words::{each_token, each_word};
use crate::data::TokenUnit;

/// The words of one text: which, by their number in a [`Lexicon`], and how often; each once, by number.
pub type Bag = Vec<(u32, u32)>;

/// All words that were seen, numbered as they came.
#[derive(Default)]
pub struct Lexicon {
    numbers: HashMap<String, u32>,
}

impl Lexicon {
    /// The words of `text`.
    pub fn bag(&mut self, text: &str) -> Bag {
        let mut numbers = Vec::new();
        each_word(text, |word| numbers.push(self.number(word)));
        numbers.sort_unstable();
        let mut bag = Bag::new();
        for number in numbers {
            match bag.last_mut() {
                Some((last, count)) if *last == number => *count = count.saturating_add(1),
                _ => bag.push((number, 1)),
            }
        }
        bag
    }

    /// The tokens of `text` in their order.
    pub fn tokens(&mut self, text: &str, unit: TokenUnit) -> Vec<u32> {
        let mut numbers = Vec::new();
        each_token(text, unit, |token| numbers.push(self.number(token)));
        numbers
    }

    fn number(&mut self, word: &str) -> u32 {
        match self.numbers.get(word) {
            Some(number) => *number,
            None => {
                let next = self.numbers.len() as u32;
                self.numbers.insert(word.to_owned(), next);
                next
            }
        }
    }

    /// Every word by its number.
    pub fn words(&self) -> Vec<&str> {
        let mut words = vec![""; self.numbers.len()];
        for (word, number) in &self.numbers {
            words[*number as usize] = word;
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_by_text() {
        let mut lexicon = Lexicon::default();
        assert_eq!(
            lexicon.bag("the dog and the cat"),
            [(0, 2), (1, 1), (2, 1), (3, 1)]
        );
        assert_eq!(lexicon.bag("A cat. The CAT!"), [(0, 1), (3, 2), (4, 1)]);
        assert!(lexicon.bag("").is_empty());
        assert_eq!(lexicon.words(), ["the", "dog", "and", "cat", "a"]);
        assert_eq!(
            lexicon.tokens("The cat: the", TokenUnit::Words),
            [0, 3, 5, 0]
        );
    }
}
