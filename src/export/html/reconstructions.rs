//! The report's reconstructions: the same test images down the columns, a row a variant, with error maps.

use super::{named, paragraph};
use crate::export::Comparison;
use crate::export::digits::three_digits;
use crate::export::gallery::{Strip, mean, scale};
use crate::export::png::{data_uri, png};

/// The absolute error from which on error maps are brightest.
const BRIGHTEST: f32 = 1.0;

pub(super) fn section(comparison: &Comparison) -> Result<String, String> {
    let dataset = &comparison.dataset;
    let first = comparison.trained().next();
    let (Some((_, first)), Some(shape)) = (first, dataset.shape().image()) else {
        return Ok(String::new());
    };
    let indices = &first.gallery.indices;
    let inputs = Strip::of_inputs(dataset, indices);
    let mut rows = row("first", "Input", &inputs, "Test images")?;
    for (variant, reached) in comparison.trained() {
        let (view, name) = (&reached.gallery, &variant.name);
        let label = named(name, variant.colour);
        let mut class = "first";
        if let Some(corrupted) = &view.corrupted {
            let strip = Strip::of_values(corrupted, shape);
            let heading = format!("{label}<br><small>its noisy input</small>");
            rows += &row(class, &heading, &strip, "Noisy input")?;
            class = "more";
        }
        let mse = mean(&view.errors).map_or_else(String::new, three_digits);
        let heading = format!("{label}<br><small>MSE of these {mse}</small>");
        let outputs = Strip::of_values(&view.outputs, shape);
        rows += &row(class, &heading, &outputs, "Reconstructions")?;
        let errors = Strip::of_errors(dataset, view, BRIGHTEST);
        rows += &row("more", "<small>error, 0 to 1</small>", &errors, "Errors")?;
    }
    let words = format!(
        "{} test images drawn by seed {}; errors are absolute, black for none and pale yellow for 1",
        indices.len(),
        first.gallery.request.seed
    );
    Ok(format!(
        "{}<div class=\"scroll\">\n<table class=\"gallery\">\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n",
        paragraph("weak", &words)
    ))
}

/// `heading` is HTML already.
fn row(class: &str, heading: &str, strip: &Strip, alt: &str) -> Result<String, String> {
    if strip.is_empty() {
        return Ok(String::new());
    }
    let scale = scale(strip.shape);
    let picture = strip.picture();
    let (width, height) = (picture.width() * scale, picture.height() * scale);
    let data = data_uri(&png(&picture)?);
    Ok(format!(
        "<tr class=\"{class}\"><th scope=\"row\">{heading}</th><td><img alt=\"{alt}\" width=\"{width}\" \
         height=\"{height}\" src=\"{data}\"></td></tr>\n"
    ))
}
