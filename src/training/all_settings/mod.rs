//! Every setting of a variant, described once. Locks, undo labels, differences between variants, columns of the
//! comparison and `--set` come from here; what a setting is for, its range and its default stand at its field.

mod architecture;
mod objective;
mod training;

use std::sync::LazyLock;

use super::VariantSettings;
use crate::settings::{Schema, Settings};

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

/// What the types of a variant's settings say of each field.
pub static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::of::<VariantSettings>);

impl VariantSettings {
    /// Whether a run under way can take `other` without a restart: nothing differs but live settings.
    pub fn can_become(&self, other: &Self) -> bool {
        SETTINGS.can_become(self, other)
    }
}

#[cfg(test)]
mod tests;
