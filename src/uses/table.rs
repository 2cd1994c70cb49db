//! A table to save: columns with names, rows in the order of the samples.

use super::Format;
use std::collections::BTreeSet;

use super::npy::npy;

/// Columns of equally many cells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table(pub Vec<Column>);

#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub name: String,
    pub cells: Cells,
}

/// What a column holds; a number that is not one is missing.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    Whole(Vec<usize>),
    Numbers(Vec<f64>),
    /// As models have them; these alone stand in an array.
    Singles(Vec<f32>),
    Texts(Vec<String>),
}

impl Table {
    /// The bytes of a file.
    ///
    /// # Errors
    /// One clause, when they cannot be made.
    pub fn bytes(&self, format: Format) -> Result<Vec<u8>, String> {
        match format {
            Format::Csv => self.csv(),
            Format::Codes | Format::Files => Err("a table is neither codes nor a folder".into()),
            Format::Npy => {
                let columns = self.0.iter().filter_map(|column| match &column.cells {
                    Cells::Singles(cells) => Some(&cells[..]),
                    _ => None,
                });
                match columns.collect::<Vec<_>>() {
                    none if none.is_empty() => Err(
                        "there are no numbers for an array, give it a name that ends in .csv"
                            .into(),
                    ),
                    columns => Ok(npy(&columns)),
                }
            }
        }
    }

    /// Whether it has columns that stand in an array.
    pub fn has_singles(&self) -> bool {
        let mut cells = self.0.iter().map(|column| &column.cells);
        cells.any(|cells| matches!(cells, Cells::Singles(_)))
    }

    /// What columns are called, none like one before it.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::with_capacity(self.0.len());
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for column in &self.0 {
            let mut name = column.name.clone();
            let mut copy = 2;
            while !taken.insert(name.clone()) {
                name = format!("{} ({copy})", column.name);
                copy += 1;
            }
            names.push(name);
        }
        names
    }

    /// Of the longest column.
    pub fn rows(&self) -> usize {
        let lengths = self.0.iter().map(|column| column.cells.len());
        lengths.max().unwrap_or(0)
    }

    fn csv(&self) -> Result<Vec<u8>, String> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer
            .write_record(self.names())
            .map_err(|e| e.to_string())?;
        for row in 0..self.rows() {
            let cells = self.0.iter().map(|column| column.cells.text(row));
            writer.write_record(cells).map_err(|e| e.to_string())?;
        }
        writer.into_inner().map_err(|e| e.to_string())
    }
}

impl Cells {
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Whole(cells) => cells.len(),
            Self::Numbers(cells) => cells.len(),
            Self::Singles(cells) => cells.len(),
            Self::Texts(cells) => cells.len(),
        }
    }

    /// The cells of these rows, in this order.
    pub fn picked(&self, rows: &[usize]) -> Self {
        fn pick<T: Clone>(cells: &[T], rows: &[usize]) -> Vec<T> {
            rows.iter().map(|&row| cells[row].clone()).collect()
        }
        match self {
            Self::Whole(cells) => Self::Whole(pick(cells, rows)),
            Self::Numbers(cells) => Self::Numbers(pick(cells, rows)),
            Self::Singles(cells) => Self::Singles(pick(cells, rows)),
            Self::Texts(cells) => Self::Texts(pick(cells, rows)),
        }
    }

    /// The shortest digits that are the same number.
    pub fn text(&self, row: usize) -> String {
        let text = match self {
            Self::Whole(cells) => cells.get(row).map(ToString::to_string),
            Self::Numbers(cells) => cells.get(row).filter(|x| !x.is_nan()).map(f64::to_string),
            Self::Singles(cells) => cells.get(row).filter(|x| !x.is_nan()).map(f32::to_string),
            Self::Texts(cells) => cells.get(row).cloned(),
        };
        text.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_and_what_is_missing_is_empty() {
        let column = |name: &str, cells| Column {
            name: name.into(),
            cells,
        };
        let table = Table(vec![
            column("row", Cells::Whole(vec![0, 1])),
            column("a, b", Cells::Texts(vec!["x\"y".into(), String::new()])),
            column("score", Cells::Numbers(vec![0.1, f64::NAN])),
            column("code 0", Cells::Singles(vec![0.1, -2.0])),
        ]);
        let text = String::from_utf8(table.bytes(Format::Csv).unwrap()).unwrap();
        assert_eq!(
            text,
            "row,\"a, b\",score,code 0\n0,\"x\"\"y\",0.1,0.1\n1,,,-2\n"
        );
        let array = table.bytes(Format::Npy).unwrap();
        let numbers = [0.1f32, -2.0].map(f32::to_le_bytes).concat();
        assert!(array.ends_with(&numbers));
    }
}
