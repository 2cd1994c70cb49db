//! The scaler: from stored values to model inputs and targets, and back.

mod fit;
mod saved;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use super::{ColumnKind, SampleShape, Samples, TextShape};
use saved::Fitted;

/// How values are scaled before training, each column (that of a picture or a sequence is its channel) by itself, as the training
/// part has it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize, VariantArray,
)]
#[serde(rename_all = "snake_case")]
pub enum Scaling {
    /// Images: byte / 255, in [0, 1]. Tables and sequences: the numbers as they are.
    #[default]
    Unit,
    /// (x - mean) / standard deviation.
    Standardised,
    /// x - mean. Ratings are scaled together, whatever their column.
    Centred,
    /// (x - least) / (greatest - least), in [0, 1] on the training part.
    MinMax,
    /// (x - median) / (third quartile - first quartile): outliers move it little.
    Robust,
}

impl Scaling {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    /// Of samples scaled so: "pixels standardised".
    pub fn name(self) -> &'static str {
        match self {
            Self::Unit => "in [0, 1]",
            Self::Standardised => "standardised",
            Self::Centred => "less their mean",
            Self::MinMax => "from least to greatest",
            Self::Robust => "scaled by median and quartiles",
        }
    }
}

/// The affine map of one column: `x = (value - mean) / deviation`. The value of a pixel is its byte / 255.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnScale {
    /// What becomes 0, in the column's own unit; the mean of standardised columns.
    pub mean: f32,
    /// What becomes 1 further on, in the column's own unit.
    pub deviation: f32,
    /// What stands for a missing or hidden value, one a number of the column: the scaled mean of the training part, the
    /// share of the second answer, or the share of each category; of texts the unknown token.
    pub fill: Vec<f32>,
    /// Least and greatest scaled value of the training part.
    pub range: [f32; 2],
}

impl ColumnScale {
    /// Whether values can be scaled by it.
    pub(super) fn is_finite(&self) -> bool {
        let numbers = [self.mean, self.deviation];
        let all = numbers.iter().chain(&self.fill).chain(&self.range);
        all.copied().all(f32::is_finite)
    }

    /// Values as they are.
    fn plain(fill: Vec<f32>, range: [f32; 2]) -> Self {
        Self {
            mean: 0.0,
            deviation: 1.0,
            fill,
            range,
        }
    }

    /// From the column's own unit to the scale of a model's inputs.
    pub fn rescale(&self, value: f32) -> f32 {
        (value - self.mean) / self.deviation
    }

    /// Back to the column's own unit; values beyond the range are mapped likewise.
    pub fn unscale(&self, number: f32) -> f32 {
        number * self.deviation + self.mean
    }
}

/// The map of one set, fitted to its training part: all that is needed to use a model without its training data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Fitted", into = "Fitted")]
pub struct Scaler {
    shape: SampleShape,
    /// One a channel of images and sequences, one a column of rows, one of the tokens of texts.
    columns: Vec<ColumnScale>,
    /// What each byte becomes, one table a channel; one alone where all channels are scaled alike.
    tables: Arc<[[f32; 256]]>,
}

impl Scaler {
    fn new(shape: SampleShape, columns: Vec<ColumnScale>) -> Self {
        // Divided rather than multiplied by a reciprocal: byte / 255 is then the number other tools train on, to
        // the last bit.
        let table = |scale: &ColumnScale| {
            std::array::from_fn(|byte| (byte as f32 / 255.0 - scale.mean) / scale.deviation)
        };
        let tables: Vec<[f32; 256]> = match (&shape, columns.first()) {
            (SampleShape::Image(_), Some(first)) => {
                let alike = columns.iter().all(|scale| is_same_map(scale, first));
                let different = if alike { &columns[..1] } else { &columns[..] };
                different.iter().map(table).collect()
            }
            _ => Vec::new(),
        };
        Self {
            shape,
            columns,
            tables: tables.into(),
        }
    }

    /// The shape of the samples it is made for.
    pub fn shape(&self) -> &SampleShape {
        &self.shape
    }

    /// The map of each channel or column.
    pub fn columns(&self) -> &[ColumnScale] {
        &self.columns
    }

    /// The map of all columns, when it is one.
    pub fn single(&self) -> Option<&ColumnScale> {
        let first = self.columns.first()?;
        let alike = self.columns.iter().all(|scale| is_same_map(scale, first));
        alike.then_some(first)
    }

    /// What each byte of an image becomes, when that is the same for all channels.
    pub fn table(&self) -> Option<&[f32; 256]> {
        match &*self.tables {
            [table] => Some(table),
            _ => None,
        }
    }

    /// Whether what a model sees of `samples` is what it should make of them, number for number: they are images, or
    /// rows without gaps and masks, or sequences of one length without gaps; or texts, whatever their lengths.
    pub fn inputs_are_targets(&self, samples: &Samples) -> bool {
        self.shape.text().is_some()
            || self.shape.input_width() == self.shape.target_width() && !samples.has_gaps()
    }

    /// Writes what a model should make of sample `index` into `out`: `target_width` numbers, NaN where a value is
    /// missing.
    pub fn put_target(&self, samples: &Samples, index: usize, out: &mut [f32]) {
        match &self.shape {
            SampleShape::Image(_) => self.put_pixels(samples.image(index), out),
            SampleShape::Row(_) if let Some(wanted) = samples.wanted() => {
                out.fill(f32::NAN);
                self.put_cells(wanted.row(index), out);
            }
            SampleShape::Row(columns) => {
                let row = samples.row(index);
                let scaled = columns.spans().zip(&self.columns).zip(&*row);
                for (((column, span), scale), &value) in scaled {
                    let out = &mut out[span.range()];
                    match column.kind {
                        _ if value.is_nan() => out.fill(f32::NAN),
                        ColumnKind::Numeric => out.fill(scale.rescale(value)),
                        ColumnKind::YesNo { .. } => out.fill(value),
                        ColumnKind::Category { .. } => put_one_hot(value, out),
                    }
                }
            }
            SampleShape::Sequence(_) => {
                let row = samples.row(index);
                let scaled = row.iter().zip(self.columns.iter().cycle());
                for (out, (&value, scale)) in out.iter_mut().zip(scaled) {
                    *out = scale.rescale(value);
                }
            }
            SampleShape::Text(text) => put_tokens(text, &samples.row(index), out),
        }
    }

    /// Writes what a model sees of sample `index` into `out`: `input_width` numbers, what is missing filled in and
    /// marked; `target_width` leave the marks out. A step of a sequence that has no value at all stays NaN throughout:
    /// there is nothing to see of it.
    pub fn put_input(&self, samples: &Samples, index: usize, out: &mut [f32]) {
        let (numbers, masks) = out.split_at_mut(self.shape.target_width());
        if let Some(seen) = samples.seen() {
            self.put_seen(seen.row(index), numbers, masks);
            return;
        }
        self.put_target(samples, index, numbers);
        let columns = match &self.shape {
            SampleShape::Row(columns) => columns,
            SampleShape::Sequence(_) if samples.has_gaps() => return self.fill_steps(numbers),
            SampleShape::Image(_) | SampleShape::Sequence(_) | SampleShape::Text(_) => return,
        };
        let mut masks = masks.iter_mut();
        let row = samples.row(index);
        let filled = columns.spans().zip(&self.columns).zip(&*row);
        for (((column, span), scale), value) in filled {
            if value.is_nan() {
                numbers[span.range()].copy_from_slice(&scale.fill);
            }
            if column.has_mask()
                && let Some(mask) = masks.next()
            {
                *mask = f32::from(value.is_nan());
            }
        }
    }

    /// Whether no number of sample `index` is above 0.
    pub fn is_blank(&self, samples: &Samples, index: usize) -> bool {
        match &self.shape {
            SampleShape::Image(_) => {
                let tables = self.tables.iter().cycle();
                let mut pixels = samples.image(index).iter().zip(tables);
                !pixels.any(|(&byte, table)| table[usize::from(byte)] > 0.0)
            }
            SampleShape::Text(_) => false,
            SampleShape::Row(_) | SampleShape::Sequence(_) => {
                let row = samples.row(index);
                let mut values = row.iter().zip(self.columns.iter().cycle());
                !values.any(|(&value, scale)| scale.rescale(value) > 0.0)
            }
        }
    }

    /// Fills in all that is not there of a sequence as a model sees it, for what knows numbers alone: of a text zeros.
    pub fn fill_all(&self, numbers: &mut [f32]) {
        let is_text = match self.shape {
            SampleShape::Sequence(_) => false,
            SampleShape::Text(_) => true,
            SampleShape::Image(_) | SampleShape::Row(_) => return,
        };
        for (number, scale) in numbers.iter_mut().zip(self.columns.iter().cycle()) {
            if number.is_nan() {
                let fill = scale.fill.first().filter(|_| !is_text);
                *number = fill.copied().unwrap_or(0.0);
            }
        }
    }

    /// Fills in what is missing of steps that have other values.
    fn fill_steps(&self, numbers: &mut [f32]) {
        for step in numbers.chunks_mut(self.columns.len().max(1)) {
            if step.iter().all(|number| number.is_nan()) {
                continue;
            }
            for (number, scale) in step.iter_mut().zip(&self.columns) {
                if number.is_nan() {
                    *number = scale.fill.first().copied().unwrap_or(0.0);
                }
            }
        }
    }

    /// Writes the scaled values of `cells`, each in its column, which is one of numbers.
    fn put_cells(&self, cells: impl Iterator<Item = (usize, f32)>, out: &mut [f32]) {
        for (column, value) in cells {
            if let (Some(out), Some(scale)) = (out.get_mut(column), self.columns.get(column)) {
                *out = scale.rescale(value);
            }
        }
    }

    /// The same, what is missing filled in and marked. All columns have a mask, or none.
    fn put_seen(
        &self,
        cells: impl Iterator<Item = (usize, f32)>,
        numbers: &mut [f32],
        masks: &mut [f32],
    ) {
        let fill = self.columns.iter().flat_map(|scale| &scale.fill);
        for (number, fill) in numbers.iter_mut().zip(fill) {
            *number = *fill;
        }
        masks.fill(1.0);
        let seen = cells.inspect(|&(column, _)| {
            if let Some(mask) = masks.get_mut(column) {
                *mask = 0.0;
            }
        });
        self.put_cells(seen, numbers);
    }

    fn put_pixels(&self, pixels: &[u8], out: &mut [f32]) {
        match &*self.tables {
            [table] => {
                for (out, &byte) in out.iter_mut().zip(pixels) {
                    *out = table[usize::from(byte)];
                }
            }
            tables => {
                for ((out, &byte), table) in out.iter_mut().zip(pixels).zip(tables.iter().cycle()) {
                    *out = table[usize::from(byte)];
                }
            }
        }
    }

    /// Brings outputs (`target_width` numbers a sample) back to the values' own units, in place: pixels in [0, 1],
    /// numbers of a table or a sequence in the unit of their column or channel. Probabilities stay what they are.
    pub fn unscale(&self, outputs: &mut [f32]) {
        match &self.shape {
            SampleShape::Text(_) => {}
            // A sample is whole pixels or steps, so that channels go round.
            SampleShape::Image(_) | SampleShape::Sequence(_) => {
                for (number, scale) in outputs.iter_mut().zip(self.columns.iter().cycle()) {
                    *number = scale.unscale(*number);
                }
            }
            SampleShape::Row(columns) => {
                for row in outputs.chunks_mut(columns.target_width().max(1)) {
                    let scaled = columns.spans().zip(&self.columns);
                    for ((column, span), scale) in scaled {
                        if column.kind == ColumnKind::Numeric {
                            row[span.start] = scale.unscale(row[span.start]);
                        }
                    }
                }
            }
        }
    }
}

fn is_same_map(a: &ColumnScale, b: &ColumnScale) -> bool {
    (a.mean, a.deviation) == (b.mean, b.deviation)
}

/// A number for each token of the vocabulary a step: 1 for the one that is there; not numbers past the text's end.
fn put_tokens(text: &TextShape, row: &[f32], out: &mut [f32]) {
    let width = text.vocabulary.len().max(1);
    for (step, &token) in out.chunks_exact_mut(width).zip(row) {
        match token.is_nan() {
            true => step.fill(f32::NAN),
            false => put_one_hot(token, step),
        }
    }
}

/// 1 at the category's index, 0 elsewhere.
fn put_one_hot(value: f32, out: &mut [f32]) {
    out.fill(0.0);
    if let Some(out) = out.get_mut(value as usize) {
        *out = 1.0;
    }
}

#[cfg(test)]
mod tests;
