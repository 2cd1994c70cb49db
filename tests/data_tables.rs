//! Tables of the shared data folder become what its notices say. Runs where `HOURGLASS_DATA` names that folder.

#[path = "common/data_folder.rs"]
mod data_folder;

use std::path::Path;

use data_folder::data_folder;
use hourglass::data::table::{
    ColumnType, Table, TableOptions, read_table, read_test_table, test_sibling,
};
use hourglass::data::{ColumnKind, Samples};

fn read(path: &Path) -> Table {
    read_table(path, &TableOptions::default()).expect("a table")
}

/// The values of a trained column; -99 where they are missing.
fn column(table: &Table, name: &str) -> Vec<f32> {
    let mut list = table.columns.list().iter();
    let at = list.position(|column| column.name == name).expect(name);
    let values = (0..table.len()).map(|row| table.row(row)[at]);
    values
        .map(|value| if value.is_nan() { -99.0 } else { value })
        .collect()
}

/// The used type of a column, and why.
fn fact(table: &Table, name: &str) -> (ColumnType, String) {
    let mut columns = table.facts.columns.iter();
    let column = columns.find(|column| column.name == name).expect(name);
    (column.used, column.reason.to_string())
}

fn names(table: &Table) -> Vec<&str> {
    table
        .columns
        .list()
        .iter()
        .map(|column| column.name.as_str())
        .collect()
}

fn text<'a>(table: &'a Table, name: &str) -> Vec<&'a str> {
    let mut texts = table.texts.iter();
    let column = texts.find(|text| text.name == name).expect(name);
    (0..column.len()).map(|row| column.get(row)).collect()
}

const ID: ColumnType = ColumnType::Id;
const IGNORED: ColumnType = ColumnType::Ignored;

#[test]
fn encodings_are_found_with_data() {
    let Some(folder) = data_folder() else { return };
    let formats = folder.join("formats");
    for (name, encoding) in [
        ("utf16le-bom.csv", "UTF-16LE"),
        ("utf16be-bom.csv", "UTF-16BE"),
    ] {
        let table = read(&formats.join(name));
        assert_eq!(table.facts.encoding, encoding);
        assert_eq!(column(&table, "température"), [12.5, 13.0, 21.25]);
        assert_eq!(text(&table, "id"), ["1", "2", "3"]);
        assert_eq!(
            table.facts.columns[1].examples,
            ["Besançon", "Orléans", "Nîmes"]
        );
    }
    let table = read(&formats.join("utf8-bom.csv"));
    assert_eq!(
        (column(&table, "a"), column(&table, "b")),
        (vec![1.0, 3.0], vec![2.0, 4.0])
    );
    let table = read(&formats.join("latin1.csv"));
    assert_eq!(table.facts.encoding, "windows-1252");
    assert_eq!(column(&table, "värde"), [1.5, 2.0]);
    assert_eq!(table.facts.columns[0].examples, ["Malmö", "Örebro"]);
    let table = read(&formats.join("gb18030.csv"));
    assert_eq!(table.facts.encoding, "GB18030");
    assert_eq!(column(&table, "温度"), [12.5, 18.0, 25.5, -3.0]);
    assert_eq!(column(&table, "湿度"), [40.0, 75.0, 80.0, 55.0]);
    assert_eq!(table.facts.columns[0].name, "城市");
    assert_eq!(
        fact(&table, "天气"),
        (IGNORED, "4 different texts in 4 rows".into())
    );
    let category = serde_json::from_str(r#"{"columns":{"城市":{"type":"category"}}}"#).unwrap();
    let table = read_table(&formats.join("gb18030.csv"), &category).unwrap();
    let towns = ["上海", "北京", "广州", "𠮷林"].map(String::from).to_vec();
    assert_eq!(
        table.columns.list()[0].kind,
        ColumnKind::Category { names: towns }
    );
}

#[test]
fn delimiters_decimals_and_headers_are_found_with_data() {
    let Some(folder) = data_folder() else { return };
    let formats = folder.join("formats");
    let table = read(&formats.join("semicolon-decimal-comma.csv"));
    assert_eq!((table.facts.delimiter, table.facts.decimal), (';', ','));
    assert_eq!(column(&table, "height"), [1.72, 1.805, 0.9, 1234.5]);
    assert_eq!(column(&table, "weight"), [65.5, 80.0, -12.25, 1000.0]);
    assert_eq!(table.facts.columns[3].missing, 1);
    assert_eq!(table.facts.columns[3].examples, ["a; b", "x", "y"]);
    let table = read(&formats.join("table.tsv.gz"));
    assert_eq!((table.facts.delimiter, table.len()), ('\t', 3));
    assert_eq!(column(&table, "x"), [1.0, -3.0, 400.0]);
    assert_eq!(column(&table, "y"), [2.5, 0.0, -99.0]);
    let labels = table.labels.expect("labels");
    assert_eq!(
        (labels.names, labels.of_row),
        (
            ["a b", "c", "d,e"].map(String::from).to_vec(),
            vec![0, 1, 2]
        )
    );
    let table = read(&formats.join("no-header.csv"));
    assert!(!table.facts.header);
    assert_eq!(names(&table), ["column 1", "column 2", "column 3"]);
    assert_eq!(column(&table, "column 1"), [5.1, 4.9, 6.2]);
}

#[test]
fn mixed_columns_become_what_they_are_with_data() {
    let Some(folder) = data_folder() else { return };
    let table = read(&folder.join("formats/mixed.csv"));
    assert_eq!((table.len(), table.facts.columns.len()), (6, 9));
    assert_eq!(names(&table), ["temperature", "member"]);
    assert_eq!(
        text(&table, "id"),
        ["007", "012", "100", "003", "045", "099"]
    );
    assert_eq!(fact(&table, "account").0, ID);
    assert_eq!(text(&table, "account")[..2], ["100000001", "100000002"]);
    assert_eq!(
        fact(&table, "town"),
        (IGNORED, "5 different texts in 6 rows".into())
    );
    assert_eq!(table.facts.columns[2].examples[2], "Bonn, west");
    assert_eq!(table.facts.columns[2].missing, 1);
    assert_eq!(table.facts.columns[3].examples[2], "a \"quoted\" word");
    assert_eq!(table.facts.columns[3].missing, 1);
    assert_eq!(
        column(&table, "temperature"),
        [12.5, -99.0, -99.0, -3.0, 0.01, 7.25]
    );
    assert_eq!(
        fact(&table, "constant"),
        (IGNORED, "constant, 5 in every row".into())
    );
    assert_eq!(column(&table, "member"), [1.0, 0.0, 1.0, 0.0, 1.0, -99.0]);
    let joined = text(&table, "joined");
    assert_eq!((joined[0], joined[3]), ("2024-01-31", ""));
    assert_eq!(fact(&table, "empty"), (IGNORED, "all missing".into()));
}

#[test]
fn bad_tables_are_refused_in_a_sentence_with_data() {
    let Some(folder) = data_folder() else { return };
    for (name, problem) in [
        (
            "formats/ragged.csv",
            "line 3 has 2 cells, but the table has 3 columns",
        ),
        ("formats/empty.csv", "the file is empty"),
        (
            "formats/header-only.csv",
            "the table has a header of 3 columns but no rows",
        ),
        (
            "breast-cancer/breast_cancer.csv",
            "line 1 has 4 cells, but the lines below have 31",
        ),
        (
            "formats/cmyk_16x8.jpg",
            "the file is not text, it holds bytes that are 0",
        ),
    ] {
        let path = folder.join(name);
        let error = read_table(&path, &TableOptions::default()).unwrap_err();
        assert_eq!(error.to_string(), format!("{problem}: {}", path.display()));
    }
}

#[test]
fn adult_is_numbers_and_categories_with_data() {
    let Some(folder) = data_folder() else { return };
    let path = folder.join("adult/train.csv");
    let table = read(&path);
    assert_eq!(table.len(), 10_000);
    let numeric: Vec<&str> = table
        .columns
        .list()
        .iter()
        .filter(|column| column.kind == ColumnKind::Numeric)
        .map(|column| column.name.as_str())
        .collect();
    #[rustfmt::skip]
    assert_eq!(numeric, [
        "age", "fnlwgt", "educational-num", "capital-gain", "capital-loss", "hours-per-week",
    ]);
    assert_eq!(table.columns.len(), 14);
    let labels = table.labels.as_ref().expect("labels");
    assert_eq!(labels.names, ["<=50K", ">50K"]);
    let rich = labels.of_row.iter().filter(|class| **class == 1).count();
    assert_eq!(rich, 2_494);
    let missing: Vec<(&str, usize)> = table
        .facts
        .columns
        .iter()
        .filter(|column| column.missing > 0)
        .map(|column| (column.name.as_str(), column.missing))
        .collect();
    assert_eq!(
        missing,
        [
            ("workclass", 543),
            ("occupation", 546),
            ("native-country", 165)
        ]
    );
    assert_eq!(
        table.columns.input_width(),
        table.columns.target_width() + 3
    );
    assert_eq!(table.columns.target_width(), 103);

    let sibling = test_sibling(&path).expect("a test part");
    assert_eq!(sibling, folder.join("adult/test.csv"));
    let test = read_test_table(&sibling, &TableOptions::default(), &table).unwrap();
    assert_eq!((test.len(), &test.columns), (3_000, &table.columns));
    assert!(
        !test
            .labels
            .expect("labels")
            .of_row
            .contains(&Samples::NO_LABEL)
    );
    assert_eq!(test.warnings.len(), 1);
    let warning = &test.warnings[0];
    assert!(warning.starts_with(
        "column occupation: not in the training file and so missing: 1 cell, the first is \"Armed-Forces\" in line "
    ));

    let question = serde_json::from_str(r#"{"missing":[]}"#).unwrap();
    let table = read_table(&path, &question).unwrap();
    assert_eq!(
        (table.columns.target_width(), table.columns.input_width()),
        (106, 106)
    );
}

#[test]
fn other_tables_have_their_labels_with_data() {
    let Some(folder) = data_folder() else { return };
    let shuttle = read(&folder.join("shuttle-anomaly/shuttle.csv.gz"));
    assert_eq!((shuttle.len(), shuttle.columns.len()), (49_097, 9));
    assert!(shuttle.columns.are_plain());
    let classes = shuttle.labels.expect("labels").of_row;
    assert_eq!(classes.iter().filter(|class| **class == 1).count(), 3_511);
    let ratings = read(&folder.join("ratings/train.csv"));
    assert_eq!(
        (ratings.len(), names(&ratings)),
        (25_920, vec!["user", "item", "rating"])
    );
}
