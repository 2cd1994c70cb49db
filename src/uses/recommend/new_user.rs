//! A user whose ratings somebody typed.

use std::sync::Arc;

use super::scale::Scale;
use super::settings::RATINGS;
use crate::data::cells::{Cell, Cells};
use crate::data::{By, Columns, Samples};
use crate::uses::{Problem, Subject};

const NEW_USER: &str = "new";

/// A row of the ratings that somebody typed.
pub fn typed_user(text: &str, by: By, subject: &Subject) -> Result<Samples, Problem> {
    if by == By::Item {
        let problem = "the model's samples are items, so a new user is none that it could be given";
        return Err(RATINGS.refused(problem));
    }
    let Some(columns) = subject.scaler.shape().columns() else {
        return Err(RATINGS.refused("the samples are no rows of ratings"));
    };
    let row = parsed(text, columns)?;
    if let Some(scale) = Scale::of(&subject.scaler) {
        let outside = row
            .iter()
            .find(|cell| scale.clamp(cell.value) != cell.value);
        if let Some(outside) = outside {
            let problem = format!("give ratings of {scale}, not {}", outside.value);
            return Err(RATINGS.refused(&problem));
        }
    }
    let cells = Arc::new(Cells::new(1, &row));
    let names = vec![format!("{} {NEW_USER}", by.words()[0])];
    Samples::of_cells(columns.clone(), cells, None, names).map_err(Problem::of)
}

/// "Item A:5,Item B:2" by the columns of items; of several ratings of one the last.
fn parsed(text: &str, columns: &Columns) -> Result<Vec<Cell>, Problem> {
    let mut row: Vec<Cell> = Vec::new();
    for one in text.split(',').map(str::trim).filter(|one| !one.is_empty()) {
        let parts = one.rsplit_once(':');
        let rated = parts.and_then(|(item, value)| {
            let value = value.trim().parse::<f32>().ok()?;
            value.is_finite().then_some((item.trim(), value))
        });
        let Some((item, value)) = rated else {
            return Err(
                RATINGS.refused(&format!("give an item and its rating as Item:5, not {one}"))
            );
        };
        let mut list = columns.list().iter();
        let Some(column) = list.position(|column| column.name == item) else {
            return Err(RATINGS.refused(&format!("the model knows no item {item}")));
        };
        let column = column as u32;
        row.retain(|cell| cell.column != column);
        row.push(Cell {
            row: 0,
            column,
            value,
        });
    }
    if row.is_empty() {
        return Err(RATINGS.refused("give an item and its rating as Item:5"));
    }
    row.sort_unstable_by_key(|cell| cell.column);
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Column, ColumnKind};

    #[test]
    fn typed_ratings_are_of_known_items() {
        let column = |name: &str| Column::new(name, ColumnKind::Numeric, true);
        let columns = Columns::from(vec![column("Alien: 3"), column("Heat")]);
        let row = parsed("Heat:2, Alien: 3:4.5,Heat:5", &columns).unwrap();
        let found: Vec<(u32, f32)> = row.iter().map(|cell| (cell.column, cell.value)).collect();
        assert_eq!(found, [(0, 4.5), (1, 5.0)]);
        let refused = |text| parsed(text, &columns).unwrap_err().to_string();
        assert_eq!(refused("Up:3"), "the model knows no item Up: ratings");
        assert_eq!(
            refused("Heat"),
            "give an item and its rating as Item:5, not Heat: ratings"
        );
        assert_eq!(
            refused("Heat:nan"),
            "give an item and its rating as Item:5, not Heat:nan: ratings"
        );
        assert_eq!(
            refused(" "),
            "give an item and its rating as Item:5: ratings"
        );
    }
}
