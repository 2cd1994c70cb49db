//! Names and colours of new variants.

use std::ops::RangeInclusive;

use crate::model::{CodeShape, Distribution};
use crate::project::{Document, Variant};
use crate::settings::name_by;
use crate::training::{SETTINGS, VariantId};

/// Calls variants that nobody has named by what differs from the one they come from.
pub(super) fn follow_names(document: &mut Document) {
    let unnamed = document.variants.iter().filter(|v| v.is_unnamed());
    for id in unnamed.map(|v| v.id).collect::<Vec<VariantId>>() {
        if let Some(name) = name_by_differences(document, id)
            && let Some(variant) = document.variant_mut(id)
        {
            variant.name_by_itself(name);
        }
    }
}

/// "code 2, BCE": what differs from the first ancestor, or, for that one, from the next variant. `None` keeps the name,
/// where nothing differs or it fits already.
fn name_by_differences(document: &Document, id: VariantId) -> Option<String> {
    let variant = document.variant(id)?;
    let other = first_ancestor(document, variant)
        .or_else(|| document.variants.iter().find(|other| other.id != id));
    let Some(other) = other else {
        let alone = name_alone(variant);
        return (!is_made_up(&variant.name) && variant.name != alone).then_some(alone);
    };
    let differences = SETTINGS.differences(&other.settings, &variant.settings);
    let name = name_by(&differences, &variant.settings);
    let stem = stem_of(&variant.name).unwrap_or(&variant.name);
    if name.is_empty() {
        // It was told from its ancestor once, by a name that is no longer true.
        let base = &first_ancestor(document, variant)?.name;
        let fits = is_made_up(&variant.name) || stem == stem_of(base).unwrap_or(base);
        return (!fits).then(|| name_beside(document, base));
    }
    match is_free(document, &name) {
        true => Some(name),
        false if variant.name == name || stem == name => None,
        false => Some(with_letter(document, &name)),
    }
}

/// What the only variant is called whose name says something: "dense 8".
fn name_alone(variant: &Variant) -> String {
    let architecture = &variant.settings.architecture;
    let kind = match (architecture.code.distribution, &architecture.pyramid) {
        (Distribution::Gaussian, _) => "VAE",
        (Distribution::Point, Some(_)) => "conv",
        (Distribution::Point, None) => match &architecture.sequence {
            Some(layers) => layers.name(),
            None => "dense",
        },
    };
    match architecture.code.shape {
        CodeShape::Flat => format!("{kind} {}", architecture.code.width),
        CodeShape::Spatial => format!("{kind} of maps"),
    }
}

/// The oldest variant that is still here from which `variant` comes by forks and copies.
fn first_ancestor<'a>(document: &'a Document, variant: &Variant) -> Option<&'a Variant> {
    let parent = |variant: &Variant| {
        let id = variant.parent.filter(|id| *id != variant.id)?;
        document.variant(id)
    };
    // A file can say anything, circles too.
    std::iter::successors(parent(variant), |ancestor| parent(ancestor))
        .take(document.variants.len())
        .last()
        .filter(|ancestor| ancestor.id != variant.id)
}

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
    with_letter(document, stem_of(original).unwrap_or(original))
}

/// "dense 2" of "dense 2 b".
fn stem_of(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once(' ')?;
    is_lettered(ending, 'b'..='z').then_some(stem)
}

/// "dense 2 b", or the first later letter that is free.
fn with_letter(document: &Document, stem: &str) -> String {
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

/// The first index into the palette that no variant has: colours, then the same with the next marker.
pub(super) fn free_colour(document: &Document) -> u8 {
    (0..=u8::MAX)
        .find(|colour| document.variants.iter().all(|v| v.colour != *colour))
        .unwrap_or((document.variants.len() % 256) as u8)
}

fn is_free(document: &Document, name: &str) -> bool {
    document.variants.iter().all(|v| v.name != name)
}

/// Whether [`free_name`] could have made it: a letter, or a letter and a number.
fn is_made_up(name: &str) -> bool {
    // Not the loss of that name.
    is_lettered(name, 'A'..='Z') && name != "L1"
}

fn is_lettered(name: &str, letters: RangeInclusive<char>) -> bool {
    let mut rest = name.chars();
    rest.next().is_some_and(|first| letters.contains(&first))
        && rest.all(|letter| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Code, Loss};

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
                colour: number,
                ..Variant::default()
            });
        }
        assert_eq!(free_name(&document), "A2");
        assert_eq!(free_colour(&document), 26);
    }

    /// A first variant and forks of it, each changed.
    fn with_forks(forks: &[fn(&mut Variant)]) -> Document {
        let mut document = Document::default();
        for (number, change) in forks.iter().enumerate() {
            let id = VariantId(number as u32 + 2);
            let mut fork = Variant {
                id,
                parent: Some(VariantId(1)),
                ..Variant::default()
            };
            fork.name_by_itself(name_beside(&document, "A"));
            change(&mut fork);
            document.variants.push(fork);
        }
        follow_names(&mut document);
        document
    }

    fn names(document: &Document) -> Vec<&str> {
        let variants = document.variants.iter();
        variants.map(|variant| variant.name.as_str()).collect()
    }

    #[test]
    fn unnamed_ones_are_called_by_what_differs() {
        let mut document = with_forks(&[
            |v| v.settings.architecture.code.width = 2,
            |v| {
                v.settings.architecture.code = Code {
                    width: 20,
                    distribution: Distribution::Gaussian,
                    ..Code::default()
                };
                v.settings.loss = Loss::Bce;
            },
            |v| v.settings.training.epochs = 7,
            |v| {
                v.settings.training.epochs = 7;
                v.settings.training.batch = 64;
            },
            |_| {},
        ]);
        let expected = ["code 32", "code 2", "VAE 20, BCE", "D", "batch 64", "F"];
        assert_eq!(names(&document), expected);
        // Two that differ in the same way.
        document.variants[5].settings.architecture.code.width = 2;
        follow_names(&mut document);
        assert_eq!(names(&document)[5], "code 2 b");
        follow_names(&mut document);
        assert_eq!(names(&document)[5], "code 2 b");
        document.variants[1].settings.architecture.code.width = 4;
        follow_names(&mut document);
        assert_eq!(names(&document)[1], "code 4");
        document.variants[1].settings.architecture.code.width = 32;
        follow_names(&mut document);
        assert_eq!(names(&document)[1], "code 32 b");
    }

    #[test]
    fn the_only_one_is_called_by_its_code_where_its_name_says_that() {
        let mut document = Document::default();
        document.variants[0].settings.architecture.code.width = 8;
        follow_names(&mut document);
        assert_eq!(names(&document), ["A"]);
        document.variants[0].name_by_itself("dense 32".into());
        follow_names(&mut document);
        assert_eq!(names(&document), ["dense 8"]);
        document.variants[0].settings.architecture.code.distribution = Distribution::Gaussian;
        follow_names(&mut document);
        assert_eq!(names(&document), ["VAE 8"]);
    }

    #[test]
    fn a_given_name_stays() {
        let mut document = with_forks(&[|v| {
            v.settings.loss = Loss::Bce;
            v.name = "mine".into();
        }]);
        assert_eq!(names(&document)[1], "mine");
        document.variants[1].settings.training.batch = 7;
        follow_names(&mut document);
        assert_eq!(names(&document)[1], "mine");
        // Ancestors in a circle, as a file can have them.
        document.variants[0].parent = Some(VariantId(2));
        document.variants[1].auto_name = Some("mine".into());
        follow_names(&mut document);
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
