//! Texts in order: each step is one token of a vocabulary, a character or a word.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenUnit {
    /// Characters as people see them; spaces between words are one.
    Characters,
    /// Words in small letters, numbers and signs.
    Words,
}

impl TokenUnit {
    /// "characters" or "words"
    pub fn many(self) -> &'static str {
        match self {
            Self::Characters => "characters",
            Self::Words => "words",
        }
    }
}

/// The tokens that a model knows, each by its number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct Vocabulary(Arc<[String]>);

impl From<Vec<String>> for Vocabulary {
    fn from(all: Vec<String>) -> Self {
        Self(all.into())
    }
}

impl From<Vocabulary> for Vec<String> {
    fn from(vocabulary: Vocabulary) -> Self {
        vocabulary.0.to_vec()
    }
}

impl Vocabulary {
    /// What a token counts as that is none of the others.
    pub const UNKNOWN: usize = 0;
    /// Stands after the last token of a text that is there to its end.
    pub const END: usize = 1;
    /// How both are called, as PyTorch's vocabularies call them.
    pub const SPECIAL: [&str; 2] = ["<unk>", "<eos>"];

    /// [`Self::SPECIAL`] and then `own`.
    pub fn of(own: impl IntoIterator<Item = String>) -> Self {
        let special = Self::SPECIAL.map(str::to_owned);
        let all: Vec<String> = special.into_iter().chain(own).collect();
        all.into()
    }

    pub fn all(&self) -> &[String] {
        &self.0
    }

    /// How many tokens, [`Self::SPECIAL`] among them.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Steps of the longest text, and what each step is one of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextShape {
    pub steps: usize,
    pub unit: TokenUnit,
    pub vocabulary: Vocabulary,
}

/// One token of a text as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Its number in the vocabulary.
    pub token: usize,
    pub text: &'a str,
    /// Whether a space stands before it.
    pub spaced: bool,
}

impl TextShape {
    /// The tokens of a text as it is kept: a number a step, not a number past its end.
    pub fn tokens(row: &[f32]) -> Vec<usize> {
        let there = row.iter().take_while(|number| !number.is_nan());
        there.map(|&number| number as usize).collect()
    }

    /// The likeliest token of each step of an output, of equals the first; up to the first step that is not there.
    pub fn likeliest(&self, output: &[f32]) -> Vec<usize> {
        let steps = output.chunks_exact(self.vocabulary.len().max(1));
        let there = steps.take_while(|step| step.iter().all(|number| !number.is_nan()));
        there.map(likeliest).collect()
    }

    /// The tokens up to the end of the text, which is left out.
    pub fn to_end(tokens: &[usize]) -> &[usize] {
        let end = tokens.iter().position(|&token| token == Vocabulary::END);
        &tokens[..end.unwrap_or(tokens.len())]
    }

    /// The tokens as they are shown one after another.
    pub fn pieces<'a>(&'a self, tokens: &'a [usize]) -> impl Iterator<Item = Piece<'a>> + 'a {
        let name = |token: &usize| self.vocabulary.all().get(*token).map_or("", String::as_str);
        let mut before = "";
        tokens.iter().map(move |token| {
            let text = name(token);
            let spaced = self.unit == TokenUnit::Words && is_spaced(before, text);
            before = text;
            Piece {
                token: *token,
                text,
                spaced,
            }
        })
    }

    /// The text up to its end.
    pub fn text(&self, tokens: &[usize]) -> String {
        let mut text = String::new();
        for piece in self.pieces(Self::to_end(tokens)) {
            if piece.spaced {
                text.push(' ');
            }
            text += piece.text;
        }
        text
    }
}

/// The place of the largest number, of equals the first.
pub fn likeliest(numbers: &[f32]) -> usize {
    let each = numbers.iter().copied().enumerate();
    let best = each.fold((0, f32::NEG_INFINITY), |best, next| {
        if next.1 > best.1 { next } else { best }
    });
    best.0
}

/// Whether a space stands between two words or signs.
fn is_spaced(before: &str, next: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().last(), next.chars().next()) else {
        return false;
    };
    let opens = matches!(
        last,
        '(' | '[' | '{' | '“' | '‘' | '«' | '#' | '$' | '£' | '€'
    );
    let closes = matches!(
        first,
        ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '”' | '’' | '»' | '%' | '…'
    );
    let joins = |sign: char| matches!(sign, '-' | '/' | '_' | '\'');
    let has_no_spaces = has_no_spaces(last) && has_no_spaces(first);
    !(opens || closes || joins(last) || joins(first) || has_no_spaces)
}

/// Whether words of the script of `letter` stand without spaces between them: Thai, Lao, Burmese, Khmer, Hiragana, Han.
pub fn has_no_spaces(letter: char) -> bool {
    matches!(letter,
        '\u{e01}'..='\u{e4e}' | '\u{e81}'..='\u{ecd}' | '\u{edc}'..='\u{edf}' | '\u{1000}'..='\u{103f}'
        | '\u{1780}'..='\u{17dd}' | '々' | '\u{3041}'..='\u{309f}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

impl fmt::Display for TextShape {
    /// "18 tokens of 2,002 words"
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (steps, known) = (self.steps, self.vocabulary.len());
        write!(f, "{steps} tokens of {known} {}", self.unit.many())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(unit: TokenUnit, own: &[&str]) -> TextShape {
        TextShape {
            steps: 9,
            unit,
            vocabulary: Vocabulary::of(own.iter().map(ToString::to_string)),
        }
    }

    #[test]
    fn words_are_joined_as_people_write_them() {
        let own = ["(", "well", "-", "known", ")", ",", "dogs", "北", "京"];
        let words = shape(TokenUnit::Words, &own);
        let tokens: Vec<usize> = (2..11).chain([0]).collect();
        assert_eq!(words.text(&tokens), "(well-known), dogs 北京 <unk>");
        // What stands behind the end is none of the text.
        assert_eq!(words.text(&[3, 8, 1, 3]), "well dogs");
        let letters = shape(TokenUnit::Characters, &["a", " ", "b"]);
        assert_eq!(letters.text(&[2, 3, 4, 4]), "a bb");
        assert_eq!(letters.text(&[]), "");
    }

    #[test]
    fn tokens_are_the_likeliest_of_each_step_and_the_first_of_equals() {
        let letters = shape(TokenUnit::Characters, &["a"]);
        let output = [0.1, 0.2, 0.7, 0.4, 0.4, 0.2, f32::NAN, f32::NAN, f32::NAN];
        assert_eq!(letters.likeliest(&output), [2, 0]);
        let row = [2.0, 0.0, 1.0, f32::NAN, f32::NAN];
        assert_eq!(TextShape::tokens(&row), [2, 0, 1]);
        assert_eq!(TextShape::to_end(&[2, 0, 1]), [2, 0]);
    }

    #[test]
    fn vocabularies_are_saved_as_lists() {
        let letters = shape(TokenUnit::Characters, &["a"]);
        let text = serde_json::to_string(&letters).unwrap();
        assert_eq!(
            text,
            r#"{"steps":9,"unit":"characters","vocabulary":["<unk>","<eos>","a"]}"#
        );
        assert_eq!(serde_json::from_str::<TextShape>(&text).unwrap(), letters);
        assert_eq!(letters.to_string(), "9 tokens of 3 characters");
    }
}
