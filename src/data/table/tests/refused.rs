//! Bad and extreme tables: refused in one sentence, or read.

use super::*;

#[test]
fn numbers_that_are_too_large_are_missing_and_named() {
    let table = found("a,b\n1,2\n1e999,3\n-inf,4\n5,5\n");
    assert_eq!(values(&table), [1.0, 2.0, -99.0, 3.0, -99.0, 4.0, 5.0, 5.0]);
    assert_eq!(
        table.warnings,
        [
            "column a: too large for 32 bits and so missing: 2 cells, the first is \"1e999\" in line 3"
        ]
    );
    let column = &table.facts.columns[0];
    assert_eq!((column.missing, column.range), (2, Some([1.0, 5.0])));
    assert!(table.columns.list()[0].has_missing);
}

#[test]
fn choices_that_do_not_suit_are_refused() {
    let text = "a,b\n1,x\n2,y\n3,z\n";
    for (name, kind, problem) in [
        ("c", ColumnType::Numeric, "the table has no column called c"),
        (
            "b",
            ColumnType::Numeric,
            "column b cannot be numeric, no cell of it is a number, the first is \"x\" in line 2",
        ),
        (
            "a",
            ColumnType::YesNo,
            "column a cannot be yes/no, it has 3 different texts and not 2",
        ),
        (
            "a",
            ColumnType::Ignored,
            "no column of the table can be trained on (a: so chosen; b: 3 different texts in 3 rows)",
        ),
    ] {
        let error = read(text, &choose(name, kind)).unwrap_err();
        assert_eq!(error, format!("{problem}: t.csv"));
    }
    let empty = read("a,b\n1,\n2,\n", &choose("b", ColumnType::Label)).unwrap_err();
    assert_eq!(
        empty,
        "column b has no classes, all its cells are missing: t.csv"
    );
    let numeric = read("a,b\n1,x\n2,7\n3,z\n", &choose("b", ColumnType::Numeric)).unwrap();
    assert_eq!(
        numeric.warnings,
        ["column b: not numbers and so missing: 2 cells, the first is \"x\" in line 2"]
    );
    assert_eq!(values(&numeric), [1.0, -99.0, 2.0, 7.0, 3.0, -99.0]);
}

#[test]
fn files_without_rows_or_use_are_refused() {
    assert_eq!(refused(""), "the file is empty: t.csv");
    assert_eq!(refused("\r\n\r\n"), "the file is empty: t.csv");
    assert_eq!(
        refused("a,b,c\n"),
        "the table has a header of 3 columns but no rows: t.csv"
    );
    assert_eq!(
        refused("a,b,c,d\nx,,5,u\ny,,5,v\n"),
        "no column of the table can be trained on (a: 2 different texts in 2 rows; b: all missing; \
         c: constant, 5 in every row; 1 more): t.csv"
    );
    assert_eq!(
        refused("3,2,m,b\n1,2,0\n2,3,1\n3,4,1\n"),
        "line 1 has 4 cells, but the lines below have 3: t.csv"
    );
}

#[test]
fn a_category_of_thousands_works_when_it_is_asked_for() {
    let text = repeated("a,b", "#,t#\n", 10_000);
    let ignored = found(&text);
    assert_eq!(
        fact(&ignored, "b").1,
        "10,000 different texts in 10,000 rows"
    );
    let table = read(&text, &choose("b", ColumnType::Category)).unwrap();
    assert_eq!(table.columns.target_width(), 10_001);
    // Names stand by letters: t0, then 1,111 that begin with t1.
    assert_eq!(table.row(2)[1], 1_112.0);
    let more = repeated("a,b", "#,t#\n", 65_537);
    assert_eq!(
        read(&more, &choose("b", ColumnType::Category)).unwrap_err(),
        "column b has more than 65,536 different texts, too many for classes: t.csv"
    );
}

#[test]
fn two_thousand_columns_are_read() {
    let line = |row: usize| {
        (0..2_000)
            .map(|at| (at * row).to_string())
            .collect::<Vec<_>>()
            .join(",")
    };
    let text: String = (1..=20).map(|row| line(row) + "\n").collect();
    let table = found(&text);
    // The first column is 0 in every row.
    assert_eq!((table.columns.len(), table.len()), (1_999, 20));
    assert_eq!(table.row(19)[1_998], 39_980.0);
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.csv");
    let problem = |path: &Path| {
        let error = read_table(path, &TableOptions::default()).unwrap_err();
        let end = format!(": {}", path.display());
        error.to_string().strip_suffix(&end).map(str::to_owned)
    };
    assert_eq!(problem(&path).as_deref(), Some("there is no such file"));
    let folder = folder.path();
    assert_eq!(
        problem(folder).as_deref(),
        Some("this is a folder, not a table")
    );
}
