//! When in a sequence a model is wrong the most, and how wrong it is at each moment of one long series.

use std::collections::BTreeMap;

use crate::data::{SampleShape, Samples, SequenceShape};
use crate::eval::{Curve, CurveForm, Curves, MOST_POINTS, cell_errors};
use crate::training::OneByOne;
use crate::uses::{Cells, Column, Problem, Subject};

/// The step of a sequence with the largest error.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// Which sequence.
    pub sample: usize,
    /// Counted from 0, as all steps.
    pub step: usize,
    /// The same step of the series that the sequence is a window of.
    pub series_step: Option<usize>,
    /// As it stands in the file.
    pub time: Option<String>,
    /// The mean of the squared errors of its values that are there.
    pub error: f64,
}

impl Moment {
    /// "step 17", or the step of the series; with its time where it has one.
    pub fn words(&self) -> String {
        let step = self.series_step.unwrap_or(self.step);
        match &self.time {
            Some(time) => format!("step {step}, {time}"),
            None => format!("step {step}"),
        }
    }
}

/// Moments of all samples.
pub struct Moments {
    /// In the order of the samples; `None` of one without a value.
    pub each: Vec<Option<Moment>>,
    /// By step of the series, the mean over the windows that the step is in; empty where samples are no windows.
    series: BTreeMap<usize, f64>,
}

impl Moments {
    /// `None` of samples that are no sequences.
    pub fn of(subject: &Subject, model: &OneByOne) -> Result<Option<Self>, Problem> {
        let samples = subject.samples;
        let SampleShape::Sequence(shape) = *samples.shape() else {
            return Ok(None);
        };
        let mut each = Vec::with_capacity(samples.len());
        let mut sums: BTreeMap<usize, (f64, u32)> = BTreeMap::new();
        model
            .for_each_pair(samples, &subject.all(), |target, output| {
                let errors: Vec<f64> = cell_errors(samples.shape(), target, output).collect();
                let steps = step_errors(shape, &errors);
                let sample = each.len();
                if let Some(first) = samples.first_step(sample) {
                    let there = steps
                        .iter()
                        .enumerate()
                        .filter(|(_, error)| !error.is_nan());
                    for (step, error) in there {
                        let sum = sums.entry(first + step).or_default();
                        *sum = (sum.0 + error, sum.1 + 1);
                    }
                }
                each.push(largest(samples, sample, &steps));
            })
            .map_err(Problem::of)?;
        let mean = |(step, (sum, count)): (usize, (f64, u32))| (step, sum / f64::from(count));
        Ok(Some(Self {
            each,
            series: sums.into_iter().map(mean).collect(),
        }))
    }

    /// What is said of each sample.
    pub fn columns(&self) -> Vec<Column> {
        let column = |name: &str, cells| Column {
            name: name.into(),
            cells,
        };
        let numbers = |of: &dyn Fn(&Moment) -> Option<f64>| {
            let number = |one: &Option<Moment>| one.as_ref().and_then(of).unwrap_or(f64::NAN);
            Cells::Numbers(self.each.iter().map(number).collect())
        };
        let any = |has: &dyn Fn(&Moment) -> bool| self.each.iter().flatten().any(has);
        let mut all = vec![column(
            "step of largest error",
            numbers(&|one| Some(one.step as f64)),
        )];
        if any(&|one| one.series_step.is_some()) {
            let steps = numbers(&|one| one.series_step.map(|step| step as f64));
            all.push(column("step of the series", steps));
        }
        if any(&|one| one.time.is_some()) {
            let time = |one: &Option<Moment>| one.as_ref().and_then(|one| one.time.clone());
            let times = self.each.iter().map(|one| time(one).unwrap_or_default());
            all.push(column(
                "time of largest error",
                Cells::Texts(times.collect()),
            ));
        }
        all.push(column(
            "error of that step",
            numbers(&|one| Some(one.error)),
        ));
        all
    }

    /// The error at each moment of the series that samples are windows of.
    pub fn curves(&self) -> Option<Curves> {
        let points = self.series.iter();
        let points: Vec<[f64; 2]> = points.map(|(&step, &error)| [step as f64, error]).collect();
        (!self.series.is_empty()).then(|| Curves {
            title: "Error over time".into(),
            x: "step of the series".into(),
            y: "squared error, mean over windows".into(),
            log: false,
            curves: vec![Curve::new("model", CurveForm::Line, thinned(&points))],
            marks: Vec::new(),
        })
    }
}

/// At most [`MOST_POINTS`], of as many neighbours each time the one with the largest error: what stands out stays.
fn thinned(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let neighbours = points.len().div_ceil(MOST_POINTS).max(1);
    let largest = |chunk: &[[f64; 2]]| {
        let worst = chunk.iter().rev().max_by(|a, b| a[1].total_cmp(&b[1]));
        worst.copied()
    };
    points.chunks(neighbours).filter_map(largest).collect()
}

/// The error of each step: the mean over its values that are there, NaN where there is none.
fn step_errors(shape: SequenceShape, errors: &[f64]) -> Vec<f64> {
    let steps = errors.chunks_exact(shape.features.max(1));
    let mean = |step: &[f64]| {
        let there = step.iter().filter(|error| !error.is_nan());
        let (sum, count) = there.fold((0.0, 0), |(sum, count), error| (sum + error, count + 1));
        if count > 0 {
            sum / f64::from(count)
        } else {
            f64::NAN
        }
    };
    steps.map(mean).collect()
}

/// The first of the steps with the largest error.
fn largest(samples: &Samples, sample: usize, steps: &[f64]) -> Option<Moment> {
    let there = steps
        .iter()
        .enumerate()
        .filter(|(_, error)| !error.is_nan());
    let largest = there.rev().max_by(|a, b| a.1.total_cmp(b.1));
    let (step, &error) = largest?;
    Some(Moment {
        sample,
        step,
        series_step: samples.first_step(sample).map(|first| first + step),
        time: samples.time(sample, step).map(str::to_owned),
        error,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_worst_steps_is_named_and_gaps_are_not() {
        let shape = SequenceShape {
            steps: 5,
            features: 2,
        };
        let gap = f64::NAN;
        let errors = [1.0, 3.0, gap, 4.0, gap, gap, 4.0, 4.0, gap, gap];
        let steps = step_errors(shape, &errors);
        assert_eq!(steps[..2], [2.0, 4.0]);
        assert!(steps[2].is_nan() && steps[4].is_nan());
        let names = ["x", "y"].map(String::from).to_vec();
        let samples = Samples::sequences(shape, names, vec![0.0; 10], None).unwrap();
        let found = largest(&samples, 0, &steps).unwrap();
        assert_eq!((found.step, found.error, found.series_step), (1, 4.0, None));
        assert_eq!(found.words(), "step 1");
        assert_eq!(largest(&samples, 0, &[gap; 5]), None);
        let dated = Moment {
            series_step: Some(18),
            time: Some("tue".into()),
            ..found
        };
        assert_eq!(dated.words(), "step 18, tue");
    }

    #[test]
    fn what_stands_out_of_a_long_series_stays_in_its_curve() {
        let few = [[0.0, 1.0], [1.0, 2.0]];
        assert_eq!(thinned(&few), few);
        let many: Vec<[f64; 2]> = (0..5_000)
            .map(|step| [f64::from(step), if step == 4_321 { 9.0 } else { 1.0 }])
            .collect();
        let thin = thinned(&many);
        assert_eq!(thin.len(), 200);
        assert_eq!((thin[0], thin[1]), ([0.0, 1.0], [25.0, 1.0]));
        // As a curve keeps them.
        let curve = Curve::new("model", CurveForm::Line, thin);
        assert!(curve.points.contains(&[4_321.0, 9.0]));
    }
}
