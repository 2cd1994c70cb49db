//! The description of a figure.

use super::{Cell, Subject};
use crate::export::digits::significant;

/// Which direction is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    Lower,
    Higher,
}

/// All there is to say of a figure.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is said of a figure by itself"
)]
pub(super) struct About {
    pub key: &'static str,
    pub heading: &'static str,
    pub hint: &'static str,
    pub unit: Option<&'static str>,
    pub better: Option<Better>,
    pub is_of_pictures: bool,
    pub is_loss: bool,
    pub is_measured: bool,
    pub is_always_there: bool,
    pub value: fn(&Subject) -> Cell,
    pub digits: fn(f64) -> String,
}

impl About {
    /// One that every variant has, in the digits of an error.
    pub fn new(
        key: &'static str,
        heading: &'static str,
        hint: &'static str,
        value: fn(&Subject) -> Cell,
    ) -> Self {
        Self {
            key,
            heading,
            hint,
            unit: None,
            better: None,
            is_of_pictures: false,
            is_loss: false,
            is_measured: false,
            is_always_there: true,
            value,
            digits: error,
        }
    }

    pub fn unit(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }

    pub fn better(mut self, better: Better) -> Self {
        self.better = Some(better);
        self
    }

    pub fn digits(mut self, digits: fn(f64) -> String) -> Self {
        self.digits = digits;
        self
    }

    pub fn of_pictures(mut self) -> Self {
        self.is_of_pictures = true;
        self
    }

    pub fn loss(mut self) -> Self {
        self.is_loss = true;
        self.better(Better::Lower)
    }

    pub fn measured(mut self) -> Self {
        self.is_measured = true;
        self
    }

    /// Its column stands there only where a variant has it.
    pub fn where_it_is(mut self) -> Self {
        self.is_always_there = false;
        self
    }
}

pub(super) fn two_places(number: f64) -> String {
    format!("{number:.2}")
}

/// An error or a loss: "0.01234", "1.234e-6", "12.35", "105.2".
fn error(number: f64) -> String {
    significant(number, 4)
}
