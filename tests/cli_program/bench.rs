//! `hourglass bench`: its lines and its table. How fast anything is does not matter here.

use serde_json::Value;

use super::program::{Folder, events, stderr};

fn positive(value: &Value, key: &str) {
    let number = value[key].as_f64();
    assert!(
        number.is_some_and(|n| n > 0.0 && n.is_finite()),
        "{key} of {value}"
    );
}

#[test]
fn every_case_prints_a_line_with_its_figures() {
    let folder = Folder::new();
    let lines = events(&folder.succeed(&["bench", "--json", "--seconds", "0.2", "--threads", "1"]));
    let cases: Vec<&str> = lines.iter().filter_map(|e| e["case"].as_str()).collect();
    let training = [
        "samples_per_second",
        "min",
        "max",
        "gflops",
        "share_of_peak",
    ];
    let all: [(&str, &[&str]); 14] = [
        ("peak", &["gflops", "median"]),
        ("dense-b64", &training),
        ("dense-b256", &training),
        ("vae-b128", &training),
        ("conv-b128", &training),
        ("table-b32", &training),
        ("gru-b64", &training),
        ("gru-fed-b64", &training),
        ("evaluate", &["seconds", "min", "max"]),
        (
            "live",
            &["samples_per_second", "alone_samples_per_second", "repeats"],
        ),
        ("drag", &["median_ms", "p99_ms", "max_ms", "requests"]),
        ("frame", &["points", "variants"]),
        ("start", &["first_frame_seconds", "data_ready_seconds"]),
        ("memory", &["steps"]),
    ];
    assert_eq!(cases, all.map(|(case, _)| case));
    assert!(lines.iter().all(|line| line["event"] == "bench"));
    for (line, (_, keys)) in lines.iter().zip(all) {
        for key in keys {
            positive(line, key);
        }
    }
    let of = |name: &str| &lines[cases.iter().position(|case| *case == name).unwrap()];
    for part in ["hover", "training", "compare", "crowd"] {
        positive(&of("frame")[part], "median_ms");
        positive(&of("frame")[part], "p99_ms");
    }
    let start = of("start");
    let (first, ready) = (&start["first_frame_seconds"], &start["data_ready_seconds"]);
    assert!(first.as_f64() < ready.as_f64());
    if cfg!(target_os = "linux") {
        positive(of("memory"), "peak_bytes");
    }
}

#[test]
fn the_table_names_case_figure_and_unit() {
    let folder = Folder::new();
    let table = folder.succeed(&["bench", "--case", "peak", "--seconds", "0.2"]);
    let mut lines = table.lines();
    let head: Vec<&str> = lines
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    assert_eq!(head, ["Case", "Measure", "Figure", "Unit", "Spread"]);
    let row = lines.next().unwrap_or_default();
    assert!(
        row.starts_with("peak ") && row.contains(" GFLOP/s "),
        "{row}"
    );
    assert_eq!(lines.next(), None);
}

#[test]
fn an_unknown_case_lists_those_there_are() {
    let output = Folder::new().run(&["bench", "--case", "coffee"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, b"");
    let text = stderr(&output);
    assert!(
        text.contains("dense-b256") && text.contains("memory"),
        "{text}"
    );
}
