//! Makes the curves of a variant from its history: axis, logarithm, best epoch, jumps of the learning rate. No drawing.

use egui_plot::PlotPoint;

use super::line::{Line, union};
use super::scale::Scale;
use crate::export::digits;
use crate::export::loss::{self, Quantity, Series};
use crate::training::{EpochRecord, History, StepRecord};
/// The best validation epoch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Best {
    pub at: PlotPoint,
    pub epoch: u32,
    pub value: f64,
}

/// A jump of the learning rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateChange {
    pub x: f64,
    pub rate: f64,
}

impl RateChange {
    pub fn text(&self) -> String {
        format!("learning rate {}", digits::brief(self.rate))
    }
}

/// The curves of one variant, in plot positions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Curves {
    /// One, or two of a quantity that both players have.
    pub lines: Vec<Line>,
    pub best: Option<Best>,
    pub rates: Vec<RateChange>,
    /// Where it diverged last.
    pub diverged: Option<f64>,
}

impl Curves {
    /// About `drawn` points of each line are kept.
    pub fn new(history: &History, scale: &Scale, quantity: Quantity, drawn: usize) -> Self {
        let line = |index: usize| {
            let at_step = |step: &StepRecord| quantity.at_step(index, step);
            let at_epoch = |epoch: &EpochRecord| quantity.at_epoch(index, epoch);
            let series = Series::new(history, &scale.run, at_step, at_epoch);
            Line::new(&series, scale, drawn)
        };
        let diverged = history.diverged.as_ref();
        let diverged = diverged.map(|diverged| scale.x(diverged.step, diverged.seconds));
        Self {
            lines: (0..quantity.lines()).map(line).collect(),
            best: best(&history.epochs, scale, quantity),
            rates: rate_changes(&history.epochs, scale),
            diverged: diverged.filter(|x| x.is_finite()),
        }
    }

    /// Smallest and largest x and y worth showing. `None` without points.
    pub fn extent(&self) -> Option<[PlotPoint; 2]> {
        let extents = self.lines.iter().map(|line| line.extent);
        let [mut low, mut high] = extents.fold(None, union)?;
        if let Some(x) = self.diverged {
            (low.x, high.x) = (low.x.min(x), high.x.max(x));
        }
        Some([low, high])
    }
}

fn x_of(epoch: &EpochRecord, scale: &Scale) -> f64 {
    scale.x(epoch.step, epoch.seconds)
}

fn best(epochs: &[EpochRecord], scale: &Scale, quantity: Quantity) -> Option<Best> {
    let sign = match quantity.best()? {
        loss::Best::Lowest => 1.0,
        loss::Best::Highest => -1.0,
    };
    epochs
        .iter()
        .filter_map(|epoch| {
            let value = quantity.at_epoch(0, epoch)?;
            let at = PlotPoint {
                x: x_of(epoch, scale),
                y: scale.y(value)?,
            };
            Some(Best {
                at,
                epoch: epoch.epoch,
                value,
            })
        })
        .min_by(|a, b| (sign * a.value).total_cmp(&(sign * b.value)))
}

/// Jumps from one steady rate to another. Schedules that change the rate every epoch have none.
fn rate_changes(epochs: &[EpochRecord], scale: &Scale) -> Vec<RateChange> {
    let differ = |i: usize| {
        let (a, b) = (epochs[i - 1].learning_rate, epochs[i].learning_rate);
        (a - b).abs() > 1e-6 * a.abs().max(b.abs())
    };
    (1..epochs.len())
        .filter(|&i| differ(i))
        .filter(|&i| i < 2 || !differ(i - 1))
        .filter(|&i| i + 1 >= epochs.len() || !differ(i + 1))
        .map(|i| RateChange {
            x: scale.x(epochs[i - 1].step, epochs[i - 1].seconds),
            rate: epochs[i].learning_rate,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::loss::RunAxis;
    use crate::project::LossAxis;
    use crate::training::{Measures, StepRecord};

    const LINEAR: Scale = Scale {
        run: RunAxis {
            axis: LossAxis::Step,
            steps_per_epoch: 10.0,
            work: 3e6,
        },
        log: false,
        smoothing: 0.0,
    };

    fn points(points: &[(f64, f64)]) -> Vec<PlotPoint> {
        points.iter().map(|&(x, y)| PlotPoint { x, y }).collect()
    }

    fn history(losses: &[f32]) -> History {
        let steps = losses.iter().zip(1..).map(|(&loss, step)| StepRecord {
            step,
            seconds: step as f64 * 0.5,
            loss,
            ..Default::default()
        });
        History {
            steps: steps.collect(),
            epochs: Vec::new(),
            ..History::default()
        }
    }

    fn loss(history: &History, scale: &Scale) -> Curves {
        Curves::new(history, scale, Quantity::Loss, 1_500)
    }

    fn epoch(epoch: u32, loss: f64, learning_rate: f64) -> EpochRecord {
        EpochRecord {
            epoch,
            step: u64::from(epoch) * 10,
            seconds: f64::from(epoch) * 5.0,
            train_loss: loss,
            validation: Measures {
                loss,
                mse: loss,
                bce: None,
                ..Default::default()
            },
            learning_rate,
            samples_per_second: 1.0,
            ..Default::default()
        }
    }

    #[test]
    fn what_is_no_number_is_left_out() {
        let history = history(&[1.0, f32::NAN, 3.0, f32::INFINITY]);
        let curves = loss(&history, &LINEAR);
        assert_eq!(curves.lines[0].raw, points(&[(1.0, 1.0), (3.0, 3.0)]));
        let scale = Scale {
            smoothing: 0.9,
            ..LINEAR
        };
        let curves = loss(&history, &scale);
        assert_eq!(curves.lines[0].smooth.len(), 2);
        assert!(
            curves.lines[0]
                .smooth
                .iter()
                .all(|point| point.y.is_finite())
        );
    }

    #[test]
    fn zero_has_no_place_on_a_logarithmic_axis() {
        let scale = Scale {
            log: true,
            ..LINEAR
        };
        let curves = loss(&history(&[10.0, 0.0, -1.0, 100.0]), &scale);
        assert_eq!(curves.lines[0].raw, points(&[(1.0, 1.0), (4.0, 2.0)]));
        assert!((scale.value(-2.0) - 0.01).abs() < 1e-15);
    }

    #[test]
    fn a_divergence_stays_on_the_plot_without_taking_it() {
        let mut history = history(&[1.0, 0.5, 0.4]);
        let calm = loss(&history, &LINEAR).extent().unwrap();
        let step = |step, loss| StepRecord {
            step,
            loss,
            ..StepRecord::default()
        };
        history.diverged = Some(crate::training::Divergence {
            step: 6,
            seconds: 3.0,
            way: vec![step(4, 0.45), step(5, 1e30)],
        });
        let curves = loss(&history, &LINEAR);
        let [low, high] = curves.extent().unwrap();
        assert_eq!(curves.diverged, Some(6.0));
        let way = [
            (3.0, 0.4f32.into()),
            (4.0, 0.45f32.into()),
            (5.0, 1e30f32.into()),
        ];
        assert_eq!(curves.lines[0].astray, points(&way));
        assert_eq!((low.x, high.x, low.y), (1.0, 6.0, calm[0].y));
        assert!(high.y > calm[1].y && high.y < 2.0, "{high:?}");
        // At the first update, with no finite loss at all.
        history.steps.clear();
        history.diverged = Some(crate::training::Divergence {
            step: 1,
            seconds: 0.5,
            way: Vec::new(),
        });
        assert_eq!(loss(&history, &LINEAR).diverged, Some(1.0));
    }

    #[test]
    fn the_axis_is_step_epoch_time_or_work() {
        let x = |axis| {
            let run = RunAxis { axis, ..LINEAR.run };
            loss(&history(&[1.0, 1.0]), &Scale { run, ..LINEAR }).lines[0].raw[1].x
        };
        assert_eq!(x(LossAxis::Step), 2.0);
        assert_eq!(x(LossAxis::Epoch), 0.2);
        assert_eq!(x(LossAxis::Time), 1.0);
        assert_eq!(x(LossAxis::Compute), 6e6);
    }

    #[test]
    fn the_best_epoch_has_the_lowest_validation_loss() {
        let history = History {
            steps: Vec::new(),
            epochs: vec![
                epoch(1, 0.5, 1.0),
                epoch(2, 0.2, 1.0),
                epoch(3, f64::NAN, 1.0),
                epoch(4, 0.3, 1.0),
            ],
            ..History::default()
        };
        let best = loss(&history, &LINEAR).best.unwrap();
        assert_eq!((best.epoch, best.value), (2, 0.2));
        assert_eq!(best.at, PlotPoint { x: 20.0, y: 0.2 });
    }

    #[test]
    fn the_best_epoch_of_an_elbo_has_the_highest() {
        let with = |number, kl| {
            let mut record = epoch(number, 0.0, 1.0);
            record.validation.parts.reconstruction = 100.0;
            record.validation.parts.kl = Some(kl);
            record
        };
        let history = History {
            steps: Vec::new(),
            epochs: vec![with(1, 30.0), with(2, 20.0), with(3, 25.0)],
            ..History::default()
        };
        let curves = Curves::new(&history, &LINEAR, Quantity::Elbo, 1_500);
        assert_eq!(curves.best.map(|best| best.value), Some(-120.0));
        assert_eq!(curves.lines[0].validation[0].y, -130.0);
        assert_eq!(
            Curves::new(&history, &LINEAR, Quantity::Kl, 1_500).best,
            None
        );
    }

    #[test]
    fn both_players_have_a_curve() {
        let mut history = history(&[1.0, 2.0]);
        history.steps[1].parts.adversarial = Some(crate::model::AdversarialLosses {
            discriminator: 0.5,
            generator: 0.75,
            ..Default::default()
        });
        let curves = Curves::new(&history, &LINEAR, Quantity::Players, 1_500);
        assert_eq!(curves.lines[0].raw, points(&[(2.0, 0.5)]));
        assert_eq!(curves.lines[1].raw, points(&[(2.0, 0.75)]));
    }

    #[test]
    fn jumps_of_the_rate_are_found_and_slopes_are_not() {
        let with = |rates: &[f64]| {
            let epochs: Vec<EpochRecord> = rates
                .iter()
                .zip(1..)
                .map(|(&rate, i)| epoch(i, 1.0, rate))
                .collect();
            rate_changes(&epochs, &LINEAR)
        };
        let change = |x, rate| RateChange { x, rate };
        assert_eq!(with(&[1.0, 1.0, 0.1, 0.1]), [change(20.0, 0.1)]);
        assert_eq!(with(&[1.0, 0.5]), [change(10.0, 0.5)]);
        assert_eq!(with(&[1.0, 0.9, 0.7, 0.4]), []);
        assert_eq!(with(&[1.0]), []);
        assert_eq!(with(&[]), []);
    }

    #[test]
    fn the_extent_leaves_wild_batches_out() {
        let mut losses = vec![0.5; 200];
        losses[100] = 50.0;
        losses[7] = 0.4;
        let scale = Scale {
            smoothing: 0.999,
            ..LINEAR
        };
        let [low, high] = loss(&history(&losses), &scale).extent().unwrap();
        assert_eq!((low.x, high.x), (1.0, 200.0));
        assert!(high.y < 5.0, "{}", high.y);
        assert_eq!(Curves::default().extent(), None);
    }
}
