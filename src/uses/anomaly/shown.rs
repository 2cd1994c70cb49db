//! The oddest samples, each with what the model makes of it and where it is wrong.

use crate::data::SampleShape;
use crate::eval::cell_errors;
use crate::export::digits::significant;
use crate::training::OneByOne;
use crate::uses::{Problem, Shown, ShownLine, ShownSample, Subject};

/// So many of the oddest are shown.
const MOST: usize = 24;

pub fn oddest(
    subject: &Subject,
    model: &OneByOne,
    scores: &[f64],
    ranks: &[usize],
) -> Result<Shown, Problem> {
    let mut order: Vec<u32> = subject.all();
    order.sort_by_key(|&place| ranks[place as usize]);
    order.truncate(MOST);
    let shape = subject.samples.shape();
    let mut lines = Vec::new();
    model
        .for_each_pair(subject.samples, &order, |target, output| {
            let place = order[lines.len()] as usize;
            let own = |numbers: &[f32]| {
                let mut numbers = numbers.to_vec();
                subject.scaler.unscale(&mut numbers);
                Some(ShownSample::Values(numbers))
            };
            let errors = cell_errors(shape, target, output).map(|error| error as f32);
            lines.push(ShownLine {
                caption: caption(subject, place, scores[place], ranks[place]),
                samples: vec![
                    own(target),
                    own(output),
                    Some(ShownSample::Errors(errors.collect())),
                ],
            });
        })
        .map_err(Problem::of)?;
    let first = match shape {
        SampleShape::Image(_) => "picture",
        _ => "row",
    };
    Ok(Shown {
        headings: vec![first, "reconstruction", "error"],
        lines,
    })
}

/// "1 · 0.0834 · 7": rank, score, and what its class or its row is.
fn caption(subject: &Subject, place: usize, score: f64, rank: usize) -> String {
    let label = subject.samples.label(place);
    let what = match label {
        Some(label) => subject.data.dataset.class_name(label),
        None => format!("row {place}"),
    };
    let score = match score.is_nan() {
        true => "no score".into(),
        false => significant(score, 3),
    };
    format!("{rank} · {score} · {what}")
}
