//! The offsets in memory of the numbers in one window.

use crate::model::device::maps::{Windows, padded};

/// Distances in a padded big map and counts of windows, for the loops over them.
#[derive(Debug, Clone, Copy)]
pub struct Reach {
    /// Rows of a window.
    pub kernel: usize,
    /// Numbers side by side in one row of a window: kernel x channels.
    pub run: usize,
    /// From one row of the padded map to the next.
    pub row: usize,
    /// From one window to the next in a row of windows.
    pub step: usize,
    /// From one row of windows to the next.
    pub line: usize,
    /// Rows of windows.
    pub height: usize,
    /// Windows in a row.
    pub width: usize,
    /// Numbers that a window makes.
    pub outputs: usize,
}

impl Reach {
    pub fn new(windows: &Windows) -> Self {
        Self::within(windows, padded(windows.big, windows.margin()).width)
    }

    /// As [`Self::new`], with `width` pixels in a row of the padded map.
    pub fn within(windows: &Windows, width: usize) -> Self {
        let row = width * windows.big.channels;
        Self {
            kernel: windows.kernel,
            run: windows.kernel * windows.big.channels,
            row,
            step: windows.stride * windows.big.channels,
            line: windows.stride * row,
            height: windows.small.height,
            width: windows.small.width,
            outputs: windows.small.channels,
        }
    }

    /// Numbers of a window: kernel x kernel x channels.
    pub fn window(&self) -> usize {
        self.kernel * self.run
    }

    /// Panics unless every window lies within `padded` numbers and the small map has `small`: what the unchecked
    /// loops rely on.
    pub fn assert_within(&self, padded: usize, small: usize) {
        assert!(self.height > 0 && self.width > 0, "windows");
        let last = (self.height - 1) * self.line + (self.width - 1) * self.step;
        let end = last + (self.kernel - 1) * self.row + self.run;
        assert!(end <= padded, "windows end at {end} of {padded} numbers");
        assert_eq!(small, self.height * self.width * self.outputs, "small map");
    }
}
