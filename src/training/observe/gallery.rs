//! Makes the gallery view batch by batch, so that it can be stopped after any of them.

use rand::Rng;

use super::Observed;
use super::by_column::ColumnSums;
use crate::data::random::{Purpose, stream};
use crate::data::{Columns, Corruption};
use crate::eval::{mean_error, row_errors};
use crate::training::loader::BatchBuffer;
use crate::training::{ColumnErrors, GalleryChoice, GalleryRequest, GalleryView, RunError};

/// Samples at a time: as fast as more at once, and a part takes a few milliseconds.
const CHUNK: usize = 250;
/// Mean errors by column are over so many rows at most, the first ones.
const MOST_ROWS: usize = 20_000;

/// A gallery under way.
pub(in crate::training) struct GalleryPass {
    request: GalleryRequest,
    /// Error of each sample so far, where samples are ranked or measured by column: squared error of images, mean over
    /// the columns of rows.
    errors: Vec<f64>,
    columns: ColumnSums,
    buffer: BatchBuffer,
}

impl GalleryPass {
    pub(in crate::training) fn new(request: GalleryRequest) -> Self {
        Self {
            request,
            errors: Vec::new(),
            columns: ColumnSums::default(),
            buffer: BatchBuffer::default(),
        }
    }
}

impl Observed<'_> {
    /// Does a part of `pass`, of which all must be done with the same weights; the view after the last.
    pub(in crate::training) fn advance_gallery(
        &self,
        pass: &mut GalleryPass,
    ) -> Result<Option<GalleryView>, RunError> {
        let request = pass.request;
        let corruption = self.looked_at(request);
        let subset = self.loader.test();
        let shape = self.loader.data.dataset.test.shape();
        let needed = match (request.choice, shape.columns()) {
            (GalleryChoice::Random, None) => 0,
            (GalleryChoice::Random, Some(_)) => subset.len().min(MOST_ROWS),
            _ => subset.len(),
        };
        if pass.errors.len() < needed {
            let done = pass.errors.len();
            let buffer = &mut pass.buffer;
            let batch = self.loader.read(&subset, done, CHUNK, &corruption, buffer);
            let errors = self.model.evaluate(&batch, &self.settings.objective)?;
            match (shape.columns(), errors.rows) {
                (Some(columns), Some(rows)) => {
                    let each = rows.columns.chunks_exact(columns.len());
                    pass.errors.extend(each.map(mean_error));
                    let counted = columns.len() * MOST_ROWS.saturating_sub(done);
                    let counted = counted.min(rows.columns.len());
                    pass.columns.add(&rows.columns[..counted], columns.len());
                }
                _ => pass.errors.extend(errors.squared),
            }
            return Ok(None);
        }
        let count = request.count.min(subset.len());
        let indices = match request.choice {
            GalleryChoice::Random => draw(subset.len() as u32, count, request.seed),
            choice => rank(&pass.errors, choice, count),
        };
        let mut view = self.show(request, &corruption, indices, &mut pass.buffer)?;
        if let Some(columns) = &mut view.columns {
            columns.mean = pass.columns.means();
            columns.measured = pass.errors.len().min(MOST_ROWS);
        }
        Ok(Some(view))
    }

    /// Reconstructs the test images at `indices`.
    fn show(
        &self,
        request: GalleryRequest,
        corruption: &Corruption,
        indices: Vec<u32>,
        buffer: &mut BatchBuffer,
    ) -> Result<GalleryView, RunError> {
        let (mut outputs, mut corrupted) = (Vec::new(), Vec::new());
        let subset = self.loader.chosen_test(&indices);
        for first in (0..subset.len()).step_by(CHUNK) {
            let batch = self.loader.read(&subset, first, CHUNK, corruption, buffer);
            outputs.extend(self.model.reconstruct(batch.inputs, batch.rows)?);
            match self.loader.data.dataset.shape().columns() {
                _ if corruption.is_none() => {}
                Some(columns) => put_seen(batch.inputs, columns, &mut corrupted),
                None => corrupted.extend_from_slice(batch.inputs),
            }
        }
        self.loader.scaler.unscale(&mut outputs);
        self.loader.scaler.unscale(&mut corrupted);
        let test = &self.loader.data.dataset.test;
        let size = test.shape().target_width();
        let outputs_of = indices.iter().zip(outputs.chunks(size));
        let (errors, columns) = match test.shape().columns() {
            None => {
                let error = |(&index, output): (&u32, &[f32])| {
                    mean_squared_error(output, test.image(index as usize))
                };
                (outputs_of.map(error).collect(), None)
            }
            Some(columns) => {
                let scaler = &self.loader.scaler;
                let rows: Vec<f32> = outputs_of
                    .flat_map(|(&index, output)| {
                        row_errors(scaler, test.row(index as usize), output)
                    })
                    .collect();
                let each = rows.chunks(columns.len());
                let errors = each.map(|errors| mean_error(errors) as f32).collect();
                let columns = ColumnErrors {
                    rows,
                    ..ColumnErrors::default()
                };
                (errors, Some(columns))
            }
        };
        Ok(GalleryView {
            request,
            indices,
            corrupted: (!corruption.is_none()).then_some(corrupted),
            outputs,
            errors,
            columns,
            step: self.step,
            past: self.past,
        })
    }

    /// The noise that a gallery shows.
    fn looked_at(&self, request: GalleryRequest) -> Corruption {
        let corruption = self.settings.phase_at(self.epoch).corruption;
        match request.noise {
            Some(thousandths) => corruption.with_strength(f32::from(thousandths) / 1_000.0),
            None => corruption,
        }
    }
}

/// Adds what a model saw of the rows in `inputs` without their masks, NaN where a mask says that a value is missing.
fn put_seen(inputs: &[f32], columns: &Columns, seen: &mut Vec<f32>) {
    for row in inputs.chunks_exact(columns.input_width().max(1)) {
        let (buffer, masks) = row.split_at(columns.target_width());
        let first = seen.len();
        seen.extend_from_slice(buffer);
        let masked = columns.spans().filter(|(column, _)| column.has_missing);
        for ((_, span), &mask) in masked.zip(masks) {
            if mask > 0.5 {
                seen[first..][span.range()].fill(f32::NAN);
            }
        }
    }
}

/// The `count` samples with the largest or the smallest of the `errors`, the first of equals first; those without an error
/// last.
fn rank(errors: &[f64], choice: GalleryChoice, count: usize) -> Vec<u32> {
    let mut indices: Vec<u32> = (0..errors.len() as u32).collect();
    indices.sort_by(|&a, &b| {
        let (first, second) = (errors[a as usize], errors[b as usize]);
        let order = match choice {
            GalleryChoice::Worst => second.total_cmp(&first),
            _ => first.total_cmp(&second),
        };
        let known = first.is_nan().cmp(&second.is_nan());
        known.then(order).then(a.cmp(&b))
    });
    indices.truncate(count);
    indices
}

/// `count` of `images` indices. One after the other, so that a wider gallery shows the images of a narrow one and more.
fn draw(images: u32, count: usize, seed: u64) -> Vec<u32> {
    let mut random = stream(seed, Purpose::Gallery, 0, 0);
    let mut indices: Vec<u32> = (0..images).collect();
    for place in 0..count {
        let drawn = random.random_range(place..indices.len());
        indices.swap(place, drawn);
    }
    indices.truncate(count);
    indices
}

fn mean_squared_error(output: &[f32], bytes: &[u8]) -> f32 {
    let sum: f64 = output
        .iter()
        .zip(bytes)
        .map(|(&value, &byte)| (f64::from(value) - f64::from(byte) / 255.0).powi(2))
        .sum();
    (sum / output.len().max(1) as f64) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wider_gallery_keeps_the_images_of_a_narrow_one() {
        let wide = draw(1_000, 40, 7);
        for count in [0, 1, 6, 12, 39] {
            assert_eq!(draw(1_000, count, 7), wide[..count]);
        }
        assert_ne!(draw(1_000, 40, 8), wide);
        let mut all = draw(40, 40, 7);
        all.sort_unstable();
        assert_eq!(all, (0..40).collect::<Vec<u32>>());
    }
}
