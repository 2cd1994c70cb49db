//! What could not be read of a project file, in words.

use crate::project::Misread;

/// Longer values are cut, in characters.
const LONGEST: usize = 60;

/// What is wrong, what stood there and what is used: for tooltips, without a full stop.
pub fn sentence(misread: &Misread) -> String {
    format!("Not read, {}\n{}", misread.problem, instead(misread))
}

/// What stood there and what is used, in one line.
pub fn instead(misread: &Misread) -> String {
    match (&misread.written, &misread.used) {
        (Some(written), Some(used)) if !misread.is_kept => {
            format!("{} stood there, {} is used", short(written), value(used))
        }
        (Some(written), _) => format!("{} stood there, {}", short(written), misread.outcome),
        (None, _) => format!("{}, {}", misread.problem, misread.outcome),
    }
}

fn value(json: &str) -> String {
    match json {
        "null" => "nothing".into(),
        json => short(json),
    }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
