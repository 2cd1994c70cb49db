//! Latent spaces side by side.

use super::{listed, named, paragraph};
use crate::export::animation::classes;
use crate::export::palette::{hex, label};
use crate::export::svg::{escaped, latent};
use crate::export::{Cloud, Comparison};

pub(super) fn section(comparison: &Comparison) -> Result<String, String> {
    let dataset = &comparison.dataset;
    let axes = comparison.document.view.latent_axes;
    let (mut figures, mut without) = (String::new(), Vec::new());
    for (variant, reached) in comparison.trained() {
        let Some(cloud) = Cloud::new(&reached.latent, axes, dataset.test.labels()) else {
            without.push(variant.name.as_str());
            continue;
        };
        let title = format!("Latent space of {}", variant.name);
        let (svg, name) = (
            latent(&cloud, &title)?,
            named(&variant.name, variant.colour),
        );
        figures += &format!("<figure>\n<p>{name}</p>\n{}</figure>\n", svg.inline());
    }
    if figures.is_empty() {
        return Ok(String::new());
    }
    let mut text = paragraph("weak", "Every test image by its code");
    text += &legend(&classes(dataset));
    text += &format!("<div class=\"spaces\">\n{figures}</div>\n");
    if !without.is_empty() {
        let names = listed(&without);
        text += &paragraph("missing", &format!("Codes that make no plane: {names}"));
    }
    Ok(text)
}

fn legend(classes: &[String]) -> String {
    if classes.is_empty() {
        return String::new();
    }
    let entries = (0u32..).zip(classes).map(|(class, name)| {
        let (colour, name) = (hex(label(class)), escaped(name));
        format!("<span><span class=\"swatch\" style=\"background:{colour}\"></span>{name}</span>\n")
    });
    let entries: String = entries.collect();
    format!("<div class=\"legend\">\n{entries}</div>\n")
}
