//! A value that no model can have.

/// A value that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}: {field}")]
pub struct Invalid {
    /// A sentence for a person, without a full stop.
    pub problem: String,
    /// Its place in the settings, for example `encoder[0].dropout`.
    pub field: String,
}

impl Invalid {
    /// `Err` with this problem unless `holds`.
    ///
    /// # Errors
    /// When `holds` is false.
    pub fn unless(holds: bool, field: &str, problem: impl FnOnce() -> String) -> Result<(), Self> {
        if holds {
            return Ok(());
        }
        Err(Self {
            problem: problem(),
            field: field.into(),
        })
    }

    /// `value` is a number above 0. `name` begins the sentence.
    ///
    /// # Errors
    /// When it is not.
    pub fn unless_positive(value: f64, field: &str, name: &str) -> Result<(), Self> {
        Self::unless(value.is_finite() && value > 0.0, field, || {
            format!("{name} must be a number above 0, not {value}")
        })
    }

    /// `value` is a number from 0 up.
    ///
    /// # Errors
    /// When it is not.
    pub fn unless_from_zero(value: f64, field: &str, name: &str) -> Result<(), Self> {
        Self::unless(value.is_finite() && value >= 0.0, field, || {
            format!("{name} must be 0 or more, not {value}")
        })
    }

    /// `value` lies in [0, 1).
    ///
    /// # Errors
    /// When it does not.
    pub fn unless_fraction(value: f32, field: &str, name: &str) -> Result<(), Self> {
        Self::unless((0.0..1.0).contains(&value), field, || {
            format!("{name} must be at least 0 and below 1, not {value}")
        })
    }
}
