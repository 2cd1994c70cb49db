//! The example projects that are part of the program: the files under `projects/`, in the format that saving
//! writes, without weights.

use super::Opened;
use super::bundle::read_text;

const NAMES: [&str; 5] = [
    "article-mlp",
    "article-tanh",
    "article-bce",
    "keras-simple",
    "linear",
];

/// Their names, in the order menus show them.
pub fn shipped_names() -> &'static [&'static str] {
    &NAMES
}

/// The shipped project `name`.
pub fn shipped(name: &str) -> Option<Opened> {
    let text = match name {
        "article-mlp" => include_str!("../../projects/article-mlp/project.json"),
        "article-tanh" => include_str!("../../projects/article-tanh/project.json"),
        "article-bce" => include_str!("../../projects/article-bce/project.json"),
        "keras-simple" => include_str!("../../projects/keras-simple/project.json"),
        "linear" => include_str!("../../projects/linear/project.json"),
        _ => return None,
    };
    read_text(text).ok()
}
