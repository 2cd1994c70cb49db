//! `hourglass compare`.

use std::fs;

use hourglass::project;
use hourglass::training::VariantId;

use super::program::{Folder, add_variant, events, stderr};

/// Names of tags that are opened and not closed, or closed and not opened.
fn unbalanced(html: &str) -> Vec<String> {
    let alone = [
        "meta", "br", "img", "!DOCTYPE", "rect", "line", "polyline", "circle", "image",
    ];
    let (mut open, mut wrong) = (Vec::new(), Vec::new());
    for part in html.split('<').skip(1) {
        let tag = part.split('>').next().unwrap_or_default();
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        if let Some(name) = name.strip_prefix('/') {
            if open.pop() != Some(name) {
                wrong.push(format!("/{name}"));
            }
        } else if !alone.contains(&name) {
            open.push(name);
        }
    }
    wrong.extend(open.into_iter().map(str::to_owned));
    wrong
}

#[test]
fn the_report_says_what_evaluate_measures() {
    let folder = Folder::with_tiny();
    let mut document = folder.tiny();
    document.name = "digits <b>&".into();
    document.notes = "Look at \"B\"".into();
    add_variant(&mut document);
    document.variants[1].name = "B <i>&\"'".into();
    document.variants[1].parent = Some(VariantId(1));
    project::save(&document, &folder.path("tiny")).unwrap();
    folder.succeed(&["train", "tiny"]);
    folder.succeed(&["compare", "tiny", "--variant", "A", "--out", "report.html"]);
    let output = folder.run(&["compare", "tiny", "--out", "report.html"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(
        stderr(&output),
        "Measuring PCA\nMeasuring A\nMeasuring B <i>&\"'\n"
    );
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("Variant"), "{text}");
    assert!(text.ends_with("\nThe report is in report.html\n"), "{text}");

    let html = fs::read_to_string(folder.path("report.html")).unwrap();
    assert_eq!(unbalanced(&html), [""; 0]);
    assert!(!html.contains("http") && !html.contains("<script") && !html.contains("<b>"));
    assert!(html.contains("<h1>digits &lt;b&gt;&amp;</h1>"));
    assert!(html.contains("B &lt;i&gt;&amp;&quot;&#39;"));
    assert!(html.contains("made from A: code 4 → 2"));
    assert!(html.contains("248 training images") || html.contains("240 training"));
    for event in events(&folder.succeed(&["evaluate", "tiny", "--json"])) {
        for key in ["mse", "loss", "bce", "psnr", "ssim"] {
            let exact = event["test"][key].as_f64().unwrap();
            let cell = format!("title=\"{exact}\"");
            assert!(html.contains(&cell), "{key}: no {cell}");
        }
    }
    // Two latent spaces; an input strip, and outputs and errors of each variant.
    assert_eq!(html.matches("<image ").count(), 2);
    assert_eq!(html.matches("<img ").count(), 5);
    assert_eq!(html.matches("data:image/png;base64,").count(), 7);
}

#[test]
fn untrained_variants_are_named_as_missing() {
    let folder = Folder::with_tiny();
    let mut document = folder.tiny();
    add_variant(&mut document);
    project::save(&document, &folder.path("tiny")).unwrap();
    folder.succeed(&["train", "tiny", "--variant", "A"]);
    let output = folder.run(&["compare", "tiny", "--out", "all.html"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("warning: not trained yet: B"));
    let html = fs::read_to_string(folder.path("all.html")).unwrap();
    assert!(html.contains("Not trained yet: B"));
    folder.succeed(&["compare", "tiny", "--variant", "A", "--out", "one.html"]);
    let html = fs::read_to_string(folder.path("one.html")).unwrap();
    assert!(!html.contains("Not trained yet"));
}

#[test]
fn what_cannot_be_compared_leaves_no_file() {
    let folder = Folder::with_tiny();
    let fail = |arguments: &[&str]| {
        let sentence = folder.fail(arguments);
        assert!(!folder.path("report.html").exists());
        sentence
    };
    let sentence = fail(&["compare", "tiny", "--out", "report.html"]);
    assert_eq!(
        sentence,
        "nothing is trained yet, run hourglass train first: tiny"
    );
    folder.succeed(&["train", "tiny"]);
    let sentence = fail(&["compare", "tiny", "--variant", "Z", "--out", "report.html"]);
    assert!(sentence.ends_with("the project has A: Z"), "{sentence}");
    let sentence = fail(&["compare", "nowhere", "--out", "report.html"]);
    assert!(sentence.ends_with(": nowhere"), "{sentence}");
    let sentence = fail(&["compare", "tiny", "--out", "tiny"]);
    assert_eq!(sentence, "this is a folder, name a file in it: tiny");
    let sentence = fail(&["compare", "tiny", "--out", "gone/report.html"]);
    assert!(
        sentence.starts_with("there is no such folder"),
        "{sentence}"
    );
    fs::remove_file(folder.path("images")).unwrap();
    let sentence = fail(&["compare", "tiny", "--out", "report.html"]);
    assert!(sentence.contains("images"), "{sentence}");
}

#[test]
fn a_report_replaces_nothing_but_a_report() {
    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny"]);
    fs::write(folder.path("letter.html"), "<html>Dear").unwrap();
    fs::write(folder.path("empty.html"), "").unwrap();
    let weights = format!("tiny/{}", folder.weights("tiny")[0]);
    for name in [
        "tiny/project.json",
        &weights,
        "letter.html",
        "empty.html",
        "images",
    ] {
        let before = fs::read(folder.path(name)).unwrap();
        let sentence = folder.fail(&["compare", "tiny", "--out", name]);
        assert!(sentence.contains("--force"), "{sentence}");
        assert!(sentence.ends_with(&format!(": {name}")), "{sentence}");
        assert_eq!(fs::read(folder.path(name)).unwrap(), before);
    }
    folder.succeed(&["compare", "tiny", "--out", "letter.html", "--force"]);
    folder.succeed(&["compare", "tiny", "--out", "letter.html"]);
}
