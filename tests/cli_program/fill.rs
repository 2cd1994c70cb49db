//! `hourglass use impute`: what is missing, filled in.

use std::fs;

use hourglass::data::Corruption;
use hourglass::project;
use serde_json::Value;

use super::program::{Folder, events, keys, stderr};

/// A folder with a project on a table of two numbers, of which the second follows from the first, and a category.
fn with_rows(train: &[&str]) -> Folder {
    let folder = Folder::new();
    let mut text = String::from("id,a,b,kind\n");
    for row in 0..240 {
        let a = f64::from(7 * row % 50) / 10.0;
        let kind = if a < 2.5 { "low" } else { "high" };
        text += &format!("r{row},{a},{},{kind}\n", 2.0 * a + 1.0);
    }
    fs::write(folder.path("rows.csv"), text).unwrap();
    let line = [
        "train",
        "--data",
        "rows.csv",
        "--epochs",
        "200",
        "--out",
        "rows",
        "--set",
        "corruption=masking",
        "--set",
        "training.learning_rate=0.005",
        "--set",
        "data.columns.kind.type=category",
        "--set",
        "data.columns.id.type=id",
    ];
    folder.succeed(&[&line[..], train].concat());
    folder
}

/// The rows of a CSV file without quotes, its heading first.
pub fn rows(folder: &Folder, name: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(folder.path(name)).unwrap();
    let row = |line: &str| line.split(',').map(str::to_owned).collect();
    text.lines().map(row).collect()
}

/// The figure `key` of a use, or of the baseline `of`.
pub fn figure(event: &Value, of: &str, key: &str) -> f64 {
    let figures = if of.is_empty() {
        &event["figures"]
    } else {
        &event["baselines"][of]
    };
    figures[key]
        .as_f64()
        .unwrap_or_else(|| panic!("{of} {key}: {event}"))
}

#[test]
fn removed_cells_are_filled_and_measured() {
    let folder = with_rows(&["--missing", "0.3"]);
    assert_eq!(folder.open("rows").data.missing_share, 0.3);
    let line = ["use", "impute", "rows", "--out", "out.csv", "--json"];
    let event = &events(&folder.succeed(&line))[0];
    assert_eq!(keys(&event["figures"]), ["mse_missing", "accuracy_missing"]);
    assert_eq!(keys(&event["baselines"]), ["mean", "pca"]);
    let (own, mean) = (
        figure(event, "", "mse_missing"),
        figure(event, "mean", "mse_missing"),
    );
    assert!(own < mean && (0.7..1.4).contains(&mean), "{event}");
    // What is left of a row stays, and nothing is missing any more.
    let written = rows(&folder, "out.csv");
    assert_eq!(written[0], ["id", "a", "b", "kind"]);
    assert_eq!(written.len(), 41);
    assert!(
        written.iter().flatten().all(|cell| !cell.is_empty()),
        "{written:?}"
    );
    assert!(
        written[1..]
            .iter()
            .all(|row| ["low", "high"].contains(&&*row[3]))
    );
    // The training part has the same holes; a larger share takes more away.
    let train =
        &events(&folder.succeed(&["use", "impute", "rows", "--set", "part=train", "--json"]))[0];
    assert_ne!(figure(train, "", "mse_missing"), own);
    let more =
        &events(&folder.succeed(&["use", "impute", "rows", "--missing", "0.5", "--json"]))[0];
    assert_ne!(figure(more, "mean", "mse_missing"), mean);
    let all = folder.run(&["use", "impute", "rows", "--missing", "1", "--json"]);
    assert_eq!(all.status.code(), Some(0), "{}", stderr(&all));
    assert!(
        stderr(&all).contains(
            "warning: nothing is left of 40 rows, where the mean of the training part stands"
        ),
        "{}",
        stderr(&all)
    );
    let all = &events(&String::from_utf8(all.stdout).unwrap())[0];
    assert_eq!(all["figures"], all["baselines"]["mean"]);
}

#[test]
fn a_table_comes_out_with_all_that_stands_in_its_file() {
    let folder = Folder::new();
    let mut text = String::from("name,a,b,note\n");
    for row in 0..120 {
        let b = match row % 12 {
            3 => "n/k".into(),
            7 => String::new(),
            _ => format!("{row}.50"),
        };
        text += &format!("n{row:03}x,{row}.0,{b},  as it is\n");
    }
    fs::write(folder.path("rows.csv"), &text).unwrap();
    let (b, note) = (
        "data.columns.b.type=numeric",
        "data.columns.note.type=ignored",
    );
    folder.succeed(&[
        "train", "--data", "rows.csv", "--epochs", "2", "--out", "rows", "--set", b, "--set", note,
    ]);
    for part in ["part=test", "part=train"] {
        let line = ["use", "impute", "rows", "--set", part, "--out", "out.csv"];
        let output = folder.run(&[&line[..], &["--force"]].concat());
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(0), "{said}");
        let written = fs::read_to_string(folder.path("out.csv")).unwrap();
        let mut unreadable = 0;
        for line in written.lines() {
            let cells: Vec<&str> = line.split(',').collect();
            let start = format!("{},{},", cells[0], cells[1]);
            let own = text.lines().find(|own| own.starts_with(&start)).unwrap();
            let was: Vec<&str> = own.split(',').collect();
            match was[2] {
                "n/k" | "" => {
                    assert!(cells[2].parse::<f64>().is_ok(), "{line}");
                    unreadable += usize::from(was[2] == "n/k");
                }
                _ => assert_eq!(line, own),
            }
        }
        let cells = match unreadable {
            0 => panic!("a sixth has one in it"),
            1 => "1 cell holds".into(),
            count => format!("{count} cells hold"),
        };
        let warning = format!(
            "warning: column b: {cells} no value of it, taken as missing and filled in, the first is \"n/k\""
        );
        assert!(said.contains(&warning), "{said}");
    }
    // Rows are called what their file calls them.
    folder.succeed(&["use", "features", "rows", "--out", "codes.csv"]);
    let written = rows(&folder, "codes.csv");
    assert!(
        written[0][0] == "name" && written[1][0].starts_with('n'),
        "{:?}",
        written[..2].to_vec()
    );
}

#[test]
fn a_file_with_gaps_is_completed_and_the_rest_stays_as_it_stands() {
    let folder = with_rows(&["--missing", "0.2"]);
    fs::write(
        folder.path("new.csv"),
        "note,b,kind,a\n x,3.00,,1\n\"y, z\",,high,4.50\nlast,NA,low,?\n",
    )
    .unwrap();
    let line = [
        "use", "impute", "rows", "--input", "new.csv", "--out", "out.csv",
    ];
    let output = folder.run(&line);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = fs::read_to_string(folder.path("out.csv")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "note,b,kind,a");
    assert!(
        ["\" x\",3.00,low,1", " x,3.00,low,1"].contains(&lines[1]),
        "{text}"
    );
    let middle = lines[2].strip_prefix("\"y, z\",").unwrap();
    let middle: Vec<&str> = middle.split(',').collect();
    // Twice 4.5 and 1.
    assert!(
        (middle[0].parse::<f64>().unwrap() - 10.0).abs() < 3.0,
        "{text}"
    );
    assert_eq!(middle[1..], ["high", "4.50"]);
    assert!(lines[3].starts_with("last,") && !lines[3].contains("NA") && !lines[3].contains('?'));
    // A column that the file lacks stands behind its own.
    fs::write(folder.path("new.csv"), "b,kind\n3,low\n10,high\n").unwrap();
    folder.succeed(&[&line[..], &["--force"]].concat());
    let written = rows(&folder, "out.csv");
    assert_eq!(written[0], ["b", "kind", "a"]);
    let a = |row: usize| written[row][2].parse::<f64>().unwrap();
    assert!(a(1) < a(2), "{written:?}");
}

#[test]
fn pictures_are_filled_by_a_model_that_has_seen_black() {
    let folder = Folder::new();
    let mut document = folder.tiny();
    document.variants[0].settings.corruption = Corruption::Masking {
        fraction: 0.5,
        block: 1,
    };
    document.variants[0].settings.training.epochs = 20;
    project::save(&document, &folder.path("tiny")).unwrap();
    folder.succeed(&["train", "tiny"]);
    let line = ["use", "impute", "tiny", "--out", "out.npy", "--json"];
    let event = &events(&folder.succeed(&line))[0];
    // Half of the pixels where nobody says what is removed.
    let half = ["use", "impute", "tiny", "--missing", "0.5", "--json"];
    assert_eq!(
        events(&folder.succeed(&half))[0]["figures"],
        event["figures"]
    );
    let (own, mean) = (
        figure(event, "", "mse_missing"),
        figure(event, "mean", "mse_missing"),
    );
    assert!(own < mean, "{event}");
    let array = fs::read(folder.path("out.npy")).unwrap();
    let header = String::from_utf8_lossy(&array[10..128]).into_owned();
    assert!(header.contains("'shape': (48, 8, 8)"), "{header}");
    folder.succeed(&["use", "impute", "tiny", "--set", "block=4"]);
    let train = ["train", "tiny", "--missing", "0.5", "--out", "other"];
    for (line, expected) in [
        (
            &["use", "impute", "tiny", "--set", "columns=a"][..],
            "pictures have no columns: columns",
        ),
        (
            &["use", "impute", "tiny", "--set", "block=9"],
            "a picture of 8 × 8 × 1 has no square of 9 in it: block",
        ),
        (
            &["use", "impute", "tiny", "--missing", "2"],
            "give at least 0 and at most 1, not 2: missing",
        ),
        (
            &["use", "impute", "tiny", "--set", "method=sample"],
            "only codes that are Gaussian can be drawn: method",
        ),
        (
            &["use", "recommend", "tiny"],
            "the data are no ratings: images",
        ),
        (
            &train[..],
            "only cells of tables can be removed: data.missing_share",
        ),
    ] {
        assert_eq!(folder.fail(line), expected);
    }
    let sentence = folder.fail(&["use", "anomaly", "tiny", "--missing", "0.5"]);
    assert!(sentence.ends_with(": missing"), "{sentence}");
}

#[test]
fn gaussian_codes_can_be_drawn() {
    let folder = with_rows(&[
        "--missing",
        "0.3",
        "--set",
        "architecture.code.distribution=gaussian",
    ]);
    let line = ["use", "impute", "rows", "--set", "method=sample", "--json"];
    let event = &events(&folder.succeed(&line))[0];
    assert!(figure(event, "", "mse_missing").is_finite(), "{event}");
    assert_eq!(&events(&folder.succeed(&line))[0], event);
}
