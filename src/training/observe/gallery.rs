//! The gallery view: reconstructions of some test samples, made batch by batch, so that it can be stopped after any of
//! them.

use std::sync::Arc;

use rand::Rng;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::by_column::ColumnSums;
use super::observation::{Observation, Observe, Pass};
use super::observed::Observed;
use crate::data::random::{Purpose, stream};
use crate::data::{Columns, Corruption, SampleShape};
use crate::eval::{mean_error, row_errors};
use crate::model::Loss;
use crate::training::loader::BatchBuffer;
use crate::training::shares::scale_to_targets;
use crate::training::{Run, RunError};

/// Samples at a time: as fast as more at once, and a part takes a few milliseconds.
const CHUNK: usize = 250;
/// Mean errors by column are over so many rows at most, the first ones.
const MOST_ROWS: usize = 20_000;

/// Which test images the gallery shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GalleryChoice {
    /// A fixed draw by seed.
    #[default]
    Random,
    /// Smallest squared error.
    Best,
    /// Largest squared error.
    Worst,
}

/// What the gallery wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct GalleryRequest {
    pub choice: GalleryChoice,
    /// How many images.
    pub count: usize,
    /// Draws the images for [`GalleryChoice::Random`].
    pub seed: u64,
    /// Strength of the corruption that is looked at, in thousandths (of a standard deviation or a fraction); `None`
    /// for that of training.
    pub noise: Option<u16>,
}

impl Default for GalleryRequest {
    fn default() -> Self {
        Self {
            choice: GalleryChoice::Random,
            count: 12,
            seed: 0,
            noise: None,
        }
    }
}

/// Errors by column: squared error of numeric columns in the scale of the inputs, cross-entropy in nats of the others,
/// without weights.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ColumnErrors {
    /// Of the shown rows, row after row; NaN where the value is missing. Of sequences one a channel and step, of texts one a
    /// token.
    pub rows: Vec<f32>,
    /// Mean over test rows; NaN for a column that is always missing. Of sequences one a channel, of texts one a step.
    pub mean: Vec<f32>,
    /// How many test rows, from the first on, `mean` is over.
    pub measured: usize,
}

/// Reconstructions of some test images by the current weights.
#[derive(Debug, Clone, Default)]
pub struct GalleryView {
    pub request: GalleryRequest,
    /// Indices into the test images.
    pub indices: Vec<u32>,
    /// Inputs as the model saw them, in the display scale, sample after sample; `None` where they are the samples
    /// themselves. Of rows without their masks: NaN where the model was told that a value is missing.
    pub corrupted: Option<Vec<f32>>,
    /// Outputs in the display scale (pixels nominally in [0, 1], numbers of a table in their own units), sample after
    /// sample.
    pub outputs: Vec<f32>,
    /// Mean squared error of each image over its pixels, in the display scale; of each row the mean of its
    /// [`ColumnErrors::rows`].
    pub errors: Vec<f32>,
    /// Of rows of a table and of sequences alone.
    pub columns: Option<ColumnErrors>,
    /// Updates done by the weights that made it.
    pub step: u64,
    /// Epochs done by them, where they are a checkpoint's; `None` for the present weights.
    pub past: Option<f64>,
}

impl Observation for GalleryView {
    fn past(&self) -> Option<f64> {
        self.past
    }

    fn step(&self) -> u64 {
        self.step
    }

    fn bytes(&self) -> usize {
        let inputs = self.corrupted.as_ref().map_or(0, Vec::len);
        (self.outputs.len() + inputs) * size_of::<f32>()
    }
}

impl Observe for GalleryRequest {
    fn thrift(&self) -> u32 {
        90
    }

    fn sees_noise(&self) -> bool {
        true
    }

    fn begin(&self, _present: Option<&mut Run>) -> Box<dyn Pass> {
        Box::new(GalleryPass::new(*self))
    }
}

/// A gallery under way.
pub(super) struct GalleryPass {
    request: GalleryRequest,
    /// Error of each sample so far, where samples are ranked or measured by column: squared error of images, mean over
    /// the columns of rows.
    errors: Vec<f64>,
    columns: ColumnSums,
    buffer: BatchBuffer,
}

impl Pass for GalleryPass {
    fn advance(&mut self, of: &Observed) -> Result<Option<Arc<dyn Observation>>, RunError> {
        Ok(self.part(of)?.map(|view| Arc::new(view) as _))
    }
}

impl GalleryPass {
    pub(super) fn new(request: GalleryRequest) -> Self {
        Self {
            request,
            errors: Vec::new(),
            columns: ColumnSums::default(),
            buffer: BatchBuffer::default(),
        }
    }

    /// Does a part; the view after the last.
    pub(super) fn part(&mut self, of: &Observed) -> Result<Option<GalleryView>, RunError> {
        let request = self.request;
        let corruption = looked_at(of, request);
        let subset = of.loader.test();
        let shape = of.loader.data.dataset.test.shape();
        let values = cells(shape);
        let needed = match (request.choice, values) {
            (GalleryChoice::Random, None) => 0,
            (GalleryChoice::Random, Some(_)) => subset.len().min(MOST_ROWS),
            _ => subset.len(),
        };
        if self.errors.len() < needed {
            let done = self.errors.len();
            let buffer = &mut self.buffer;
            let most = shape.at_a_time(CHUNK);
            let batch = of.loader.read(&subset, done, most, &corruption, buffer);
            let errors = of.model.evaluate(&batch, &of.settings.objective)?;
            match (values, errors.rows) {
                (Some((values, columns)), Some(rows)) => {
                    let each = rows.columns.chunks_exact(values);
                    self.errors.extend(each.map(mean_error));
                    let counted = values * MOST_ROWS.saturating_sub(done);
                    let counted = counted.min(rows.columns.len());
                    self.columns.add(&rows.columns[..counted], columns);
                }
                // Sequences are of different lengths.
                (None, Some(rows)) => {
                    let each = errors.squared.iter().zip(&rows.numeric_cells);
                    let mean = |(sum, &count): (&f64, &u32)| sum / f64::from(count.max(1));
                    self.errors.extend(each.map(mean));
                }
                _ => self.errors.extend(errors.squared),
            }
            return Ok(None);
        }
        let count = request.count.min(subset.len());
        let indices = match request.choice {
            GalleryChoice::Random => draw(subset.len() as u32, count, request.seed),
            choice => rank(&self.errors, choice, count),
        };
        let mut view = show(of, request, &corruption, indices, &mut self.buffer)?;
        if let Some(columns) = &mut view.columns {
            columns.mean = self.columns.means();
            columns.measured = self.errors.len().min(MOST_ROWS);
        }
        Ok(Some(view))
    }
}

/// Reconstructs the test images at `indices`.
fn show(
    of: &Observed,
    request: GalleryRequest,
    corruption: &Corruption,
    indices: Vec<u32>,
    buffer: &mut BatchBuffer,
) -> Result<GalleryView, RunError> {
    let (mut outputs, mut corrupted) = (Vec::new(), Vec::new());
    let subset = of.loader.chosen_test(&indices);
    let most = of.loader.scaler.shape().at_a_time(CHUNK);
    for first in (0..subset.len()).step_by(most) {
        let batch = of.loader.read(&subset, first, most, corruption, buffer);
        let mut made = of.model.reconstruct(batch.inputs, batch.rows)?;
        if of.settings.loss == Loss::Kl {
            let width = of.loader.scaler.shape().target_width();
            scale_to_targets(&mut made, batch.targets, width);
        }
        outputs.extend(made);
        match of.loader.data.dataset.shape().columns() {
            _ if corruption.is_none() => {}
            Some(columns) => put_seen(batch.inputs, columns, &mut corrupted),
            None => corrupted.extend_from_slice(batch.inputs),
        }
    }
    of.loader.scaler.unscale(&mut outputs);
    of.loader.scaler.unscale(&mut corrupted);
    let test = &of.loader.data.dataset.test;
    let size = test.shape().target_width();
    let outputs_of = indices.iter().zip(outputs.chunks(size));
    let (errors, columns) = match cells(test.shape()) {
        None => {
            let error = |(&index, output): (&u32, &[f32])| {
                mean_squared_error(output, test.image(index as usize))
            };
            (outputs_of.map(error).collect(), None)
        }
        Some((values, _)) => {
            let scaler = &of.loader.scaler;
            let rows: Vec<f32> = outputs_of
                .flat_map(|(&index, output)| {
                    row_errors(scaler, &test.wanted_row(index as usize), output)
                })
                .collect();
            let each = rows.chunks(values);
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
        step: of.step,
        past: of.past,
    })
}

/// How many values a sample that is measured by column or channel has, and of how many columns or channels.
fn cells(shape: &SampleShape) -> Option<(usize, usize)> {
    match shape {
        SampleShape::Image(_) => None,
        SampleShape::Row(columns) => Some((columns.len(), columns.len())),
        SampleShape::Sequence(shape) => Some((shape.steps * shape.features, shape.features)),
        SampleShape::Text(text) => Some((text.steps, text.steps)),
    }
}

/// The noise that a gallery shows.
fn looked_at(of: &Observed, request: GalleryRequest) -> Corruption {
    let corruption = of.settings.phase_at(of.epoch).corruption;
    match request.noise {
        Some(thousandths) => corruption.with_strength(f32::from(thousandths) / 1_000.0),
        None => corruption,
    }
}

/// Adds what a model saw of the rows in `inputs` without their masks, NaN where a mask says that a value is missing.
fn put_seen(inputs: &[f32], columns: &Columns, seen: &mut Vec<f32>) {
    for row in inputs.chunks_exact(columns.input_width().max(1)) {
        let (buffer, masks) = row.split_at(columns.target_width());
        let first = seen.len();
        seen.extend_from_slice(buffer);
        let masked = columns.spans().filter(|(column, _)| column.has_mask());
        for ((_, span), &mask) in masked.zip(masks) {
            if mask > 0.5 {
                seen[first..][span.range()].fill(f32::NAN);
            }
        }
    }
}

/// The `count` samples with the largest or the smallest of the `errors`, the first of equals first; those without an
/// error last.
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
