//! The report's comparison table: a line a figure, a column a variant, the best in bold.

use super::{named, paragraph};
use crate::export::Comparison;
use crate::export::columns::Table;
use crate::export::svg::escaped;

pub(super) fn section(comparison: &Comparison) -> String {
    let table = comparison.table();
    let mut text = String::from("<div class=\"scroll\">\n<table>\n<thead><tr><th></th>");
    for row in &table.rows {
        let name = named(&row.name, row.colour);
        text += &format!("<th class=\"figure\" scope=\"col\">{name}</th>");
    }
    text += "</tr></thead>\n<tbody>\n";
    for (index, column) in table.columns.iter().enumerate() {
        let heading = escaped(&table.say(&column.heading_with_unit()));
        let hint = escaped(&table.say(&column.hint()));
        text += &format!("<tr><th scope=\"row\" title=\"{hint}\">{heading}</th>");
        text += &cells(&table, index);
        text += "</tr>\n";
    }
    text += "</tbody>\n</table>\n</div>\n";
    if table.losses_differ {
        text += &paragraph(
            "weak",
            "The variants are trained with different losses, whose values cannot be compared",
        );
    }
    if table.noises_differ {
        text += &paragraph(
            "weak",
            "The errors of each variant are measured under its own noise, which is not the same",
        );
    }
    text += &origins(comparison);
    text
}

fn cells(table: &Table, index: usize) -> String {
    let Some(column) = table.columns.get(index) else {
        return String::new();
    };
    let best = table.best(index);
    let cells = table.column(index).into_iter().zip(best);
    cells
        .map(|(cell, best)| {
            let class = if best { "figure best" } else { "figure" };
            let (shown, exact) = (escaped(&column.shown(cell)), escaped(&cell.exact()));
            format!("<td class=\"{class}\" title=\"{exact}\">{shown}</td>")
        })
        .collect()
}

/// Where variants come from, and their notes.
fn origins(comparison: &Comparison) -> String {
    let mut items = String::new();
    for compared in &comparison.variants {
        let variant = &compared.variant;
        let mut words = Vec::new();
        if let Some((parent, differences)) = &compared.parent {
            words.push(match differences.as_str() {
                "" => format!("made from {parent}, with the same settings"),
                differences => format!("made from {parent}: {differences}"),
            });
        }
        if *compared.settings() != variant.settings {
            words.push("its settings were changed after training".into());
        }
        if !variant.notes.trim().is_empty() {
            words.push(variant.notes.trim().into());
        }
        if !words.is_empty() {
            let (name, words) = (named(&variant.name, variant.colour), words.join("; "));
            items += &format!("<li>{name}: {}</li>\n", escaped(&words));
        }
    }
    if items.is_empty() {
        return items;
    }
    format!("<h3>Where they come from</h3>\n<ul>\n{items}</ul>\n")
}
