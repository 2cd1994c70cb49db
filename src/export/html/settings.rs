//! The report's settings of each variant: in words, and as they stand in the project file.

use super::named;
use crate::export::Comparison;
use crate::export::svg::escaped;
use crate::training::SETTINGS;

pub(super) fn section(comparison: &Comparison) -> String {
    let mut text = String::new();
    for compared in &comparison.variants {
        let (variant, settings) = (&compared.variant, compared.settings());
        let name = named(&variant.name, variant.colour);
        text += &format!("<details>\n<summary>{name}</summary>\n<dl>\n");
        for setting in SETTINGS.iter() {
            let (name, value) = (escaped(setting.name), escaped(&setting.value(settings)));
            text += &format!("<dt>{name}</dt><dd>{value}</dd>\n");
        }
        text += "</dl>\n";
        if let Ok(json) = serde_json::to_string_pretty(settings) {
            text += &format!("<pre>{}</pre>\n", escaped(&json));
        }
        text += "</details>\n";
    }
    text
}
