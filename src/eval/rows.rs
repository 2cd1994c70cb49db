//! Rows of numbers read block by block, so that a dataset is never held whole as floats.

use crate::data::{Samples, Scaler};

/// A block is at most this many numbers (16 MB as f32).
const BLOCK_NUMBERS: usize = 4 << 20;

/// A source of rows of one width.
pub trait Rows {
    /// How many rows.
    fn count(&self) -> usize;
    /// Numbers in a row.
    fn width(&self) -> usize;
    /// Writes as many rows as fit into `out`, beginning with row `first`.
    fn read(&self, first: usize, out: &mut [f32]);

    /// Calls `visit` with all rows in order, a block of whole rows at a time.
    fn for_each_block(&self, mut visit: impl FnMut(&mut [f32]))
    where
        Self: Sized,
    {
        let width = self.width();
        let rows = (BLOCK_NUMBERS / width).clamp(1, 4096).min(self.count());
        let mut block = vec![0.0; rows * width];
        let mut first = 0;
        while first < self.count() {
            let rows = rows.min(self.count() - first);
            let block = &mut block[..rows * width];
            self.read(first, block);
            visit(block);
            first += rows;
        }
    }
}

/// Rows of `width` numbers that are in memory already.
pub struct Numbers<'a> {
    pub numbers: &'a [f32],
    pub width: usize,
}

impl Rows for Numbers<'_> {
    fn count(&self) -> usize {
        self.numbers.len() / self.width
    }

    fn width(&self) -> usize {
        self.width
    }

    fn read(&self, first: usize, out: &mut [f32]) {
        let start = first * self.width;
        out.copy_from_slice(&self.numbers[start..start + out.len()]);
    }
}

/// Some or all samples of a set as rows of scaled numbers, gaps filled as a model sees them, without masks.
pub struct Scaled<'a> {
    samples: &'a Samples,
    scaler: &'a Scaler,
    /// Which; all with `None`.
    chosen: Option<&'a [u32]>,
}

impl<'a> Scaled<'a> {
    pub fn new(samples: &'a Samples, scaler: &'a Scaler) -> Self {
        Self {
            samples,
            scaler,
            chosen: None,
        }
    }

    /// Those at `chosen` alone.
    pub fn of(samples: &'a Samples, scaler: &'a Scaler, chosen: &'a [u32]) -> Self {
        Self {
            chosen: Some(chosen),
            ..Self::new(samples, scaler)
        }
    }
}

impl Rows for Scaled<'_> {
    fn count(&self) -> usize {
        self.chosen.map_or(self.samples.len(), <[u32]>::len)
    }

    fn width(&self) -> usize {
        self.scaler.shape().target_width()
    }

    fn read(&self, first: usize, out: &mut [f32]) {
        for (place, out) in (first..).zip(out.chunks_exact_mut(self.width())) {
            let index = self.chosen.map_or(place, |chosen| chosen[place] as usize);
            self.scaler.put_input(self.samples, index, out);
            self.scaler.fill_all(out);
        }
    }
}

/// The scaled numbers of the samples at `chosen`, gaps filled, one sample after another: `target_width` numbers each.
pub fn scaled_rows(samples: &Samples, chosen: &[u32], scaler: &Scaler) -> Vec<f32> {
    let rows = Scaled::of(samples, scaler, chosen);
    let mut out = vec![0.0; rows.count() * rows.width()];
    rows.read(0, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_cover_all_rows_once_and_the_last_is_shorter() {
        let numbers: Vec<f32> = (0..2 * 5000).map(|i| i as f32).collect();
        let rows = Numbers {
            numbers: &numbers,
            width: 2,
        };
        let mut seen = Vec::new();
        let mut sizes = Vec::new();
        rows.for_each_block(|block| {
            sizes.push(block.len());
            seen.extend_from_slice(block);
        });
        assert_eq!(sizes, [8192, 1808]);
        assert_eq!(seen, numbers);
    }
}
