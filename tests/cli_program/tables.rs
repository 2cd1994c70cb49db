//! Tables in the terminal: trained, measured and exported as they come, and refused in a sentence where they cannot be.

use std::fmt::Write as _;
use std::fs;

use hourglass::data::{Source, TableFile};
use hourglass::model::Activation;
use hourglass::project;

use super::program::{Folder, events, of_kind, stderr};

/// Rows of a number with gaps, a category, a yes/no, and a number that follows from the first.
fn people(rows: usize, shift: usize) -> String {
    let mut text = String::from("age,size,ill,income\n");
    for row in 0..rows {
        let age = 20 + (7 * row + shift) % 50;
        let size = ["small", "middle", "large"][(row + shift) % 3];
        let ill = if row % 4 == 0 { "yes" } else { "no" };
        let cell = match row % 10 {
            3 => String::new(),
            _ => age.to_string(),
        };
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{cell},{size},{ill},{}.5", 100 * age);
    }
    text
}

/// A folder with a table of 120 rows and, beside it, one of 30 to test on.
fn with_people() -> Folder {
    let folder = Folder::new();
    fs::write(folder.path("people_train.csv"), people(120, 0)).unwrap();
    fs::write(folder.path("people_test.csv"), people(30, 1)).unwrap();
    folder
}

#[test]
fn a_table_alone_becomes_a_project_that_trains_at_once() {
    let folder = with_people();
    let train = [
        "train",
        "--data",
        "people_train.csv",
        "--epochs",
        "2",
        "--json",
    ];
    let output = folder.run(&train);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(
        stderr(&output),
        "The test part is the file beside it, people_test.csv\n"
    );
    let said = events(&String::from_utf8(output.stdout).unwrap());
    let epochs = of_kind(&said, "epoch");
    let parts = &epochs[1]["validation"]["columns"];
    let sum: f64 = ["numeric", "yes_no", "category"]
        .map(|kind| parts[kind].as_f64().unwrap())
        .iter()
        .sum();
    let whole = epochs[1]["validation"]["reconstruction"].as_f64().unwrap();
    assert!((sum - whole).abs() < 1e-6 * whole, "{sum} {whole}");
    assert_eq!(of_kind(&said, "saved")[0]["path"], "people_train");

    let document = folder.open("people_train");
    assert_eq!(document.name, "people_train");
    // A twelfth of the rows, and a model with a linear output.
    assert_eq!(document.data.validation, 10);
    let settings = &document.variants[0].settings;
    assert_eq!(settings.architecture.output, Activation::Identity);
    assert_eq!(settings.training.batch, 32);

    let text = folder.succeed(&["evaluate", "people_train"]);
    let head = text.lines().next().unwrap();
    assert_eq!(
        head,
        "Variant  Parameters  Code  Test loss    MSE  Right category"
    );
    let event = &events(&folder.succeed(&["evaluate", "people_train", "--json"]))[0];
    let test = &event["test"];
    assert!(test["psnr"].is_null() && test["ssim"].is_null() && event["pca_mse"].is_null());
    let columns = test["columns"].as_array().unwrap();
    let names: Vec<_> = columns
        .iter()
        .map(|c| c["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["age", "size", "ill", "income"]);
    let kinds: Vec<_> = columns
        .iter()
        .map(|c| c["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["numeric", "category", "yes_no", "numeric"]);
    assert!(columns[0]["mse"].as_f64().unwrap() > 0.0 && columns[0].get("accuracy").is_none());
    let right = |index: usize| columns[index]["accuracy"].as_f64().unwrap();
    let share = test["right_category"].as_f64().unwrap();
    assert!((share - (right(1) + right(2)) / 2.0).abs() < 1e-9);

    // The same command goes on, and the model is exported without its data.
    let more = [&train[..4], &["3", "--json"]].concat();
    let said = events(&folder.succeed(&more));
    assert_eq!(of_kind(&said, "epoch")[0]["epoch"], 3);
    for name in ["people_train.csv", "people_test.csv"] {
        fs::remove_file(folder.path(name)).unwrap();
    }
    folder.succeed(&["export", "people_train", "--out", "model.py"]);
    let python = fs::read_to_string(folder.path("model.py")).unwrap();
    assert!(python.contains(
        "Data: people_train.csv, rows of 4 columns: 2 numeric, 1 yes/no, 1 of categories."
    ));
    let sentence = folder.fail(&["evaluate", "people_train"]);
    assert!(
        sentence.starts_with("there is no such file (data.source.path): "),
        "{sentence}"
    );
}

#[test]
fn a_table_in_the_place_of_images_gets_a_model_that_fits() {
    let folder = with_people();
    project::save(&folder.tiny(), &folder.path("tiny")).unwrap();
    let replace = [
        "train",
        "tiny",
        "--data",
        "people_train.csv",
        "--set",
        "data.test=people_test.csv",
        "--set",
        "data.columns.ill.type=category",
        "--epochs",
        "1",
    ];
    let output = folder.run(&replace);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        stderr(&output).starts_with("The test part is the file "),
        "{}",
        stderr(&output)
    );
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains(" rows/s"), "{told}");
    let document = folder.open("tiny");
    assert!(matches!(&document.data.source, Source::Table(_)));
    let architecture = &document.variants[0].settings.architecture;
    // 2 numbers, 3 names and 2 answers.
    assert_eq!(
        (architecture.encoder[0].width, architecture.code.width),
        (4, 2)
    );
    // Another table takes the weights away, which only another folder may.
    fs::write(folder.path("others.csv"), people(60, 2)).unwrap();
    let others = ["train", "tiny", "--data", "others.csv", "--epochs", "1"];
    let sentence = folder.fail(&others);
    assert!(
        sentence.starts_with("the weights were made with other data"),
        "{sentence}"
    );
    folder.succeed(&[&others[..], &["--out", "new"]].concat());
    assert_eq!(folder.open("new").data.validation, 4);
}

#[test]
fn moved_and_changed_data_keep_the_weights() {
    let folder = with_people();
    let people = folder.path("people_train.csv");
    let train = ["train", "--data", "people_train.csv", "--out", "project"];
    folder.succeed(&[&train[..], &["--epochs", "1"]].concat());
    let steps = || {
        let trained = folder.open("project").variants[0].trained.clone();
        trained.unwrap().resume_state.position.step
    };
    let first = steps();
    fs::create_dir(folder.path("elsewhere")).unwrap();
    for name in ["people_train.csv", "people_test.csv"] {
        fs::rename(folder.path(name), folder.path("elsewhere").join(name)).unwrap();
    }
    let sentence = folder.fail(&["evaluate", "project"]);
    assert!(sentence.ends_with("people_train.csv"), "{sentence}");
    let moved = "elsewhere/people_train.csv";
    let again = ["train", "project", "--data", moved];
    folder.succeed(&[&again[..], &["--epochs", "2"]].concat());
    assert_eq!(steps(), 2 * first);
    assert_eq!(stderr(&folder.run(&["evaluate", "project"])), "");
    let copy = ["train", "project", "--copy-data"];
    folder.succeed(&[&copy[..], &["--epochs", "2", "--out", "whole"]].concat());
    let whole = folder.open("whole");
    let Source::Table(TableFile { path, .. }) = &whole.data.source else {
        panic!("a table");
    };
    assert_eq!(*path, folder.path("whole/data/people_train.csv"));
    // With what was found beside it.
    assert!(folder.path("whole/data/people_test.csv").exists());
    assert_eq!(stderr(&folder.run(&["evaluate", "whole"])), "");

    // One row more.
    let mut text = fs::read_to_string(folder.path(moved)).unwrap();
    let row = text.lines().last().unwrap().to_owned();
    text += &format!("{row}\n");
    fs::write(folder.path(moved), &text).unwrap();
    let said = stderr(&folder.run(&["evaluate", "project"]));
    assert!(
        said.starts_with("warning: the data are not those that “") && said.contains(moved),
        "{said}"
    );
    fs::write(&people, text).unwrap();
    fs::copy(
        folder.path("elsewhere/people_test.csv"),
        folder.path("people_test.csv"),
    )
    .unwrap();
    let back = ["train", "project", "--data", "people_train.csv"];
    let sentence = folder.fail(&[&back[..], &["--epochs", "3"]].concat());
    assert!(sentence.contains("--keep-weights"), "{sentence}");
    assert_eq!(steps(), 2 * first);
    folder.succeed(&[&back[..], &["--epochs", "3", "--keep-weights"]].concat());
    assert!(steps() > 2 * first);

    // Other columns.
    fs::write(
        folder.path("other.csv"),
        "a,b\n1,2\n3,5\n4,4\n9,8\n7,7\n8,2\n6,5\n",
    )
    .unwrap();
    let other = [
        "train",
        "project",
        "--data",
        "other.csv",
        "--keep-weights",
        "--epochs",
        "9",
    ];
    let sentence = folder.fail(&other);
    assert!(sentence.starts_with("the weights of “"), "{sentence}");
    assert!(
        sentence.ends_with("these are 2 columns: other.csv"),
        "{sentence}"
    );
}

#[test]
fn what_else_is_in_the_place_of_a_new_project_is_kept() {
    let folder = with_people();
    fs::create_dir(folder.path("people_train")).unwrap();
    fs::write(folder.path("people_train/notes"), "mine").unwrap();
    let train = ["train", "--data", "people_train.csv", "--epochs", "1"];
    assert_eq!(
        folder.fail(&train),
        "something else is there already, choose another folder with --out: people_train"
    );
    assert_eq!(
        fs::read(folder.path("people_train/notes")).unwrap(),
        b"mine"
    );
    folder.succeed(&[&train[..], &["--out", "elsewhere"]].concat());
    assert_eq!(folder.open("elsewhere").name, "people_train");
}

#[test]
fn tables_that_cannot_be_used_are_refused_in_a_sentence_and_nothing_is_written() {
    let folder = Folder::new();
    for (name, text, sentence) in [
        (
            "ragged.csv",
            &b"a,b\n1,2\n3,4,5\n"[..],
            "line 3 has 3 cells",
        ),
        ("empty.csv", b"", "the file is empty"),
        (
            "header.csv",
            b"a,b\n",
            "the table has a header of 2 columns but no rows",
        ),
        (
            "missing.csv",
            b"a,b\n,\n,\n,\n",
            "no column of the table can be trained on",
        ),
        (
            "constant.csv",
            b"a,b\n1,2\n1,2\n1,2\n",
            "no column of the table can be trained on",
        ),
        (
            "binary.csv",
            b"\x00\x01\x02\xff\x00PNG\x00\x00\n\x00",
            "the file is not text, it holds bytes that are 0",
        ),
    ] {
        fs::write(folder.path(name), text).unwrap();
        let told = folder.fail(&["train", "--data", name]);
        assert!(told.starts_with(sentence) && told.ends_with(name), "{told}");
        assert!(!told.contains('\n'), "{told}");
    }
    fs::write(folder.path("names.csv"), "a,b\n1,x\n2,y\n3,x\n").unwrap();
    let told = folder.fail(&[
        "train",
        "--data",
        "names.csv",
        "--set",
        "data.columns.b.type=colour",
    ]);
    assert_eq!(
        told,
        "choose one of numeric, yes_no, category, label, id, date, ignored, not colour: data.columns.b.type"
    );
    let mut left = fs::read_dir(folder.path(".")).unwrap();
    assert!(left.all(|entry| {
        entry
            .unwrap()
            .path()
            .extension()
            .is_some_and(|e| e == "csv")
    }));
}

/// The names of the columns that the project `name` is measured by.
fn measured_columns(folder: &Folder, name: &str) -> Vec<String> {
    let event = &events(&folder.succeed(&["evaluate", name, "--json"]))[0];
    let columns = event["test"]["columns"].as_array().unwrap().iter();
    let names = columns.map(|column| column["name"].as_str().unwrap().to_owned());
    names.collect()
}

#[test]
fn of_odd_tables_is_trained_on_what_makes_sense() {
    let folder = Folder::new();
    let rows = |cell: &dyn Fn(usize) -> String| {
        let lines = (0..60).map(|row| format!("{},{}\n", cell(row), row % 7));
        String::from("a,b\n") + &lines.collect::<String>()
    };
    let outlier = |row: usize| match row {
        5 => "1e60".into(),
        _ => format!("{row}.5"),
    };
    let drawn = "The test part is a sixth of the samples, drawn by the split seed 0\n";
    for (name, text, warning, columns) in [
        // As many names as rows are no classes.
        ("names", rows(&|row| format!("t{row}")), "", &["b"][..]),
        (
            "overflow",
            rows(&outlier),
            "warning: column a: too large for 32 bits and so missing: 1 cell, the first is \"1e60\" in line 7\n",
            &["a", "b"],
        ),
    ] {
        let file = format!("{name}.csv");
        fs::write(folder.path(&file), text).unwrap();
        let output = folder.run(&["train", "--data", &file, "--epochs", "1"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert_eq!(stderr(&output), format!("{warning}{drawn}"));
        let trained = folder.open(name).variants[0].trained.clone().unwrap();
        let last = trained.resume_state.history.epochs.last().cloned().unwrap();
        assert!(last.validation.loss.is_finite(), "{name}");
        assert_eq!(measured_columns(&folder, name), columns);
    }
}

#[test]
fn a_table_of_thousands_of_columns_is_trained_on_all_that_vary() {
    let folder = Folder::new();
    let line = |row: usize| {
        let cells = (0..2_000).map(|at| ((at + 1) * (row + 1) % 97).to_string());
        cells.collect::<Vec<_>>().join(",") + "\n"
    };
    let text: String = (0..40).map(line).collect();
    fs::write(folder.path("wide.csv"), text).unwrap();
    folder.succeed(&["train", "--data", "wide.csv", "--epochs", "1"]);
    let columns = measured_columns(&folder, "wide");
    // Every 97th is 0 in all rows.
    assert_eq!(columns.len(), 2_000 - 20);
    assert!(!columns.contains(&"column 97".into()));
    assert_eq!(
        (&*columns[0], &*columns[1_979]),
        ("column 1", "column 2000")
    );
}
