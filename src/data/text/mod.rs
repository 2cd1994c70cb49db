//! Texts as data: lines of a file, a column of a table or the files of a folder become bags of words.
//!
//! A text is cut into words (`words`) that are counted (`bags`); where texts stand is found by `gather` and `columns`. The
//! vocabulary and what stands in a row are made of the training part alone (`vocabulary`).

mod bags;
mod built_in;
mod columns;
mod facts;
mod gather;
mod look;
mod new_texts;
mod options;
mod read;
#[cfg(test)]
mod tests;
mod vocabulary;
mod words;

pub(super) use built_in::glosses;
pub use facts::TextFacts;
pub(super) use new_texts::NewTexts;
pub use options::{TextFile, Weights};
