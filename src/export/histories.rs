//! The loss curves of reports, made from a run's history.

use super::loss::{Quantity, RunAxis, Series};
use super::svg::Curve;
use super::work;
use crate::data::SampleShape;
use crate::project::{LossAxis, VariantSettings};
use crate::training::{EpochRecord, History, StepRecord};

/// Training curves have at most this many points, means over as many equal parts.
const MOST: usize = 240;

/// Where the history of a variant comes from.
#[derive(Debug, Clone, Copy)]
pub struct Recorded<'a> {
    pub name: &'a str,
    /// Index into the palette of variants.
    pub colour: u8,
    pub settings: &'a VariantSettings,
    pub history: &'a History,
    /// Training images.
    pub images: usize,
    pub shape: &'a SampleShape,
}

impl Recorded<'_> {
    /// What training makes small.
    pub fn loss(&self, axis: LossAxis) -> Curve {
        let at_step = |step: &StepRecord| Quantity::Loss.at_step(0, step);
        self.curve(axis, at_step, |epoch| Quantity::Loss.at_epoch(0, epoch))
    }

    /// What the loss plot shows as `quantity`: one curve, or one for each of its lines.
    pub fn of(&self, quantity: Quantity, axis: LossAxis) -> Vec<Curve> {
        let curve = |line: usize| {
            let at_step = |step: &StepRecord| quantity.at_step(line, step);
            let curve = self.curve(axis, at_step, |epoch| quantity.at_epoch(line, epoch));
            match quantity.pair() {
                None => curve,
                Some(names) => Curve {
                    name: format!("{}, {}", curve.name, names[line]),
                    ..curve
                },
            }
        };
        (0..quantity.lines()).map(curve).collect()
    }

    /// The squared error on the validation or test images, the same for all variants whatever they are trained with.
    pub fn mse(&self, axis: LossAxis) -> Curve {
        self.curve(axis, |_| None, |epoch| Some(epoch.validation.mse))
    }

    fn curve(
        &self,
        axis: LossAxis,
        at_step: impl Fn(&StepRecord) -> Option<f64>,
        at_epoch: impl Fn(&EpochRecord) -> Option<f64>,
    ) -> Curve {
        let batch = self.settings.training.batch.max(1);
        let steps_per_epoch = work::steps_per_epoch(self.history, self.images.div_ceil(batch));
        let axis = RunAxis {
            axis,
            steps_per_epoch,
            work: work::of_update(self.settings, steps_per_epoch, self.images, self.shape),
        };
        let series = Series::new(self.history, &axis, at_step, at_epoch);
        Curve {
            name: self.name.into(),
            colour: self.colour,
            training: thinned(series.training),
            watched: series.validation,
            diverged: series.diverged,
        }
    }
}

/// Means over equal parts where there are many points.
fn thinned(points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let finite: Vec<(f64, f64)> = points
        .into_iter()
        .filter(|(x, y)| x.is_finite() && y.is_finite())
        .collect();
    if finite.len() <= MOST {
        return finite;
    }
    let per = finite.len().div_ceil(MOST);
    finite
        .chunks(per)
        .map(|part| {
            let count = part.len() as f64;
            let sum = part
                .iter()
                .fold((0.0, 0.0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
            (sum.0 / count, sum.1 / count)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;
    use crate::training::Measures;

    fn history(steps: u64) -> History {
        let step = |step| StepRecord {
            step,
            seconds: step as f64 * 0.5,
            loss: step as f32,
            ..StepRecord::default()
        };
        History {
            steps: (1..=steps).map(step).collect(),
            epochs: vec![EpochRecord {
                epoch: 2,
                step: 20,
                seconds: 10.0,
                validation: Measures {
                    loss: 3.0,
                    mse: 0.5,
                    ..Measures::default()
                },
                ..EpochRecord::default()
            }],
            ..History::default()
        }
    }

    fn curve(history: &History, of: impl Fn(&Recorded) -> Curve) -> Curve {
        let settings = VariantSettings::default();
        of(&Recorded {
            name: "A",
            colour: 0,
            settings: &settings,
            history,
            images: 640,
            shape: &ImageShape {
                height: 28,
                width: 28,
                channels: 1,
            }
            .into(),
        })
    }

    #[test]
    fn every_axis_has_its_places() {
        let last = |axis| curve(&history(20), |run| run.loss(axis)).training[19];
        assert_eq!(last(LossAxis::Step), (20.0, 20.0));
        assert_eq!(last(LossAxis::Epoch), (2.0, 20.0));
        assert_eq!(last(LossAxis::Time), (10.0, 20.0));
        assert!(last(LossAxis::Compute).0 > 1e6);
        let mse = curve(&history(20), |run| run.mse(LossAxis::Epoch));
        assert_eq!((mse.training, mse.watched), (vec![], vec![(2.0, 0.5)]));
    }

    #[test]
    fn long_runs_are_drawn_by_means() {
        let long = curve(&history(1_000), |run| run.loss(LossAxis::Step)).training;
        assert_eq!(long.len(), 200);
        assert_eq!(long[0], (3.0, 3.0));
        assert_eq!(long[199], (998.0, 998.0));
    }
}
