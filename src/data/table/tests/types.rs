//! What columns are taken for, and what becomes of their cells.

use super::*;
use crate::data::Samples;

#[test]
fn each_kind_of_column_becomes_what_it_is() {
    let table = found(MIXED);
    assert_eq!(names(&table), ["size", "open", "kind"]);
    #[rustfmt::skip]
    assert_eq!(values(&table), [
        1.5, 1.0, 1.0,
        -99.0, 0.0, 0.0,
        -2.0, -99.0, -99.0,
        3.0, 1.0, 1.0,
        0.5, 0.0, 0.0,
        4.0, 0.0, 1.0,
    ]);
    let list = table.columns.list();
    assert_eq!(list[0].kind, ColumnKind::Numeric);
    let open = ["no", "yes"].map(String::from);
    assert_eq!(list[1].kind, ColumnKind::YesNo { names: open });
    let kinds = vec!["blue".into(), "red".into()];
    assert_eq!(list[2].kind, ColumnKind::Category { names: kinds });
    assert!(
        list.iter()
            .all(|column| column.has_missing && column.weight == 1.0)
    );
    let labels = table.labels.as_ref().expect("labels");
    assert_eq!(labels.names, ["x", "y"]);
    assert_eq!(labels.of_row, [0, 1, 0, Samples::NO_LABEL, 0, 1]);
    assert_eq!((table.texts.len(), table.texts[0].get(3)), (1, "a4"));
    assert_eq!(table.warnings, [""; 0]);
    let facts = &table.facts;
    assert_eq!(
        (facts.delimiter, facts.decimal, facts.header),
        (',', '.', true)
    );
    assert_eq!((facts.rows, &*facts.encoding), (6, "UTF-8"));
    let missing: Vec<usize> = facts.columns.iter().map(|column| column.missing).collect();
    assert_eq!(missing, [0, 1, 1, 1, 1]);
    assert_eq!(facts.columns[1].range, Some([-2.0, 4.0]));
    assert_eq!(
        (facts.columns[3].distinct, facts.columns[3].more_distinct),
        (2, false)
    );
    assert_eq!(facts.columns[3].examples, ["red", "blue"]);
}

#[test]
fn rows_can_be_taken_out() {
    let (whole, mut table) = (found(MIXED), found(MIXED));
    let labels = |table: &Table| table.labels.as_ref().expect("labels").of_row.clone();
    let (taken, taken_labels) = table.take_out(&[2, 5]);
    let same = |one: &[f32], other: &[f32]| {
        let bits = |all: &[f32]| all.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        bits(one) == bits(other)
    };
    assert!(same(&taken, &[whole.row(2), whole.row(5)].concat()));
    assert_eq!(
        taken_labels,
        Some(vec![labels(&whole)[2], labels(&whole)[5]])
    );
    let left = [0, 1, 3, 4]
        .iter()
        .chain(&[6])
        .filter(|row| **row < whole.len());
    let left: Vec<usize> = left.copied().collect();
    assert_eq!(table.len(), left.len());
    for (place, &row) in left.iter().enumerate() {
        assert!(same(table.row(place), whole.row(row)));
        assert_eq!(labels(&table)[place], labels(&whole)[row]);
    }
    let all: Vec<u32> = (0..table.len() as u32).collect();
    table.take_out(&all);
    assert!(table.is_empty());
}

#[test]
fn what_is_left_out_has_its_reason() {
    let lines: String = (0..600)
        .map(|row| {
            let odd = if row == 7 {
                "n/a".into()
            } else {
                format!("{row}.5")
            };
            format!(
                "{row},text {row},5,,2024-01-{:02},{:03},{odd},{}\n",
                row % 28 + 1,
                row,
                100_000_000 + row
            )
        })
        .collect();
    let table = found(&format!("x,name,five,none,day,code,odd,account\n{lines}"));
    assert_eq!(names(&table), ["x"]);
    let ignored = |name, reason: &str| {
        assert_eq!(fact(&table, name), (ColumnType::Ignored, reason.to_owned()));
    };
    ignored("name", "600 different texts in 600 rows");
    ignored("five", "constant, 5 in every row");
    ignored("none", "all missing");
    ignored(
        "odd",
        "numbers but for 1 cell, the first is \"n/a\" in line 9",
    );
    assert_eq!(fact(&table, "day"), (ColumnType::Date, "dates".into()));
    assert_eq!(
        fact(&table, "code"),
        (ColumnType::Id, "leading zeros".into())
    );
    assert_eq!(
        fact(&table, "account"),
        (
            ColumnType::Id,
            "all different integers of 9 digits, which 32-bit numbers would round".into()
        )
    );
    let texts: Vec<&str> = table.texts.iter().map(|text| text.name.as_str()).collect();
    assert_eq!(texts, ["day", "code", "account"]);
    let numeric = choose("account", ColumnType::Numeric);
    let table = read(
        "x,account\n1,100000001\n2,100000002\n3,100000009\n",
        &numeric,
    )
    .unwrap();
    assert_eq!(
        table.warnings,
        ["column account: integers beyond 16,777,216 are rounded to 32-bit numbers"]
    );
}

#[test]
fn identifiers_are_known_by_their_names() {
    let table = found("PassengerId,town_id,paid,x\n3,1,2,0.5\n1,1,2,1.5\n2,2,3,2.5\n");
    assert_eq!(names(&table), ["paid", "x"]);
    let id = (ColumnType::Id, "named like an identifier".to_owned());
    assert_eq!(fact(&table, "PassengerId"), id);
    assert_eq!(fact(&table, "town_id"), id);
}

#[test]
fn answers_are_told_from_numbers() {
    let table = found("a,b,c,d,e\n0,0,2,T,0.0\n1,2,1,f,1.0\n1,1,2,F,1.0\n");
    let kinds: Vec<ColumnType> = table
        .facts
        .columns
        .iter()
        .map(|column| column.used)
        .collect();
    use ColumnType::{Numeric, YesNo};
    assert_eq!(kinds, [YesNo, Numeric, Numeric, YesNo, YesNo]);
    assert_eq!(fact(&table, "d").1, "only f and T");
    assert_eq!(table.row(0), [0.0, 0.0, 2.0, 1.0, 0.0]);
    let chosen = read("a,b\n2,x\n1,y\n2,x\n", &choose("a", YesNo)).unwrap();
    assert_eq!(values(&chosen)[..1], [1.0]);
}

#[test]
fn one_column_is_the_label() {
    let by_name = |header: &str| {
        let table = found(&repeated(header, "#,0.5#,1\n3#,0.25,0\n", 3));
        let mut columns = table.facts.columns.into_iter();
        let label = columns.find(|column| column.used == ColumnType::Label);
        label.map(|column| column.name)
    };
    assert_eq!(by_name("a,b,Diagnosis").as_deref(), Some("Diagnosis"));
    assert_eq!(by_name("label,b,anomaly").as_deref(), Some("label"));
    assert_eq!(by_name("a,b,c"), None);
    // Numbers with a fraction are no classes.
    assert_eq!(by_name("a,target,c"), None);

    let iris = "5.1,3.5,setosa\n4.9,3.0,setosa\n6.2,2.9,virginica\n6.3,2.8,virginica\n";
    let table = found(iris);
    assert_eq!(names(&table), ["column 1", "column 2"]);
    assert_eq!(
        fact(&table, "column 3"),
        (
            ColumnType::Label,
            "the last column and the only one of text".into()
        )
    );
    assert_eq!(table.labels.as_ref().expect("labels").of_row, [0, 0, 1, 1]);
    let category = read(iris, &choose("column 3", ColumnType::Category)).unwrap();
    assert_eq!(
        (category.columns.target_width(), category.labels),
        (4, None)
    );

    // A chosen label takes the place of a guessed one.
    let other = read(
        "a,b,y\n1,0,0\n2,0,1\n3,1,2\n",
        &choose("b", ColumnType::Label),
    )
    .unwrap();
    assert_eq!(names(&other), ["a", "y"]);
    assert_eq!(other.labels.expect("labels").of_row, [0, 0, 1]);
}

#[test]
fn classes_that_are_numbers_stand_in_their_order() {
    let table = found(&repeated("label,x", "#,1.#\n", 12));
    let names = table.labels.expect("labels").names;
    assert_eq!(names[..3], ["0", "1", "2"]);
    assert_eq!(names[10], "10");
}

#[test]
fn missing_cells_are_a_matter_of_the_list() {
    let text = "a,b\n1,?\n-9,x\n3,x\nNA,?\n";
    let own = |missing: &[&str]| {
        let options = TableOptions {
            missing: Some(missing.iter().map(ToString::to_string).collect()),
            header: Some(true),
            columns: choose("b", ColumnType::Category).columns,
            ..Default::default()
        };
        read(text, &options)
    };
    let table = own(&["-9", "NA"]).unwrap();
    assert_eq!(values(&table), [1.0, 0.0, -99.0, 1.0, 3.0, 1.0, -99.0, 0.0]);
    let [a, b] = table.columns.list() else {
        panic!("two columns");
    };
    assert!(a.has_missing && !b.has_missing);
    // NA is now a text like any other.
    let table = own(&[]).unwrap();
    assert_eq!(names(&table), ["b"]);
    assert_eq!(
        fact(&table, "a").1,
        "numbers but for 1 cell, the first is \"NA\" in line 5"
    );
}
