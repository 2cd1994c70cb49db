//! Tables of every encoding and dialect become what they are; those of the shared data folder what its notices say.

#[path = "common/data_folder.rs"]
mod data_folder;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use data_folder::data_folder;
use flate2::Compression;
use flate2::write::GzEncoder;
use hourglass::data::table::{
    ColumnType, Table, TableOptions, read_table, read_test_table, test_sibling,
};
use hourglass::data::{ColumnKind, Samples};

fn read(path: &Path) -> Table {
    read_table(path, &TableOptions::default()).expect("a table")
}

/// The table in a file of this name and content.
fn table_of(name: &str, bytes: impl AsRef<[u8]>) -> Table {
    table_with(name, bytes, &TableOptions::default())
}

fn table_with(name: &str, bytes: impl AsRef<[u8]>, options: &TableOptions) -> Table {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("written");
    read_table(&path, options).expect("a table")
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
fn encodings_are_found() {
    let towns = "id,ville,température\r\n1,Besançon,12.5\r\n2,Orléans,13\r\n3,Nîmes,21.25\r\n";
    // With the mark of the order of bytes.
    let units: Vec<u16> = "\u{feff}"
        .encode_utf16()
        .chain(towns.encode_utf16())
        .collect();
    let bytes = |of: fn(u16) -> [u8; 2]| units.iter().copied().flat_map(of).collect::<Vec<u8>>();
    for (bytes, encoding) in [
        (bytes(u16::to_le_bytes), "UTF-16LE"),
        (bytes(u16::to_be_bytes), "UTF-16BE"),
    ] {
        let table = table_of("utf16.csv", bytes);
        assert_eq!(table.facts.encoding, encoding);
        assert_eq!(column(&table, "température"), [12.5, 13.0, 21.25]);
        assert_eq!(text(&table, "id"), ["1", "2", "3"]);
        assert_eq!(
            table.facts.columns[1].examples,
            ["Besançon", "Orléans", "Nîmes"]
        );
    }
    let table = table_of("mark.csv", "\u{feff}a,b\n1,2\n3,4\n");
    assert_eq!(
        (column(&table, "a"), column(&table, "b")),
        (vec![1.0, 3.0], vec![2.0, 4.0])
    );
    let table = table_of("latin1.csv", b"plats,v\xe4rde\nMalm\xf6,1.5\n\xd6rebro,2\n");
    assert_eq!(table.facts.encoding, "windows-1252");
    assert_eq!(column(&table, "värde"), [1.5, 2.0]);
    assert_eq!(table.facts.columns[0].examples, ["Malmö", "Örebro"]);
    let weather =
        "城市,温度,湿度,天气\n北京,12.5,40,晴\n上海,18,75,雨\n广州,25.5,80,多云\n𠮷林,-3,55,雪\n";
    let (weather, ..) = encoding_rs::GB18030.encode(weather);
    let table = table_of("gb18030.csv", &weather);
    assert_eq!(table.facts.encoding, "GB18030");
    assert_eq!(column(&table, "温度"), [12.5, 18.0, 25.5, -3.0]);
    assert_eq!(column(&table, "湿度"), [40.0, 75.0, 80.0, 55.0]);
    assert_eq!(table.facts.columns[0].name, "城市");
    assert_eq!(
        fact(&table, "天气"),
        (IGNORED, "4 different texts in 4 rows".into())
    );
    let category = serde_json::from_str(r#"{"columns":{"城市":{"type":"category"}}}"#).unwrap();
    let table = table_with("gb18030.csv", &weather, &category);
    let towns = ["上海", "北京", "广州", "𠮷林"].map(String::from).to_vec();
    assert_eq!(
        table.columns.list()[0].kind,
        ColumnKind::Category { names: towns }
    );
}

#[test]
fn delimiters_decimals_and_headers_are_found() {
    let people = "name;height;weight;note\r\nAnna;1,72;65,5;\"a; b\"\r\nBörje;1,805;80;x\r\n\
                  Céline;0,9;-12,25;\r\nDag;1.234,5;1e3;y\r\n";
    let table = table_of("semicolons.csv", people);
    assert_eq!((table.facts.delimiter, table.facts.decimal), (';', ','));
    assert_eq!(column(&table, "height"), [1.72, 1.805, 0.9, 1234.5]);
    assert_eq!(column(&table, "weight"), [65.5, 80.0, -12.25, 1000.0]);
    assert_eq!(table.facts.columns[3].missing, 1);
    assert_eq!(table.facts.columns[3].examples, ["a; b", "x", "y"]);
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    let tabs = "x\ty\tlabel\n1\t2.5\ta b\n-3\t0\t\"c\"\n4e2\t\td,e\n";
    packed.write_all(tabs.as_bytes()).expect("packed");
    let table = table_of("table.tsv.gz", packed.finish().expect("packed"));
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
    let table = table_of("no-header.csv", "5.1,3.5,1.4\n4.9,3.0,1.3\n6.2,2.9,4.3\n");
    assert!(!table.facts.header);
    assert_eq!(names(&table), ["column 1", "column 2", "column 3"]);
    assert_eq!(column(&table, "column 1"), [5.1, 4.9, 6.2]);
}

#[test]
fn mixed_columns_become_what_they_are() {
    let table = table_of(
        "mixed.csv",
        "id,account,town,note,temperature,constant,member,joined,empty
007,100000001,\"Paris\",\"one line\",12.5,5,true,2024-01-31,
012,100000002,Rome,\"two\nlines\",NA,5,false,2024-02-29,
100,123456789,\"Bonn, west\",\"a \"\"quoted\"\" word\",.,5,TRUE,2023-12-01,
003,987654321,Oslo,,-3,5,False,,
045,555555555,NA,\"crlf\r\ninside\",1e-2,5,true,2024-07-04,
099,100000003,Wien,plain,+7.25,5,,2025-01-01,
",
    );
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
fn bad_tables_are_refused_in_a_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    for (bytes, problem) in [
        (
            &b"a,b,c\n1,2,3\n4,5\n6,7,8,9\n\n10,11,12"[..],
            "line 3 has 2 cells, but the table has 3 columns",
        ),
        (b"", "the file is empty"),
        (
            b"a,b,c\n",
            "the table has a header of 3 columns but no rows",
        ),
        // A first line of counts and classes, as scikit-learn has it.
        (
            b"3,4,malignant,benign\n1,2,3,4,0\n5,6,7,8,1\n9,1,2,3,0\n",
            "line 1 has 4 cells, but the lines below have 5",
        ),
        (
            b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
            "the file is not text, it holds bytes that are 0",
        ),
    ] {
        let path = folder.path().join("table.csv");
        fs::write(&path, bytes).expect("written");
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
