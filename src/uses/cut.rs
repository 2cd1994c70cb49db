//! Where a score begins to mean something.

/// A threshold among the scores of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cut {
    /// Scores above it are marked.
    pub at: f64,
    /// The column of the scores, and that of the marks.
    pub score: &'static str,
    pub mark: &'static str,
    /// The mark of a sample that has no score.
    pub unscored: &'static str,
    /// The plot that it stands in.
    pub plot: &'static str,
    /// Whether each sample should be above, as far as anybody knows; empty where nobody does.
    pub wanted: Vec<Option<bool>>,
}
