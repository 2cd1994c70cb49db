//! The rows of a project's own table, as they stand in its file.

use std::collections::BTreeSet;

use super::Origin;
use crate::data::table::{ColumnType, Missing, NewTable, TrainedTable, shortened};
use crate::data::{Prepared, Source, TestPart};

/// One of the two parts of a project's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Train,
    Test,
}

/// The rows of a part in the order of its samples.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnRows {
    pub origin: Origin,
    /// Which columns of the file tell rows apart.
    pub ids: Vec<usize>,
    /// One sentence for each column that has cells which say something, and nothing that it could be.
    pub unreadable: Vec<String>,
}

impl OwnRows {
    /// Reads the file of `data` again, whose cells a dataset does not keep; `None` of what is no table with a file, or not
    /// what was read before.
    pub fn read(data: &Prepared, part: Part) -> Option<Self> {
        let Source::Table(file) = &data.settings.source else {
            return None;
        };
        let (dataset, facts) = (&data.dataset, data.dataset.about.table.as_deref()?);
        let samples = match part {
            Part::Train => &dataset.train,
            Part::Test => &dataset.test,
        };
        let known = TrainedTable {
            columns: dataset.shape().columns()?,
            options: &file.options,
            classes: dataset.class_names.as_deref(),
            facts: Some(facts),
        };
        let path = match (&dataset.about.test_part, part) {
            (TestPart::Named(path) | TestPart::Beside(path), Part::Test) => path,
            _ => &file.path,
        };
        let table = NewTable::read(path, &known).ok()?;
        let rows = table.cells.first().map_or(0, Vec::len);
        let places = match (&dataset.about.test_part, part) {
            (TestPart::HeldOut { how, seed }, part) => {
                let [train, test] = how.parts(rows, *seed).ok()?;
                match part {
                    Part::Train => train,
                    Part::Test => test,
                }
            }
            _ => (0..rows as u32).collect(),
        };
        if places.len() != samples.len() {
            return None;
        }
        let chosen = |cells: &Vec<String>| -> Vec<String> {
            let rows = places.iter();
            rows.map(|&row| cells[row as usize].clone()).collect()
        };
        let cells: Vec<Vec<String>> = table.cells.iter().map(chosen).collect();
        let of_type = |wanted: ColumnType| {
            let columns = facts.columns.iter();
            let columns = columns.filter(move |column| column.used == wanted);
            let place = |name: &str| table.header.iter().position(|own| own == name);
            columns.filter_map(move |column| place(&column.name))
        };
        let mut ids: Vec<usize> = of_type(ColumnType::Id).collect();
        if ids.is_empty() {
            // A text that no two rows share is left out of training, and is what people call them by.
            let differ = |cells: &[String]| {
                let names: BTreeSet<&String> = cells.iter().collect();
                names.len() == cells.len() && cells.iter().all(|name| !name.is_empty())
            };
            let mut others = of_type(ColumnType::Ignored);
            ids.extend(others.find(|&place| differ(&cells[place])));
        }
        let is_missing = Missing::new(file.options.missing.as_deref());
        let width = table.sources.len();
        let mut unreadable = Vec::new();
        for (column, source) in table.sources.iter().enumerate() {
            let Some(source) = *source else { continue };
            let bad = places.iter().filter_map(|&row| {
                let cell = table.cells[source][row as usize].trim();
                let value = table.values[row as usize * width + column];
                (value.is_nan() && !is_missing.is(cell)).then_some(cell)
            });
            let bad: Vec<&str> = bad.collect();
            if let Some(first) = bad.first() {
                unreadable.push(format!(
                    "column {}: {}, taken as missing and filled in, the first is {:?}",
                    table.header[source],
                    match bad.len() {
                        1 => "1 cell holds no value of it".into(),
                        count => format!("{count} cells hold no value of it"),
                    },
                    shortened(first)
                ));
            }
        }
        Some(Self {
            origin: Origin {
                cells,
                header: table.header,
                sources: table.sources,
                decimal: table.decimal,
            },
            ids,
            unreadable,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ColumnChoice, DataSettings, TableFile, TableOptions};

    #[test]
    fn rows_of_a_part_stand_as_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.csv");
        let mut text = String::from("name,a,note\n");
        for row in 0..60 {
            let a = if row % 10 == 3 {
                "n/k".into()
            } else {
                format!("{row}.50")
            };
            text += &format!("r{row:03}x,{a},  as it is \n");
        }
        std::fs::write(&path, text).unwrap();
        let numeric = ColumnChoice {
            kind: Some(ColumnType::Numeric),
            ..ColumnChoice::default()
        };
        let settings = DataSettings {
            source: Source::Table(TableFile {
                path,
                options: TableOptions {
                    columns: [("a".into(), numeric)].into(),
                    ..TableOptions::default()
                },
                ..TableFile::default()
            }),
            validation: 0,
            ..DataSettings::default()
        };
        let data = Prepared::load(&settings).unwrap();
        let parts = [Part::Train, Part::Test].map(|part| OwnRows::read(&data, part).unwrap());
        let mut bad = 0;
        for (rows, samples) in parts.iter().zip([&data.dataset.train, &data.dataset.test]) {
            let origin = &rows.origin;
            assert_eq!(origin.header[rows.ids[0]], "name");
            let source = origin.sources[0].unwrap();
            for index in 0..samples.len() {
                match origin.cells[source][index].parse::<f32>() {
                    Ok(number) => assert_eq!(samples.row(index)[0], number),
                    Err(_) => bad += 1,
                }
            }
            assert!(origin.cells[2].iter().all(|note| note == "  as it is "));
        }
        assert_eq!(bad, 6);
        let said = parts.iter().flat_map(|rows| &rows.unreadable);
        assert!(said.clone().count() > 0);
        for sentence in said {
            assert!(sentence.starts_with("column a: ") && sentence.ends_with("\"n/k\""));
        }
    }
}
