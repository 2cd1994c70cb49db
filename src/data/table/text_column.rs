//! A text column (an identifier or a date), stored in one allocation.

use super::ColumnType;

/// Identifiers or dates, one a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextColumn {
    pub name: String,
    /// [`ColumnType::Id`] or [`ColumnType::Date`].
    pub kind: ColumnType,
    /// All cells, one behind the other.
    text: String,
    /// Where each cell ends.
    ends: Vec<usize>,
}

impl TextColumn {
    pub(super) fn new(name: String, kind: ColumnType) -> Self {
        Self {
            name,
            kind,
            text: String::new(),
            ends: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The cell of a row; empty where it is missing.
    pub fn get(&self, row: usize) -> &str {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[row]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_one_by_one() {
        let mut column = TextColumn::new("id".into(), ColumnType::Id);
        for cell in ["007", "", "北京"] {
            column.push(cell);
        }
        assert_eq!(column.len(), 3);
        assert_eq!(
            [column.get(0), column.get(1), column.get(2)],
            ["007", "", "北京"]
        );
    }
}
