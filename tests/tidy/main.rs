//! House rules that the compiler does not check: which module may use which, no circles between files, where the big libraries are named,
//! small files, a doc on each, a reason for every dependency.

mod circles;
mod modules;
mod words;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use circles::circles;
use modules::{Arrow, Modules, lies_in};
use words::looked_for;

/// Each module uses only what stands to its right.
const ORDER: [&str; 13] = [
    "main", "cli", "ui", "app", "uses", "export", "project", "training", "eval", "model", "data",
    "settings", "system",
];
const MOST_LINES: usize = 400;

struct File {
    /// From the repository's root, with forward slashes.
    name: String,
    text: String,
}

impl File {
    /// Line numbers and code, comments cut off.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate();
        lines.map(|(index, line)| (index + 1, without_comment(line)))
    }
}

fn without_comment(line: &str) -> &str {
    let mut from = 0;
    while let Some(at) = line[from..].find("//") {
        // Not the one of a URL.
        if !line[..from + at].ends_with(':') {
            return &line[..from + at];
        }
        from += at + 2;
    }
    line
}

fn sources(folders: &[&str]) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in folders {
        collect(&root.join(folder), &mut paths);
    }
    paths.sort();
    let files: Vec<File> = paths
        .into_iter()
        .map(|path| File {
            name: path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/"),
            text: fs::read_to_string(&path).expect("a source file is text"),
        })
        .collect();
    assert!(!files.is_empty(), "no source files in {folders:?}");
    files
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs") {
            into.push(path);
        }
    }
}

fn first_word(text: &str) -> &str {
    let end = text.find(|letter| !is_word(Some(letter)));
    &text[..end.unwrap_or(text.len())]
}

fn is_word(letter: Option<char>) -> bool {
    letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
}

/// Whether `code` uses the crate `name`: as a path or in a `use`.
fn uses_crate(code: &str, name: &str) -> bool {
    let mut from = 0;
    while let Some(at) = code[from..].find(name) {
        let (start, end) = (from + at, from + at + name.len());
        let (before, after) = (&code[..start], &code[end..]);
        if !is_word(before.chars().next_back()) && !is_word(after.chars().next()) {
            let path = after.starts_with("::") && !before.ends_with("::");
            if path || before.trim_end().ends_with("use") {
                return true;
            }
        }
        from = end;
    }
    false
}

fn report(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn modules_use_only_what_stands_to_their_right() {
    let files = sources(&["src"]);
    let known = files.iter().map(|file| (file, layer(&file.name)));
    let mut problems: Vec<String> = known
        .filter(|(file, layer)| layer.is_none() && file.name != "src/lib.rs")
        .map(|(file, _)| format!("{}:1: its module is not in the order", file.name))
        .collect();
    for ((from, to), Arrow { names, in_tests }) in modules(&files).arrows() {
        if layer(to) < layer(from) {
            let names: Vec<&str> = names.union(&in_tests).map(String::as_str).collect();
            problems.push(format!("{from}: must not use {} of {to}", names.join(", ")));
        }
    }
    report(&problems);
}

/// The place of a file's module in the order.
fn layer(file: &str) -> Option<usize> {
    let inside = file.strip_prefix("src/")?;
    let module = first_word(inside);
    ORDER.iter().position(|name| *name == module)
}

fn modules(files: &[File]) -> Modules {
    Modules::new(files.iter().map(|file| (&*file.name, &*file.text)))
}

#[test]
fn no_files_go_round_in_circles() {
    let files = sources(&["src"]);
    let modules = modules(&files);
    let arrows = modules.arrows();
    // What a module defines is there for all that lies in it.
    let between: BTreeSet<(&str, &str)> = arrows
        .iter()
        .filter(|((from, to), arrow)| !(arrow.names.is_empty() || lies_in(from, to)))
        .map(|(ends, _)| *ends)
        .collect();
    assert!(between.len() > 1_000, "{} arrows", between.len());
    let mut problems = Vec::new();
    for circle in circles(&between) {
        problems.push(format!("a circle of {} files:", circle.len()));
        let both = |ends: &&(&str, &str)| circle.contains(ends.0) && circle.contains(ends.1);
        for (from, to) in between.iter().filter(both) {
            let names: Vec<&str> = arrows[&(*from, *to)]
                .names
                .iter()
                .map(String::as_str)
                .collect();
            problems.push(format!("  {from} takes {} from {to}", names.join(", ")));
        }
    }
    report(&problems);
}

#[test]
fn big_libraries_are_named_in_one_place() {
    let mut problems = Vec::new();
    for file in sources(&["src"]) {
        let window = file.name.starts_with("src/ui/") || file.name == "src/main.rs";
        let model = file.name.starts_with("src/model/");
        for (line, code) in file.code() {
            for (library, allowed, home) in [
                ("egui", window, "src/ui"),
                ("egui_plot", window, "src/ui"),
                ("eframe", window, "src/ui"),
                ("rfd", window, "src/ui"),
                ("dfdx", model, "src/model"),
            ] {
                if !allowed && uses_crate(code, library) {
                    problems.push(format!(
                        "{}:{line}: {library} belongs in {home} alone",
                        file.name
                    ));
                }
            }
        }
    }
    report(&problems);
}

#[test]
fn nothing_is_decided_by_words_that_are_shown() {
    // What the system or a driver says, and what they call it; Python that is filled in; the words for samples.
    const ALLOWED: [&str; 3] = ["src/system/", "src/model/device/cuda/", "src/export/torch/"];
    const SAMPLES: &str = "src/data/shape.rs";
    let files = sources(&["src"]).into_iter();
    let files = files.filter(|file| {
        let is_test = file.name.ends_with("/tests.rs") || file.name.contains("/tests/");
        !is_test && !ALLOWED.iter().any(|folder| file.name.starts_with(folder))
    });
    let mut problems = Vec::new();
    for file in files.filter(|file| file.name != SAMPLES) {
        let lines = file.text.lines();
        let code = lines.take_while(|line| *line != "#[cfg(test)]").count();
        for (number, line) in file.code().take(code) {
            if let Some(words) = looked_for(line) {
                problems.push(format!("{}:{number}: looks for “{words}”", file.name));
            }
        }
    }
    report(&problems);
}

#[test]
fn every_file_says_what_it_is() {
    let files = sources(&["src", "tests"]).into_iter();
    let problems: Vec<String> = files
        .filter(|file| !file.text.starts_with("//!"))
        .map(|file| format!("{}:1: begins without a //! doc", file.name))
        .collect();
    report(&problems);
}

#[test]
fn files_stay_small() {
    let files = sources(&["src", "tests"]).into_iter();
    let problems: Vec<String> = files
        .map(|file| (file.name, file.text.lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .map(|(name, lines)| format!("{name}:{lines}: more than {MOST_LINES} lines"))
        .collect();
    report(&problems);
}

#[test]
fn every_dependency_has_a_reason() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let text = fs::read_to_string(path).expect("Cargo.toml");
    let (mut problems, mut dependencies) = (Vec::new(), 0);
    let (mut inside, mut previous) = (false, "");
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if trimmed.starts_with('[') {
            inside = trimmed.trim_matches(['[', ']']).ends_with("dependencies");
        } else if inside && trimmed.contains('=') && !trimmed.starts_with('#') {
            dependencies += 1;
            if !previous.starts_with('#') {
                let name = first_word(trimmed);
                problems.push(format!(
                    "Cargo.toml:{}: {name} has no reason above it",
                    index + 1
                ));
            }
        }
        previous = trimmed;
    }
    assert!(dependencies > 0, "no dependencies found in Cargo.toml");
    report(&problems);
}

#[test]
fn the_rules_see_what_they_look_for() {
    assert!(uses_crate("fn draw(ui: &mut egui::Ui)", "egui"));
    assert!(uses_crate("use egui;", "egui"));
    assert!(!uses_crate("egui_plot::Plot", "egui"));
    assert!(!uses_crate("\"eframe=warn\"", "eframe"));
    assert_eq!(without_comment("let a = 1; // crate::ui"), "let a = 1; ");
    assert_eq!(
        without_comment("\"https://example.org\" // here"),
        "\"https://example.org\" "
    );
}

#[test]
fn arrows_lead_to_where_names_are_defined() {
    let sources = [
        ("src/lib.rs", "pub mod a; pub mod b;"),
        ("src/main.rs", "fn main() { hourglass::b::run(); }"),
        (
            "src/a/mod.rs",
            "mod c; mod d; pub use c::Y; pub struct X; fn x(y: Y) { run.y() }",
        ),
        (
            "src/a/c.rs",
            "use super::super::b::{self, Z}; use super::X; pub struct Y(Z, X);
             // crate::b::CALM
             fn y() { b::run(\"crate::b::CALM\") }
             #[cfg(test)] mod tests { use super::*; use crate::b::CALM; fn z() -> Z {} }",
        ),
        (
            "src/a/d.rs",
            "use super::Y; pub(super) use crate::b::*; fn d() { run(); }",
        ),
        (
            "src/b.rs",
            "use crate::a::Y; pub struct Z; pub const fn run() {} pub const CALM: u8 = Y::CALM;",
        ),
    ];
    let modules = Modules::new(sources.into_iter());
    let found = modules.arrows().into_iter();
    let found: Vec<String> = found
        .map(|((from, to), arrow)| {
            let [names, in_tests] =
                [arrow.names, arrow.in_tests].map(|names| Vec::from_iter(names).join(" "));
            format!("{from} {to}: {names} / {in_tests}")
        })
        .collect();
    assert_eq!(
        found,
        [
            "src/a/c.rs src/a/mod.rs: X / ",
            "src/a/c.rs src/b.rs: Z run / CALM Z",
            "src/a/d.rs src/a/c.rs: Y / ",
            "src/a/d.rs src/b.rs: run / ",
            "src/a/mod.rs src/a/c.rs: Y / ",
            "src/b.rs src/a/c.rs: Y / ",
            "src/main.rs src/b.rs: run / ",
        ]
    );
    assert!(lies_in("src/a/c.rs", "src/a/mod.rs") && lies_in("src/b/c.rs", "src/b.rs"));
    assert!(!lies_in("src/a/mod.rs", "src/a/c.rs") && !lies_in("src/ab.rs", "src/a.rs"));
}

#[test]
fn circles_are_found_whole() {
    let arrows = [
        ("a", "b"),
        ("b", "c"),
        ("c", "a"),
        ("c", "d"),
        ("d", "e"),
        ("e", "d"),
        ("f", "a"),
    ];
    assert_eq!(
        circles(&BTreeSet::from(arrows)),
        [BTreeSet::from(["a", "b", "c"]), BTreeSet::from(["d", "e"])]
    );
    assert_eq!(
        circles(&BTreeSet::from([("a", "b"), ("a", "c"), ("b", "c")])),
        []
    );
}
