//! Texts as data: lines of a file, a column of a table or the files of a folder become bags of words, or texts in order.
//!
//! A text is cut into words (`words`) that are counted, or kept in order as tokens (`bags`); where texts stand is found by
//! `gather` and `columns`, and which are tested on by `parts`. The vocabulary and what stands in a row are made of the
//! training part alone (`vocabulary`, `in_order`).

mod bags;
mod built_in;
mod columns;
mod facts;
mod gather;
mod in_order;
mod look;
mod new_texts;
mod options;
mod parts;
mod read;
#[cfg(test)]
mod tests;
mod vocabulary;
mod words;

pub(super) use built_in::{glosses, glosses_in_order};
pub use facts::TextFacts;
pub(super) use new_texts::NewTexts;
use options::Order;
pub use options::{Order as TextOrder, TextFile, Weights};
