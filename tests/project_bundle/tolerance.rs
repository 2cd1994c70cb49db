//! Project files that other versions, people and accidents have changed.

use std::fs;
use std::path::Path;

use hourglass::data::Corruption;
use hourglass::model::{Activation, CodeShape, Distribution, LossParts};
use hourglass::project::{Opened, Variant, VariantSettings, open, save};
use hourglass::training::{RunState, VariantId};
use serde_json::{Value, json};

use super::{history, sample};

pub fn saved() -> (tempfile::TempDir, Value) {
    let folder = tempfile::tempdir().unwrap();
    save(&sample::document(), folder.path()).unwrap();
    let json = read(folder.path());
    (folder, json)
}

pub fn read(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("project.json")).unwrap()).unwrap()
}

pub fn open_json(folder: &Path, json: &Value) -> Opened {
    fs::write(folder.join("project.json"), json.to_string()).unwrap();
    open(folder).unwrap()
}

fn keys(opened: &Opened) -> Vec<&str> {
    opened.warnings.iter().map(|w| w.key.as_str()).collect()
}

#[test]
fn unknown_keys_survive_at_every_level() {
    let (folder, mut json) = saved();
    let objects = [
        "",
        "/data",
        "/data/source",
        "/view",
        "/view/gallery",
        "/view/latent_axes",
        "/variants/0",
        "/variants/0/settings",
        "/variants/0/settings/architecture",
        "/variants/0/settings/architecture/encoder/1",
        "/variants/0/settings/architecture/code",
        "/variants/0/settings/training",
        "/variants/0/settings/training/optimiser",
        "/variants/0/trained",
        "/variants/0/trained/settings/training",
        "/variants/0/trained/position",
        "/variants/0/trained/scaler",
        "/variants/0/trained/scaler/shape",
        "/variants/0/trained/scaler/columns/0",
        "/variants/0/trained/best",
        "/variants/0/trained/checkpoints/1",
        "/together",
        "/variants/1/start",
        "/variants/1/settings/architecture/decoder",
        "/variants/1/settings/architecture/decoder/layers/0",
        "/variants/1/settings/training/schedule/shape",
        "/variants/1/settings/training/early_stopping",
        "/variants/1/settings/architecture/pyramid",
        "/variants/1/settings/architecture/pyramid/weights",
        "/variants/1/settings/architecture/adversary",
        "/variants/1/settings/objective",
        "/variants/1/settings/objective/penalties/sparsity",
        "/variants/1/settings/corruption",
        "/variants/1/settings/phases/0",
        "/variants/1/settings/phases/0/corruption",
    ];
    for pointer in objects {
        let object = json.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
        object.insert("future_key".into(), json!({"deep": [1, null]}));
    }
    let opened = open_json(folder.path(), &json);
    assert_eq!(opened.warnings, vec![]);
    let again = tempfile::tempdir().unwrap();
    save(&opened.document, again.path()).unwrap();
    assert_eq!(read(again.path()), json);
}

#[test]
fn unknown_keys_go_with_what_they_belonged_to() {
    let (folder, mut json) = saved();
    json["variants"][0]["trained"]["future_key"] = json!(1);
    json["variants"][1]["start"]["future_key"] = json!(1);
    json["variants"][1]["settings"]["architecture"]["decoder"]["layers"][0]["future_key"] =
        json!(1);
    let mut document = open_json(folder.path(), &json).document;
    document.variants[0].trained = None;
    document.variants[1].start = None;
    document.variants[1].settings.architecture.decoder = Default::default();
    save(&document, folder.path()).unwrap();
    let text = fs::read_to_string(folder.path().join("project.json")).unwrap();
    assert!(!text.contains("future_key"), "{text}");
    assert_eq!(open(folder.path()).unwrap().warnings, vec![]);
}

#[test]
fn wrong_fields_are_named_and_the_rest_is_kept() {
    let (folder, mut json) = saved();
    json["name"] = json!(5);
    json["data"]["validation"] = json!(-1);
    json["data"]["source"]["kind"] = json!("floppy");
    json["view"]["gallery"]["count"] = json!(0);
    json["view"]["latent_axes"] = json!({"kind": "sphere"});
    json["view"]["smoothing"] = json!(1.5);
    json["variants"][0]["colour"] = json!(300);
    json["variants"][0]["settings"]["architecture"]["encoder"][1]["width"] = json!(300);
    json["variants"][0]["settings"]["architecture"]["output"] = json!("tanh");
    json["variants"][0]["trained"]["state"] = json!("asleep");
    history::inline(folder.path(), &mut json);
    json["variants"][0]["trained"]["history"]["steps"][0]["loss"] = json!("much");
    json["variants"][1]["settings"]["training"]["early_stopping"]["patience"] = json!(1e99);
    json["variants"][1]["settings"]["training"]["schedule"]["shape"]["every"] = json!(0);
    let opened = open_json(folder.path(), &json);
    assert_eq!(
        keys(&opened),
        [
            "name",
            "data.source.kind",
            "data.validation",
            "view.gallery.count",
            "view.smoothing",
            "view.latent_axes.kind",
            "variants[0].colour",
            "variants[0].settings.architecture.encoder[1].width",
            "variants[0].trained.state",
            "variants[0].trained.history.steps[0]",
            "variants[1].settings.training.schedule.shape.every",
            "variants[1].settings.training.early_stopping.patience",
        ]
    );
    let first = &opened.document.variants[0];
    assert_eq!(first.settings.architecture.output, Activation::Tanh);
    assert_eq!(first.trained.as_ref().unwrap().state, RunState::Ready);
    save(&opened.document, folder.path()).unwrap();
    let again = open(folder.path()).unwrap();
    assert_eq!(keys(&again), ["data.source.kind"]);
    assert_eq!(again.document.data, opened.document.data);
}

#[test]
fn wrong_checkpoints_starts_and_ways_to_train_are_named() {
    let (folder, json) = saved();
    for value in [json!({"a": 1}), json!(3)] {
        let mut wrong = json.clone();
        wrong["variants"][0]["trained"]["checkpoints"] = value;
        let opened = open_json(folder.path(), &wrong);
        assert_eq!(keys(&opened), ["variants[0].trained.checkpoints"]);
    }
    let one = json["variants"][0]["trained"]["checkpoints"][1].clone();
    let with = |key: &str, value: Value| {
        let mut entry = one.clone();
        entry[key] = value;
        entry
    };
    let list = json!([
        with("epochs", json!(1.5)),
        with("epochs", json!(-1)),
        with("epochs", json!("NaN")),
        with("epochs", Value::Null),
        with("step", json!(-1)),
        with("loss", json!("inf")),
        with("loss", json!([])),
        with("weights", json!("../outside.safetensors")),
        with("weights", Value::Null),
        with("weights", json!(format!("weights/{}.safetensors", "0".repeat(64)))),
        {"epochs": 0.25, "weights": one["weights"]},
        {"epochs": 0.25, "step": 3, "weights": one["weights"]},
        null,
    ]);
    let mut wrong = json.clone();
    wrong["variants"][0]["trained"]["checkpoints"] = list;
    wrong["variants"][1]["start"]["step"] = json!(0.5);
    wrong["together"]["scope"] = json!("some");
    wrong["checkpoint_megabytes"] = json!(-64);
    let opened = open_json(folder.path(), &wrong);
    let checkpoints = [1, 2, 3, 4, 6, 7, 8, 9, 10, 12]
        .map(|index| format!("variants[0].trained.checkpoints[{index}]"));
    let mut expected = vec!["together.scope", "checkpoint_megabytes"];
    expected.extend(checkpoints.iter().map(String::as_str));
    expected.push("variants[1].start");
    assert_eq!(keys(&opened), expected);
    let document = opened.document;
    let trained = document.variants[0].trained.as_ref().unwrap();
    let kept = &trained.resume_state.checkpoints;
    let kept: Vec<_> = kept.iter().map(|k| (k.epochs, k.step, k.loss)).collect();
    let loss = Some(0.1 + 0.2);
    let infinite = Some(f64::INFINITY);
    // In the order of time, whatever the file's.
    assert_eq!(
        kept,
        [(0.25, 3, None), (0.5, 469, infinite), (1.5, 469, loss)]
    );
    assert_eq!(document.together.scope, Default::default());
    assert_eq!(document.together.order, sample::document().together.order);
    assert_eq!(document.checkpoint_megabytes, 64);
    save(&document, folder.path()).unwrap();
    assert_eq!(open(folder.path()).unwrap().warnings, vec![]);
}

/// A project as the version before the families wrote it.
const BEFORE: &str = include_str!("before_families.json");

#[test]
fn a_file_without_the_families_keys_opens_as_what_it_was() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("project.json"), BEFORE).unwrap();
    let opened = open(folder.path()).unwrap();
    assert_eq!(opened.warnings, vec![]);
    assert!(opened.document.extra.is_empty());
    let settings = &opened.document.variants[0].settings;
    let default = VariantSettings::default();
    assert_eq!(settings.architecture.pyramid, None);
    assert_eq!(settings.architecture.adversary, None);
    assert_eq!(settings.architecture.code.distribution, Distribution::Point);
    assert_eq!(settings.architecture.code.shape, CodeShape::Flat);
    assert_eq!(settings.objective, default.objective);
    assert_eq!(settings.corruption, Corruption::None);
    assert_eq!(settings.phases, []);
    assert_eq!(
        (settings.training.batch, settings.training.epochs),
        (64, 20)
    );
    assert_eq!(opened.document.view.gallery.noise, None);
    let today = hourglass::project::shipped("article-mlp").unwrap();
    assert_eq!(opened.document, today.document);
}

#[test]
fn a_record_without_parts_opens_whole() {
    let (folder, mut json) = saved();
    history::inline(folder.path(), &mut json);
    let trained = &mut json["variants"][0]["trained"];
    let mut keep = |pointer: &str, keys: &[&str]| {
        let object = trained
            .pointer_mut(pointer)
            .unwrap()
            .as_object_mut()
            .unwrap();
        let before = object.len();
        object.retain(|key, _| keys.contains(&key.as_str()));
        assert!(object.len() < before, "{pointer}");
    };
    keep(
        "/position",
        &["epoch", "batch", "step", "seconds", "loss_sum", "images"],
    );
    keep("/history/steps/0", &["step", "seconds", "loss"]);
    keep("/history/epochs/0/validation", &["loss", "mse", "bce"]);
    let without_train_parts = [
        "epoch",
        "step",
        "seconds",
        "train_loss",
        "validation",
        "learning_rate",
        "samples_per_second",
    ];
    keep("/history/epochs/0", &without_train_parts);
    let opened = open_json(folder.path(), &json);
    assert_eq!(opened.warnings, vec![]);
    let trained = opened.document.variants[0].trained.as_ref().unwrap();
    let found = &trained.resume_state;
    // What there was then was all reconstruction.
    let plain = |loss| LossParts {
        reconstruction: loss,
        ..LossParts::default()
    };
    assert_eq!(found.position.loss_sum, 0.1 + 0.2);
    assert_eq!(found.position.parts_sum, plain(0.1 + 0.2));
    let (step, epoch) = (&found.history.steps[0], &found.history.epochs[0]);
    assert_eq!((step.loss, step.parts), (0.1, plain(f64::from(0.1f32))));
    assert_eq!((epoch.train_loss, epoch.train_parts), (0.05, plain(0.05)));
    assert_eq!(epoch.validation.parts, plain(0.04));
}

#[test]
fn ids_are_made_to_fit() {
    let (folder, mut json) = saved();
    json["variants"][1]["id"] = json!(1);
    json["selected"] = json!(9);
    json["next_id"] = json!(0);
    let opened = open_json(folder.path(), &json);
    assert_eq!(keys(&opened), ["variants[1].id", "selected", "next_id"]);
    let document = &opened.document;
    let ids: Vec<_> = document.variants.iter().map(|v| v.id.0).collect();
    assert_eq!(
        (ids, document.selected, document.next_id),
        (vec![1, 2], VariantId(1), 3)
    );
}

#[test]
fn there_is_always_a_variant() {
    let folder = tempfile::tempdir().unwrap();
    for (json, expected) in [
        (json!({"format": 1}), vec![]),
        (json!({"format": 1, "variants": []}), vec!["variants"]),
        (json!({"format": 1, "variants": {}}), vec!["variants"]),
        (
            json!({"format": 1, "variants": [3]}),
            vec!["variants[0]", "variants"],
        ),
    ] {
        let opened = open_json(folder.path(), &json);
        assert_eq!(keys(&opened), expected);
        assert_eq!(opened.document.variants, vec![Variant::unnamed()]);
    }
}

#[test]
fn a_run_saved_while_it_trains_reopens_paused() {
    let folder = tempfile::tempdir().unwrap();
    let mut document = sample::document();
    document.variants[0].trained.as_mut().unwrap().state = RunState::Training;
    save(&document, folder.path()).unwrap();
    assert_eq!(
        read(folder.path())["variants"][0]["trained"]["state"],
        "paused"
    );
    let mut json = read(folder.path());
    json["variants"][0]["trained"]["state"] = json!("training");
    let opened = open_json(folder.path(), &json);
    assert_eq!(opened.warnings, vec![]);
    assert_eq!(opened.document, sample::document());
}

#[test]
fn what_is_no_project_is_an_error_that_ends_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("project.json");
    let nested = format!(
        "{{\"format\": 1, \"a\": {}1{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    for (text, problem) in [
        (r#"{"format": 4}"#, "newer version"),
        (r#"{"format": 1"#, "not readable JSON"),
        ("", "not readable JSON"),
        ("{\"format\": 1, \"name\": \"\u{1}\"}", "not readable JSON"),
        (&nested, "not readable JSON"),
        ("[]", "no project file"),
        (r#"{"name": "package"}"#, "no project file"),
    ] {
        fs::write(&file, text).unwrap();
        let error = open(folder.path()).unwrap_err().to_string();
        assert!(error.contains(problem), "{error}");
        assert!(error.ends_with(&file.display().to_string()), "{error}");
    }
    fs::remove_file(&file).unwrap();
    let other = folder.path().join("other.json");
    fs::write(&other, "{}").unwrap();
    for path in [
        folder.path().to_path_buf(),
        folder.path().join("none"),
        other,
    ] {
        let error = open(&path).unwrap_err().to_string();
        assert!(error.ends_with(&path.display().to_string()), "{error}");
    }
}
