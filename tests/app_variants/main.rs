//! New, duplicated, renamed, moved, hidden, deleted and forked variants, with undo.

#[path = "../app_support/mod.rs"]
mod app_support;
mod carried;
mod fork;
mod list;
mod made;
mod running;
