//! The setting columns: settings that are not the same for all variants.

use super::Cell;
use crate::settings::Setting;
use crate::training::{SETTINGS, VariantSettings};

/// The size of the code has a figure of its own, which also counts a spatial code.
const CODE: &str = "architecture.code";

/// A setting, and its value for each of the variants.
pub(super) struct Differing {
    pub setting: &'static Setting<VariantSettings>,
    pub values: Vec<Cell>,
}

/// Settings in which variants differ among `each`, in the order of the list.
pub(super) fn differing(each: &[&VariantSettings]) -> Vec<Differing> {
    let Some((first, others)) = each.split_first() else {
        return Vec::new();
    };
    // Two that differ cannot both be as the first.
    let differences: Vec<_> = others
        .iter()
        .flat_map(|other| SETTINGS.differences(first, other))
        .map(|difference| difference.setting)
        .collect();
    SETTINGS
        .iter()
        .filter(|setting| setting.key != CODE && differences.contains(setting))
        .map(|setting| Differing {
            setting,
            values: each
                .iter()
                .map(|settings| Cell::Text(setting.value(settings)))
                .collect(),
        })
        .collect()
}
