//! Test files read by their training files.

use super::*;
use crate::data::Samples;

/// A training and a test file, read.
fn pair(train: &str, test: &str) -> (Table, Result<Table, String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.csv");
    fs::write(&path, test).unwrap();
    let train = found(train);
    let test = read_test_table(&path, &TableOptions::default(), &train);
    let shown = path.display().to_string();
    (
        train,
        test.map_err(|error| error.to_string().replace(&shown, "test.csv")),
    )
}

#[test]
fn a_test_file_is_read_by_the_training_file() {
    let text = "class;kind;extra;size;id\nz;green;1;7,5;b1\ny;blue;1;;b2\n";
    let train = MIXED
        .replace("open,", "")
        .replace("yes,", "")
        .replace("no,", "");
    let train = train.replace("NA,", "").replace("YES,", "");
    let (train, test) = pair(&train.replace(',', ";").replace('.', ","), text);
    let test = test.unwrap();
    assert_eq!(train.facts.decimal, ',');
    assert_eq!(test.columns, train.columns);
    assert_eq!(values(&test), [7.5, -99.0, -99.0, 0.0]);
    let labels = test.labels.as_ref().expect("labels");
    assert_eq!(
        (&labels.names[1], &labels.of_row[..]),
        (&"y".into(), &[Samples::NO_LABEL, 1][..])
    );
    assert_eq!(test.texts[0].get(1), "b2");
    assert_eq!(
        test.warnings,
        [
            "columns that the training file does not have are left out: extra",
            "column kind: not in the training file and so missing: 1 cell, the first is \"green\" in line 2",
            "column class: not in the training file and so missing: 1 cell, the first is \"z\" in line 2",
        ]
    );
    assert_eq!(
        fact(&test, "extra"),
        (ColumnType::Ignored, "not in the training file".into())
    );
    assert_eq!(
        fact(&test, "size"),
        (ColumnType::Numeric, "as in the training file".into())
    );
}

#[test]
fn a_test_file_may_lack_labels_but_no_column() {
    let (_, test) = pair("a,b,label\n1,2,x\n2,1,y\n", "b,a\n5,6\n");
    let test = test.unwrap();
    assert_eq!(test.row(0), [6.0, 5.0]);
    assert_eq!(test.labels, None);
    assert_eq!(
        test.warnings,
        ["the table has no column called label, so its rows have no labels"]
    );
    let (_, test) = pair("a,b\n1,2\n2,1\n", "a,c\n5,6\n");
    assert_eq!(
        test.unwrap_err(),
        "the table has no column called b, which the training file has: test.csv"
    );
    // Without names the places count, and all numbers stay numbers.
    let (_, test) = pair("1,2\n2,4\n", "5,6\n");
    assert_eq!(test.unwrap().row(0), [5.0, 6.0]);
}
