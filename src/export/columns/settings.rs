//! The settings that are not the same for all variants.

use super::Cell;
use crate::project::{Setting, described, differences};
use crate::training::VariantSettings;

/// The size of the code has a figure of its own, which also counts a spatial code.
const CODE: &str = "code";

/// A setting by the name people know it by, and its value for each of the variants.
pub(super) struct Differing {
    pub name: String,
    pub values: Vec<Cell>,
}

/// Settings that [`differences`] finds among `each`, in the order of [`described`].
pub(super) fn differing(each: &[&VariantSettings]) -> Vec<Differing> {
    let Some((first, others)) = each.split_first() else {
        return Vec::new();
    };
    let mut names: Vec<String> = Vec::new();
    // Two that differ cannot both be as the first.
    for difference in others.iter().flat_map(|other| differences(first, other)) {
        if !names.contains(&difference.name) && difference.name != CODE {
            names.push(difference.name);
        }
    }
    if names.is_empty() {
        return Vec::new();
    }
    let all: Vec<Vec<Setting>> = each.iter().map(|settings| described(settings)).collect();
    let known = all[0].iter().map(|setting| &setting.name);
    let values = |name: &str| {
        let cell = |settings: &Vec<Setting>| {
            let found = settings.iter().find(|setting| setting.name == name);
            found.map_or(Cell::Empty, |setting| Cell::Text(setting.value.clone()))
        };
        all.iter().map(cell).collect()
    };
    known
        .filter(|name| names.contains(name))
        .map(|name| Differing {
            name: name.clone(),
            values: values(name),
        })
        .collect()
}
