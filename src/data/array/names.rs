//! Which array is which: by the names that people give to images, labels and parts.

/// Words for the samples themselves, the most telling first, with those for their labels.
const WORDS: [(&str, &[&str]); 9] = [
    ("x", &["y", "labels"]),
    ("images", &["labels"]),
    ("imgs", &["labels"]),
    ("image", &["label", "labels"]),
    ("inputs", &["targets", "labels"]),
    ("features", &["labels", "targets", "target"]),
    ("samples", &["labels"]),
    ("data", &["labels", "targets", "target", "label"]),
    ("arr_0", &["arr_1"]),
];
/// Words for labels alone.
const LABELS: [&str; 7] = [
    "y", "labels", "label", "targets", "target", "classes", "class",
];
/// Words for the parts.
const PARTS: [(&str, &str); 3] = [
    ("train", "test"),
    ("training", "test"),
    ("training", "testing"),
];

/// The array among `names` that holds the samples to train on, if one is called so.
pub fn samples_among(names: &[String]) -> Option<&String> {
    let words = WORDS.iter().map(|(word, _)| *word);
    let named = |name: &&String, word: &str| *name == word || has_word(name, word);
    let mut found = words.filter_map(|word| {
        let all = || names.iter().filter(|name| named(name, word));
        let of_training = |name: &&String| has_word(name, "train") || has_word(name, "training");
        let of_others = |name: &String| {
            ["test", "testing", "val", "valid", "validation"]
                .iter()
                .any(|part| has_word(name, part))
        };
        all()
            .find(of_training)
            .or_else(|| all().find(|name| !of_others(name)))
    });
    found.next()
}

/// What the labels of the samples called `name` may be called, the likeliest first.
pub fn labels_of(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (word, labels) in WORDS {
        for label in labels {
            found.extend(with_word(name, word, label));
            if name == word {
                found.push((*label).to_owned());
            }
        }
    }
    let of_part = PARTS
        .iter()
        .any(|(train, test)| has_word(name, train) || has_word(name, test));
    if !of_part {
        found.extend(LABELS.iter().map(|label| format!("{name}_{label}")));
        found.extend(LABELS.map(str::to_owned));
    }
    found.retain(|label| label != name);
    found
}

/// What the test part of `name` may be called.
pub fn test_of(name: &str) -> Vec<String> {
    let parts = PARTS.iter();
    parts
        .flat_map(|(train, test)| with_word(name, train, test))
        .collect()
}

/// The words of a name, each with its place.
fn words(name: &str) -> impl Iterator<Item = (usize, &str)> {
    let parts = name.split(|letter: char| !letter.is_alphanumeric());
    parts.scan(0, |at, word| {
        let start = *at;
        // What parts words can be longer than a byte, and stands behind the word.
        *at += word.len();
        *at += name[*at..].chars().next().map_or(0, char::len_utf8);
        Some((start, word))
    })
}

fn has_word(name: &str, wanted: &str) -> bool {
    words(name).any(|(_, word)| word.eq_ignore_ascii_case(wanted))
}

/// `name` with the word `from` replaced: by `to` as it is written here, and as `from` was.
fn with_word(name: &str, from: &str, to: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (start, word) in words(name).filter(|(_, word)| word.eq_ignore_ascii_case(from)) {
        let (before, after) = (&name[..start], &name[start + word.len()..]);
        let capital = crate::settings::words::capital(to);
        let first = word.chars().next();
        let alike = match first.is_some_and(char::is_uppercase) {
            true if word.len() > 1 && word.chars().all(char::is_uppercase) => to.to_uppercase(),
            true => capital,
            false => to.to_owned(),
        };
        for to in [alike, to.to_owned()] {
            let name = format!("{before}{to}{after}");
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(names: &[&str]) -> String {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        samples_among(&names).cloned().unwrap_or_default()
    }

    #[test]
    fn samples_are_found_by_the_usual_names() {
        assert_eq!(
            samples(&["y_train", "x_test", "x_train", "y_test"]),
            "x_train"
        );
        assert_eq!(
            samples(&["test_images", "val_images", "train_images", "train_labels"]),
            "train_images"
        );
        assert_eq!(samples(&["labels", "images"]), "images");
        assert_eq!(samples(&["y", "X"]), "X");
        assert_eq!(samples(&["arr_1", "arr_0"]), "arr_0");
        assert_eq!(samples(&["weights"]), "");
    }

    #[test]
    fn labels_and_test_parts_follow_from_the_name() {
        let first = |name| labels_of(name).first().cloned().unwrap_or_default();
        assert_eq!(first("x_train"), "y_train");
        assert_eq!(labels_of("X_train")[..2], ["Y_train", "y_train"]);
        assert_eq!(first("train_images"), "train_labels");
        assert_eq!(first("arr_0"), "arr_1");
        assert!(labels_of("mine").contains(&"mine_labels".into()));
        assert!(labels_of("été-x").contains(&"été-y".into()));
        assert_eq!(test_of("x_train"), ["x_test"]);
        assert_eq!(test_of("Training-X")[0], "Test-X");
        assert!(test_of("x").is_empty());
    }
}
