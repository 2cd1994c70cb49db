//! The schema of the project file and the tables of its description follow the types. To write them anew:
//! `HOURGLASS_WRITE=1 cargo test --release --test project_schema`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use hourglass::project::{project_schema, shipped_names};
use hourglass::settings::{Schema, markdown};
use hourglass::{data, training};
use serde_json::Value;

fn in_projects(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("projects")
        .join(name)
}

/// Asserts that the file holds `wanted`, or writes it where that is asked for.
fn expect(name: &str, wanted: &str) {
    let path = in_projects(name);
    if env::var_os("HOURGLASS_WRITE").is_some() {
        fs::write(&path, wanted).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    let differs = found
        .lines()
        .zip(wanted.lines())
        .find(|(old, new)| old != new);
    let same = found.replace("\r\n", "\n") == wanted;
    assert!(
        same,
        "projects/{name} is out of date, set HOURGLASS_WRITE to write it: {differs:?}"
    );
}

#[test]
fn editors_have_the_schema_of_today() {
    let schema = serde_json::to_string_pretty(&project_schema()).unwrap();
    expect("project.schema.json", &(schema + "\n"));
}

#[test]
fn the_description_has_every_setting_of_today() {
    let text = fs::read_to_string(in_projects("README.md")).unwrap();
    let mut wanted = String::new();
    let (mut inside, mut tables) = (false, 0);
    for line in text.lines() {
        if line == "<!-- end of table -->" {
            inside = false;
        }
        if !inside {
            wanted += &format!("{line}\n");
        }
        let name = line.strip_prefix("<!-- table: ");
        if let Some(name) = name.and_then(|rest| rest.strip_suffix(" -->")) {
            let schema: &Schema = match name {
                "data" => &data::SCHEMA,
                "settings" => &training::SCHEMA,
                other => panic!("there is no table of {other}"),
            };
            wanted += &format!("{}\n", markdown::table(schema));
            inside = true;
            tables += 1;
        }
    }
    assert_eq!((tables, inside), (2, false));
    expect("README.md", &wanted);
}

/// Asserts that `schema` knows every key of `tree`, a part of the whole at `at`.
fn known(schema: &Schema, whole: &Value, tree: &Value, at: &str, project: &str) {
    let below = |at: String, tree: &Value| {
        assert!(schema.field(&at, whole).is_some(), "{project}: {at}");
        known(schema, whole, tree, &at, project);
    };
    match tree {
        Value::Object(map) => {
            for (key, value) in map.iter().filter(|(key, _)| *key != "kind") {
                let at = if at.is_empty() {
                    key.clone()
                } else {
                    format!("{at}.{key}")
                };
                below(at, value);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                below(format!("{at}[{index}]"), item);
            }
        }
        _ => {}
    }
}

#[test]
fn every_key_of_the_examples_is_described_and_in_range() {
    let mut seen = 0;
    for name in shipped_names() {
        let text = fs::read_to_string(in_projects(name).join("project.json")).unwrap();
        let project: Value = serde_json::from_str(&text).unwrap();
        known(&data::SCHEMA, &project["data"], &project["data"], "", name);
        for variant in project["variants"].as_array().unwrap() {
            let settings = &variant["settings"];
            known(&training::SCHEMA, settings, settings, "", name);
            assert_eq!(training::SCHEMA.check(settings), Ok(()), "{name}");
            seen += 1;
        }
    }
    assert!(seen >= 30, "{seen} variants");
}

/// The sources below `folder`.
fn sources(folder: &Path, into: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else {
            into.push(fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn panels_show_settings_that_are_described() {
    let mut texts = Vec::new();
    let panels = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui/setup");
    sources(&panels, &mut texts);
    let described = training::SCHEMA.fields_by_key();
    let mut rows = 0;
    for text in &texts {
        for row in text.split("Row::of(\"").skip(1) {
            let key = row.split('"').next().unwrap();
            let field = described
                .get(key)
                .unwrap_or_else(|| panic!("no setting {key}"));
            assert!(
                !field.title.is_empty() && !field.sentence.is_empty(),
                "{key}"
            );
            rows += 1;
        }
    }
    assert!(rows > 50, "{rows} rows");
}
