//! Batches: the chosen images as the numbers a model sees.

use rayon::prelude::*;

use super::{Images, Scaler};

/// Fewest images that are worth a thread of their own.
const IMAGES_A_THREAD: usize = 128;

/// Images of a set, and what their bytes stand for.
#[derive(Debug, Clone, Copy)]
pub struct Chosen<'a> {
    pub images: &'a Images,
    /// Which of them, in this order.
    pub indices: &'a [u32],
    /// The number that each byte stands for.
    pub table: &'a [f32; 256],
}

/// Replaces the contents of `out` with the images at `indices`, one after another and scaled:
/// `indices.len() * shape.size()` numbers. The buffer's memory is used again from batch to batch.
///
/// # Panics
/// When an index is not below `images.len()`.
pub fn gather(images: &Images, indices: &[u32], scaler: &Scaler, out: &mut Vec<f32>) {
    let table = &scaler.table();
    gather_by(
        &Chosen {
            images,
            indices,
            table,
        },
        out,
    );
}

/// As [`gather`], with a table that was made before.
pub(crate) fn gather_by(chosen: &Chosen, out: &mut Vec<f32>) {
    let Chosen {
        images,
        indices,
        table,
    } = *chosen;
    let size = images.shape().size();
    // Every number is written below, so what a longer batch left behind is not cleared first.
    out.resize(indices.len() * size, 0.0);
    let rows = out.par_chunks_exact_mut(size).zip(indices);
    rows.with_min_len(IMAGES_A_THREAD)
        .for_each(|(row, &index)| {
            for (out, &byte) in row.iter_mut().zip(images.image(index as usize)) {
                *out = table[usize::from(byte)];
            }
        });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ImageShape, Scaling};

    #[test]
    fn images_come_in_the_order_of_the_indices_and_the_buffer_is_reused() {
        let shape = ImageShape {
            height: 1,
            width: 2,
            channels: 1,
        };
        let images = Images::new(shape, vec![0, 255, 51, 102, 255, 0], None).unwrap();
        let scaler = Scaler::fit(Scaling::Unit, &images);
        let mut batch = vec![9.0; 7];
        gather(&images, &[2, 0, 2], &scaler, &mut batch);
        assert_eq!(batch, [1.0, 0.0, 0.0, 1.0, 1.0, 0.0]);
        let memory = batch.as_ptr();
        gather(&images, &[1], &scaler, &mut batch);
        assert_eq!(batch, [0.2, 0.4]);
        assert_eq!(batch.as_ptr(), memory);
        gather(&images, &[], &scaler, &mut batch);
        assert!(batch.is_empty());
    }

    #[test]
    fn standardised_batches_use_the_scaler() {
        let shape = ImageShape {
            height: 1,
            width: 1,
            channels: 1,
        };
        let images = Images::new(shape, vec![0, 255], None).unwrap();
        let scaler = Scaler::fit(Scaling::Standardised, &images);
        let mut batch = Vec::new();
        gather(&images, &[1, 0], &scaler, &mut batch);
        assert_eq!(batch, [1.0, -1.0]);
    }
}
