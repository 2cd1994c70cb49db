//! A setting that no model can have.

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
