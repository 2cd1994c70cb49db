//! The settings that are not the same for all variants.

use super::Cell;
use crate::training::VariantSettings;

/// A setting by the name people know it by, and its value for each of the variants.
pub(super) struct Differing {
    pub name: String,
    pub values: Vec<Cell>,
}

/// Settings with more than one value among `each`, a missing one counting as a value, in the order in which the first
/// variant that has one names it.
pub(super) fn differing(each: &[&VariantSettings]) -> Vec<Differing> {
    let named: Vec<Vec<(String, String)>> = each.iter().map(|settings| named(settings)).collect();
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in named.iter().flatten() {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let values = |name: &str| -> Vec<Cell> {
        named
            .iter()
            .map(|settings| {
                let found = settings.iter().find(|(known, _)| known == name);
                found.map_or(Cell::Empty, |(_, value)| Cell::Text(value.clone()))
            })
            .collect()
    };
    names
        .into_iter()
        .map(|name| Differing {
            name: name.into(),
            values: values(name),
        })
        .filter(|setting| setting.values.windows(2).any(|pair| pair[0] != pair[1]))
        .collect()
}

fn named(settings: &VariantSettings) -> Vec<(String, String)> {
    vec![
        ("code".into(), settings.architecture.code.width.to_string()),
        ("loss".into(), settings.loss.name().into()),
        (
            "learning rate".into(),
            settings.training.learning_rate.to_string(),
        ),
    ]
}
