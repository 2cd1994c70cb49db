//! Project files of other editors, other sizes and other data than this program writes.

use std::fs;

use hourglass::data::Source;
use hourglass::project::{Document, open, save};
use serde_json::json;

use super::tolerance::{open_json, read, saved};

#[test]
fn a_data_source_that_makes_no_sense_is_never_another_and_stays_as_it_is() {
    let (folder, json) = saved();
    for (source, key) in [
        (json!({"kind": "IDX", "images": "a.idx"}), ".kind"),
        (
            json!({"kind": "idx", "images": 5, "later": true}),
            ".images",
        ),
        (
            json!({"kind": "table", "path": "a.csv", "delimiter": 7}),
            ".delimiter",
        ),
        (json!({"kind": "built_in", "set": "letters"}), ".set"),
        (json!({"images": "a.idx"}), ""),
        (json!("mnist"), ""),
        (json!(null), ""),
    ] {
        let mut wrong = json.clone();
        wrong["data"]["source"] = source.clone();
        let opened = open_json(folder.path(), &wrong);
        let [warning] = &opened.warnings[..] else {
            panic!("{source}: {:?}", opened.warnings);
        };
        assert!(
            warning.key.starts_with("data.source"),
            "{source}: {warning}"
        );
        let document = opened.document;
        let Source::Unread(unread) = &document.data.source else {
            panic!("{source} is read as {:?}", document.data.source);
        };
        assert_eq!(unread.key(), warning.key);
        assert_eq!(warning.key, format!("data.source{key}"));
        let problem = hourglass::data::load(&document.data).unwrap_err();
        assert_eq!(
            problem.to_string(),
            format!(
                "the project's data source could not be read: {}",
                warning.key
            )
        );
        save(&document, folder.path()).unwrap();
        assert_eq!(read(folder.path())["data"]["source"], source);
        // Other data take its place whole.
        let other = Document {
            data: Default::default(),
            ..document
        };
        save(&other, folder.path()).unwrap();
        let built_in = json!({"kind": "built_in", "set": "mnist"});
        assert_eq!(read(folder.path())["data"]["source"], built_in);
    }
}

#[test]
fn hostile_files_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = json!({"training": {"batch": 0}});
    for index in 0..20_000 {
        settings[format!("k{index}")] = json!([[[]], index]);
    }
    let json = json!({"format": 1, "variants": [{"settings": settings}],
        "data": vec![json!({"kind": "idx"}); 10_000]});
    let opened = open_json(folder.path(), &json);
    assert!((1..=101).contains(&opened.warnings.len()));
    assert_eq!(opened.document.variants[0].settings, Default::default());
    assert!(matches!(opened.document.data.source, Source::Unread(_)));
}

#[test]
fn more_than_makes_sense_is_refused_before_it_takes_memory() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("project.json");
    let many =
        |piece: &str, count: usize| format!("[{}{piece}]", format!("{piece},").repeat(count));
    for (text, sentence) in [
        (
            format!("{{\"format\": 1, \"junk\": {}}}", many("0", 1_000_000)),
            "it holds more than 150000 values, too many for a project",
        ),
        (
            format!("{{\"format\": 1, \"variants\": {}}}", many("{}", 20_000)),
            "there are more than 10000 variants: variants[10000]",
        ),
        (
            format!(
                "{{\"format\": 1, \"variants\": {}}}",
                many(&format!("{{\"junk\": {}}}", many("0", 50_000)), 5)
            ),
            "it holds more than 150000 values, too many for a project: variants[2]",
        ),
    ] {
        fs::write(&file, text).unwrap();
        let error = open(folder.path()).unwrap_err().to_string();
        assert_eq!(error, format!("{sentence}: {}", file.display()));
    }
    // Of rows that are none, only words are kept.
    let (folder, mut json) = saved();
    json["variants"][0]["trained"]["history"] = json!({"steps": vec![0; 500_000]});
    let opened = open_json(folder.path(), &json);
    assert_eq!(opened.warnings.len(), 101);
    let trained = opened.document.variants[0].trained.as_ref().unwrap();
    assert_eq!(trained.resume_state.history.steps, []);
}

#[test]
fn a_mark_and_wide_characters_of_an_editor_are_read() {
    let (folder, json) = saved();
    let expected = open_json(folder.path(), &json);
    let text = json.to_string();
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        [b"\xff\xfe", &wide[..]].concat(),
    ] {
        fs::write(folder.path().join("project.json"), bytes).unwrap();
        let opened = open(folder.path()).unwrap();
        assert_eq!(
            (&opened.document, &opened.warnings),
            (&expected.document, &vec![])
        );
        save(&opened.document, folder.path()).unwrap();
        assert_eq!(read(folder.path()), json);
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_a_project_file_stays_a_link() {
    let (folder, json) = saved();
    let linked = tempfile::tempdir().unwrap();
    let (link, file) = (
        folder.path().join("project.json"),
        linked.path().join("p.json"),
    );
    fs::rename(&link, &file).unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let mut document = open(folder.path()).unwrap().document;
    document.name = "renamed".into();
    save(&document, folder.path()).unwrap();
    assert!(link.is_symlink());
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("renamed") && json["name"] != "renamed");
    assert_eq!(fs::read_dir(linked.path()).unwrap().count(), 1);
}
