//! The comparison as one self-contained HTML page: nothing is fetched, nothing runs, pictures are inside.

mod facts;
mod latent;
mod reconstructions;
mod rows;
mod settings;
mod style;
mod table;
mod texts;
mod trade_off;
mod training;
mod uses;

use super::Comparison;
use super::palette::{hex, variant};
use super::svg::escaped;
use crate::system::moment::today;
use style::STYLE;

/// What stands in a page that this program made, and in no other: such a page may be replaced.
pub const MADE_BY: &str = "<meta name=\"generator\" content=\"Hourglass\">";

/// The page.
///
/// # Errors
/// One clause, when a picture cannot be made.
pub fn report(comparison: &Comparison) -> Result<String, String> {
    page(comparison, &today())
}

fn page(comparison: &Comparison, date: &str) -> Result<String, String> {
    let name = escaped(&comparison.document.name);
    let sections = [
        section("Variants", &table::section(comparison)),
        section("Training", &training::section(comparison)),
        section("Reconstructions", &reconstructions::section(comparison)?),
        section("Reconstructions", &rows::section(comparison)),
        section("Reconstructions", &texts::section(comparison)),
        section("Error by code size", &trade_off::section(comparison)),
        section("Latent spaces", &latent::section(comparison)?),
        section("Uses", &uses::section(comparison)),
        section("Settings", &settings::section(comparison)),
    ];
    let sections = sections.concat();
    let head = facts::section(comparison, date);
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         {MADE_BY}\n\
         <title>{name}: variants compared</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>{name}</h1>\n{head}{sections}</main>\n</body>\n</html>\n"
    ))
}

/// A part under its heading; nothing where there is nothing to say.
fn section(heading: &str, content: &str) -> String {
    if content.is_empty() {
        return String::new();
    }
    format!("<section>\n<h2>{heading}</h2>\n{content}</section>\n")
}

/// A variant's name beside its colour.
fn named(name: &str, colour: u8) -> String {
    let (name, colour) = (escaped(name), hex(variant(colour)));
    format!("<span class=\"swatch\" style=\"background:{colour}\"></span>{name}")
}

/// A paragraph of plain text.
fn paragraph(class: &str, text: &str) -> String {
    format!("<p class=\"{class}\">{}</p>\n", escaped(text))
}

/// "A", "A and B", "A, B and C"
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).into(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_people_do() {
        assert_eq!(listed(&[]), "");
        assert_eq!(listed(&["A"]), "A");
        assert_eq!(listed(&["A", "B", "C"]), "A, B and C");
    }

    #[test]
    fn a_part_without_content_is_left_out() {
        assert_eq!(section("Training", ""), "");
        assert!(named("<i>", 0).ends_with("</span>&lt;i&gt;"));
    }
}
