//! The report's latent spaces, side by side.

use super::{listed, paragraph};
use crate::export::colouring::{Colouring, LEVELS, Legend};
use crate::export::digits::trimmed;
use crate::export::palette::hex;
use crate::export::svg::{Figure, Page, Paper, Plane, Planes, escaped};
use crate::export::{Cloud, Comparison};

/// All codes of all variants stand in one file.
const PAGE: Page = Page {
    size: None,
    paper: Paper::Light,
    sharpness: 2,
};

pub(super) fn section(comparison: &Comparison) -> Result<String, String> {
    let dataset = &comparison.dataset;
    let axes = comparison.document.view.latent_axes;
    let colouring = Colouring::of(dataset, &comparison.document.view.latent_colour);
    let (mut figures, mut without) = (String::new(), Vec::new());
    for (variant, reached) in comparison.trained() {
        let Some(cloud) = Cloud::new(&reached.latent, axes, &colouring) else {
            without.push(variant.name.as_str());
            continue;
        };
        let plane = Planes {
            planes: vec![Plane {
                name: variant.name.clone(),
                colour: variant.colour,
                cloud,
                note: String::new(),
                is_laid: false,
            }],
            ..Planes::default()
        };
        let svg = plane.draw(&PAGE)?;
        figures += &format!("<figure>\n{}</figure>\n", svg.inline());
    }
    if figures.is_empty() {
        return Ok(String::new());
    }
    let mut text = paragraph(
        "weak",
        &format!("Every test {} by its code", dataset.shape().noun()),
    );
    text += &legend(&colouring);
    text += &format!("<div class=\"spaces\">\n{figures}</div>\n");
    if !without.is_empty() {
        let names = listed(&without);
        text += &paragraph("missing", &format!("Codes that make no plane: {names}"));
    }
    Ok(text)
}

/// What the colours stand for.
fn legend(colouring: &Colouring) -> String {
    let weak = |text: &str| format!("<span class=\"weak\">{}</span>\n", escaped(text));
    let entries = match &colouring.legend {
        Legend::None => return String::new(),
        Legend::Classes { of, names } => {
            let entries = (0u32..).zip(names).map(|(class, name)| {
                let (colour, name) = (hex(colouring.colour(class)), escaped(name));
                format!(
                    "<span><span class=\"swatch\" style=\"background:{colour}\"></span>{name}</span>\n"
                )
            });
            of.as_deref().map_or_else(String::new, weak) + &entries.collect::<String>()
        }
        Legend::Scale { of, low, high } => {
            let steps = (0..LEVELS)
                .step_by(7)
                .map(|level| hex(colouring.colour(level)));
            let steps = steps.collect::<Vec<_>>().join(",");
            let [low, high] = [low, high].map(|&end| trimmed(f64::from(end), 4));
            format!(
                "{}<span>{low} <span class=\"scale\" style=\"background:linear-gradient(to right,{steps})\"></span> \
                 {high}</span>\n",
                weak(of)
            )
        }
    };
    format!("<div class=\"legend\">\n{entries}</div>\n")
}
