//! The rows of how texts are read.

use egui::Ui;

use crate::data::{About, Source, TextFacts, TextFile, Weights};
use crate::export::digits::grouped;
use crate::ui::setup::rows::Row;

/// Sizes of a vocabulary that are offered.
const WORDS: [u32; 6] = [200, 500, 1_000, 2_000, 5_000, 10_000];

/// Draws the rows of a project on texts; gives another source once a person chose something else. `about` is what was read
/// of them.
pub fn show(ui: &mut Ui, source: &Source, about: Option<&About>) -> Option<Source> {
    let Source::Text(file) = source else {
        return None;
    };
    let mut new = file.clone();
    if let Some(facts) = about.and_then(|about| about.texts.as_deref()) {
        columns(ui, facts, &mut new);
    }
    words(ui, &mut new);
    (new != *file).then_some(Source::Text(new))
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
