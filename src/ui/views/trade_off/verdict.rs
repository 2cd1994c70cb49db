//! Which variants beat PCA, in a sentence.

use crate::export::columns::{Cell, Figure, Row, Table};

/// "Beats PCA at its code size: A, C; does not: B". Nothing while nobody is measured; of weights that have been trained
/// since they were measured nothing is said but that.
pub fn sentence(table: &Table, visible: impl Fn(&Row) -> bool) -> Option<String> {
    let ratio = table.index_of(Figure::PcaRatio)?;
    let known = table.rows.iter().filter(|row| visible(row));
    let known = known.filter_map(|row| Some((row, row.cells.get(ratio).and_then(Cell::number)?)));
    let (behind, known): (Vec<_>, Vec<_>) = known.partition(|(row, _)| row.behind);
    let known = known.into_iter();
    let (beating, others): (Vec<_>, Vec<_>) = known.partition(|(_, ratio)| *ratio < 1.0);
    let names = |rows: &[(&Row, f64)]| -> String {
        let names: Vec<&str> = rows.iter().map(|(row, _)| row.name.as_str()).collect();
        names.join(", ")
    };
    let verdict = match (beating.is_empty(), others.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("Beats PCA at its code size: {}", names(&beating))),
        (true, false) => Some(format!(
            "Does not beat PCA at its code size: {}",
            names(&others)
        )),
        (false, false) => Some(format!(
            "Beats PCA at its code size: {}; does not: {}",
            names(&beating),
            names(&others)
        )),
    };
    let old = format!("Measured at an earlier epoch: {}", names(&behind));
    match (verdict, behind.is_empty()) {
        (verdict, true) => verdict,
        (Some(verdict), false) => Some(format!("{verdict}. {old}")),
        (None, false) => Some(old),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::columns::Column;

    fn said(ratios: &[Option<f64>]) -> Option<String> {
        let rows = ratios.iter().zip(["A", "B", "C"]).map(|(ratio, name)| Row {
            name: name.into(),
            cells: vec![Cell::number_of(*ratio)],
            ..Row::default()
        });
        let table = Table {
            columns: vec![Column::Figure(Figure::PcaRatio)],
            rows: rows.collect(),
            ..Table::default()
        };
        sentence(&table, |row| row.name != "C")
    }

    #[test]
    fn each_is_named_on_its_side() {
        let beats = "Beats PCA at its code size: A; does not: B";
        assert_eq!(said(&[Some(0.5), Some(1.0)]).as_deref(), Some(beats));
        let all = "Beats PCA at its code size: A, B";
        assert_eq!(
            said(&[Some(0.5), Some(0.9), Some(2.0)]).as_deref(),
            Some(all)
        );
        let none = "Does not beat PCA at its code size: B";
        assert_eq!(said(&[None, Some(1.5)]).as_deref(), Some(none));
        assert_eq!(said(&[None, None, Some(0.5)]), None);
    }

    #[test]
    fn nothing_is_said_of_weights_that_were_trained_since() {
        let row = |name: &str, behind| Row {
            name: name.into(),
            cells: vec![Cell::number_of(Some(0.5))],
            behind,
            ..Row::default()
        };
        let mut table = Table {
            columns: vec![Column::Figure(Figure::PcaRatio)],
            rows: vec![row("A", false), row("B", true)],
            ..Table::default()
        };
        let said = |table: &Table| sentence(table, |_| true).unwrap_or_default();
        assert_eq!(
            said(&table),
            "Beats PCA at its code size: A. Measured at an earlier epoch: B"
        );
        table.rows[0].behind = true;
        assert_eq!(said(&table), "Measured at an earlier epoch: A, B");
    }
}
