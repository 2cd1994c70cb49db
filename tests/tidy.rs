//! House rules that the compiler does not check: which module may use which, where the big libraries are named,
//! small files, a doc on each, a reason for every dependency.

use std::fs;
use std::path::{Path, PathBuf};

/// Each module uses only what stands to its right.
const ORDER: [&str; 9] = [
    "ui", "app", "export", "project", "training", "eval", "model", "data", "settings",
];
const MOST_LINES: usize = 400;

struct File {
    /// From the repository's root, with forward slashes.
    name: String,
    text: String,
}

impl File {
    /// The module of `src` it belongs to; empty for `lib.rs`, `main.rs` and files outside.
    fn module(&self) -> &str {
        let inside = self.name.strip_prefix("src/").unwrap_or_default();
        match inside.split_once('/') {
            Some((module, _)) => module,
            None => match inside.strip_suffix(".rs").unwrap_or_default() {
                "lib" | "main" => "",
                module => module,
            },
        }
    }

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

/// Module names that follow `prefix` ("crate::") in `code`, also inside braces.
fn named_after<'a>(code: &'a str, prefix: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(prefix) {
        let whole = at == 0 || !is_word(rest[..at].chars().next_back());
        rest = &rest[at + prefix.len()..];
        if !whole {
            continue;
        }
        match rest.strip_prefix('{') {
            Some(group) => found.extend(first_names(group)),
            None => found.push(first_word(rest)),
        }
    }
    found
}

/// The names at the top level of `a::{b, c}, d}`.
fn first_names(group: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(first_word(group[start..at].trim_start()));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(first_word(group[start..at].trim_start()));
                start = at + 1;
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
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
    let mut problems = Vec::new();
    for file in sources(&["src"]) {
        let module = file.module();
        if module.is_empty() || module == "cli" {
            continue;
        }
        let own = ORDER.iter().position(|name| *name == module);
        let Some(own) = own else {
            problems.push(format!(
                "{}: module {module} is not in the order",
                file.name
            ));
            continue;
        };
        // A group over several lines has the names on lines of their own: join it first.
        for (line, code) in joined(&file) {
            for prefix in ["crate::", "hourglass::"] {
                for used in named_after(&code, prefix) {
                    let place = ORDER.iter().position(|name| *name == used);
                    if used == "cli" || place.is_some_and(|place| place < own) {
                        problems.push(format!(
                            "{}:{line}: {module} must not use {used}",
                            file.name
                        ));
                    }
                }
            }
        }
    }
    report(&problems);
}

/// Code with `use` statements over several lines put on one.
fn joined(file: &File) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (number, code) in file.code() {
        match lines.last_mut() {
            Some((_, last)) if open => last.push_str(code.trim()),
            _ => lines.push((number, code.to_owned())),
        }
        let last = lines.last().map_or("", |(_, code)| code.as_str());
        let start = last.trim_start();
        open = (start.starts_with("use ") || start.starts_with("pub use ")) && !last.contains(';');
    }
    lines
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
fn nothing_is_left_to_do() {
    // Put together here, so that this file does not name them.
    let marks = ["todo", "unimplemented", "dbg"].map(|name| format!("{name}!"));
    let mut problems = Vec::new();
    for file in sources(&["src", "tests"]) {
        for (line, code) in file.code() {
            for mark in &marks {
                if code.contains(mark.as_str()) {
                    problems.push(format!("{}:{line}: {mark}", file.name));
                }
            }
        }
    }
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
    assert_eq!(named_after("use crate::app::{A, B};", "crate::"), ["app"]);
    assert_eq!(
        named_after("use crate::{app::{A, ui}, data, model::X};", "crate::"),
        ["app", "data", "model"]
    );
    assert_eq!(named_after("let a = crate::ui::draw();", "crate::"), ["ui"]);
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
