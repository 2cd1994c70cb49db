//! Codes as features of other models: written for them, and probed with labels.

use super::numeric_target::{NumericTarget, TARGET};
use super::probes::Labelled;
use super::{Cells, Choice, Choices, Column, Format, Outcome, Problem, Subject, Table, Use};
use crate::eval::{Curve, CurveForm, Curves, Figure, Figures, Pca, scaled_rows};
use crate::export::figure_words;

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
        "labels in both parts, or a column of numbers as target, where the codes are to be measured"
    }

    fn example(&self) -> &'static str {
        "hourglass use features article-mlp --out codes.csv"
    }

    fn choices(&self) -> &'static [Choice] {
        &[TARGET, SEED]
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
        let mut outcome = Outcome {
            table: table(subject, &codes, width),
            ..Outcome::default()
        };
        let places = &data.split.train;
        let parts = match choices.get(TARGET.key).filter(|name| !name.is_empty()) {
            Some(name) => Parts::Number(NumericTarget::of(train, places, test, name)?),
            None => match Labelled::of(train, places, test, seed) {
                Ok(labelled) => Parts::Labels(labelled),
                Err(why) => {
                    outcome.unmeasured = Some(why.into());
                    return Ok(outcome);
                }
            },
        };
        let (of_train, of_test) = parts.places();
        let train_codes = model.codes(train, of_train).map_err(Problem::of)?;
        let test_codes = of_test.iter().flat_map(|&index| {
            let start = index as usize * width;
            codes[start..start + width].iter().copied()
        });
        let figures = parts.probe(train_codes, test_codes.collect(), width);
        let Some(figures) = figures else {
            outcome.unmeasured = Some("the target column does not vary in the test part".into());
            return Ok(outcome);
        };
        outcome.figures = figures;
        if subject.has_pca() {
            let pca = Pca::fit_samples(train, places, scaler, width);
            let pca = pca.map_err(|error| subject.without_pca(error))?;
            let of_train = pca.codes_of_samples(train, of_train, scaler);
            let of_test = pca.codes_of_samples(test, of_test, scaler);
            let figures = parts.probe(of_train, of_test, pca.count());
            outcome
                .baselines
                .extend(figures.map(|figures| ("pca", figures)));
        }
        let raw = scaler.shape().target_width();
        if raw <= MOST_RAW {
            let of_train = scaled_rows(train, of_train, scaler);
            let of_test = scaled_rows(test, of_test, scaler);
            let figures = match &parts {
                Parts::Labels(_) => parts.probe(of_train, of_test, raw),
                Parts::Number(target) => {
                    let (of_train, width) = target.without(of_train, train);
                    parts.probe(of_train, target.without(of_test, test).0, width)
                }
            };
            outcome
                .baselines
                .extend(figures.map(|figures| ("raw", figures)));
        }
        outcome.curves = accuracy_curves(&outcome);
        Ok(outcome)
    }
}

/// What is told from features.
enum Parts {
    Labels(Labelled),
    Number(NumericTarget),
}

impl Parts {
    /// Of the samples of both parts that have it.
    fn places(&self) -> (&[u32], &[u32]) {
        match self {
            Self::Labels(labelled) => (&labelled.train, &labelled.test),
            Self::Number(target) => (&target.train, &target.test),
        }
    }

    fn probe(&self, train: Vec<f32>, test: Vec<f32>, width: usize) -> Option<Figures> {
        match self {
            Self::Labels(labelled) => Some(labelled.probe(train, test, width)),
            Self::Number(target) => target.probe(train, test, width),
        }
    }
}

/// Accuracy by the number of labels, of the codes and of what they are held against.
fn accuracy_curves(outcome: &Outcome) -> Vec<Curves> {
    let points = |figures: &Figures, key: &str| {
        let figure = figures.0.iter().find(|(name, _)| name == key);
        let each = match figure {
            Some((_, Figure::Each(each))) => each.as_slice(),
            _ => &[],
        };
        let points = each
            .iter()
            .filter_map(|(labels, accuracy)| Some([labels.parse().ok()?, *accuracy]));
        points.collect::<Vec<[f64; 2]>>()
    };
    let plot = |title: &str, key: &str| {
        let own = Curve::new("codes", CurveForm::Line, points(&outcome.figures, key));
        let others = outcome.baselines.iter();
        let others = others.map(|(name, figures)| {
            Curve::new(&figure_words(name), CurveForm::Dashed, points(figures, key))
        });
        Curves {
            title: title.into(),
            x: "labels".into(),
            y: "accuracy".into(),
            log: true,
            curves: std::iter::once(own).chain(others).collect(),
            marks: Vec::new(),
        }
    };
    let plots = [
        plot("Linear probe", "accuracy"),
        plot("Nearest neighbours", "knn_accuracy"),
    ];
    let has_curves = |curves: &Curves| curves.curves[0].points.len() > 1;
    plots.into_iter().filter(has_curves).collect()
}

/// Each sample with its label and its code.
fn table(subject: &Subject, codes: &[f32], width: usize) -> Table {
    let mut columns = subject.which();
    columns.extend((0..width).map(|number| Column {
        name: format!("code {number}"),
        cells: Cells::Singles(codes.iter().copied().skip(number).step_by(width).collect()),
    }));
    Table(columns)
}
