//! The three passes of a convolution over one map: forward, input gradient and weight gradient.

use super::border::{fold, pad};
use super::reach::Reach;
use super::{few, slopes, spread, taps, tiles};
use crate::data::ImageShape;
use crate::model::Padding;
use crate::model::device::maps::{Windows, padded};
use crate::model::scratch::{self, Scratch};

/// Whether the outputs of a window fill registers.
fn fills(outputs: usize) -> bool {
    outputs.is_multiple_of(8)
}

/// From a padded big map to a small one.
pub struct Inward {
    reach: Reach,
    taps: Scratch,
}

impl Inward {
    pub fn new(windows: &Windows, weights: &[f32]) -> Self {
        Self::within(windows, Reach::new(windows), weights)
    }

    fn within(windows: &Windows, reach: Reach, weights: &[f32]) -> Self {
        let taps = if fills(reach.outputs) {
            taps::outputs_innermost(windows, weights)
        } else {
            taps::outputs_outermost(windows, weights)
        };
        Self { reach, taps }
    }

    /// Adds to `small`.
    pub fn add(&self, padded_big: &[f32], small: &mut [f32]) {
        if fills(self.reach.outputs) {
            tiles::add_windows(&self.reach, padded_big, &self.taps, small);
        } else {
            few::add_windows(&self.reach, padded_big, &self.taps, small);
        }
    }
}

/// From a small map to a big one.
pub enum Outward {
    /// At stride 1: a convolution with the windows turned round.
    Turned {
        inward: Inward,
        small: ImageShape,
        margin: usize,
        /// Where the big map's padding mirrors it, the padded map is made first and folded then.
        folds: Option<(ImageShape, usize)>,
    },
    /// At any stride.
    Spread {
        reach: Reach,
        taps: Scratch,
        windows: Windows,
    },
}

impl Outward {
    pub fn new(windows: &Windows, weights: &[f32]) -> Self {
        if windows.stride != 1 {
            return Self::Spread {
                reach: Reach::new(windows),
                taps: taps::rows_outermost(windows, weights),
                windows: *windows,
            };
        }
        let margin = windows.margin();
        let folds = (windows.padding == Padding::Reflect).then_some((windows.big, margin));
        let (target, margin) = match folds {
            Some((big, margin)) => (padded(big, margin), 2 * margin),
            None => (windows.big, margin),
        };
        let back = Windows {
            big: windows.small,
            small: target,
            ..*windows
        };
        let reach = Reach::within(&back, padded(back.big, margin).width);
        let turned = taps::turned(windows, weights);
        Self::Turned {
            inward: Inward::within(&back, reach, &turned),
            small: windows.small,
            margin,
            folds,
        }
    }

    /// Room for [`Self::add`] to work in.
    pub fn scratch(&self) -> [Scratch; 2] {
        let zeros = |shape: ImageShape| scratch::zeros(shape.size());
        match self {
            Self::Turned {
                small,
                margin,
                folds,
                ..
            } => [
                zeros(padded(*small, *margin)),
                folds.map_or_else(
                    || scratch::zeros(0),
                    |(big, margin)| zeros(padded(big, margin)),
                ),
            ],
            Self::Spread { windows, .. } => [
                zeros(padded(windows.big, windows.margin())),
                scratch::zeros(0),
            ],
        }
    }

    /// Adds to `big`.
    pub fn add(&self, small: &[f32], [first, second]: &mut [Scratch; 2], big: &mut [f32]) {
        match self {
            Self::Turned {
                inward,
                small: shape,
                margin,
                folds,
            } => {
                pad(small, *shape, *margin, Padding::Zero, first);
                match *folds {
                    None => inward.add(first, big),
                    Some((shape, margin)) => {
                        second.fill(0.0);
                        inward.add(first, second);
                        fold(second, shape, margin, Padding::Reflect, big);
                    }
                }
            }
            Self::Spread {
                reach,
                taps,
                windows,
            } => {
                first.fill(0.0);
                spread::spread_windows(reach, small, taps, first);
                fold(first, windows.big, windows.margin(), windows.padding, big);
            }
        }
    }
}

/// The weights' gradient, in the order that suits the loops.
pub struct WeightSlopes {
    reach: Reach,
    windows: Windows,
}

impl WeightSlopes {
    pub fn new(windows: &Windows) -> Self {
        Self {
            reach: Reach::new(windows),
            windows: *windows,
        }
    }

    /// Adds one map's share to `sums`.
    pub fn add(&self, padded_big: &[f32], small: &[f32], sums: &mut [f32]) {
        if fills(self.reach.outputs) {
            slopes::add_slopes(&self.reach, padded_big, small, sums);
        } else {
            few::add_slopes(&self.reach, padded_big, small, sums);
        }
    }

    /// Adds `sums` to a gradient in PyTorch's order.
    pub fn add_to(&self, sums: &[f32], gradient: &mut [f32]) {
        taps::add_back(&self.windows, sums, fills(self.reach.outputs), gradient);
    }
}
