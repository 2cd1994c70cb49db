//! What leaves the program about a project: the comparison of its variants as numbers and text.

pub mod columns;
