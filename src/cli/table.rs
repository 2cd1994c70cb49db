//! Text in aligned columns.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use super::text::{padded, visible};

/// One column: its heading and its cells, top to bottom; all columns of a table have as many.
pub struct Column {
    pub heading: Cow<'static, str>,
    pub cells: Vec<String>,
    /// Numbers stand at the right.
    pub right: bool,
}

/// The lines of a table with two spaces between its columns.
pub fn lines(columns: &[Column]) -> Vec<String> {
    let rows = columns.iter().map(|c| c.cells.len()).max().unwrap_or(0);
    let columns: Vec<Vec<String>> = columns
        .iter()
        .map(|column| {
            let heading = std::iter::once(&*column.heading);
            let cells = column.cells.iter().map(String::as_str);
            let texts: Vec<_> = heading.chain(cells).map(visible).collect();
            let width = texts.iter().map(|text| text.width()).max().unwrap_or(0);
            let padded = texts.iter().map(|text| padded(text, width, column.right));
            padded.collect()
        })
        .collect();
    (0..=rows)
        .map(|row| {
            let cells = columns.iter().filter_map(|column| column.get(row));
            let cells: Vec<&str> = cells.map(String::as_str).collect();
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
            heading: Cow::Borrowed(heading),
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
        let wide = [
            column("Variant", ["日本", "a\n"], false),
            column("Code", ["2", "128"], true),
        ];
        assert_eq!(
            lines(&wide),
            ["Variant  Code", "日本        2", "a\\n       128"]
        );
        let long = [column("", [&"a".repeat(70_000), "b"], true)];
        assert_eq!(lines(&long)[2].len(), 70_000);
        assert_eq!(lines(&[]), [""]);
    }
}
