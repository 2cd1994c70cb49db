//! What was found of a table of texts.

/// The columns of a table of texts, and which are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFacts {
    /// The names of all columns, in the order of the file.
    pub columns: Vec<String>,
    /// The one that holds the texts.
    pub text: String,
    /// The one that holds the classes, where there is one.
    pub label: Option<String>,
}
