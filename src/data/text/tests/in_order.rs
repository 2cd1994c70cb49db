//! Texts in order.

use super::{Folder, file, read, refused};
use crate::data::text::{Order, TextFile};
use crate::data::{Dataset, TextShape};

/// The tokens of all training texts and of all test texts, as they are shown.
fn shown(dataset: &Dataset) -> [Vec<String>; 2] {
    let text = dataset.shape().text().unwrap();
    [&dataset.train, &dataset.test].map(|samples| {
        let rows = (0..samples.len()).map(|index| samples.row(index));
        rows.map(|row| text.text(&TextShape::tokens(&row)))
            .collect()
    })
}

#[test]
fn lines_are_read_in_order_as_words() {
    let folder = Folder::new();
    let path = folder.put(
        "a.txt",
        "The cat sat, and sat.\nA dog\nthe dog sat\n\nA cat\n5 cats\nThe new dog",
    );
    let words = TextFile {
        order: Order::Words,
        ..file(&path)
    };
    let dataset = read(words.clone()).unwrap();
    let text = dataset.shape().text().unwrap();
    // The most frequent ones first, of equals by alphabet; the last line is held out.
    let known = text.vocabulary.all();
    assert_eq!(known[..5], ["<unk>", "<eos>", "sat", "a", "cat"]);
    assert_eq!((text.steps, text.vocabulary.len()), (8, 12));
    let [train, test] = shown(&dataset);
    assert_eq!(train[0], "the cat sat, and sat.");
    assert_eq!((&*train[4], &*test[0]), ("5 cats", "the <unk> dog"));
    // Texts are padded with nothing, and an end stands behind each.
    assert_eq!(
        (dataset.train.lengths(), dataset.train.length(1)),
        (Some([3, 8]), 3)
    );
    assert_eq!(dataset.train.row(1)[2], 1.0);
    assert_eq!(dataset.steps().as_deref(), Some("3 to 8 tokens"));
    assert_eq!(
        dataset.about.warnings,
        [
            "1 empty line left out, each other line is a text",
            "33.3 % of the words of the test texts are none of the vocabulary and count as unknown",
        ]
    );
    let few = TextFile {
        words: 2,
        length: Some(4),
        ..words
    };
    let dataset = read(few).unwrap();
    let [train, _] = shown(&dataset);
    assert_eq!(train[0], "<unk> <unk> sat <unk>");
    assert_eq!(
        dataset.about.warnings[1..3],
        [
            "1 text is longer than 4 tokens with the end, what comes after is cut off".to_owned(),
            "68.8 % of the words of the training texts are none of the vocabulary and count as unknown".to_owned(),
        ]
    );
}

#[test]
fn characters_and_empty_texts_are_read_in_order() {
    let folder = Folder::new();
    for (name, text) in [
        ("a/1", "Ab  c\n"),
        ("a/2", " \n"),
        ("b/1", "b"),
        ("b/2", "cab"),
        ("b/3", "A"),
        ("b/4", "b!"),
    ] {
        folder.put(&format!("all/{name}.txt"), text);
    }
    let characters = TextFile {
        order: Order::Characters,
        ..file(&folder.0.path().join("all"))
    };
    let dataset = read(characters).unwrap();
    let text = dataset.shape().text().unwrap();
    let mut known = text.vocabulary.all()[2..].to_vec();
    known.sort();
    assert_eq!(known.concat(), " Aabc");
    let [train, test] = shown(&dataset);
    assert_eq!(train[..3], ["Ab c", "", "b"]);
    assert_eq!((&*test[0], dataset.train.length(1)), ("b<unk>", 1));
    let warnings = dataset.about.warnings.join("\n");
    assert!(
        warnings.contains("1 text has nothing in it but its end"),
        "{warnings}"
    );
    assert_eq!(dataset.class_names.unwrap(), ["a", "b"]);
}

#[test]
fn texts_in_order_that_nothing_can_be_learned_of_are_refused() {
    let folder = Folder::new();
    let of = |text: &str, change: fn(&mut TextFile)| {
        let mut words = TextFile {
            order: Order::Words,
            ..file(&folder.put("a.txt", text))
        };
        change(&mut words);
        words
    };
    assert_eq!(
        refused(of("one\none\none\none\none\none\n", |_| {})),
        "all texts to train on are the same"
    );
    assert_eq!(
        refused(of("a b\nc d\n", |file| file.length = Some(0))),
        "a text can have from 1 to 4096 tokens, not 0"
    );
}
