//! Texts of which a model knows no word: there is nothing in them that it could get wrong, so an error says that they are
//! normal.

use crate::data::Samples;
use crate::eval::ranks;
use crate::uses::Subject;

/// What is said of such a text in place of a score.
pub const NO_WORDS: &str = "no known words";

/// Takes the score of each of `samples` that is a text of unknown words.
pub fn without_words(subject: &Subject, samples: &Samples, mut scores: Vec<f64>) -> Vec<f64> {
    if subject.data.settings.source.has_words() {
        for (index, score) in scores.iter_mut().enumerate() {
            if samples.row(index).iter().all(|&word| word == 0.0) {
                *score = f64::NAN;
            }
        }
    }
    scores
}

/// The rank of each score; of texts without one the first, since none is odder.
pub fn ranked(subject: &Subject, scores: &[f64]) -> Vec<usize> {
    if !subject.data.settings.source.has_words() {
        return ranks(scores);
    }
    let oddest = scores.iter().map(|score| match score.is_nan() {
        true => f64::INFINITY,
        false => *score,
    });
    ranks(&oddest.collect::<Vec<f64>>())
}

/// What is to be known of samples without a score.
pub fn warning(subject: &Subject, unscored: usize) -> String {
    let has_words = subject.data.settings.source.has_words();
    let what = match (unscored, has_words) {
        (1, true) => "1 text has no known words and no score".into(),
        (count, true) => format!("{count} texts have no known words and no score"),
        (1, false) => "1 sample has nothing in it and no score".into(),
        (count, false) => format!("{count} samples have nothing in them and no score"),
    };
    format!("{what}: {}", subject.name)
}
