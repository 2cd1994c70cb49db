//! How texts are read, as a person chose it.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use crate::data::TokenUnit;

/// Words of a vocabulary that nobody has chosen the size of.
pub const USUAL_WORDS: u32 = 2_000;
/// A vocabulary is a column a word, and can have no more.
pub const MOST_WORDS: u32 = 65_536;

/// A text in order can have no more tokens.
pub const MOST_TOKENS: u32 = 4_096;

/// Texts: the lines of a file, a column of a table, or the files of a folder.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[schemars(inline)]
#[serde(default)]
pub struct TextFile {
    /// Path of the file or folder.
    pub path: PathBuf,
    /// Path of a file or folder with the test part. Without one it is the file beside the first whose name says so, or the
    /// folder `test` beside a folder `train` in it, and held out texts where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<PathBuf>,
    /// Which column of a table holds the texts; the one that is most like prose where it is absent.
    #[schemars(title = "Text")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Which column of a table holds the classes; found where it is absent, none where it is empty.
    #[schemars(title = "Label")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Name of the encoding as browsers know it; found where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Whether texts are bags of words, or read in order.
    #[schemars(title = "Order")]
    #[serde(skip_serializing_if = "Order::is_bag")]
    pub order: Order,
    /// How many words the vocabulary has: those that are in most training texts. Of texts in order: how many words or
    /// characters at most, the most frequent ones; all others count as unknown.
    #[schemars(title = "Words", range(min = 1, max = MOST_WORDS), extend("x-unit" = "words"))]
    pub words: u32,
    /// What the number of a word in a bag is.
    #[schemars(title = "Weights")]
    pub weights: Weights,
    /// Of texts in order: how many tokens of a text are read, its end among them; longer ones are cut there. As many as 95 of
    /// 100 training texts have, and 256 at most, where it is absent.
    #[schemars(title = "Longest", range(min = 1, max = MOST_TOKENS), extend("x-unit" = "tokens"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
}

impl Default for TextFile {
    fn default() -> Self {
        Self {
            path: PathBuf::new(),
            test: None,
            text: None,
            label: None,
            encoding: None,
            order: Order::default(),
            words: USUAL_WORDS,
            weights: Weights::default(),
            length: None,
        }
    }
}

/// Whether the order of a text's words counts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize, VariantArray,
)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// A text is a row of numbers, one a word of the vocabulary.
    #[default]
    Bag,
    /// A text is a sequence of characters.
    Characters,
    /// A text is a sequence of words and signs.
    Words,
}

impl Order {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    /// What a token of a text in order is; `None` of a bag.
    pub fn unit(self) -> Option<TokenUnit> {
        match self {
            Self::Bag => None,
            Self::Characters => Some(TokenUnit::Characters),
            Self::Words => Some(TokenUnit::Words),
        }
    }

    fn is_bag(&self) -> bool {
        *self == Self::Bag
    }
}

/// What the number of a word in a text is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize, VariantArray,
)]
#[serde(rename_all = "snake_case")]
pub enum Weights {
    /// 1 where the word is in the text, 0 where it is not.
    #[default]
    Presence,
    /// How often it is in the text.
    Counts,
    /// How often it is there times `1 + ln((1 + n) / (1 + d))` for `d` of `n` training texts that have it, each text scaled
    /// to length 1; as scikit-learn's `TfidfVectorizer` has it.
    TfIdf,
}

impl Weights {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_chosen_is_written() {
        let file = TextFile {
            path: "a.txt".into(),
            ..TextFile::default()
        };
        let text = r#"{"path":"a.txt","words":2000,"weights":"presence"}"#;
        assert_eq!(serde_json::to_string(&file).unwrap(), text);
        let read: TextFile = serde_json::from_str(r#"{"path":"a.txt"}"#).unwrap();
        assert_eq!(read, file);
        let read: TextFile = serde_json::from_str(r#"{"weights":"tf_idf","words":5}"#).unwrap();
        assert_eq!((read.weights, read.words), (Weights::TfIdf, 5));
        let text =
            r#"{"path":"a.txt","order":"words","words":2000,"weights":"presence","length":9}"#;
        let read: TextFile = serde_json::from_str(text).unwrap();
        assert_eq!(
            (read.order.unit(), read.length),
            (Some(TokenUnit::Words), Some(9))
        );
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
    }
}
