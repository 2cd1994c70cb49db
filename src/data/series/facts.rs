//! What was found of series.

use super::SeriesForm;

/// The columns of a table of series, and how they are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesFacts {
    /// The names of all columns, in the order of the file; none of a file without any.
    pub columns: Vec<String>,
    pub form: SeriesForm,
    /// The column that says which sequence a row belongs to.
    pub id: Option<String>,
    pub time: Option<String>,
    pub label: Option<String>,
    /// The columns that are channels, or steps.
    pub values: Vec<String>,
}

impl SeriesFacts {
    /// Of a file without named columns.
    pub(super) fn of_form(form: SeriesForm) -> Self {
        Self {
            columns: Vec::new(),
            form,
            id: None,
            time: None,
            label: None,
            values: Vec::new(),
        }
    }
}
