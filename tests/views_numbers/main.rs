//! The table of variants and the scatter of two of its columns, by click and in pictures.

#[path = "../common/mod.rs"]
mod common;

mod made_up;
mod pictures;
mod table;
mod trade_off;
