//! The rows of how texts are read, and whether a table is one of texts.

use std::path::Path;

use egui::Ui;

use crate::data::{About, Source, TableFile, TableOptions, TextFacts, TextFile, Weights};
use crate::export::digits::grouped;
use crate::ui::setup::rows::Row;

/// Sizes of a vocabulary that are offered.
const WORDS: [u32; 6] = [200, 500, 1_000, 2_000, 5_000, 10_000];

/// Draws the rows of a project on texts or on a table that may hold some; gives another source once a person chose something
/// else. `about` is what was read of it.
pub fn show(ui: &mut Ui, source: &Source, about: Option<&About>) -> Option<Source> {
    match source {
        Source::Table(table) => read_as(ui, false).map(|_| {
            Source::Text(TextFile {
                path: table.path.clone(),
                test: table.test.clone(),
                encoding: table.options.encoding.clone(),
                ..TextFile::default()
            })
        }),
        Source::Text(file) => {
            let can_be_table = !is_folder(&file.path);
            if can_be_table && read_as(ui, true).is_some() {
                return Some(Source::Table(TableFile {
                    path: file.path.clone(),
                    test: file.test.clone(),
                    options: TableOptions {
                        encoding: file.encoding.clone(),
                        ..TableOptions::default()
                    },
                }));
            }
            let mut new = file.clone();
            if let Some(facts) = about.and_then(|about| about.texts.as_deref()) {
                columns(ui, facts, &mut new);
            }
            words(ui, &mut new);
            (new != *file).then_some(Source::Text(new))
        }
        _ => None,
    }
}

/// Whether a file is read as a table or as text; what is new once it is another.
fn read_as(ui: &mut Ui, is_text: bool) -> Option<bool> {
    let about = "Whether columns are what they hold, or one of them holds texts that are read as bags of words";
    let row = Row::new("Read as", about).reached_by("data.source.kind");
    let name = |is_text: bool| if is_text { "text" } else { "a table" }.to_owned();
    row.choose(ui, is_text, &[false, true], name)
}

/// A path that ends like no file is one of a folder; what is there is not asked in every frame.
fn is_folder(path: &Path) -> bool {
    path.extension().is_none()
}

fn columns(ui: &mut Ui, facts: &TextFacts, file: &mut TextFile) {
    let places: Vec<usize> = (0..facts.columns.len()).collect();
    let place = |name: &str| facts.columns.iter().position(|known| known == name);
    let row = Row::new("Text", "Which column of the table holds the texts");
    let row = row.reached_by("data.source.text");
    let now = place(&facts.text).unwrap_or_default();
    if let Some(text) = row.choose(ui, now, &places, |place| facts.columns[place].clone()) {
        file.text = Some(facts.columns[text].clone());
        if file.label == file.text {
            file.label = None;
        }
    }
    let row = Row::new(
        "Classes",
        "Which column of the table holds the class of each text",
    );
    let row = row.reached_by("data.source.label");
    let now = facts.label.as_deref().and_then(place);
    let others = places
        .into_iter()
        .filter(|other| facts.columns[*other] != facts.text);
    let choices: Vec<Option<usize>> = std::iter::once(None).chain(others.map(Some)).collect();
    let name = |place: Option<usize>| match place {
        None => "none".to_owned(),
        Some(place) => facts.columns[place].clone(),
    };
    if let Some(label) = row.choose(ui, now, &choices, name) {
        let chosen = label.map(|place| facts.columns[place].clone());
        file.label = Some(chosen.unwrap_or_default());
    }
}

fn words(ui: &mut Ui, file: &mut TextFile) {
    let about =
        "How many words the vocabulary has: those that are in most training texts, each a column";
    let row = Row::new("Words", about).reached_by("data.source.words");
    let mut sizes = WORDS.to_vec();
    if let Err(place) = sizes.binary_search(&file.words) {
        sizes.insert(place, file.words);
    }
    let name = |words: u32| grouped(u64::from(words));
    if let Some(words) = row.choose(ui, file.words, &sizes, name) {
        file.words = words;
    }
    let about = "What the number of a word in a text is";
    let row = Row::new("Weights", about).reached_by("data.source.weights");
    if let Some(weights) = row.choose(ui, file.weights, &Weights::ALL, |one| weights(one).into()) {
        file.weights = weights;
    }
}

fn weights(weights: Weights) -> &'static str {
    match weights {
        Weights::Presence => "0 or 1, whether it is there",
        Weights::Counts => "how often it is there",
        Weights::TfIdf => "TF-IDF",
    }
}
