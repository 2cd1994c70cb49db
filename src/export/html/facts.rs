//! The head of the report: notes, data, seeds, program and day.

use super::{listed, paragraph};
use crate::data::table::counted;
use crate::data::{SampleShape, Scaling, Split};
use crate::export::Comparison;
use crate::export::digits::grouped;
use crate::export::svg::escaped;

pub(super) fn section(comparison: &Comparison, date: &str) -> String {
    let mut text = String::new();
    let notes = comparison.document.notes.trim();
    if !notes.is_empty() {
        text += &paragraph("notes", notes);
    }
    let facts = [
        ("Data", data(comparison)),
        ("Split", comparison.dataset.shape().say(&split(comparison))),
        ("Seeds", seeds(comparison)),
        (
            "Made by",
            format!("Hourglass {}, {date}", env!("CARGO_PKG_VERSION")),
        ),
    ];
    text += "<dl>\n";
    for (name, value) in facts {
        text += &format!("<dt>{name}</dt><dd>{}</dd>\n", escaped(&value));
    }
    text += "</dl>\n";
    let missing: Vec<&str> = comparison
        .variants
        .iter()
        .filter(|compared| compared.reached.is_none())
        .map(|compared| compared.variant.name.as_str())
        .collect();
    if !missing.is_empty() {
        let names = listed(&missing);
        text += &paragraph("missing", &format!("Not trained yet: {names}"));
    }
    text
}

fn data(comparison: &Comparison) -> String {
    let (dataset, shape) = (&comparison.dataset, comparison.dataset.shape());
    let scaling = comparison.document.data.scaling.name();
    let samples = match shape {
        SampleShape::Image(image) => {
            let colours = match image.channels {
                1 => "grey".to_owned(),
                3 => "colour".to_owned(),
                channels => format!("{channels} channels"),
            };
            let (width, height) = (image.width, image.height);
            format!("images of {width} × {height} pixels, {colours}, pixels {scaling}")
        }
        SampleShape::Row(columns) => {
            let scaling = match comparison.document.data.scaling {
                Scaling::Unit => "as they are",
                _ => scaling,
            };
            format!("rows of {} columns, numbers {scaling}", columns.len())
        }
        SampleShape::Sequence(_) => {
            let scaling = match comparison.document.data.scaling {
                Scaling::Unit => "as they are",
                _ => scaling,
            };
            let steps = dataset.steps().unwrap_or_default();
            let channels = counted(dataset.train.channels().len(), "channel");
            format!("sequences of {steps} and {channels}, numbers {scaling}")
        }
        SampleShape::Text(text) => {
            let steps = dataset.steps().unwrap_or_default();
            let known = grouped(text.vocabulary.len() as u64);
            format!(
                "texts in order of {steps}, each one of {known} {}",
                text.unit.many()
            )
        }
    };
    format!(
        "{}: {} training and {} test {samples}",
        dataset.name,
        grouped(dataset.train.len() as u64),
        grouped(dataset.test.len() as u64),
    )
}

fn split(comparison: &Comparison) -> String {
    let data = &comparison.document.data;
    if !data.normal.is_empty() {
        return format!(
            "{} of the training images are trained on, those of the normal classes {} less the validation images among \
             them, drawn by seed {}",
            grouped(comparison.train_images as u64),
            data.normal.join(", "),
            data.split_seed
        );
    }
    let validation = comparison.dataset.train.len() - comparison.train_images;
    if validation == 0 {
        return "no validation images are set aside, the test images are watched instead".into();
    }
    let train = &comparison.dataset.train;
    if let Some(windows) = Split::of_windows(train, data.validation) {
        let out = train.len() - windows.train.len() - windows.validation.len();
        return format!(
            "the last {} of the training images are for validation, and {} before them that share a step with one are \
             left out",
            grouped(windows.validation.len() as u64),
            grouped(out as u64)
        );
    }
    format!(
        "{} of the training images are for validation, drawn by seed {}",
        grouped(validation as u64),
        data.split_seed
    )
}

/// "0", or "A 0, B 1" where they differ.
fn seeds(comparison: &Comparison) -> String {
    let seeds: Vec<(&str, u64)> = comparison
        .variants
        .iter()
        .map(|compared| {
            let seed = compared.settings().training.seed;
            (compared.variant.name.as_str(), seed)
        })
        .collect();
    match seeds.as_slice() {
        [(_, first), rest @ ..] if rest.iter().all(|(_, seed)| seed == first) => first.to_string(),
        _ => {
            let each = seeds.iter().map(|(name, seed)| format!("{name} {seed}"));
            each.collect::<Vec<_>>().join(", ")
        }
    }
}
