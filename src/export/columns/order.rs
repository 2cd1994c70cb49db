//! Sorts rows by a column.

use std::cmp::Ordering;

use super::Cell;

/// Indices of `cells` from low to high, or from high to low; equals as they stand, empty ones always last. Texts that
/// are not all numbers go by the alphabet, after numbers.
pub(super) fn sorted(cells: &[&Cell], falling: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..cells.len()).collect();
    order.sort_by(|&a, &b| match (cells[a].is_empty(), cells[b].is_empty()) {
        (false, false) if falling => compare(cells[b], cells[a]),
        (false, false) => compare(cells[a], cells[b]),
        (a, b) => a.cmp(&b),
    });
    order
}

fn compare(a: &Cell, b: &Cell) -> Ordering {
    match (a.number(), b.number()) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => words(a).cmp(&words(b)),
    }
}

fn words(cell: &Cell) -> String {
    cell.exact().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(cells: &[Cell], falling: bool) -> Vec<usize> {
        sorted(&cells.iter().collect::<Vec<_>>(), falling)
    }

    #[test]
    fn empty_cells_come_last_either_way() {
        let cells = [
            Cell::Number(0.5),
            Cell::Empty,
            Cell::Number(-1.0),
            Cell::Number(f64::INFINITY),
            Cell::Empty,
        ];
        assert_eq!(order(&cells, false), [2, 0, 3, 1, 4]);
        assert_eq!(order(&cells, true), [3, 0, 2, 1, 4]);
    }

    #[test]
    fn numbers_of_settings_go_by_value_and_words_by_the_alphabet() {
        let text = |text: &str| Cell::Text(text.into());
        let rates = [text("1e-2"), text("0.001"), text("10")];
        assert_eq!(order(&rates, false), [1, 0, 2]);
        let losses = [text("mse"), text("BCE"), text("L1"), text("3")];
        assert_eq!(order(&losses, false), [3, 1, 2, 0]);
    }

    #[test]
    fn equals_stay_as_they_stand() {
        let cells = [Cell::Count(2), Cell::Count(1), Cell::Count(2)];
        assert_eq!(order(&cells, false), [1, 0, 2]);
        assert_eq!(order(&cells, true), [0, 2, 1]);
    }
}
