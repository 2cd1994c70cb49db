//! Series as data: each sample a sequence of steps, a number a channel and step.
//!
//! A file gives its steps one after another, with the spans that are sequences (`gathered`): `.ts` files (`ts`), tables in
//! three forms (`columns`, `long`, `wide`, `single`) and arrays (`arrays`). `assemble` pads them to the longest, or cuts one
//! long series into windows (`windows`).

mod arrays;
mod assemble;
mod built_in;
mod cells;
mod columns;
mod facts;
mod file_form;
mod gathered;
mod ignored;
mod long;
mod new_series;
mod options;
mod order;
mod read;
mod single;
mod table;
#[cfg(test)]
mod tests;
mod ts;
mod wide;
mod windows;

pub(super) use assemble::check as check_sequences;
pub(super) use built_in::japanese_vowels;
pub use facts::SeriesFacts;
pub use file_form::FileForm;
pub(super) use new_series::NewSeries;
pub use options::{SeriesFile, SeriesForm};
