//! Whole tables, read as text.

mod pairs;
mod refused;
mod types;

use std::fs;

use super::super::ColumnKind;
use super::*;

fn read(text: &str, options: &TableOptions) -> Result<Table, String> {
    table_from_bytes(text.as_bytes().to_vec(), Path::new("t.csv"), options)
        .map_err(|error| error.to_string())
}

fn found(text: &str) -> Table {
    read(text, &TableOptions::default()).expect("a table")
}

fn refused(text: &str) -> String {
    read(text, &TableOptions::default()).unwrap_err()
}

/// Options with a type chosen for one column.
fn choose(name: &str, kind: ColumnType) -> TableOptions {
    let choice = ColumnChoice {
        kind: Some(kind),
        weight: None,
    };
    TableOptions {
        columns: [(name.to_owned(), choice)].into(),
        ..Default::default()
    }
}

/// Rows of `line` written `count` times with its number in place of `#`.
fn repeated(header: &str, line: &str, count: usize) -> String {
    let lines = (0..count).map(|row| line.replace('#', &row.to_string()));
    format!("{header}\n{}", lines.collect::<String>())
}

/// Values with -99 in place of NaN, to be compared.
fn values(table: &Table) -> Vec<f32> {
    let shown = |value: &f32| if value.is_nan() { -99.0 } else { *value };
    table.values.iter().map(shown).collect()
}

fn names(table: &Table) -> Vec<&str> {
    let list = table.columns.list().iter();
    list.map(|column| column.name.as_str()).collect()
}

/// The used type of a column and why.
fn fact(table: &Table, name: &str) -> (ColumnType, String) {
    let mut columns = table.facts.columns.iter();
    let column = columns.find(|column| column.name == name).expect(name);
    (column.used, column.reason.to_string())
}

const MIXED: &str = "id,size,open,kind,class\n\
    a1,1.5,yes,red,x\n\
    a2,,no,blue,y\n\
    a3,-2,NA,?,x\n\
    a4,3,YES,red,\n\
    a5,0.5,no,blue,x\n\
    a6,4,no,red,y\n";
