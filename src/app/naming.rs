//! Names and colours of new variants.

use crate::project::Document;

/// Colours of variants before they repeat.
const COLOURS: u8 = 7;

/// The first of A, B, ... Z, A2, B2, ... that no variant has.
pub(super) fn free_name(document: &Document) -> String {
    (1u32..)
        .flat_map(|round| {
            ('A'..='Z').map(move |letter| match round {
                1 => letter.to_string(),
                _ => format!("{letter}{round}"),
            })
        })
        .find(|name| is_free(document, name))
        .unwrap_or_default()
}

/// A name for one made of the variant called `original`: the next letter where that is a letter, else its name with
/// the first number from 2 on that is free.
pub(super) fn name_beside(document: &Document, original: &str) -> String {
    if is_made_up(original) {
        return free_name(document);
    }
    let stem = match original.rsplit_once(' ') {
        Some((stem, number)) if number.parse::<u32>().is_ok() => stem,
        _ => original,
    };
    (2u32..)
        .map(|number| format!("{stem} {number}"))
        .find(|name| is_free(document, name))
        .unwrap_or_default()
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
    let mut letters = name.chars();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_uppercase())
        && letters.all(|letter| letter.is_ascii_digit())
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
        assert_eq!(name_beside(&document, "vae beta"), "vae beta 2");
        document.variants.push(Variant {
            name: "vae beta 2".into(),
            ..Variant::default()
        });
        assert_eq!(name_beside(&document, "vae beta"), "vae beta 3");
        assert_eq!(name_beside(&document, "vae beta 2"), "vae beta 3");
        assert_eq!(name_beside(&document, ""), " 2");
    }
}
