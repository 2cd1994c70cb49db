//! What uses of the variants found: figures beside those of baselines, and curves.

use super::named;
use crate::export::Comparison;
use crate::export::digits::significant;
use crate::export::svg::{Figure, FoundCurves, Page, escaped};
use crate::export::{baseline_figure, baseline_names, figure_words};
use crate::project::{UseResult, Variant};

pub(super) fn section(comparison: &Comparison) -> String {
    let mut names: Vec<&str> = Vec::new();
    let results = comparison
        .variants
        .iter()
        .flat_map(|one| &one.variant.results);
    for result in results {
        if !names.contains(&result.name.as_str()) {
            names.push(&result.name);
        }
    }
    let parts = names.into_iter().map(|name| {
        let of: Vec<(&Variant, &UseResult, bool)> = comparison
            .variants
            .iter()
            .filter_map(|one| {
                let mut results = one.variant.results.iter();
                let result = results.find(|result| result.name == name)?;
                let now = one
                    .reached
                    .as_ref()
                    .map(|reached| reached.trained.weights());
                Some((&one.variant, result, result.is_stale(now)))
            })
            .collect();
        format!(
            "<h3>{}</h3>\n{}{}",
            escaped(&figure_words(name)),
            table(&of),
            plots(&of)
        )
    });
    parts.collect()
}

/// A line for each figure of each variant.
fn table(of: &[(&Variant, &UseResult, bool)]) -> String {
    let baselines = baseline_names(of.iter().map(|(_, result, _)| &*result.baselines));
    let heading = |text: &str| format!("<th class=\"figure\">{}</th>", escaped(text));
    let mut text =
        "<div class=\"scroll\"><table>\n<thead><tr><th>Variant</th><th>Figure</th>".to_owned();
    text += &heading("Model");
    text.extend(baselines.iter().map(|name| heading(&figure_words(name))));
    text += "</tr></thead>\n<tbody>\n";
    for (variant, result, is_stale) in of {
        let mut name = named(&variant.name, variant.colour);
        if *is_stale {
            name += &format!(" <small>at epoch {}</small>", result.weights.epoch);
        }
        let numbers = result.figures.numbers();
        if numbers.is_empty() {
            let why = result
                .unmeasured
                .as_deref()
                .unwrap_or("nothing to measure on");
            text += &format!(
                "<tr><td>{name}</td><td>not measured: {}</td></tr>\n",
                escaped(why)
            );
        }
        for (key, number) in numbers {
            let cell = |number: Option<f64>| {
                let text = number.map_or_else(|| "–".to_owned(), |number| significant(number, 4));
                format!("<td class=\"figure\">{text}</td>")
            };
            text += &format!(
                "<tr><td>{name}</td><td>{}</td>",
                escaped(&figure_words(&key))
            );
            text += &cell(Some(number));
            for baseline in &baselines {
                text += &cell(baseline_figure(&result.baselines, baseline, &key));
            }
            text += "</tr>\n";
        }
    }
    text + "</tbody></table></div>\n"
}

/// Each plot once, with the curves of all variants that have it.
fn plots(of: &[(&Variant, &UseResult, bool)]) -> String {
    let mut titles: Vec<&str> = Vec::new();
    for curves in of.iter().flat_map(|(_, result, _)| &result.curves) {
        if !titles.contains(&curves.title.as_str()) {
            titles.push(&curves.title);
        }
    }
    let plots = titles.into_iter().filter_map(|title| {
        let variants = of.iter().filter_map(|(variant, result, _)| {
            let curves = result.curves.iter().find(|curves| curves.title == title)?;
            Some((variant.name.clone(), variant.colour, curves.clone()))
        });
        let figure = FoundCurves {
            variants: variants.collect(),
        };
        let svg = figure.draw(&Page::default()).ok()?;
        let caption = escaped(title);
        Some(format!(
            "<figure>{}<figcaption>{caption}</figcaption></figure>\n",
            svg.inline()
        ))
    });
    let plots: String = plots.collect();
    match plots.is_empty() {
        true => plots,
        false => format!("<div class=\"spaces\">\n{plots}</div>\n"),
    }
}
