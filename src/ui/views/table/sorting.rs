//! The order of the rows: as in the strip of variants, until a heading is clicked.

use crate::export::columns::{Better, Column, Table};

/// By which column rows are ordered, and which way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sorting {
    by: Option<By>,
    falling: bool,
}

/// The names stand before the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
enum By {
    Name,
    Column(Column),
}

impl Sorting {
    /// A heading was clicked; `None` is that of the names. The best comes first, the second click reverses.
    pub fn click(&mut self, column: Option<Column>) {
        let first = column.as_ref().and_then(Column::better) == Some(Better::Higher);
        let by = Some(column.map_or(By::Name, By::Column));
        self.falling = if self.by == by { !self.falling } else { first };
        self.by = by;
    }

    /// Whether rows fall along this column; `None` when they are not in its order.
    pub fn direction(&self, column: Option<&Column>) -> Option<bool> {
        let here = match (&self.by, column) {
            (Some(By::Name), None) => true,
            (Some(By::Column(by)), Some(column)) => by == column,
            _ => false,
        };
        here.then_some(self.falling)
    }

    /// Indices of the rows of `table`. A column that is not there any more orders nothing.
    pub fn order(&self, table: &Table) -> Vec<usize> {
        match &self.by {
            Some(By::Name) => table.sorted_by_name(self.falling),
            Some(By::Column(by)) => {
                let index = table.columns.iter().position(|column| column == by);
                table.sorted(index.unwrap_or(usize::MAX), self.falling)
            }
            None => (0..table.rows.len()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::columns::Figure;

    #[test]
    fn the_best_comes_first_and_the_second_click_reverses() {
        let (mse, psnr) = (Column::Figure(Figure::Mse), Column::Figure(Figure::Psnr));
        let mut sorting = Sorting::default();
        assert_eq!(sorting.direction(Some(&mse)), None);
        sorting.click(Some(mse.clone()));
        assert_eq!(sorting.direction(Some(&mse)), Some(false));
        sorting.click(Some(mse.clone()));
        assert_eq!(sorting.direction(Some(&mse)), Some(true));
        sorting.click(Some(psnr.clone()));
        assert_eq!(sorting.direction(Some(&psnr)), Some(true));
        assert_eq!(sorting.direction(Some(&mse)), None);
        sorting.click(None);
        assert_eq!(sorting.direction(None), Some(false));
    }
}
