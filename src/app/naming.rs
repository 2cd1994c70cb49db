//! Names and colours of new variants.

use std::ops::RangeInclusive;

use crate::project::Document;

/// Colours of variants before they repeat.
const COLOURS: u8 = 7;

/// The first of A, B, ... Z, A2, B2, ... that no variant has.
pub(super) fn free_name(document: &Document) -> String {
    lettered('A'..='Z')
        .find(|name| is_free(document, name))
        .unwrap_or_default()
}

/// A name for one made of the variant called `original`: the next letter where that is a letter, else its name with
/// the first letter from b on that is free. Not a number: in "dense 2" it says what the variant is.
pub(super) fn name_beside(document: &Document, original: &str) -> String {
    if is_made_up(original) {
        return free_name(document);
    }
    let mut endings = original.rsplitn(2, ' ');
    let stem = match (endings.next(), endings.next()) {
        (Some(ending), Some(stem)) if is_lettered(ending, 'b'..='z') => stem,
        _ => original,
    };
    lettered('b'..='z')
        .map(|letter| format!("{stem} {letter}"))
        .find(|name| is_free(document, name))
        .unwrap_or_default()
}

/// The letters, then the letters with 2, with 3 and so on.
fn lettered(letters: RangeInclusive<char>) -> impl Iterator<Item = String> {
    (1u32..).flat_map(move |round| {
        letters.clone().map(move |letter| match round {
            1 => letter.to_string(),
            _ => format!("{letter}{round}"),
        })
    })
}

/// The first colour that no variant has; once all are taken they repeat.
pub(super) fn free_colour(document: &Document) -> u8 {
    (0..COLOURS)
        .find(|colour| document.variants.iter().all(|v| v.colour != *colour))
        .unwrap_or((document.variants.len() % usize::from(COLOURS)) as u8)
}

fn is_free(document: &Document, name: &str) -> bool {
    document.variants.iter().all(|v| v.name != name)
}

/// Whether [`free_name`] could have made it: a letter, or a letter and a number.
fn is_made_up(name: &str) -> bool {
    is_lettered(name, 'A'..='Z')
}

fn is_lettered(name: &str, letters: RangeInclusive<char>) -> bool {
    let mut rest = name.chars();
    rest.next().is_some_and(|first| letters.contains(&first))
        && rest.all(|letter| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Variant;

    #[test]
    fn names_and_colours_are_free_ones() {
        let mut document = Document::default();
        assert_eq!(free_name(&document), "B");
        assert_eq!(free_colour(&document), 1);
        document.variants[0].name = "baseline".into();
        assert_eq!(free_name(&document), "A");
        for number in 0..26u8 {
            document.variants.push(Variant {
                name: char::from(b'A' + number).to_string(),
                colour: number % 7,
                ..Variant::default()
            });
        }
        assert_eq!(free_name(&document), "A2");
        assert!(free_colour(&document) < 7);
    }

    #[test]
    fn one_made_of_another_is_named_after_it() {
        let mut document = Document::default();
        assert_eq!(name_beside(&document, "A"), "B");
        document.variants[0].name = "vae beta".into();
        assert_eq!(name_beside(&document, "dense 2"), "dense 2 b");
        document.variants.push(Variant {
            name: "dense 2 b".into(),
            ..Variant::default()
        });
        assert_eq!(name_beside(&document, "dense 2"), "dense 2 c");
        assert_eq!(name_beside(&document, "dense 2 b"), "dense 2 c");
        assert_eq!(name_beside(&document, "vae beta"), "vae beta b");
        assert_eq!(name_beside(&document, ""), " b");
    }
}
