//! The words of a text.

use unicode_segmentation::UnicodeSegmentation;

use crate::data::TokenUnit;
use crate::data::tokens::has_no_spaces;

/// What Unicode leaves inside of words and nobody reads as a part of them; the apostrophe of "don't" is one.
const JOINERS: [char; 14] = [
    '.', ':', ',', ';', '_', '·', '‧', '․', '﹒', '．', '﹕', '：', '‿', '＇',
];

/// Calls `each` with every word of `text` in small letters, in its order: words by Unicode's rules, without those that hold
/// digits. Scripts that leave no spaces between words give their characters, and pairs of neighbours.
pub fn each_word(text: &str, mut each: impl FnMut(&str)) {
    // The last character of such a script, and where it ended.
    let mut before: Option<(&str, usize)> = None;
    for (at, word) in text.unicode_word_indices() {
        if word.chars().next().is_some_and(has_no_spaces) {
            each(word);
            if let Some((first, end)) = before
                && end == at
            {
                each(&format!("{first}{word}"));
            }
            before = Some((word, at + word.len()));
            continue;
        }
        before = None;
        if word.chars().any(char::is_numeric) {
            continue;
        }
        let lower = word.to_lowercase();
        for part in lower.split(JOINERS) {
            let part = part.trim_matches(['\'', '’']);
            if part.contains(char::is_alphabetic) {
                each(&part.replace('’', "'"));
            }
        }
    }
}

/// Calls `each` with every token of `text` in its order. Of words all that is written is one, signs and numbers too; of
/// characters whatever space there is between others is one space.
pub fn each_token(text: &str, unit: TokenUnit, mut each: impl FnMut(&str)) {
    match unit {
        TokenUnit::Words => {
            let words = text.split_word_bounds();
            for word in words.filter(|word| !word.trim().is_empty()) {
                each(&word.to_lowercase());
            }
        }
        TokenUnit::Characters => {
            for (index, word) in text.split_whitespace().enumerate() {
                if index > 0 {
                    each(" ");
                }
                word.graphemes(true).for_each(&mut each);
            }
        }
    }
}

/// How many words there are, as prose is measured: a character of a script without spaces is half of one.
pub fn length(text: &str) -> f64 {
    let words = text.unicode_words();
    words
        .map(|word| match word.chars().next() {
            Some(first) if has_no_spaces(first) => 0.5,
            Some(_) if word.chars().all(char::is_numeric) => 0.0,
            _ => 1.0,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        each_word(text, |word| words.push(word.to_owned()));
        words
    }

    #[test]
    fn words_are_in_small_letters_without_digits_and_punctuation() {
        let found =
            words("The U.S. Navy's 3rd ship; it's \"well-built\", isn’t it? (1984, h2o) _ 42 e.g.");
        let wanted = "the u s navy's ship it's well built isn't it e g";
        assert_eq!(found.join(" "), wanted);
        assert_eq!(
            words("Besançon STRASSE Ñandú Ёлка"),
            ["besançon", "strasse", "ñandú", "ёлка"]
        );
        assert!(words("... 12,5 -- \n\t '’ 7").is_empty());
    }

    #[test]
    fn scripts_without_spaces_give_characters_and_pairs() {
        assert_eq!(words("北京 很大"), ["北", "京", "北京", "很", "大", "很大"]);
        // Not across other words and signs.
        assert_eq!(words("我，用Rust写"), ["我", "用", "rust", "写"]);
        assert_eq!(words("𠮷林2024年"), ["𠮷", "林", "𠮷林", "年"]);
    }

    #[test]
    fn tokens_are_all_that_is_written_in_its_order() {
        let tokens = |text: &str, unit| {
            let mut tokens = Vec::new();
            each_token(text, unit, |token| tokens.push(token.to_owned()));
            tokens.join("|")
        };
        assert_eq!(
            tokens("The Navy's 3rd ship;  isn't it?\n", TokenUnit::Words),
            "the|navy's|3rd|ship|;|isn't|it|?"
        );
        assert_eq!(tokens("北京!", TokenUnit::Words), "北|京|!");
        // An e with an accent of its own is one character.
        assert_eq!(
            tokens(" Ae\u{301}\n\t b ", TokenUnit::Characters),
            "A|e\u{301}| |b"
        );
        assert_eq!(tokens(" \n", TokenUnit::Characters), "");
    }

    #[test]
    fn the_length_of_prose_is_in_words() {
        assert_eq!(length("a dog, 12 cats"), 3.0);
        assert_eq!(length("北京很大"), 2.0);
        assert_eq!(length(" 7 - "), 0.0);
    }
}
