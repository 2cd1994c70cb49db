//! Which samples are odd: those that a model of what is normal reconstructs badly.

mod curves;
mod moments;
mod shown;
mod threshold;
mod unknown;

use super::{
    Cells, Choice, Choices, Column, Cut, Format, Outcome, Problem, Subject, Table, Takes, Use,
};
use crate::data::{ColumnKind, Dataset, Prepared, Samples};
use crate::eval::{Figures, Pca, average_precision, cell_errors, roc_auc};
use crate::model::Distribution;
use crate::settings::words::lower_first;
use crate::training::OneByOne;
use curves::{SCORES, Scored, known};
pub use moments::Moment;
use moments::Moments;
use threshold::{LEVEL, THRESHOLD};
use unknown::{NO_WORDS, ranked, without_words};

pub struct Anomaly;

/// The classes that are not odd.
const NORMAL: Choice = Choice {
    key: "normal",
    name: "Normal classes",
    sentence: "Classes that are normal, between commas; those that were trained on alone otherwise",
    takes: Takes::Classes,
};
const SCORE: Choice = Choice {
    key: "score",
    name: "Score",
    sentence: "What a sample's score is: the mean of its cells' errors (mean), the largest of them (largest), or of Gaussian \
               codes the negative evidence lower bound (elbo)",
    takes: Takes::OneOf(&["mean", "largest", "elbo"]),
};
/// Columns of what this use says.
const SCORES_COLUMN: &str = "score";
const ODD: &str = "odd";
/// Of a table with more columns the errors are not written by column.
const MOST_ERRORS: usize = 60;
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
        "Scores how odd each sample is by its reconstruction error in scaled numbers: higher is odder"
    }

    fn needs(&self) -> &'static str {
        "labels where the scores are to be measured"
    }

    fn example(&self) -> &'static str {
        "hourglass use anomaly deep --set normal=3"
    }

    fn choices(&self) -> &'static [Choice] {
        &[NORMAL, SCORE, THRESHOLD, LEVEL]
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
        let kind = choices.one_of(&SCORE);
        let scores = scores(&model, subject, samples, kind)?;
        let (figures, unmeasured) = match &odd {
            Some(odd) => measured(&scores, odd),
            None => {
                let why = "no classes are chosen as normal, which the scores could be measured by";
                (None, Some(why.to_owned()))
            }
        };
        let pca = match subject.has_pca() {
            true => Some(pca_scores(subject, model.code_width())?),
            false => None,
        };
        let mut baselines = Vec::new();
        if let (Some(odd), Some(pca)) = (&odd, &pca) {
            baselines.extend(measured(pca, odd).0.map(|figures| ("pca", figures)));
        }
        let level = choices.number(&LEVEL);
        let at = match choices.one_of(&THRESHOLD) {
            "training" if data.split.train.is_empty() => {
                return Err(THRESHOLD
                    .refused("there are no training samples whose scores it could be taken from"));
            }
            "training" => {
                let train = data.dataset.train.chosen(&data.split.train);
                let scores = self::scores(&model, subject, &train, kind)?;
                threshold::above(scores.into_iter(), level)
            }
            "false_alarms" => Some(threshold::of_normal(&scores, odd.as_deref(), level)?),
            _ => threshold::above(scores.iter().copied(), level),
        };
        let (ranks, which) = (ranked(subject, &scores), subject.which());
        let moments = Moments::of(subject, &model)?;
        let each = moments.as_ref().map_or(&[][..], |moments| &moments.each);
        let unscored = scores.iter().filter(|score| score.is_nan()).count();
        let mut outcome = Outcome {
            figures: figures.unwrap_or_default(),
            baselines,
            curves: Scored {
                model: &scores,
                pca: pca.as_deref(),
                odd: odd.as_deref(),
            }
            .curves(),
            shown: shown::oddest(subject, &model, &which, (&scores, &ranks), each)?,
            moments: oddest_moments(each, &ranks),
            table: table(subject, &model, which, (scores, ranks), moments.as_ref())?,
            unmeasured,
            warnings: (unscored > 0)
                .then(|| unknown::warning(subject, unscored))
                .into_iter()
                .collect(),
            cut: at.map(|at| Cut {
                at,
                score: SCORES_COLUMN,
                mark: ODD,
                plot: SCORES,
                unscored: match data.settings.source.has_words() {
                    true => NO_WORDS,
                    false => "",
                },
                wanted: odd.unwrap_or_default(),
            }),
            ..Outcome::default()
        };
        outcome
            .curves
            .extend(moments.as_ref().and_then(Moments::curves));
        outcome.mark();
        Ok(outcome)
    }
}

/// Those of the oddest sequences, the oddest first.
fn oddest_moments(each: &[Option<Moment>], ranks: &[usize]) -> Vec<Moment> {
    let mut all: Vec<&Moment> = each.iter().flatten().collect();
    all.sort_by_key(|one| ranks[one.sample]);
    all.into_iter().take(shown::MOST).cloned().collect()
}

/// The score of each of `samples`, of one of the kinds that [`SCORE`] takes.
fn scores(
    model: &OneByOne,
    subject: &Subject,
    samples: &Samples,
    kind: &str,
) -> Result<Vec<f64>, Problem> {
    let scores = match kind {
        "elbo" => {
            let settings = &subject.trained.settings;
            if settings.architecture.code.distribution != Distribution::Gaussian {
                return Err(SCORE.refused("only Gaussian codes have an evidence lower bound"));
            }
            model
                .losses(samples, &settings.objective)
                .map_err(Problem::of)?
        }
        "largest" => {
            let shape = samples.shape();
            let all: Vec<u32> = (0..samples.len() as u32).collect();
            let mut scores = Vec::with_capacity(all.len());
            model
                .for_each_pair(samples, &all, |target, output| {
                    let errors = cell_errors(shape, target, output);
                    scores.push(errors.fold(f64::NAN, f64::max));
                })
                .map_err(Problem::of)?;
            scores
        }
        _ => model.errors(samples).map_err(Problem::of)?,
    };
    Ok(without_words(subject, samples, scores))
}

/// The mean error of each sample that as many principal components leave.
fn pca_scores(subject: &Subject, width: usize) -> Result<Vec<f64>, Problem> {
    let Prepared { dataset, split, .. } = subject.data;
    let pca = Pca::fit_samples(&dataset.train, &split.train, &subject.scaler, width);
    let pca = pca.map_err(|error| subject.without_pca(error))?;
    let scores = pca.errors_of_samples(subject.samples, &subject.scaler);
    Ok(without_words(subject, subject.samples, scores))
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
    let (scores, odd) = known(scores, odd);
    let found = roc_auc(&scores, &odd).zip(average_precision(&scores, &odd));
    match found {
        Some((auc, average_precision)) => {
            let figures = Figures::of([("auc", auc), ("average_precision", average_precision)]);
            (Some(figures), None)
        }
        None => {
            let why = "there are not both normal and odd ones among the samples";
            (None, Some(why.into()))
        }
    }
}

/// Each sample with its label, score and rank, 1 the oddest, and whether it is above the threshold; of a sequence when its error is largest; of a table also its
/// values as they were read, and the error of each.
fn table(
    subject: &Subject,
    model: &OneByOne,
    which: Vec<Column>,
    (scores, ranks): (Vec<f64>, Vec<usize>),
    moments: Option<&Moments>,
) -> Result<Table, Problem> {
    let column = |name: &str, cells| Column {
        name: name.into(),
        cells,
    };
    let mut columns = which;
    columns.push(column(SCORES_COLUMN, Cells::Numbers(scores)));
    columns.push(column("rank", Cells::Whole(ranks)));
    columns.push(column(ODD, Cells::Texts(Vec::new())));
    columns.extend(moments.iter().flat_map(|moments| moments.columns()));
    let values = values(subject.samples);
    if !values.is_empty() && values.len() <= MOST_ERRORS {
        columns.extend(errors_by_column(subject, model, &values)?);
    }
    // The file of new samples has them already.
    columns.extend(values.into_iter().filter(|_| subject.origin.is_none()));
    Ok(Table(columns))
}

/// The error of each cell of every sample.
fn errors_by_column(
    subject: &Subject,
    model: &OneByOne,
    values: &[Column],
) -> Result<Vec<Column>, Problem> {
    let shape = subject.samples.shape();
    let mut errors: Vec<Vec<f64>> = vec![Vec::new(); values.len()];
    model
        .for_each_pair(subject.samples, &subject.all(), |target, output| {
            let cells = cell_errors(shape, target, output);
            errors
                .iter_mut()
                .zip(cells)
                .for_each(|(all, error)| all.push(error));
        })
        .map_err(Problem::of)?;
    let named = values.iter().zip(errors);
    Ok(named
        .map(|(value, errors)| Column {
            name: format!("error of {}", value.name),
            cells: Cells::Numbers(errors),
        })
        .collect())
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
