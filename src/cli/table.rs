//! Text in aligned columns.

/// One column: its heading and its cells, top to bottom.
pub struct Column {
    pub heading: &'static str,
    pub cells: Vec<String>,
    /// Numbers stand at the right.
    pub right: bool,
}

/// The lines of a table with two spaces between its columns.
pub fn lines(columns: &[Column]) -> Vec<String> {
    let rows = columns.iter().map(|c| c.cells.len()).max().unwrap_or(0);
    let texts = |column: &Column, row: usize| -> String {
        match row.checked_sub(1) {
            None => column.heading.to_owned(),
            Some(row) => column.cells.get(row).cloned().unwrap_or_default(),
        }
    };
    let length = |text: &str| text.chars().count();
    (0..=rows)
        .map(|row| {
            let cells: Vec<String> = columns
                .iter()
                .map(|column| {
                    let widest = (0..=rows).map(|row| length(&texts(column, row))).max();
                    let width = widest.unwrap_or(0);
                    let text = texts(column, row);
                    if column.right {
                        format!("{text:>width$}")
                    } else {
                        format!("{text:<width$}")
                    }
                })
                .collect();
            cells.join("  ").trim_end().to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_left_and_numbers_right() {
        let column = |heading, cells: [&str; 2], right| Column {
            heading,
            cells: cells.map(str::to_owned).to_vec(),
            right,
        };
        let columns = [
            column("Variant", ["dense", "größer"], false),
            column("Code", ["2", "128"], true),
            column("", ["", "x"], false),
        ];
        assert_eq!(
            lines(&columns),
            ["Variant  Code", "dense       2", "größer    128  x"]
        );
        assert_eq!(lines(&[]), [""]);
    }
}
