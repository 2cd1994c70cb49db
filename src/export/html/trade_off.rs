//! The report's plot of error against code size, with the PCA baseline.

use super::{named, paragraph};
use crate::export::svg::{Figure, Page, TradeOff, escaped};
use crate::export::{Comparison, against_pca, count_against_pca};

pub(super) fn section(comparison: &Comparison) -> String {
    let figure = TradeOff::of_errors(comparison.points(), &comparison.pca);
    let Ok(svg) = figure.draw(&Page::default()) else {
        return String::new();
    };
    let pairs: Vec<(f64, f64)> = comparison
        .trained()
        .map(|(_, reached)| (reached.measured.mse, reached.pca_mse))
        .filter(|(_, pca)| pca.is_finite())
        .collect();
    let mut text = String::new();
    if !pairs.is_empty() {
        text += &paragraph("verdict", &count_against_pca(&pairs));
    }
    text += &svg.inline();
    text += "<ul>\n";
    for (variant, reached) in comparison.trained() {
        let name = named(&variant.name, variant.colour);
        let verdict = against_pca(reached.measured.mse, reached.pca_mse);
        let (code, verdict) = (reached.measured.code, escaped(&verdict));
        text += &format!("<li>{name}, code of {code}: {verdict}</li>\n");
    }
    text + "</ul>\n"
}
