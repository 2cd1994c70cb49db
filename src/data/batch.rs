//! Gathers samples by index into batches of scaled inputs and targets.

use rayon::prelude::*;

use super::{Samples, Scaler};

/// Fewest numbers that are worth a thread of their own.
const NUMBERS_A_THREAD: usize = 100_000;

/// Images of a set, named for a device that gathers them itself.
#[derive(Debug, Clone, Copy)]
pub struct GatherSpec<'a> {
    pub images: &'a Samples,
    /// Which of them, in this order.
    pub indices: &'a [u32],
    /// The number that each byte stands for.
    pub table: &'a [f32; 256],
}

impl GatherSpec<'_> {
    /// Replaces the contents of `out` with the numbers of the images, one image after another.
    pub fn put(&self, out: &mut Vec<f32>) {
        let width = self.images.shape().values();
        gather(self.indices, width, out, |index, row| {
            for (out, &byte) in row.iter_mut().zip(self.images.image(index)) {
                *out = self.table[usize::from(byte)];
            }
        });
    }
}

/// Replaces the contents of `out` with what a model should make of the samples at `indices`, one after another:
/// `indices.len() * target_width` numbers, NaN where a value is missing. The buffer's memory is used again from batch to
/// batch.
///
/// # Panics
/// When an index is not below `samples.len()`.
pub fn gather_targets(samples: &Samples, indices: &[u32], scaler: &Scaler, out: &mut Vec<f32>) {
    let width = scaler.shape().target_width();
    gather(indices, width, out, |index, row| {
        scaler.put_target(samples, index, row);
    });
}

/// As [`gather_targets`], what a model sees of them: `indices.len() * input_width` numbers, gaps filled and marked.
///
/// # Panics
/// As [`gather_targets`].
pub fn gather_inputs(samples: &Samples, indices: &[u32], scaler: &Scaler, out: &mut Vec<f32>) {
    let width = scaler.shape().input_width();
    gather(indices, width, out, |index, row| {
        scaler.put_input(samples, index, row);
    });
}

fn gather(
    indices: &[u32],
    width: usize,
    out: &mut Vec<f32>,
    put: impl Fn(usize, &mut [f32]) + Sync,
) {
    // Every number is written below, so what a longer batch left behind is not cleared first.
    out.resize(indices.len() * width, 0.0);
    let width = width.max(1);
    if out.len() < 2 * NUMBERS_A_THREAD {
        for (row, &index) in out.chunks_exact_mut(width).zip(indices) {
            put(index as usize, row);
        }
        return;
    }
    let rows = out.par_chunks_exact_mut(width).zip(indices);
    rows.with_min_len(NUMBERS_A_THREAD / width)
        .for_each(|(row, &index)| put(index as usize, row));
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::data::{Column, ColumnKind, ImageShape, Scaling};

    #[test]
    fn images_come_in_the_order_of_the_indices_and_the_buffer_is_reused() {
        let shape = ImageShape {
            height: 1,
            width: 2,
            channels: 1,
        };
        let images = Samples::images(shape, vec![0, 255, 51, 102, 255, 0], None).unwrap();
        let scaler = Scaler::fit(Scaling::Unit, &images, &[0, 1, 2]);
        let mut batch = vec![9.0; 7];
        gather_targets(&images, &[2, 0, 2], &scaler, &mut batch);
        assert_eq!(batch, [1.0, 0.0, 0.0, 1.0, 1.0, 0.0]);
        let memory = batch.as_ptr();
        gather_inputs(&images, &[1], &scaler, &mut batch);
        assert_eq!(batch, [0.2, 0.4]);
        assert_eq!(batch.as_ptr(), memory);
        gather_targets(&images, &[], &scaler, &mut batch);
        assert!(batch.is_empty());
    }

    #[test]
    fn named_images_are_put_as_the_device_would_gather_them() {
        let shape = ImageShape {
            height: 1,
            width: 1,
            channels: 2,
        };
        let images = Samples::images(shape, vec![0, 255, 51, 102, 153, 204], None).unwrap();
        let scaler = Scaler::unit(shape);
        let table = scaler.table().unwrap();
        let chosen = |indices| GatherSpec {
            images: &images,
            indices,
            table,
        };
        let mut out = vec![9.0; 7];
        chosen(&[2, 0, 2]).put(&mut out);
        assert_eq!(out, [0.6, 0.8, 0.0, 1.0, 0.6, 0.8]);
        let mut gathered = Vec::new();
        gather_targets(&images, &[2, 0, 2], &scaler, &mut gathered);
        assert_eq!(out, gathered);
        chosen(&[]).put(&mut out);
        assert!(out.is_empty());
    }

    #[test]
    fn inputs_of_rows_are_wider_than_targets_by_their_masks() {
        let column = Column::new("a", ColumnKind::Numeric, true);
        let columns = Arc::new(vec![column].into());
        let rows = Samples::rows(columns, vec![1.0, 3.0, f32::NAN], None).unwrap();
        let scaler = Scaler::fit(Scaling::Standardised, &rows, &[0, 1, 2]);
        let mut batch = Vec::new();
        gather_inputs(&rows, &[2, 1], &scaler, &mut batch);
        assert_eq!(batch, [0.0, 1.0, 1.0, 0.0]);
        gather_targets(&rows, &[2, 1], &scaler, &mut batch);
        assert!(batch[0].is_nan() && batch[1] == 1.0);
    }

    #[test]
    fn many_rows_on_several_threads_come_in_order() {
        let shape = ImageShape {
            height: 1,
            width: 100,
            channels: 1,
        };
        let pixels: Vec<u8> = (0..100u32 * 256).map(|i| (i / 100) as u8).collect();
        let images = Samples::images(shape, pixels, None).unwrap();
        let scaler = Scaler::fit(Scaling::Unit, &images, &[0]);
        let indices: Vec<u32> = (0..4000u32).map(|i| i * 7 % 256).collect();
        let mut batch = Vec::new();
        gather_targets(&images, &indices, &scaler, &mut batch);
        let mut rows = batch.chunks(100).zip(&indices);
        assert!(rows.all(|(row, &index)| row.iter().all(|&x| x == index as f32 / 255.0)));
    }
}
