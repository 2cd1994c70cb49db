//! Reads a table that is given to a trained model: its columns are found by their names, and its cells kept as they stand
//! there.

use std::path::Path;

use super::fill::fill;
use super::guess::guess;
use super::plan::Planning;
use super::survey::survey;
use super::{ColumnType, Labels, Sheet, TableFacts, TableOptions, counted, read_bytes};
use crate::data::{Columns, DataError};

/// More names are counted.
const MOST_NAMED: usize = 10;

/// What is known of the table that a model was trained on.
pub struct TrainedTable<'a> {
    pub columns: &'a Columns,
    pub options: &'a TableOptions,
    /// Names of its classes, where it has some.
    pub classes: Option<&'a [String]>,
    /// What was found of its file, where that is still there.
    pub facts: Option<&'a TableFacts>,
}

/// A table as a trained model takes it.
pub struct NewTable {
    /// Rows by trained columns, NaN is missing.
    pub values: Vec<f32>,
    pub labels: Option<Labels>,
    /// Names of its own columns.
    pub header: Vec<String>,
    /// Its own cells, column after column.
    pub cells: Vec<Vec<String>>,
    /// The own column of each trained one; `None` where it is missing.
    pub sources: Vec<Option<usize>>,
    /// `.` or `,`.
    pub decimal: char,
    /// One sentence each.
    pub warnings: Vec<String>,
}

impl NewTable {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// When it is no table, has no rows, or lacks a column whose gaps the model does not know.
    pub fn read(path: &Path, trained: &TrainedTable) -> Result<Self, DataError> {
        let failed = |problem: String| DataError::file(path, problem);
        let options = TableOptions {
            // Choices of columns are the trained ones already.
            columns: Default::default(),
            ..trained.options.clone()
        };
        let sheet = open(path, &options, trained)?;
        let (rows, seen) = survey(&sheet, &options)?;
        let place = |name: &str| sheet.names.iter().position(|own| own == name);
        let list = trained.columns.list();
        let sources: Vec<_> = list.iter().map(|column| place(&column.name)).collect();
        if sources.iter().all(Option::is_none) {
            let known = named(list.iter().map(|column| &*column.name));
            return Err(failed(format!(
                "none of its columns is one that the model was trained on, {known}"
            )));
        }
        let lacks = |masked: bool| {
            let absent = list
                .iter()
                .zip(&sources)
                .filter(move |(column, source)| source.is_none() && column.has_mask() == masked);
            absent.map(|(column, _)| &*column.name)
        };
        if lacks(false).next().is_some() {
            let (plural, names) = (ending(lacks(false).count()), named(lacks(false)));
            return Err(failed(format!(
                "the table lacks the column{plural} {names}, of which the model has seen no gaps"
            )));
        }
        let mut warnings = sheet.warnings.clone();
        if lacks(true).next().is_some() {
            let (plural, names) = (ending(lacks(true).count()), named(lacks(true)));
            warnings.push(format!(
                "the table lacks the column{plural} {names}, whose values are all missing"
            ));
        }

        let mut planning = Planning::default();
        for (column, source) in list.iter().zip(&sources) {
            if let Some(source) = *source {
                planning.trained(source, &column.name, column.kind.clone(), column.weight);
            }
        }
        let types = guess(&sheet.names, &seen, rows);
        let types: Vec<ColumnType> = types.into_iter().map(|(kind, _)| kind).collect();
        let label = trained.label(&sheet, &types);
        if let (Some(label), Some(classes)) = (label, trained.classes) {
            planning.label(label, &sheet.names[label], classes.to_vec());
        }
        let is_known = |(index, name): &(usize, &String)| {
            let is_trained = sources.contains(&Some(*index));
            is_trained || label == Some(*index) || trained.has_column(name)
        };
        let others = sheet.names.iter().enumerate();
        let others: Vec<&str> = others
            .filter(|one| !is_known(one))
            .map(|(_, name)| &**name)
            .collect();
        if !others.is_empty() {
            let (plural, names) = (ending(others.len()), named(others.into_iter()));
            warnings.push(format!(
                "the model was trained without the column{plural} {names}, which it does not look at"
            ));
        }

        let filled = fill(&sheet, &options, &planning.plan, rows)?;
        warnings.extend(filled.warnings);
        let mut cells = vec![Vec::with_capacity(rows); sheet.names.len()];
        sheet.for_each_row(|row| {
            for (cells, cell) in cells.iter_mut().zip(row.cells()) {
                cells.push(cell.to_owned());
            }
            Ok(())
        })?;
        Ok(Self {
            values: spread(&filled.values, &sources, rows),
            labels: planning
                .classes
                .zip(filled.classes)
                .map(|(names, of_row)| Labels { names, of_row }),
            header: sheet.names,
            cells,
            sources,
            decimal: sheet.decimal,
            warnings,
        })
    }
}

impl TrainedTable<'_> {
    /// The own column that holds the classes: what was chosen or found in training, or else what looks like it.
    fn label(&self, sheet: &Sheet, types: &[ColumnType]) -> Option<usize> {
        let place = |name: &str| sheet.names.iter().position(|own| own == name);
        let mut chosen = self.options.columns.iter();
        if let Some((name, _)) = chosen.find(|(_, one)| one.kind == Some(ColumnType::Label)) {
            return place(name);
        }
        if let Some(facts) = self.facts {
            let mut columns = facts.columns.iter();
            let label = columns.find(|column| column.used == ColumnType::Label);
            return label.and_then(|column| place(&column.name));
        }
        let is_trained = |name: &str| {
            let mut list = self.columns.list().iter();
            list.any(|column| column.name == name)
        };
        (0..types.len())
            .find(|&index| types[index] == ColumnType::Label && !is_trained(&sheet.names[index]))
    }

    /// Whether its file had a column called so, as far as is known.
    fn has_column(&self, name: &str) -> bool {
        let columns = self.facts.map_or(&[][..], |facts| &facts.columns);
        columns.iter().any(|column| column.name == name)
    }
}

/// The cells of the file at `path`, below names where it has some.
fn open<'a>(
    path: &'a Path,
    options: &TableOptions,
    trained: &TrainedTable,
) -> Result<Sheet<'a>, DataError> {
    let bytes = read_bytes(path, "a table")?;
    if options.header.is_some() || trained.facts.is_some() {
        return Sheet::open(bytes, path, options, trained.facts);
    }
    // Names that are known say more than how the first line looks.
    let named = TableOptions {
        header: Some(true),
        ..options.clone()
    };
    let sheet = Sheet::open(bytes.clone(), path, &named, None)?;
    let mut list = trained.columns.list().iter();
    match list.any(|column| sheet.names.contains(&column.name)) {
        true => Ok(sheet),
        false => Sheet::open(bytes, path, options, None),
    }
}

/// `values` of the columns that are there, among those of all columns.
fn spread(values: &[f32], sources: &[Option<usize>], rows: usize) -> Vec<f32> {
    let mut values = values.iter().copied();
    let mut all = Vec::with_capacity(rows * sources.len());
    for _ in 0..rows {
        all.extend(sources.iter().map(|source| match source {
            Some(_) => values.next().unwrap_or(f32::NAN),
            None => f32::NAN,
        }));
    }
    all
}

fn named<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    let more = names.len().saturating_sub(MOST_NAMED);
    let listed = names[..names.len() - more].join(", ");
    match more {
        0 => listed,
        more => format!("{listed} and {} more", counted(more, "column")),
    }
}

fn ending(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Column, ColumnKind};

    /// Age without gaps, size with some, and a name of three.
    fn columns() -> Columns {
        let names = ["x", "y", "z"].map(String::from).to_vec();
        Columns::from(vec![
            Column::new("age", ColumnKind::Numeric, false),
            Column::new("size", ColumnKind::Numeric, true),
            Column::new("kind", ColumnKind::Category { names }, false),
        ])
    }

    fn read(text: &str) -> Result<NewTable, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.csv");
        std::fs::write(&path, text).unwrap();
        let columns = columns();
        let classes = ["no", "yes"].map(String::from);
        let trained = TrainedTable {
            columns: &columns,
            options: &TableOptions::default(),
            classes: Some(&classes),
            facts: None,
        };
        NewTable::read(&path, &trained).map_err(|error| {
            error
                .to_string()
                .replace(&*path.to_string_lossy(), "new.csv")
        })
    }

    #[test]
    fn columns_are_found_by_name_in_any_order_and_cells_stay_as_they_stand() {
        let table = read("id,kind,label,size,age\n a 7,y,yes,2.50,1\nb8,q,maybe,,3\n").unwrap();
        assert_eq!(table.values[..4], [1.0, 2.5, 1.0, 3.0]);
        assert!(table.values[4].is_nan() && table.values[5].is_nan());
        assert_eq!(table.header, ["id", "kind", "label", "size", "age"]);
        assert_eq!(table.cells[0], [" a 7", "b8"]);
        assert_eq!(table.cells[3], ["2.50", ""]);
        assert_eq!(table.sources, [Some(4), Some(3), Some(1)]);
        let labels = table.labels.unwrap();
        assert_eq!(labels.of_row, [1, crate::data::Samples::NO_LABEL]);
        assert_eq!(
            table.warnings,
            [
                "the model was trained without the column id, which it does not look at",
                "column kind: not in the training file and so missing: 1 cell, the first is \"q\" in line 3",
                "column label: not in the training file and so missing: 1 cell, the first is \"maybe\" in line 3",
            ]
        );
    }

    #[test]
    fn columns_whose_gaps_are_known_may_be_missing() {
        let table = read("age,kind\n1,z\n2,x\n").unwrap();
        assert_eq!((table.values[0], table.values[2]), (1.0, 2.0));
        assert!(table.values[1].is_nan() && table.values[4].is_nan());
        assert_eq!(table.sources[1], None);
        assert_eq!(
            table.warnings,
            ["the table lacks the column size, whose values are all missing"]
        );
        assert_eq!(
            read("size\n1\n2\n").err().unwrap(),
            "the table lacks the columns age, kind, of which the model has seen no gaps: new.csv"
        );
    }

    #[test]
    fn other_tables_are_refused() {
        assert_eq!(
            read("a,b\n1,2\n").err().unwrap(),
            "none of its columns is one that the model was trained on, age, size, kind: new.csv"
        );
        assert_eq!(
            read("age,size,kind\n").err().unwrap(),
            "the table has a header of 3 columns but no rows: new.csv"
        );
        assert_eq!(read("").err().unwrap(), "the file is empty: new.csv");
    }
}
