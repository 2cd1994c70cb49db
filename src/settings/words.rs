//! Values of settings in words.

/// What is switched off, or means nothing.
pub const NONE: &str = "none";

/// "0.001", "1e-5": the shortest text that reads back as the same number.
pub fn number(value: f32) -> String {
    if value != 0.0 && value.abs() < 1e-4 {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}

/// As [`number`]; "none" for 0.
pub fn number_or_none(value: f32) -> String {
    if value == 0.0 {
        NONE.into()
    } else {
        number(value)
    }
}

/// "1 epoch", "2.5 epochs", "none".
pub fn epochs_or_none(epochs: f32) -> String {
    match epochs {
        0.0 => NONE.into(),
        1.0 => "1 epoch".into(),
        _ => format!("{} epochs", number(epochs)),
    }
}

/// "on" or "off".
pub fn switch(on: bool) -> String {
    if on { "on" } else { "off" }.into()
}

/// `text` with a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// `text` as it reads inside of a sentence: the first letter small, unless an abbreviation begins with it.
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    let second = letters.clone().nth(1);
    match letters.next() {
        Some(first) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// "a", "a and b", "a, b and c".
pub fn join(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_exact() {
        assert_eq!(number(0.001), "0.001");
        assert_eq!(number(1e-5), "1e-5");
        assert_eq!(number(4.0), "4");
        assert_eq!(number_or_none(0.0), "none");
        assert_eq!(epochs_or_none(1.0), "1 epoch");
        assert_eq!(epochs_or_none(2.5), "2.5 epochs");
    }

    #[test]
    fn first_letters_are_large_or_small() {
        assert_eq!(capital("layer 2"), "Layer 2");
        assert_eq!(capital("\u{e9}tape"), "\u{c9}tape");
        assert_eq!(capital(""), "");
        assert_eq!(lower_first("Layer 2"), "layer 2");
        assert_eq!(lower_first("IDX files"), "IDX files");
        assert_eq!(lower_first("\u{c9}tape"), "\u{e9}tape");
    }

    #[test]
    fn names_are_joined_as_people_do() {
        let names = ["a", "b", "c"].map(String::from);
        assert_eq!(join(&names[..1]), "a");
        assert_eq!(join(&names[..2]), "a and b");
        assert_eq!(join(&names), "a, b and c");
    }
}
