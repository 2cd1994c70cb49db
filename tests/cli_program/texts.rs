//! Texts in order in the terminal: told, trained, measured by token, generated, and new ones with unknown words.

use std::fs;

use serde_json::json;

use super::program::{Folder, events, of_kind, stderr};

/// A folder with 60 lines of three to five words, the last of which every second line lacks.
fn with_lines() -> Folder {
    let folder = Folder::new();
    let line = |at: usize| {
        let who = ["dog", "cat", "cow", "hen"][at % 4];
        let does = ["sees", "hears", "likes"][at / 4 % 3];
        match at % 2 {
            0 => format!("The {who} {does} it.\n"),
            _ => format!("A {who} {does}\n"),
        }
    };
    let lines: String = (0..60).map(line).collect();
    fs::write(folder.path("lines.txt"), lines).unwrap();
    folder
}

const WORDS: [&str; 2] = ["--set", "data.source.order=words"];

#[test]
fn texts_are_told_in_order() {
    fn import<'a>(more: &[&'a str]) -> Vec<&'a str> {
        [&["import", "lines.txt"][..], more].concat()
    }
    let folder = with_lines();
    let text = folder.succeed(&import(&WORDS));
    assert!(
        text.starts_with("lines.txt: 60 texts, 4 to 6 tokens of 13 words\n"),
        "{text}"
    );
    assert!(text.contains("\nFirst text: the dog sees it.\n"), "{text}");
    let event = &events(&folder.succeed(&import(&[&WORDS[..], &["--json"]].concat())))[0];
    assert_eq!(
        (&event["kind"], &event["tokens"]),
        (&json!("texts"), &json!("words"))
    );
    assert_eq!(
        (&event["shape"], &event["lengths"]),
        (&json!([6, 13]), &json!([4, 6]))
    );
    let characters = [
        "--set",
        "data.source.order=characters",
        "--set",
        "data.source.length=9",
    ];
    let event = &events(&folder.succeed(&import(&[&characters[..], &["--json"]].concat())))[0];
    assert_eq!(event["shape"][0], 9);
    let warnings = event["warnings"].to_string();
    assert!(
        warnings.contains("are longer than 9 tokens with the end"),
        "{warnings}"
    );
    // A setting that texts alone have says what a file is that looks like a table.
    fs::write(folder.path("words.txt"), "dog\ncat\n".repeat(20)).unwrap();
    let text = folder.succeed(&["import", "words.txt", "--set", "data.order=words"]);
    assert!(
        text.starts_with("words.txt: 40 texts, 2 tokens of 4 words\n"),
        "{text}"
    );
    let refused = folder.run(&import(&["--set", "data.source.order=letters"]));
    assert_ne!(refused.status.code(), Some(0), "{}", stderr(&refused));
}

#[test]
fn texts_train_at_once_and_are_measured_generated_and_read_anew() {
    let folder = with_lines();
    let train = [
        "train",
        "--data",
        "lines.txt",
        "--epochs",
        "60",
        "--out",
        "p",
        "--set",
        "data.validation=0",
        "--set",
        "training.learning_rate=0.01",
        "--json",
    ];
    let said = events(&folder.succeed(&[&train[..], &WORDS].concat()));
    let epochs = of_kind(&said, "epoch");
    let loss = |epoch: &serde_json::Value| epoch["validation"]["loss"].as_f64().unwrap();
    assert!(loss(epochs[59]) < 0.5 * loss(epochs[0]), "{}", epochs[59]);
    let document = folder.open("p");
    let settings = &document.variants[0].settings;
    assert_eq!(
        serde_json::to_value(settings.loss).unwrap(),
        "cross_entropy"
    );
    assert_eq!(settings.architecture.embedding, Some(64));

    let event = &events(&folder.succeed(&["evaluate", "p", "--json"]))[0];
    let tokens = &event["test"]["tokens"];
    let number = |key: &str| tokens[key].as_f64().unwrap();
    assert!((number("perplexity").ln() - number("cross_entropy")).abs() < 1e-9);
    let known = &event["token_frequencies"];
    assert!(number("cross_entropy") < known["cross_entropy"].as_f64().unwrap());
    assert!(known["cross_entropy"].as_f64() < known["unigram_cross_entropy"].as_f64());
    assert!(number("accuracy") > known["accuracy"].as_f64().unwrap());
    assert!(event["test"]["mse"].is_null() && event["pca_mse"].is_null());
    let text = folder.succeed(&["evaluate", "p"]);
    assert!(
        text.lines()
            .next()
            .unwrap()
            .contains("Perplexity  Right token"),
        "{text}"
    );

    let generate = |out: &str, more: &[&str]| {
        let line = ["use", "generate", "p", "--count", "5", "--out", out];
        folder.succeed(&[&line[..], more].concat());
        fs::read_to_string(folder.path(out)).unwrap()
    };
    let likeliest = generate("likeliest.csv", &[]);
    assert!(likeliest.starts_with("row,nearest training sample,distance,text\n"));
    assert_eq!(likeliest.lines().count(), 6);
    let drawn = generate("drawn.csv", &["--set", "temperature=5"]);
    assert_ne!(drawn, likeliest);
    assert_eq!(drawn, generate("again.csv", &["--set", "temperature=5"]));

    fs::write(folder.path("new.txt"), "The ape sees it.\n\nA dog\n").unwrap();
    let score = [
        "use",
        "anomaly",
        "p",
        "--input",
        "new.txt",
        "--out",
        "scores.csv",
    ];
    let output = folder.run(&score);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stderr(&output);
    assert!(
        said.contains("1 of the words is none of the vocabulary and counts as unknown"),
        "{said}"
    );
    let scores = fs::read_to_string(folder.path("scores.csv")).unwrap();
    assert!(
        scores.starts_with("text,") && scores.contains("The ape sees it."),
        "{scores}"
    );
    for (name, why) in [
        ("impute", "texts have no gaps that are filled in"),
        ("denoise", "filters smooth numbers, and texts have tokens"),
        (
            "compress",
            "tokens of texts have no squared error that could be weighed against bits",
        ),
    ] {
        let output = folder.run(&["use", name, "p"]);
        assert_ne!(output.status.code(), Some(0));
        assert!(stderr(&output).contains(why), "{}", stderr(&output));
    }
}
