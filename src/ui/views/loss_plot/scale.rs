//! How values become positions of the plot.

use egui_plot::PlotPoint;

use crate::export::loss::RunAxis;
use crate::project::LossAxis;

/// How values become positions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    pub run: RunAxis,
    /// The vertical position is the logarithm (base 10) of the value.
    pub log: bool,
    /// Weight of the past in the moving average, one two-hundredth of the run ago, in [0, 1).
    pub smoothing: f64,
}

impl Scale {
    pub fn x(&self, step: u64, seconds: f64) -> f64 {
        self.run.x(step, seconds)
    }

    /// "epoch", "step", "seconds" or "multiply-adds".
    pub fn axis_name(&self) -> &'static str {
        match self.run.axis {
            LossAxis::Step => "step",
            LossAxis::Epoch => "epoch",
            LossAxis::Time => "seconds",
            LossAxis::Compute => "multiply-adds",
        }
    }

    /// The position of a value; `None` where it has none (not a number, or no logarithm).
    pub fn y(&self, value: f64) -> Option<f64> {
        let y = if self.log { value.log10() } else { value };
        y.is_finite().then_some(y)
    }

    /// The value at a position.
    pub fn value(&self, y: f64) -> f64 {
        if self.log { 10f64.powf(y) } else { y }
    }

    pub fn points(&self, values: &[(f64, f64)]) -> Vec<PlotPoint> {
        values
            .iter()
            .filter(|(x, _)| x.is_finite())
            .filter_map(|&(x, value)| {
                Some(PlotPoint {
                    x,
                    y: self.y(value)?,
                })
            })
            .collect()
    }
}
