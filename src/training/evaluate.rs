//! The validation loss: inputs with the noise of training (each image's always the same), targets clean. Computed batch
//! after batch, so that a person who waits for something small need not wait for all of them.

use super::Measures;
use super::by_rating::weigh_rows;
use super::codes::CodesSoFar;
use super::loader::{BatchBuffer, DataLoader};
use crate::data::Corruption;
use crate::model::{BatchErrors, ColumnParts, LossParts, Model, ModelError, Objective};

/// Images that are summed, and where they have a penalty in common measured, at a time. Another number would give other
/// last digits.
const BLOCK: usize = 1_000;
/// Images measured at a time where each has its errors whatever stands beside it: as fast as a block, and someone who
/// waits does not wait as long.
const PART: usize = 250;

/// Whether penalties are functions of all images that are measured together.
fn shares_penalties(objective: &Objective) -> bool {
    let penalties = &objective.penalties;
    penalties.sparsity.weight > 0.0 || penalties.contractive > 0.0
}

/// Errors of more images of the same model. What one part does not have, the whole has not.
fn append(block: &mut BatchErrors, more: BatchErrors) {
    if block.loss.is_empty() {
        *block = more;
        return;
    }
    let join = |block: &mut Option<Vec<f64>>, more: Option<Vec<f64>>| {
        *block = block.take().zip(more).map(|(mut block, more)| {
            block.extend(more);
            block
        });
    };
    block.loss.extend(more.loss);
    block.reconstruction.extend(more.reconstruction);
    block.left_out += more.left_out;
    block.penalty.extend(more.penalty);
    block.squared.extend(more.squared);
    join(&mut block.kl, more.kl);
    join(&mut block.cross_entropy, more.cross_entropy);
    block.rows = block.rows.take().zip(more.rows).map(|(mut block, more)| {
        // Errors by column are nobody's here, and their sums are over all that is measured.
        block.parts = block.parts.take().zip(more.parts).map(|(mut block, more)| {
            block.extend(more);
            block
        });
        block
    });
}

/// Sums over a block of what kinds of columns contribute to the loss.
fn column_parts(errors: &BatchErrors) -> Option<ColumnParts> {
    let parts = errors.rows.as_ref()?.parts.as_ref()?;
    let mut sum = ColumnParts::default();
    for parts in parts {
        sum.add(*parts, 1.0);
    }
    Some(sum)
}

/// Measuring under way. Changes nothing.
pub(super) struct Measuring {
    objective: Objective,
    corruption: Corruption,
    /// Images measured so far.
    done: usize,
    /// Of these, samples that the mean of the reconstruction leaves out.
    left_out: usize,
    loss: f64,
    squared: f64,
    entropy: Option<f64>,
    parts: LossParts,
    /// Numbers whose squared errors and whose cross-entropies were summed.
    squared_count: usize,
    entropy_count: usize,
    /// Errors of the present block so far.
    block: BatchErrors,
    buffer: BatchBuffer,
    /// Where they are wanted, and the watched images are clean test images.
    codes: Option<CodesSoFar>,
}

impl Measuring {
    /// Of the images that `loader` watches, each with the noise of `corruption`. `codes` says whether their codes are
    /// wanted too, where they are those of the latent view.
    pub(super) fn new(objective: Objective, corruption: Corruption, codes: bool) -> Self {
        Self {
            objective,
            corruption,
            done: 0,
            left_out: 0,
            loss: 0.0,
            squared: 0.0,
            entropy: Some(0.0),
            parts: LossParts::default(),
            squared_count: 0,
            entropy_count: 0,
            block: BatchErrors::default(),
            buffer: BatchBuffer::default(),
            codes: codes.then(CodesSoFar::default),
        }
    }

    /// Measures some more images. Whether that was all.
    ///
    /// # Errors
    /// When the device fails.
    pub(super) fn advance(
        &mut self,
        model: &dyn Model,
        loader: &DataLoader,
    ) -> Result<bool, ModelError> {
        let subset = loader.watched();
        let most = match shares_penalties(&self.objective) {
            true => BLOCK,
            false => loader.scaler.shape().at_a_time(PART),
        };
        let batch = loader.read(&subset, self.done, most, &self.corruption, &mut self.buffer);
        if batch.rows == 0 {
            return Ok(true);
        }
        let mut errors = match &mut self.codes {
            None => model.evaluate(&batch, &self.objective)?,
            Some(codes) => {
                if self.done == 0 {
                    *codes = CodesSoFar::with_room_for(subset.len(), model.code_width());
                }
                let (errors, more) = model.evaluate_with_codes(&batch, &self.objective)?;
                codes.add(more);
                errors
            }
        };
        if let Some(ratings) = subset.ratings_a_row() {
            weigh_rows(&mut errors, ratings);
        }
        self.done += batch.rows;
        match &errors.rows {
            None => {
                self.squared_count += batch.targets.len();
                self.entropy_count += batch.targets.len();
            }
            Some(rows) => {
                let sum =
                    |counts: &[u32]| counts.iter().map(|&count| count as usize).sum::<usize>();
                self.squared_count += sum(&rows.numeric_cells);
                self.entropy_count += sum(&rows.cells);
            }
        }
        append(&mut self.block, errors);
        let is_last = self.done >= subset.len();
        if is_last || self.done.is_multiple_of(BLOCK) {
            self.add_block();
        }
        Ok(is_last)
    }

    fn add_block(&mut self) {
        let errors = std::mem::take(&mut self.block);
        let sum = |values: &[f64]| values.iter().sum::<f64>();
        self.loss += sum(&errors.loss);
        self.left_out += errors.left_out;
        self.squared += sum(&errors.squared);
        // What one part does not have, the whole has not.
        let entropy = errors.cross_entropy.as_deref().map(sum);
        self.entropy = self.entropy.zip(entropy).map(|(sum, more)| sum + more);
        let parts = LossParts {
            reconstruction: sum(&errors.reconstruction),
            kl: errors.kl.as_deref().map(sum),
            penalty: sum(&errors.penalty),
            adversarial: None,
            columns: column_parts(&errors),
        };
        self.parts.add(&parts, 1.0);
    }

    /// The means over all images, and the codes of all test images if they were wanted.
    pub(super) fn finish(self) -> (Measures, Option<CodesSoFar>) {
        let images = self.done.max(1) as f64;
        // Not a number where a table has no numbers to square.
        let squared_count = match self.squared_count {
            0 if self.done > 0 => f64::NAN,
            count => count.max(1) as f64,
        };
        let mut parts = self.parts.mean_over(images);
        let all = parts.reconstruction;
        parts.reconstruction *= images / self.done.saturating_sub(self.left_out).max(1) as f64;
        let measures = Measures {
            loss: self.loss / images + (parts.reconstruction - all),
            mse: self.squared / squared_count,
            bce: self
                .entropy
                .map(|sum| sum / self.entropy_count.max(1) as f64),
            parts,
        };
        (measures, self.codes)
    }
}
