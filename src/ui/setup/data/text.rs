//! The rows of how texts are read.

use egui::Ui;

use crate::data::{About, Source, TextFacts, TextFile, TextOrder, Weights};
use crate::export::digits::grouped;
use crate::ui::setup::rows::Row;

/// Sizes of a vocabulary that are offered.
const WORDS: [u32; 6] = [200, 500, 1_000, 2_000, 5_000, 10_000];

/// Longest lengths that are offered.
const LENGTHS: [u32; 6] = [16, 32, 64, 128, 256, 512];

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
    order(ui, &mut new);
    words(ui, &mut new);
    match new.order {
        TextOrder::Bag => weights_row(ui, &mut new),
        TextOrder::Characters | TextOrder::Words => longest(ui, &mut new, about),
    }
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

fn order(ui: &mut Ui, file: &mut TextFile) {
    let about = "Whether a text is the words that are in it, or a sequence of tokens";
    let row = Row::new("Order", about).reached_by("data.source.order");
    let name = |order: TextOrder| match order {
        TextOrder::Bag => "a bag of words".to_owned(),
        TextOrder::Characters => "characters in order".to_owned(),
        TextOrder::Words => "words in order".to_owned(),
    };
    if let Some(order) = row.choose(ui, file.order, &TextOrder::ALL, name) {
        file.order = order;
    }
}

/// Of texts in order.
fn longest(ui: &mut Ui, file: &mut TextFile, about: Option<&About>) {
    let words = "How many tokens of a text are read, its end among them; longer ones are cut there";
    let row = Row::new("Longest", words).reached_by("data.source.length");
    let mut lengths: Vec<Option<u32>> = LENGTHS.map(Some).to_vec();
    if !lengths.contains(&file.length) && file.length.is_some() {
        lengths.push(file.length);
        lengths.sort_unstable();
    }
    lengths.insert(0, None);
    let found = about.and_then(|about| about.tokens);
    let name = |length: Option<u32>| match (length, found) {
        (Some(length), _) => grouped(u64::from(length)),
        (None, Some(found)) if file.length.is_none() => format!("found: {found}"),
        (None, _) => "found".to_owned(),
    };
    if let Some(length) = row.choose(ui, file.length, &lengths, name) {
        file.length = length;
    }
}

fn words(ui: &mut Ui, file: &mut TextFile) {
    let (label, about) = match file.order {
        TextOrder::Bag => (
            "Words",
            "How many words the vocabulary has: those that are in most training texts, each a column",
        ),
        TextOrder::Words => (
            "Words",
            "How many words the vocabulary has: the most frequent ones, all others are unknown",
        ),
        TextOrder::Characters => (
            "Characters",
            "How many characters the vocabulary has at most: the most frequent ones, all others are unknown",
        ),
    };
    let row = Row::new(label, about).reached_by("data.source.words");
    let mut sizes = WORDS.to_vec();
    if let Err(place) = sizes.binary_search(&file.words) {
        sizes.insert(place, file.words);
    }
    let name = |words: u32| grouped(u64::from(words));
    if let Some(words) = row.choose(ui, file.words, &sizes, name) {
        file.words = words;
    }
}

/// Of bags.
fn weights_row(ui: &mut Ui, file: &mut TextFile) {
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
