//! The example projects that are part of the program.

use super::Opened;

/// Their names, in the order menus show them.
pub fn shipped_names() -> &'static [&'static str] {
    &[]
}

/// The shipped project `name`.
pub fn shipped(name: &str) -> Option<Opened> {
    let _ = name;
    None
}
