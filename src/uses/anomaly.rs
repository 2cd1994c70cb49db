//! Which samples are odd: those that a model of what is normal reconstructs badly.

use super::{Cells, Choice, Choices, Column, Format, Outcome, Problem, Subject, Table, Takes, Use};
use crate::data::{ColumnKind, Dataset, Samples};
use crate::eval::{Figures, Pca, average_precision, ranks, roc_auc};
use crate::settings::words::lower_first;

pub struct Anomaly;

/// The classes that are not odd.
const NORMAL: Choice = Choice {
    key: "normal",
    name: "Normal classes",
    sentence: "Classes that are normal, between commas; those that were trained on alone otherwise",
    takes: Takes::Classes,
};
/// More values of a sample are not written beside its score.
const MOST_VALUES: usize = 200;

impl Use for Anomaly {
    fn name(&self) -> &'static str {
        "anomaly"
    }

    fn title(&self) -> &'static str {
        "Find what is odd"
    }

    fn sentence(&self) -> &'static str {
        "Scores how odd each sample is by its reconstruction error, the mean over its cells in scaled numbers: higher is odder"
    }

    fn needs(&self) -> &'static str {
        "labels where the scores are to be measured"
    }

    fn choices(&self) -> &'static [Choice] {
        &[NORMAL]
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv]
    }

    fn run(&self, subject: &Subject, choices: &Choices) -> Result<Outcome, Problem> {
        let (data, dataset) = (subject.data, &subject.data.dataset);
        // A class that does not exist is better known before anything is measured.
        let samples = subject.samples;
        let odd = match choices.names(&NORMAL) {
            Some(names) => Some(odd(dataset, samples, &names)?),
            None if data.settings.normal.is_empty() => None,
            None => Some(odd(dataset, samples, &data.settings.normal)?),
        };
        let model = subject.model()?;
        let scores = model.errors(samples).map_err(Problem::of)?;
        let (figures, unmeasured) = match &odd {
            Some(odd) => measured(&scores, odd),
            None => {
                let why = "nothing says which classes are normal, as --set normal=CLASS does";
                (None, Some(why.to_owned()))
            }
        };
        let mut baselines = Vec::new();
        if let (Some(odd), Some(_)) = (&odd, &figures)
            && data.split.train.len() > 1
        {
            let (train, width) = (&dataset.train, model.code_width());
            let pca = Pca::fit_samples(train, &data.split.train, &subject.scaler, width);
            let pca = pca.map_err(Problem::of)?;
            let scores = pca.errors_of_samples(samples, &subject.scaler);
            baselines.extend(measured(&scores, odd).0.map(|figures| ("pca", figures)));
        }
        Ok(Outcome {
            figures: figures.unwrap_or_default(),
            baselines,
            table: table(subject, scores),
            unmeasured,
            ..Outcome::default()
        })
    }
}

/// Whether each sample is odd; `None` of one without a label.
fn odd(
    dataset: &Dataset,
    samples: &Samples,
    normal: &[String],
) -> Result<Vec<Option<bool>>, Problem> {
    let normal = dataset
        .labels_of(normal)
        .map_err(|problem| NORMAL.refused(&lower_first(&problem)))?;
    let is_odd = |index| Some(!normal.contains(&samples.label(index)?));
    Ok((0..samples.len()).map(is_odd).collect())
}

/// How well scores find what is odd; or one clause on why that cannot be said.
fn measured(scores: &[f64], odd: &[Option<bool>]) -> (Option<Figures>, Option<String>) {
    let known = scores.iter().zip(odd);
    let known = known.filter_map(|(score, odd)| Some((*score, (*odd)?)));
    let (scores, odd): (Vec<f64>, Vec<bool>) = known.filter(|(score, _)| !score.is_nan()).unzip();
    let found = roc_auc(&scores, &odd).zip(average_precision(&scores, &odd));
    match found {
        Some((auc, average_precision)) => {
            let figures = Figures::of([("auc", auc), ("average_precision", average_precision)]);
            (Some(figures), None)
        }
        None => {
            let why = "the test part has not both normal and odd samples";
            (None, Some(why.into()))
        }
    }
}

/// Each test sample with its label, score and rank, 1 the oddest; of a table also its values as they were read.
fn table(subject: &Subject, scores: Vec<f64>) -> Table {
    let column = |name: &str, cells| Column {
        name: name.into(),
        cells,
    };
    let mut columns = vec![column("row", Cells::Whole((0..scores.len()).collect()))];
    if subject.has_labels() {
        columns.push(column("label", Cells::Texts(subject.class_names())));
    }
    let ranks = ranks(&scores);
    columns.push(column("score", Cells::Numbers(scores)));
    columns.push(column("rank", Cells::Whole(ranks)));
    columns.extend(values(subject.samples));
    Table(columns)
}

/// The columns of a table's test part in their own units, categories by their names; none of other samples.
fn values(test: &Samples) -> Vec<Column> {
    // Ratings and words are rows too, of thousands of columns that are nearly all empty.
    let columns = test.shape().columns().filter(|_| test.seen().is_none());
    let Some(columns) = columns.filter(|columns| columns.len() <= MOST_VALUES) else {
        return Vec::new();
    };
    let all = columns.list().iter().enumerate();
    all.map(|(index, column)| {
        let values = (0..test.len()).map(|row| test.row(row)[index]);
        let named = |names: &[String]| {
            let name = |value: f32| names.get(value as usize).filter(|_| !value.is_nan());
            Cells::Texts(
                values
                    .clone()
                    .map(|value| name(value).cloned().unwrap_or_default())
                    .collect(),
            )
        };
        Column {
            name: column.name.clone(),
            cells: match &column.kind {
                ColumnKind::Numeric => Cells::Singles(values.collect()),
                ColumnKind::YesNo { names } => named(names),
                ColumnKind::Category { names } => named(names),
            },
        }
    })
    .collect()
}
