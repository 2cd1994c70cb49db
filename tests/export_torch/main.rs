//! Variants as PyTorch models: the text of the Python file, and its numbers against this program's.

mod compare;
mod families;
mod python;
mod rows;
mod sequences;
mod text;
mod texts;
