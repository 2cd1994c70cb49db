//! The oddest samples, each with what the model makes of it and where it is wrong.

use crate::data::SampleShape;
use crate::eval::cell_errors;
use crate::export::digits::significant;
use crate::training::OneByOne;
use crate::uses::{Cells, Column, Problem, Shown, ShownLine, ShownSample, Subject};

/// So many of the oddest are shown.
const MOST: usize = 24;

pub fn oddest(
    subject: &Subject,
    model: &OneByOne,
    which: &[Column],
    (scores, ranks): (&[f64], &[usize]),
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
                caption: caption(subject, which, place, (scores[place], ranks[place])),
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
        SampleShape::Text(_) => "text",
        _ => "row",
    };
    Ok(Shown {
        headings: vec![first, "reconstruction", "error"],
        lines,
    })
}

/// "1 · 0.0834 · 7": rank, score, and what its class is, or what its file calls it.
fn caption(
    subject: &Subject,
    which: &[Column],
    place: usize,
    (score, rank): (f64, usize),
) -> String {
    let label = subject.samples.label(place);
    let what = match (label, which.first().map(|column| &column.cells)) {
        (Some(label), _) => subject.data.dataset.class_name(label),
        (None, Some(Cells::Texts(names))) => names.get(place).cloned().unwrap_or_default(),
        (None, _) => format!("row {place}"),
    };
    let score = match score.is_nan() {
        true => "no score".into(),
        false => significant(score, 3),
    };
    format!("{rank} · {score} · {what}")
}
