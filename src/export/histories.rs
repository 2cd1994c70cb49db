//! The loss curves of reports, made from a run's history.

use super::svg::Curve;
use super::work;
use crate::data::SampleShape;
use crate::project::{LossAxis, VariantSettings};
use crate::training::{EpochRecord, History};

/// Training curves have at most this many points, means over as many equal stretches.
const MOST: usize = 240;

/// What a curve shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// What training makes small.
    Loss,
    /// Squared error on the watched images, the same for all variants whatever they are trained with.
    WatchedMse,
}

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

/// What stands under the horizontal axis.
pub fn axis_name(axis: LossAxis) -> &'static str {
    match axis {
        LossAxis::Step => "updates",
        LossAxis::Epoch => "epoch",
        LossAxis::Time => "training time (s)",
        LossAxis::Compute => "multiply-adds",
    }
}

impl Recorded<'_> {
    /// The curve of `quantity` along `axis`.
    pub fn curve(&self, quantity: Quantity, axis: LossAxis) -> Curve {
        let steps = self.history.steps.iter();
        let training = match quantity {
            Quantity::Loss => steps
                .map(|step| {
                    (
                        self.place(axis, step.step, step.seconds),
                        f64::from(step.loss),
                    )
                })
                .collect(),
            Quantity::WatchedMse => Vec::new(),
        };
        let watched = |epoch: &EpochRecord| match quantity {
            Quantity::Loss => epoch.validation.loss,
            Quantity::WatchedMse => epoch.validation.mse,
        };
        let epochs = self.history.epochs.iter();
        Curve {
            name: self.name.into(),
            colour: self.colour,
            training: thinned(training),
            watched: epochs
                .map(|epoch| (self.place(axis, epoch.step, epoch.seconds), watched(epoch)))
                .collect(),
        }
    }

    fn place(&self, axis: LossAxis, step: u64, seconds: f64) -> f64 {
        match axis {
            LossAxis::Step => step as f64,
            LossAxis::Epoch => step as f64 / self.steps_per_epoch(),
            LossAxis::Time => seconds,
            LossAxis::Compute => step as f64 * self.work(),
        }
    }

    fn steps_per_epoch(&self) -> f64 {
        let batch = self.settings.training.batch.max(1);
        work::steps_per_epoch(self.history, self.images.div_ceil(batch))
    }

    /// Multiply-adds of one update.
    fn work(&self) -> f64 {
        work::of_update(
            self.settings,
            self.steps_per_epoch(),
            self.images,
            self.shape,
        )
    }
}

/// Means over equal stretches where there are many points.
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
    use crate::training::{Measures, StepRecord};

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
        }
    }

    fn curve(history: &History, quantity: Quantity, axis: LossAxis) -> Curve {
        let settings = VariantSettings::default();
        Recorded {
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
        }
        .curve(quantity, axis)
    }

    #[test]
    fn every_axis_has_its_places() {
        let last = |axis| curve(&history(20), Quantity::Loss, axis).training[19];
        assert_eq!(last(LossAxis::Step), (20.0, 20.0));
        assert_eq!(last(LossAxis::Epoch), (2.0, 20.0));
        assert_eq!(last(LossAxis::Time), (10.0, 20.0));
        assert!(last(LossAxis::Compute).0 > 1e6);
        let mse = curve(&history(20), Quantity::WatchedMse, LossAxis::Epoch);
        assert_eq!((mse.training, mse.watched), (vec![], vec![(2.0, 0.5)]));
    }

    #[test]
    fn long_runs_are_drawn_by_means() {
        let long = curve(&history(1_000), Quantity::Loss, LossAxis::Step).training;
        assert_eq!(long.len(), 200);
        assert_eq!(long[0], (3.0, 3.0));
        assert_eq!(long[199], (998.0, 998.0));
    }
}
