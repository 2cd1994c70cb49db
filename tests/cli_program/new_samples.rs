//! `hourglass use … --input`: samples that no variant has seen.

use std::fs;
use std::path::Path;

use hourglass::data::{ColumnChoice, ColumnType, Source};
use image::{GrayImage, Luma};

use super::program::{Folder, stderr};

/// A folder with a project on a table of a number with gaps, a category and a number, whose rows are of two classes.
fn with_rows() -> Folder {
    let folder = Folder::new();
    let mut text = String::from("age,size,income,kind\n");
    for row in 0..120 {
        let age = 20 + 7 * row % 50;
        let size = ["small", "middle", "large"][row % 3];
        let cell = if row % 10 == 3 {
            String::new()
        } else {
            age.to_string()
        };
        let kind = if row % 2 == 0 { "even" } else { "odd" };
        text += &format!("{cell},{size},{}.5,{kind}\n", 100 * age);
    }
    fs::write(folder.path("rows.csv"), text).unwrap();
    folder.succeed(&[
        "train",
        "--data",
        "rows.csv",
        "--set",
        "data.columns.kind.type=label",
        "--epochs",
        "2",
        "--out",
        "rows",
    ]);
    folder
}

/// What a run that must succeed writes into `out.csv`, and what it says.
fn written(folder: &Folder, line: &[&str]) -> (Vec<String>, String) {
    let line = [line, &["--out", "out.csv", "--force"]].concat();
    let output = folder.run(&line);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = fs::read_to_string(folder.path("out.csv")).unwrap();
    (text.lines().map(str::to_owned).collect(), stderr(&output))
}

#[test]
fn rows_of_another_file_keep_their_cells_and_order() {
    let folder = with_rows();
    assert_eq!(
        match folder.open("rows").data.source {
            Source::Table(file) => file.options.columns["kind"],
            other => panic!("{other:?}"),
        },
        ColumnChoice {
            kind: Some(ColumnType::Label),
            weight: None
        }
    );
    let new =
        "id,income,size,age\n 007,1500.50,large,\"31\"\nb8,2500.5,huge,\n\"x, y\",3000,small,40\n";
    fs::write(folder.path("new.csv"), new).unwrap();
    let line = ["use", "anomaly", "rows", "--input", "new.csv"];
    let (rows, said) = written(&folder, &line);
    assert_eq!(
        rows[0],
        "id,income,size,age,score,rank,odd,error of age,error of size,error of income"
    );
    let starts = [
        " 007,1500.50,large,31,",
        "b8,2500.5,huge,,",
        "\"x, y\",3000,small,40,",
    ];
    for (row, start) in rows[1..].iter().zip(starts) {
        assert!(row.starts_with(start), "{row}");
    }
    for sentence in [
        "warning: the model was trained without the column id, which it does not look at: new.csv",
        "warning: column size: not in the training file and so missing: 1 cell, the first is \"huge\" in line 3: new.csv",
    ] {
        assert!(said.contains(sentence), "{said}");
    }
    // The order of columns makes no difference, and neither does a column that is empty or not there.
    let score = |rows: &[String]| rows[2].rsplit(',').nth(5).unwrap().to_owned();
    fs::write(
        folder.path("new.csv"),
        "size,income,kind\nlarge,1500.5,odd\n?,2500.5,even\n",
    )
    .unwrap();
    let (fewer, said) = written(&folder, &line);
    assert_eq!(
        fewer[0],
        "size,income,kind,score,rank,odd,error of age,error of size,error of income"
    );
    assert_eq!(score(&fewer), score(&rows));
    assert!(
        said.contains("the table lacks the column age, whose values are all missing"),
        "{said}"
    );
    // The classes of the file are those of training.
    let text = folder.succeed(&[
        "use",
        "anomaly",
        "rows",
        "--input",
        "new.csv",
        "--set",
        "normal=odd",
    ]);
    assert!(text.contains("AUC"), "{text}");
    let (codes, _) = written(&folder, &["use", "features", "rows", "--input", "new.csv"]);
    assert!(codes[0].starts_with("size,income,kind,code 0"), "{codes:?}");
    // The same without the project's own data.
    fs::rename(folder.path("rows.csv"), folder.path("gone.csv")).unwrap();
    let (alone, said) = written(&folder, &line);
    assert_eq!(alone, fewer);
    assert!(
        said.contains("warning: without baselines, since there is no such file"),
        "{said}"
    );
}

#[test]
fn tables_that_do_not_fit_are_refused_in_a_sentence() {
    let folder = with_rows();
    fs::create_dir(folder.path("empty")).unwrap();
    for (name, text, expected) in [
        (
            "a.csv",
            "age,size\n3,small\n4,large\n",
            "the table lacks the column income, of which the model has seen no gaps: a.csv",
        ),
        (
            "a.csv",
            "x,y\n1,2\n",
            "none of its columns is one that the model was trained on, age, size, income: a.csv",
        ),
        ("a.csv", "", "the file is empty: a.csv"),
        (
            "a.csv",
            "age,size,income\n",
            "the table has a header of 3 columns but no rows: a.csv",
        ),
        ("b.csv", "", "the file is empty: b.csv"),
        ("none.csv", "-", "there is no such file or folder: none.csv"),
        (
            "rows",
            "-",
            "this is a project, name the file or folder of its data: rows",
        ),
        (
            "rows/project.json",
            "-",
            "this is a project, name the file or folder of its data: rows/project.json",
        ),
        (
            "empty",
            "-",
            "these are images, and the weights are for 3 columns: empty",
        ),
    ] {
        if text != "-" {
            fs::write(folder.path(name), text).unwrap();
        }
        for chosen in ["anomaly", "features"] {
            let line = ["use", chosen, "rows", "--input", name, "--out", "out.csv"];
            assert_eq!(folder.fail(&line), expected);
        }
    }
}

/// A grey picture whose brightness grows to the right.
fn picture(path: &Path, side: u32) {
    GrayImage::from_fn(side, side, |x, _| Luma([(x * 255 / side) as u8]))
        .save(path)
        .unwrap();
}

/// An array of zeros in a NPY file.
fn array(path: &Path, shape: &str, numbers: usize) {
    let mut header = format!("{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}");
    while !(header.len() + 11).is_multiple_of(64) {
        header.push(' ');
    }
    header.push('\n');
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.extend(vec![0u8; numbers]);
    fs::write(path, bytes).unwrap();
}

#[test]
fn pictures_of_any_size_are_scored_by_name_and_arrays_must_fit() {
    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny"]);
    fs::create_dir(folder.path("new")).unwrap();
    picture(&folder.path("new/b.png"), 24);
    picture(&folder.path("new/c.png"), 8);
    fs::write(folder.path("new/a.png"), "no picture").unwrap();
    let (rows, said) = written(&folder, &["use", "anomaly", "tiny", "--input", "new"]);
    assert_eq!(rows[0], "file,score,rank,odd");
    // What was left out is said, and shifts nothing.
    assert!(
        rows[1].starts_with("b.png,") && rows[2].starts_with("c.png,"),
        "{rows:?}"
    );
    assert_eq!(rows.len(), 3);
    assert!(said.contains("the file is no picture: new/a.png"), "{said}");
    array(&folder.path("two.npy"), "(2, 8, 8)", 128);
    let (rows, _) = written(&folder, &["use", "features", "tiny", "--input", "two.npy"]);
    assert_eq!(rows[0], "row,code 0,code 1,code 2,code 3");
    assert_eq!(rows.len(), 3);
    array(&folder.path("colours.npy"), "(2, 8, 8, 3)", 384);
    array(&folder.path("large.npy"), "(1, 16, 16)", 256);
    fs::write(folder.path("rows.csv"), "a,b\n1,2\n3,4\n").unwrap();
    for (name, expected) in [
        (
            "colours.npy",
            "the samples are 8 × 8 × 3 but the weights are for 8 × 8 × 1: colours.npy",
        ),
        (
            "large.npy",
            "the samples are 16 × 16 × 1 but the weights are for 8 × 8 × 1: large.npy",
        ),
        (
            "rows.csv",
            "these are no images, and the weights are for images of 8 × 8 × 1: rows.csv",
        ),
        ("no.png", "there is no such file or folder: no.png"),
    ] {
        assert_eq!(
            folder.fail(&["use", "features", "tiny", "--input", name]),
            expected
        );
    }
    // Classes are those of training, which are numbers here.
    for (name, side) in [("new/0", 8), ("new/3", 8)] {
        fs::create_dir(folder.path(name)).unwrap();
        picture(&folder.path(&format!("{name}/d.png")), side);
    }
    fs::remove_file(folder.path("new/b.png")).unwrap();
    fs::remove_file(folder.path("new/c.png")).unwrap();
    let line = [
        "use", "anomaly", "tiny", "--input", "new", "--set", "normal=0",
    ];
    assert!(folder.succeed(&line).contains("AUC"));
}

#[test]
fn a_text_of_unknown_words_is_never_normal() {
    let folder = Folder::new();
    let text = |row: u32| match row % 3 {
        0 => "red apple",
        1 => "green apple",
        _ => "blue sky",
    };
    let rows: String = (0..60)
        .map(|row| format!("{}.5,{}\n", row % 7, text(row)))
        .collect();
    fs::write(folder.path("t.csv"), format!("size,note\n{rows}")).unwrap();
    fs::write(folder.path("new.txt"), "red apple\nzzz qqq\nblue apple\n").unwrap();
    for loss in ["loss=kl", "loss=mse"] {
        let line = [
            "train",
            "--data",
            "t.csv",
            "--set",
            "data.source.kind=text",
            "--set",
            "training.epochs=1",
            "--set",
            loss,
            "--out",
            loss,
        ];
        folder.succeed(&line);
        for score in ["score=mean", "score=largest"] {
            let line = ["use", "anomaly", loss, "--input", "new.txt", "--set", score];
            let (rows, said) = written(&folder, &line);
            assert!(rows[0].starts_with("text,score,rank,odd,"), "{rows:?}");
            assert!(
                rows[2].starts_with("zzz qqq,,1,no known words,"),
                "{rows:?}"
            );
            assert!(
                said.contains("warning: 1 text has no known words and no score: A"),
                "{said}"
            );
        }
    }
}
