//! The report's reconstructed rows of a table: a few test rows with their worst columns, and the mean error of each
//! column.

use super::{named, paragraph};
use crate::data::{Column, Span};
use crate::export::Comparison;
use crate::export::digits::{grouped, three_digits};
use crate::export::palette::{hex, variant};
use crate::export::rows::{Order, difference, made, title, value};
use crate::export::svg::escaped;
use crate::project::Variant;
use crate::training::{ColumnErrors, GalleryView};

/// Test rows, the columns of each, and columns in the list of means.
const ROWS: usize = 4;
const COLUMNS: usize = 8;
const MEANS: usize = 40;
/// Width of the longest bar in points of the page.
const BAR: f32 = 120.0;

/// One variant with the errors of its rows.
struct Made<'a> {
    variant: &'a Variant,
    view: &'a GalleryView,
    errors: &'a ColumnErrors,
}

/// The whole section; empty where samples are no rows.
pub(super) fn section(comparison: &Comparison) -> String {
    let dataset = &comparison.dataset;
    let Some(columns) = dataset.shape().columns() else {
        return String::new();
    };
    let made: Vec<Made> = comparison
        .trained()
        .filter_map(|(variant, reached)| {
            Some(Made {
                variant,
                view: &reached.gallery,
                errors: reached.gallery.columns.as_ref()?,
            })
        })
        .collect();
    let Some(first) = made.first() else {
        return String::new();
    };
    let spans: Vec<(&Column, Span)> = columns.spans().collect();
    let words = format!(
        "{} of the test rows, drawn by seed {}: the {} columns that {} is furthest from. Of numbers the difference in \
         their unit, of answers the probability and what the answer cost in nats",
        ROWS.min(first.view.indices.len()),
        first.view.request.seed,
        COLUMNS.min(columns.len()),
        first.variant.name,
    );
    let mut text = paragraph("weak", &words);
    for (place, &index) in first.view.indices.iter().take(ROWS).enumerate() {
        text += &one(comparison, &made, &spans, place, index as usize);
    }
    text + &means(comparison, &made, &spans)
}

/// One test row: its worst columns, the input beside what each variant made of it.
fn one(
    comparison: &Comparison,
    all: &[Made],
    spans: &[(&Column, Span)],
    place: usize,
    index: usize,
) -> String {
    let dataset = &comparison.dataset;
    let row = dataset.test.known_row(index);
    let errors_of = |made: &Made| {
        let errors = made.errors.rows.chunks_exact(spans.len()).nth(place);
        errors.unwrap_or_default().to_vec()
    };
    let width = dataset.shape().target_width();
    let errors: Vec<Vec<f32>> = all.iter().map(errors_of).collect();
    let order = Order::WorstFirst.of(errors.first().map_or(&[], Vec::as_slice));
    let mut lines = String::new();
    for column in order.into_iter().take(COLUMNS) {
        let (of, span) = spans[column];
        let input = row.get(column).copied().unwrap_or(f32::NAN);
        let mut cells = format!(
            "<th scope=\"row\">{}</th><td class=\"figure\">{}</td>",
            escaped(&of.name),
            escaped(&value(of, input))
        );
        for (made_of, errors) in all.iter().zip(&errors) {
            let outputs = made_of.view.outputs.chunks_exact(width).nth(place);
            let output = outputs.and_then(|all| all.get(span.range()));
            let error = errors.get(column).copied().unwrap_or(f32::NAN);
            let (made, off) = output.map_or_else(Default::default, |output| {
                (made(of, output), difference(of, input, output, error))
            });
            cells += &format!(
                "<td class=\"figure\">{} <small class=\"weak\">{}</small></td>",
                escaped(&made),
                escaped(&off)
            );
        }
        lines += &format!("<tr>{cells}</tr>\n");
    }
    let label = dataset.test.label(index);
    let label = label.map(|label| format!(", {}", dataset.class_name(label)));
    let heading = format!("{}{}", title(dataset, index), label.unwrap_or_default());
    table(&heading, all, "Input", &lines)
}

/// The mean error of the worst columns.
fn means(comparison: &Comparison, all: &[Made], spans: &[(&Column, Span)]) -> String {
    let Some(first) = all
        .first()
        .filter(|first| first.errors.mean.len() == spans.len())
    else {
        return String::new();
    };
    let known = all.iter().flat_map(|made| &made.errors.mean);
    let top = known.copied().filter(|e| e.is_finite()).fold(0.0, f32::max);
    let mut lines = String::new();
    for column in Order::WorstFirst
        .of(&first.errors.mean)
        .into_iter()
        .take(MEANS)
    {
        let mut cells = format!("<th scope=\"row\">{}</th>", escaped(&spans[column].0.name));
        for made in all {
            let error = made.errors.mean.get(column).copied().unwrap_or(f32::NAN);
            let cell = if error.is_nan() {
                "missing".to_owned()
            } else {
                let share = (error / top.max(f32::MIN_POSITIVE)).clamp(0.0, 1.0);
                format!(
                    "<span class=\"scale\" style=\"width:{:.0}px;background:{}\"></span> {}",
                    BAR * share,
                    hex(variant(made.variant.colour)),
                    three_digits(f64::from(error))
                )
            };
            cells += &format!("<td class=\"figure\">{cell}</td>");
        }
        lines += &format!("<tr>{cells}</tr>\n");
    }
    let measured = first.errors.measured;
    let of = match measured < comparison.dataset.test.len() {
        true => format!("the first {} test rows", grouped(measured as u64)),
        false => format!("all {} test rows", grouped(measured as u64)),
    };
    let heading = format!("Mean error by column over {of}");
    let note = "Squared error of numbers in the scale of the inputs, cross-entropy in nats of answers, without weights";
    table(&heading, all, "", &lines) + &paragraph("weak", note)
}

/// `lines` are HTML already; `second` heads a column between the names and the variants, if there is one.
fn table(heading: &str, all: &[Made], second: &str, lines: &str) -> String {
    let second = match second {
        "" => String::new(),
        words => format!("<th class=\"figure\">{words}</th>"),
    };
    let heads: String = all
        .iter()
        .map(|made| {
            let name = named(&made.variant.name, made.variant.colour);
            format!("<th class=\"figure\">{name}</th>")
        })
        .collect();
    format!(
        "<h3>{}</h3>\n<div class=\"scroll\">\n<table>\n<thead><tr><th>Column</th>{second}{heads}</tr></thead>\n\
         <tbody>\n{lines}</tbody>\n</table>\n</div>\n",
        escaped(heading)
    )
}
