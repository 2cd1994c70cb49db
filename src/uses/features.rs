//! Codes as features of other models: written for them, and probed with labels.

use super::probes::Labelled;
use super::{Cells, Choice, Choices, Column, Format, Outcome, Problem, Subject, Table, Use};
use crate::eval::{Pca, scaled_rows};

pub struct Features;

/// Draws the labels.
const SEED: Choice = Choice::whole(
    "seed",
    "Seed",
    "Draws the order of the training samples, of which the first 100, 600, 1,000 and 3,000 are the few labels; 0 otherwise",
    0,
    [0, u32::MAX],
);
/// Samples of more values are not probed as they are.
const MOST_RAW: usize = 1_000;

impl Use for Features {
    fn name(&self) -> &'static str {
        "features"
    }

    fn title(&self) -> &'static str {
        "Codes as features"
    }

    fn sentence(&self) -> &'static str {
        "Writes the code of each sample, and says how well a logistic regression (L2, C = 1) and the 5 nearest neighbours tell labels from standardised codes"
    }

    fn needs(&self) -> &'static str {
        "labels in both parts where the codes are to be measured"
    }

    fn choices(&self) -> &'static [Choice] {
        &[SEED]
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Npy]
    }

    fn run(&self, subject: &Subject, choices: &Choices) -> Result<Outcome, Problem> {
        let seed = choices.whole(&SEED);
        let (data, scaler) = (subject.data, &*subject.scaler);
        let (train, test) = (&data.dataset.train, subject.samples);
        let model = subject.model()?;
        let width = model.code_width();
        let codes = model.codes(test, &subject.all()).map_err(Problem::of)?;
        let labelled = match Labelled::of(train, &data.split.train, test, seed) {
            Ok(labelled) => labelled,
            Err(why) => {
                return Ok(Outcome {
                    table: table(subject, &codes, width),
                    unmeasured: Some(why.into()),
                    ..Outcome::default()
                });
            }
        };
        let of_train = model.codes(train, &labelled.train).map_err(Problem::of)?;
        let of_test = labelled.test.iter().flat_map(|&index| {
            let start = index as usize * width;
            codes[start..start + width].iter().copied()
        });
        let figures = labelled.probe(of_train, of_test.collect(), width);
        let mut baselines = Vec::new();
        if data.split.train.len() > 1 {
            let pca = Pca::fit_samples(train, &data.split.train, scaler, width);
            let pca = pca.map_err(Problem::of)?;
            let of_train = pca.codes_of_samples(train, &labelled.train, scaler);
            let of_test = pca.codes_of_samples(test, &labelled.test, scaler);
            baselines.push(("pca", labelled.probe(of_train, of_test, pca.count())));
        }
        let raw = scaler.shape().target_width();
        if raw <= MOST_RAW {
            let of_train = scaled_rows(train, &labelled.train, scaler);
            let of_test = scaled_rows(test, &labelled.test, scaler);
            baselines.push(("raw", labelled.probe(of_train, of_test, raw)));
        }
        Ok(Outcome {
            figures,
            baselines,
            table: table(subject, &codes, width),
            ..Outcome::default()
        })
    }
}

/// Each test sample with its label and its code.
fn table(subject: &Subject, codes: &[f32], width: usize) -> Table {
    let rows = codes.len() / width.max(1);
    let mut columns = vec![Column {
        name: "row".into(),
        cells: Cells::Whole((0..rows).collect()),
    }];
    if subject.has_labels() {
        columns.push(Column {
            name: "label".into(),
            cells: Cells::Texts(subject.class_names()),
        });
    }
    columns.extend((0..width).map(|number| Column {
        name: format!("code {number}"),
        cells: Cells::Singles(codes.iter().copied().skip(number).step_by(width).collect()),
    }));
    Table(columns)
}
