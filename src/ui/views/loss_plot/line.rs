//! One curve: its raw and smoothed values in training, and those of validation.

use egui_plot::PlotPoint;

use super::scale::Scale;
use super::smoothing::{range, smoothed, thinned};
use crate::export::loss::Series;

/// How much of the height of the rest the way to a divergence may add.
const ASTRAY: f64 = 0.5;

/// One curve, in plot positions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// Batch by batch.
    pub raw: Vec<PlotPoint>,
    /// Their moving average; empty without smoothing.
    pub smooth: Vec<PlotPoint>,
    /// One point an epoch.
    pub validation: Vec<PlotPoint>,
    /// The way to the last divergence.
    pub astray: Vec<PlotPoint>,
    /// Smallest and largest x and y worth showing; single wild batches may lie outside. `None` without points.
    pub extent: Option<[PlotPoint; 2]>,
}

impl Line {
    /// From places along the run and values there; about `drawn` points of the many are kept.
    pub fn new(series: &Series, scale: &Scale, drawn: usize) -> Self {
        let Series {
            training: steps,
            validation,
            diverged,
        } = series;
        let way = diverged.as_ref().map_or(&[][..], |diverged| &diverged.way);
        let smooth = if scale.smoothing > 0.0 {
            scale.points(&smoothed(steps, scale.smoothing))
        } else {
            Vec::new()
        };
        let mut line = Self {
            raw: thinned(scale.points(steps), drawn),
            smooth: thinned(smooth, drawn),
            validation: scale.points(validation),
            astray: scale.points(way),
            extent: None,
        };
        line.extent = line.with_astray(line.measured());
        line
    }

    /// The train curve that stands for the run: smoothed where there is smoothing.
    pub fn train(&self) -> &[PlotPoint] {
        if self.smooth.is_empty() {
            &self.raw
        } else {
            &self.smooth
        }
    }

    /// With room for the beginning of the way to a divergence, whose end may be anywhere.
    fn with_astray(&self, extent: Option<[PlotPoint; 2]>) -> Option<[PlotPoint; 2]> {
        let Some((left, right)) = range(self.astray.iter().map(|point| point.x)) else {
            return extent;
        };
        let (bottom, top) = range(self.astray.iter().map(|point| point.y))?;
        let most = extent.map_or(top, |[low, high]| high.y + ASTRAY * (high.y - low.y));
        let whole = [
            PlotPoint::new(left, bottom),
            PlotPoint::new(right, top.min(most)),
        ];
        union(extent, Some(whole))
    }

    fn measured(&self) -> Option<[PlotPoint; 2]> {
        let mut raw: Vec<f64> = self.raw.iter().map(|point| point.y).collect();
        let cut = raw.len() / 50;
        if let Some(last) = raw.len().checked_sub(cut + 1) {
            raw.select_nth_unstable_by(cut, f64::total_cmp);
            raw[cut..].select_nth_unstable_by(last - cut, f64::total_cmp);
        }
        let raw = raw.get(cut..raw.len() - cut).unwrap_or_default();
        // The first value is no accident: the way from it is what the plot is about.
        let lines = self
            .smooth
            .iter()
            .chain(&self.validation)
            .chain(self.raw.first());
        let ys = lines.map(|point| point.y).chain(raw.iter().copied());
        let xs = self.raw.iter().chain(&self.validation);
        let xs = xs.map(|point| point.x);
        let (low, high) = range(xs)?;
        let (bottom, top) = range(ys)?;
        Some([
            PlotPoint { x: low, y: bottom },
            PlotPoint { x: high, y: top },
        ])
    }
}

/// Around both.
pub fn union(a: Option<[PlotPoint; 2]>, b: Option<[PlotPoint; 2]>) -> Option<[PlotPoint; 2]> {
    match (a, b) {
        (Some([a, b]), Some([low, high])) => Some([
            PlotPoint::new(a.x.min(low.x), a.y.min(low.y)),
            PlotPoint::new(b.x.max(high.x), b.y.max(high.y)),
        ]),
        (a, b) => a.or(b),
    }
}
