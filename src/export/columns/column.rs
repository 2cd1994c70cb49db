//! A column of the comparison: a figure or a setting, with its heading and unit.

use super::{Better, Figure};
use crate::settings::Setting;
use crate::settings::words::capital;
use crate::training::VariantSettings;

/// A column of the comparison.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Column {
    /// A setting that is not the same for all variants.
    Setting(&'static Setting<VariantSettings>),
    Figure(Figure),
}

impl Column {
    /// A name that stays the same from version to version: "setting:loss", "mse".
    pub fn key(&self) -> String {
        match self {
            Self::Setting(setting) => format!("setting:{}", setting.name),
            Self::Figure(figure) => figure.key().into(),
        }
    }

    /// Sentence case, without its unit.
    pub fn heading(&self) -> String {
        match self {
            Self::Setting(setting) => capital(setting.name),
            Self::Figure(figure) => figure.heading().into(),
        }
    }

    pub fn unit(&self) -> Option<&'static str> {
        match self {
            Self::Setting(_) => None,
            Self::Figure(figure) => figure.unit(),
        }
    }

    /// "PSNR (dB)"
    pub fn heading_with_unit(&self) -> String {
        match self.unit() {
            Some(unit) => format!("{} ({unit})", self.heading()),
            None => self.heading(),
        }
    }

    pub fn better(&self) -> Option<Better> {
        match self {
            Self::Setting(_) => None,
            Self::Figure(figure) => figure.better(),
        }
    }

    /// A plain sentence on what it is.
    pub fn hint(&self) -> String {
        match self {
            Self::Setting(setting) => {
                format!(
                    "A setting that differs among the variants: {}",
                    setting.name
                )
            }
            Self::Figure(figure) => figure.hint().into(),
        }
    }

    /// Whether it is the loss a variant is trained with.
    pub fn is_loss(&self) -> bool {
        matches!(self, Self::Figure(figure) if figure.is_loss())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::SETTINGS;

    #[test]
    fn headings_carry_their_units() {
        let column = Column::Figure(Figure::Psnr);
        assert_eq!(column.heading_with_unit(), "PSNR (dB)");
        assert_eq!(column.key(), "psnr");
        let rate = SETTINGS.with_key("training.learning_rate");
        let column = Column::Setting(rate.expect("there is one"));
        assert_eq!(column.heading_with_unit(), "Learning rate");
        assert_eq!(column.key(), "setting:learning rate");
    }
}
