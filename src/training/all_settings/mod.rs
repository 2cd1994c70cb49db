//! Every setting of a variant, described once. Locks, undo labels, differences between variants, columns of the
//! comparison and `--set` come from here; what a setting is for, its range and its default stand at its field.

mod architecture;
mod objective;
mod training;

use super::VariantSettings;
use crate::settings::Settings;

/// Every setting of a variant, in the order in which they are compared.
pub static SETTINGS: Settings<VariantSettings> = Settings {
    all: &[
        architecture::SETTINGS,
        objective::SETTINGS,
        training::SETTINGS,
    ],
    together: &[
        ("architecture", "the architecture"),
        ("objective", "the objective"),
    ],
};

impl VariantSettings {
    /// Whether a run under way can take `other` without a restart: nothing differs but live settings.
    pub fn can_become(&self, other: &Self) -> bool {
        SETTINGS.can_become(self, other)
    }
}

#[cfg(test)]
mod tests;
