//! Texts read from files as people have them.

mod in_order;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::{TextFile, Weights};
use crate::data::{DataSettings, Dataset, HoldOut, Prepared, Scaling, Source, TestPart, load};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }
}

fn file(path: &Path) -> TextFile {
    TextFile {
        path: path.to_owned(),
        ..TextFile::default()
    }
}

fn read(file: TextFile) -> Result<Dataset, String> {
    let settings = DataSettings {
        hold_out: HoldOut::EverySixth,
        ..DataSettings::of_source(Source::Text(file))
    };
    load(&settings).map_err(|error| error.to_string())
}

/// The problem without the path that ends it.
fn refused(file: TextFile) -> String {
    let path = file.path.display().to_string();
    let problem = read(file).expect_err("refused");
    let said = problem.strip_suffix(&format!(": {path}"));
    said.unwrap_or_else(|| panic!("no path at the end: {problem}"))
        .to_owned()
}

fn words(dataset: &Dataset) -> Vec<&str> {
    let columns = dataset.shape().columns().unwrap().list().iter();
    columns.map(|column| &*column.name).collect()
}

fn of_path(path: &Path) -> Source {
    Source::of_path(path).unwrap()
}

const TABLE: &str = "kind\tname\ttext\n\
    animal\tdog\t\"A dog, that barks at every other dog in the street\"\n\
    plant\toak\tA tall tree that drops acorns in the autumn\n\
    animal\tcat\tA small animal that sleeps in the sun\n\
    plant\tfern\tA green plant that grows in the shadow of trees\n\
    animal\tcow\tA large animal that gives milk in the morning\n\
    plant\tmoss\tA very small plant that covers stones in the wet shadow\n";

#[test]
fn lines_of_a_file_are_rows_of_words() {
    let folder = Folder::new();
    let path = folder.put(
        "a.txt",
        "the cat sat\r\n\r\nThe dog, the DOG\nthe end\n  \nnew words",
    );
    let dataset = read(file(&path)).unwrap();
    // The last line is held out: its words are none of the vocabulary.
    assert_eq!(words(&dataset), ["the", "cat", "dog", "end", "sat"]);
    assert_eq!((dataset.train.len(), dataset.test.len()), (3, 1));
    assert_eq!(*dataset.train.row(0), [1.0, 1.0, 0.0, 0.0, 1.0]);
    assert_eq!(*dataset.train.row(1), [1.0, 0.0, 1.0, 0.0, 0.0]);
    assert_eq!(*dataset.test.row(0), [0.0; 5]);
    assert!(dataset.shape().columns().unwrap().are_plain() && dataset.train.labels().is_none());
    assert_eq!(
        dataset.about.warnings,
        [
            "2 empty lines left out, each other line is a text",
            "There are 5 different words in the training texts, fewer than the 2000 asked for",
            "1 text has no word of the vocabulary",
        ]
    );
    let counts = TextFile {
        weights: Weights::Counts,
        words: 1,
        ..file(&path)
    };
    let dataset = read(counts).unwrap();
    assert_eq!(
        (&*dataset.train.row(1), words(&dataset)),
        (&[2.0][..], vec!["the"])
    );
}

#[test]
fn the_columns_of_a_table_are_found_or_chosen() {
    let folder = Folder::new();
    let path = folder.put("a.tsv", TABLE);
    let dataset = read(file(&path)).unwrap();
    let facts = dataset.about.texts.clone().unwrap();
    assert_eq!(
        (&*facts.text, facts.label.as_deref()),
        ("text", Some("kind"))
    );
    assert_eq!(facts.columns, ["kind", "name", "text"]);
    assert_eq!(words(&dataset)[..3], ["a", "in", "that"]);
    assert_eq!(dataset.class_names.clone().unwrap(), ["animal", "plant"]);
    assert_eq!(dataset.train.labels().unwrap(), [0, 1, 0, 1, 0]);
    assert_eq!(dataset.test.labels().unwrap(), [1]);
    let chosen = |text: &str, label: &str| TextFile {
        text: Some(text.into()),
        label: Some(label.into()),
        ..file(&path)
    };
    let dataset = read(chosen("name", "")).unwrap();
    assert_eq!(words(&dataset), ["cat", "cow", "dog", "fern", "oak"]);
    assert!(dataset.class_names.is_none() && dataset.train.labels().is_none());
    assert_eq!(
        refused(chosen("body", "kind")),
        "the table has no column called body"
    );
    assert_eq!(
        refused(chosen("text", "class")),
        "the table has no column called class"
    );
    assert_eq!(
        refused(chosen("text", "text")),
        "the column text cannot hold both the texts and their classes"
    );
}

#[test]
fn a_test_part_is_read_by_the_vocabulary_of_training() {
    let folder = Folder::new();
    let path = folder.put("a_train.tsv", TABLE);
    let beside = folder.put(
        "a_test.tsv",
        "kind\tname\ttext\nstone\tx\tA dog and a zebra\n",
    );
    let dataset = read(file(&path)).unwrap();
    assert_eq!(dataset.about.test_part, TestPart::Beside(beside));
    assert_eq!((dataset.train.len(), dataset.test.len()), (6, 1));
    assert!(!words(&dataset).contains(&"zebra"));
    let found: Vec<&str> = words(&dataset)
        .into_iter()
        .zip(dataset.test.row(0).iter())
        .filter_map(|(word, number)| (*number > 0.0).then_some(word))
        .collect();
    assert_eq!(found, ["a", "dog"]);
    assert_eq!(dataset.class_names.unwrap(), ["animal", "plant", "stone"]);
    assert_eq!(dataset.test.labels().unwrap(), [2]);
    // Columns are found by their names, and classes are not needed.
    let other = folder.put("other.csv", "text,n\nthe cow,1\n");
    let named = TextFile {
        test: Some(other),
        ..file(&path)
    };
    assert_eq!(read(named).unwrap().test.label(0), None);
}

#[test]
fn folders_are_classes_and_parts() {
    let folder = Folder::new();
    for (name, text) in [
        ("train/good/1.txt", "what a fine day"),
        ("train/bad/2.txt", "what a wet day"),
        ("train/bad/3.txt.gz", "\x1f\u{8b} no gzip"),
        ("test/good/4.txt", "fine\n\nand dry"),
        ("train/bad/notes.md", "no text"),
    ] {
        folder.put(name, text);
    }
    let root = folder.0.path();
    let dataset = read(file(root)).unwrap();
    assert_eq!(dataset.about.test_part, TestPart::Own);
    assert_eq!(words(&dataset), ["a", "day", "what", "fine", "wet"]);
    assert_eq!(dataset.class_names.unwrap(), ["bad", "good"]);
    assert_eq!(dataset.train.labels().unwrap(), [0, 1]);
    assert_eq!(*dataset.test.row(0), [0.0, 0.0, 0.0, 1.0, 0.0]);
    let said = dataset.about.warnings.join("\n");
    assert!(
        said.contains("1 file left out whose name does not end with .txt"),
        "{said}"
    );
    let empty = Folder::new();
    assert_eq!(
        refused(file(empty.0.path())),
        "there is no text file (.txt) in this folder"
    );
    empty.put("a.txt", "");
    let problem = refused(file(empty.0.path()));
    assert!(
        problem
            .starts_with("no text in this folder can be read, the first because the file is empty"),
        "{problem}"
    );
}

#[test]
fn what_cannot_be_learned_is_refused() {
    let folder = Folder::new();
    let of = |text: &str| file(&folder.put("a.txt", text));
    assert_eq!(refused(of("")), "the file is empty");
    assert_eq!(refused(of(" \n\n")), "there is no text in the file");
    assert_eq!(
        refused(of("1 2\n3 4\n")),
        "there is no word in the texts to train on"
    );
    assert_eq!(
        refused(of("one")),
        "one sample cannot be both for training and for testing"
    );
    assert_eq!(
        refused(of("same words\nwords, same\nSame Words!")),
        "all texts to train on have the same words of the vocabulary"
    );
    for words in [0, 65_537] {
        let wanted = TextFile {
            words,
            ..of("a b\nc d")
        };
        let problem = format!("the vocabulary can have from 1 to 65536 words, not {words}");
        assert_eq!(refused(wanted), problem);
    }
    assert_eq!(
        refused(file(&folder.0.path().join("none.txt"))),
        "there is no such file or folder"
    );
    let numbers = folder.put("n.csv", "a,b\n1,2\n3,4\n");
    assert_eq!(refused(file(&numbers)), "the table has no column of texts");
}

#[test]
fn other_encodings_are_found() {
    let folder = Folder::new();
    let latin = folder.put(
        "latin.txt",
        b"Malm\xf6 ligger i Sk\xe5ne\n\xd6rebro ligger inte d\xe4r\nslut\n",
    );
    assert!(words(&read(file(&latin)).unwrap()).contains(&"malmö"));
    let sixteen: Vec<u8> = "été chaud\nhiver froid\nfin\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let wide = folder.put("wide.txt", [&b"\xff\xfe"[..], &sixteen[..]].concat());
    assert_eq!(
        words(&read(file(&wide)).unwrap()),
        ["chaud", "froid", "hiver", "été"]
    );
    let mut damaged = "é\n".repeat(20).into_bytes();
    damaged.extend(b"\xff\n");
    let damaged = folder.put("damaged.txt", damaged);
    assert_eq!(
        refused(file(&damaged)),
        "line 21 holds bytes that are not UTF-8"
    );
}

#[test]
fn only_what_is_obviously_text_is_taken_for_it() {
    let folder = Folder::new();
    let is_text =
        |name: &str, bytes: &str| matches!(of_path(&folder.put(name, bytes)), Source::Text(_));
    assert!(is_text("a.tsv", TABLE));
    assert!(is_text(
        "b.txt",
        "This is a line, and it is long.\nHere is another; it is long too.\n"
    ));
    assert!(is_text(
        "c.txt",
        "今天的天气非常好，我们去公园。\n明天可能会下雨，所以不去了。\n"
    ));
    // One column of prose among others that are trained on.
    assert!(!is_text(
        "d.csv",
        "n,text\n1.5,a long line of many words\n2.5,another line of many words\n"
    ));
    assert!(!is_text("e.txt", "1\n2\n3\n"));
    assert!(!is_text("f.txt", "1,2\n3,4\n"));
    assert!(!is_text(
        "g.csv",
        "town,country\nBonn,Germany\nParis,France\n"
    ));
    assert!(!is_text("h.txt", "red\ngreen\nblue\n"));
    let texts = Folder::new();
    texts.put("a/1.txt", "x");
    texts.put("b/2.txt", "y");
    assert!(matches!(of_path(texts.0.path()), Source::Text(_)));
    texts.put("b/3.png", "z");
    assert!(matches!(of_path(texts.0.path()), Source::Pictures(_)));
}

#[test]
fn a_table_becomes_text_when_it_is_told() {
    let folder = Folder::new();
    let path = folder.put("a.csv", "n,text\n1,red apple\n2,green apple\n3,blue sky\n");
    let mut settings = DataSettings::of_path(&path).unwrap();
    assert_eq!(settings.scaling, Scaling::Standardised);
    settings.set("source.kind", "text").unwrap();
    settings.set("words", "2").unwrap();
    assert_eq!(settings.scaling, Scaling::Unit);
    let wanted = TextFile {
        words: 2,
        ..file(&path)
    };
    assert_eq!(settings.source, Source::Text(wanted));
    assert_eq!(
        settings.set("words", "0").unwrap_err().to_string(),
        "Words must be at least 1 and at most 65536, not 0: data.words"
    );
    assert_eq!(
        settings.set("kind", "built_in").unwrap_err().to_string(),
        "what is named cannot be read as built_in: data.kind"
    );
    let unknown = settings.set("kind", "prose").unwrap_err().to_string();
    assert!(
        unknown.ends_with(", text, ratings, series, sound, not prose: data.kind"),
        "{unknown}"
    );
    settings.set("source.kind", "table").unwrap();
    assert!(matches!(settings.source, Source::Table(_)));
}

#[test]
fn the_built_in_glosses_are_all_there() {
    let settings = DataSettings::of_source(Source::BuiltIn {
        set: crate::data::BuiltIn::Glosses,
    });
    let data = Prepared::import(&settings).unwrap();
    let dataset = &data.dataset;
    assert_eq!((dataset.train.len(), dataset.test.len()), (3334, 666));
    assert_eq!(words(dataset).len(), 2_000);
    assert_eq!(words(dataset)[..4], ["a", "of", "the", "in"]);
    assert_eq!(dataset.class_names.as_ref().map(Vec::len), Some(10));
    assert_eq!(data.scaler.columns()[0].range, [0.0, 1.0]);
}

proptest! {
    #[test]
    fn bent_files_are_read_or_refused(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        at in 0..400_usize,
        name in prop::sample::select(vec!["a.tsv", "a.txt", "a.csv", "a.txt.gz"]),
        words in prop::sample::select(vec![0_u32, 1, 7, 2_000]),
    ) {
        let folder = Folder::new();
        let mut bent = TABLE.as_bytes().to_vec();
        let at = at.min(bent.len());
        let end = (at + bytes.len() / 2).min(bent.len());
        bent.splice(at..end, bytes);
        let path = folder.put(name, bent);
        let _ = Source::of_path(&path);
        for weights in Weights::ALL {
            let file = TextFile { words, weights, ..file(&path) };
            match read(file) {
                Ok(dataset) => {
                    let columns = dataset.shape().columns().unwrap().len();
                    prop_assert!(columns > 0 && columns <= words as usize);
                    for row in 0..dataset.train.len() {
                        prop_assert!(dataset.train.row(row).iter().all(|x| x.is_finite() && *x >= 0.0));
                    }
                }
                Err(problem) => prop_assert!(problem.ends_with(&path.display().to_string()), "{problem}"),
            }
        }
    }
}
