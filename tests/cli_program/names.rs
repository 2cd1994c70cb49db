//! Names of any length and of any characters.

use std::fs;

use hourglass::project;

use super::program::{Folder, add_variant, events, stderr};

/// What sets a title, colours, clears the screen, turns text around, and looks like a line of the program's own.
const STEERING: &str =
    "\u{1b}]0;OWNED\u{7}\u{1b}[31mred\u{9b}2J\u{7f}\u{202e}\r\nA: all 9 epochs are done";

/// The folder with a project whose two variants are called `names`.
fn with_variants(names: [&str; 2]) -> Folder {
    let folder = Folder::new();
    let mut document = folder.tiny();
    add_variant(&mut document);
    for (variant, name) in document.variants.iter_mut().zip(names) {
        variant.name = name.into();
    }
    project::save(&document, &folder.path("tiny")).unwrap();
    folder
}

/// Whether a terminal shows every character of `text` and obeys none but the ends of lines.
fn assert_shown(text: &str) {
    let obeyed = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!text.contains(obeyed), "{text:?}");
    let forged = text.lines().find(|line| line.starts_with("A: all 9"));
    assert_eq!(forged, None);
}

#[test]
fn a_name_never_steers_the_terminal() {
    let folder = with_variants([STEERING, "B"]);
    for arguments in [
        &["train", "tiny", "--epochs", "1"][..],
        &["train", "tiny", "--epochs", "1"],
        &["train", "tiny", "--epochs", "2", "--json"],
        &["train", "tiny", "--seed", "9"],
        &["evaluate", "tiny"],
        &["evaluate", "tiny", "--json"],
        &["evaluate", "tiny", "--variant", "\u{1b}[31m"],
        &["compare", "tiny", "--out", "report.html"],
        &["compare", "tiny", "--out", "gone\u{1b}[31m/report.html"],
        &["export", "tiny", "--out", "model.py"],
        &["evaluate", "\u{9b}31m"],
        &["train", "tiny", "--epochs", "\u{1b}[31m"],
    ] {
        let output = folder.run(arguments);
        assert_shown(&stderr(&output));
        assert_shown(std::str::from_utf8(&output.stdout).unwrap());
    }
    let each = events(&folder.succeed(&["evaluate", "tiny", "--json"]));
    assert_eq!(each[0]["variant"], STEERING);
}

#[test]
fn a_data_file_never_steers_the_terminal() {
    let folder = Folder::new();
    let name = "rows\u{1b}[31m.csv";
    let rows: String = (0..40).map(|row| format!("{row},{}\n", row % 7)).collect();
    fs::write(
        folder.path(name),
        format!("a\u{1b}[2J,\"b\u{9b}2J\n\"\n{rows}"),
    )
    .unwrap();
    for arguments in [
        &["train", "--data", name, "--epochs", "1", "--out", "rows"][..],
        &["evaluate", "rows"],
        &["train", "--data", "gone\u{1b}[31m"],
    ] {
        let output = folder.run(arguments);
        assert_shown(&stderr(&output));
        assert_shown(std::str::from_utf8(&output.stdout).unwrap());
    }
}

#[test]
fn a_name_of_any_length_is_cut_for_people_and_whole_for_programs() {
    let name = "n".repeat(70_000);
    let folder = with_variants([&name, &"日本".repeat(100)]);
    let mut text = folder.succeed(&["train", "tiny", "--epochs", "1"]);
    text += &folder.succeed(&["compare", "tiny", "--out", "report.html"]);
    let table = folder.succeed(&["evaluate", "tiny"]);
    text += &table;
    let unknown = ["evaluate", "tiny", "--variant", "C"];
    text += &folder.fail(&unknown);
    let longest = text.lines().map(|line| line.chars().count()).max();
    assert!(longest < Some(200), "{longest:?}");
    // Of the letters that take two columns half as many are shown.
    let start = |line: usize| table.lines().nth(line).unwrap().split("  ").next().unwrap();
    assert_eq!(start(1), "n".repeat(39) + "…");
    assert_eq!(start(2), "日本".repeat(9) + "日…");
    let each = events(&folder.succeed(&["evaluate", "tiny", "--json"]));
    assert_eq!(each[0]["variant"], name);
}
