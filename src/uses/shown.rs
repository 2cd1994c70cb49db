//! Samples to look at: a line each, of pictures or rows beside each other.

/// Lines of samples under headings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shown {
    /// Over each column of samples: "test sample", "reconstruction", "error".
    pub headings: Vec<&'static str>,
    pub lines: Vec<ShownLine>,
}

/// One line: what it is of, and a sample or nothing under each heading.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ShownLine {
    /// "1 · 0.0834 · class 7"
    pub caption: String,
    pub samples: Vec<Option<ShownSample>>,
}

/// One sample.
#[derive(Debug, Clone, PartialEq)]
pub enum ShownSample {
    /// `target_width` numbers in the values' own units, as [`Scaler::unscale`](crate::data::Scaler::unscale) gives them.
    Values(Vec<f32>),
    /// What is wrong with it: one number of at least 0 a pixel or column.
    Errors(Vec<f32>),
}
