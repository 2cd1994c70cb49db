//! The names of a table's columns behind the first and the last bar.

use crate::data::{Column, ColumnKind, Columns};
use crate::model::edit::place::Place;

/// Names in a line; of more, the rest is counted.
const NAMED: usize = 12;

/// The columns whose numbers go into or come out of `place`, a line for each kind; `None` for layers between.
pub fn behind(columns: &Columns, place: Place) -> Option<String> {
    if !matches!(place, Place::Input | Place::Output) {
        return None;
    }
    let of = |kind: fn(&ColumnKind) -> bool| {
        let list = columns.list().iter();
        list.filter(|column| kind(&column.kind)).collect::<Vec<_>>()
    };
    let numeric = of(|kind| *kind == ColumnKind::Numeric);
    let answers = of(|kind| matches!(kind, ColumnKind::YesNo { .. }));
    let categories = of(|kind| matches!(kind, ColumnKind::Category { .. }));
    let mut lines = vec![
        line(&numeric, "numeric", |column| column.name.clone()),
        line(&answers, "yes/no", |column| column.name.clone()),
        line(&categories, "of a category, a number for each", |column| {
            format!("{} ({})", column.name, column.kind.width())
        }),
    ];
    if place == Place::Input {
        let masked: Vec<&Column> = columns.list().iter().filter(|c| c.has_mask()).collect();
        let what = "with a mask, 1 where the cell is missing";
        lines.push(line(&masked, what, |column| column.name.clone()));
    }
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    Some(lines.join("\n"))
}

/// "3 numeric: age, height, weight".
fn line(columns: &[&Column], what: &str, name: impl Fn(&Column) -> String) -> Option<String> {
    if columns.is_empty() {
        return None;
    }
    let mut names: Vec<String> = columns.iter().take(NAMED).map(|c| name(c)).collect();
    if columns.len() > NAMED {
        names.push(format!("{} more", columns.len() - NAMED));
    }
    Some(format!("{} {what}: {}", columns.len(), names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, kind: ColumnKind, has_missing: bool) -> Column {
        Column::new(name, kind, has_missing)
    }

    #[test]
    fn masks_stand_behind_the_input_alone() {
        let names = ["a", "b", "c"].map(String::from).to_vec();
        let columns = Columns::from(vec![
            column("age", ColumnKind::Numeric, true),
            column("town", ColumnKind::Category { names }, false),
        ]);
        assert_eq!(
            behind(&columns, Place::Input).expect("columns"),
            "1 numeric: age\n1 of a category, a number for each: town (3)\n\
             1 with a mask, 1 where the cell is missing: age"
        );
        assert_eq!(
            behind(&columns, Place::Output).expect("columns"),
            "1 numeric: age\n1 of a category, a number for each: town (3)"
        );
        assert_eq!(behind(&columns, Place::Code), None);
    }

    #[test]
    fn of_many_columns_a_few_are_named() {
        let list = (0..40).map(|i| column(&format!("c{i}"), ColumnKind::Numeric, false));
        let columns = Columns::from(list.collect::<Vec<_>>());
        let text = behind(&columns, Place::Output).expect("columns");
        assert!(text.ends_with("c10, c11, 28 more"), "{text}");
    }
}
