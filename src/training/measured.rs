//! Test metrics of one trained variant, over the whole test set.

mod columns;
mod tokens;

use rayon::prelude::*;

pub use self::columns::ColumnMeasured;
use self::columns::ColumnSums;
use self::tokens::TokenSums;
use super::by_rating::{ClippedError, ratings_a_row, weigh_rows};
use super::shares::scale_to_targets;
use super::{Position, RunError, VariantSettings};
use crate::data::{Corruption, Dataset, Draw, ImageShape, Scaler, gather_inputs, gather_targets};
use crate::eval::{
    PosteriorStatistics, RatingBaselines, TokenBaselines, mse, prior_distance, psnr, ssim,
};
use crate::model::{
    self, Batch, BatchErrors, Blueprint, Codes, DeviceId, Inspection, Loss, ModelState, cost,
};

/// Images measured at a time: large enough for the kernels, small enough for memory.
const CHUNK: usize = 1_000;

/// Means over the test images.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measured {
    /// Trainable numbers of the model.
    pub parameters: usize,
    /// Numbers in a code.
    pub code: usize,
    /// Squared error in the scale of the inputs, mean over pixels.
    pub mse: f64,
    /// Of ratings alone.
    pub ratings: Option<RatingErrors>,
    /// Of texts in order alone.
    pub tokens: Option<TokenErrors>,
    /// Binary cross-entropy in nats, mean over pixels; `None` where outputs or inputs leave [0, 1].
    pub bce: Option<f64>,
    /// Peak signal-to-noise ratio in dB of all pixels together, clamped to [0, 1]; infinite without any error, `None`
    /// where samples are no images. Of Gaussian codes the mean is decoded here and in `ssim`, a draw everywhere else.
    pub psnr: Option<f64>,
    /// Structural similarity, mean over images clamped to [0, 1]; `None` where samples are no images.
    pub ssim: Option<f64>,
    /// The whole loss, an adversary's part left out.
    pub loss: f64,
    /// Its first part: mean over pixels for point codes, sum over the pixels of an image for Gaussian codes.
    pub reconstruction: f64,
    /// Penalties on the code, weights applied.
    pub penalty: f64,
    pub gaussian: Option<GaussianCode>,
    /// Maximum mean discrepancy between codes (drawn, where Gaussian) and the prior, about 0 when they are distributed
    /// like it: that of an adversary on the code, or a Gaussian code's standard normal.
    pub prior_distance: Option<f64>,
}

/// Errors of ratings in units of their own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatingErrors {
    /// Root of the mean squared error, outputs clipped to the ratings of the training part.
    pub rmse: f64,
    pub baselines: RatingBaselines,
}

/// What is made of the tokens of texts, their ends among them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TokenErrors {
    /// In nats, mean over tokens.
    pub cross_entropy: f64,
    /// Share of tokens whose likeliest is the right one.
    pub accuracy: f64,
    pub baselines: TokenBaselines,
}

impl TokenErrors {
    /// Tokens that would be as hard to tell apart, were all equally likely.
    pub fn perplexity(&self) -> f64 {
        self.cross_entropy.exp()
    }
}

/// What a Gaussian code says, beside the images it makes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct GaussianCode {
    /// KL divergence from the standard normal in nats, summed over the code.
    pub kl: f64,
    /// Evidence lower bound in nats an image, -(cross-entropy summed over pixels or tokens + KL): at most the log-likelihood.
    /// `None` where the cross-entropy means nothing.
    pub elbo: Option<f64>,
    /// Dimensions whose mean moves with the image.
    pub active_units: usize,
}

/// Measures the weights of `state`, made with `settings` up to `position`, on the test samples of `dataset`: inputs
/// with the noise of training, the clean samples wanted. It is done on `device`. Also what each column of a table
/// reaches; none of other samples.
///
/// # Errors
/// When there are no test samples, the weights do not fit them, or the device cannot be used or fails.
pub fn measure_test(
    settings: &VariantSettings,
    state: &ModelState,
    position: &Position,
    dataset: &Dataset,
    scaler: &Scaler,
    device: DeviceId,
) -> Result<(Measured, Vec<ColumnMeasured>), RunError> {
    let measured = measure_test_while(settings, state, position, dataset, scaler, device, || true)?;
    Ok(measured.unwrap_or_default())
}

/// As [`measure_test`] for as long as `go_on` says so, asked every thousand samples; `None` when it did not.
///
/// # Errors
/// As [`measure_test`].
pub fn measure_test_while(
    settings: &VariantSettings,
    state: &ModelState,
    position: &Position,
    dataset: &Dataset,
    scaler: &Scaler,
    device: DeviceId,
    go_on: impl Fn() -> bool,
) -> Result<Option<(Measured, Vec<ColumnMeasured>)>, RunError> {
    let test = &dataset.test;
    if test.is_empty() {
        return Err(RunError::NoTestImages(dataset.name.clone()));
    }
    let blueprint = Blueprint {
        architecture: settings.architecture.clone(),
        loss: settings.loss,
        shape: dataset.shape().clone(),
        seed: settings.training.seed,
    };
    let mut model = model::build_at(&blueprint, device)?;
    model.restore(state)?;

    let shape = test.shape();
    let indices: Vec<u32> = (0..test.len() as u32).collect();
    let mut sums = Sums::new();
    let columns = shape.columns();
    let mut by_column = columns.map(|columns| ColumnSums::new(columns));
    let (ratings, mut clipped) = (ratings_a_row(test, None), ClippedError::default());
    let prior = settings.architecture.prior();
    let (width, seed) = (model.code_width(), settings.training.seed);
    let corruption = last_corruption(settings, position);
    let same = scaler.inputs_are_targets(test);
    let (mut inputs, mut targets, mut corrupted) = (Vec::new(), Vec::new(), Vec::new());
    let mut tokens = shape.text().map(TokenSums::new);
    for chunk in indices.chunks(shape.at_a_time(CHUNK)) {
        if !go_on() {
            return Ok(None);
        }
        gather_targets(test, chunk, scaler, &mut targets);
        if !same {
            gather_inputs(test, chunk, scaler, &mut inputs);
        }
        let clean = if same { &targets } else { &inputs };
        let inputs = corruption.corrupted(clean, chunk, scaler, Draw::Fixed, &mut corrupted);
        let batch = Batch {
            inputs,
            targets: &targets,
            rows: chunk.len(),
            first: chunk.first().map_or(0, |&first| first as usize),
            chosen: None,
        };
        let Inspection {
            mut errors,
            codes,
            outputs,
        } = model.inspect(&batch, &settings.objective)?;
        if let Some(ratings) = ratings {
            weigh_rows(&mut errors, ratings);
            clipped.add(scaler, &outputs, batch.targets);
        }
        sums.count(&errors, batch.targets.len());
        if let (Some(sums), Some(columns), Some(rows)) = (&mut by_column, columns, &errors.rows) {
            sums.add(columns, rows, [&outputs, batch.targets]);
        }
        if let (Some(sums), Some(rows)) = (&mut tokens, &errors.rows) {
            sums.add(&rows.columns, [&outputs, batch.targets]);
        }
        sums.add_errors(errors);
        if prior.is_some() {
            sums.drawn.extend(codes.drawn(width, batch.first, seed));
        }
        sums.add_codes(codes);
        if let Some(image) = shape.image() {
            let mut outputs = outputs;
            if settings.loss == Loss::Kl {
                scale_to_targets(&mut outputs, batch.targets, image.size());
            }
            sums.add_shown(outputs, batch.targets, scaler, image);
        }
    }
    let baselines = RatingBaselines::of(&dataset.train, test);
    let images = test.len() as f64;
    let reconstruction =
        sums.reconstruction / test.len().saturating_sub(sums.left_out).max(1) as f64;
    let [squared, entropies] = sums.counts.map(|count| count as f64);
    let bce = sums.entropy.map(|sum| sum / entropies);
    let tokens = tokens.map(|tokens| {
        let baselines = TokenBaselines::of(&dataset.train, test);
        (tokens.nats_a_text(test.len()), tokens.finish(baselines))
    });
    let gaussian = sums.kl.map(|sum| {
        let kl = sum / images;
        let posterior = PosteriorStatistics::of(&sums.means, &sums.log_variances, width);
        GaussianCode {
            kl,
            elbo: match &tokens {
                Some((nats, _)) => Some(-(nats + kl)),
                None => bce.map(|bce| -(bce * shape.target_width() as f64 + kl)),
            },
            active_units: posterior.active_units(),
        }
    });
    let measured = Measured {
        parameters: cost(&settings.architecture, shape).parameters,
        code: width,
        mse: sums.squared / squared,
        ratings: baselines.map(|baselines| RatingErrors {
            rmse: clipped.root_mean(),
            baselines,
        }),
        tokens: tokens.map(|(_, errors)| errors),
        bce,
        psnr: shape.image().map(|_| psnr(sums.shown_squared / squared)),
        ssim: shape.image().map(|_| sums.similarity / images),
        loss: (sums.loss - sums.reconstruction) / images + reconstruction,
        reconstruction,
        penalty: sums.penalty / images,
        gaussian,
        prior_distance: prior.and_then(|prior| prior_distance(&sums.drawn, width, prior)),
    };
    let by_column = columns.zip(by_column);
    let by_column = by_column.map(|(columns, sums)| sums.finish(columns));
    Ok(Some((measured, by_column.unwrap_or_default())))
}

/// The noise that the last update was made with: test images get the same.
fn last_corruption(settings: &VariantSettings, position: &Position) -> Corruption {
    let under_way = match position.batch {
        0 => position.epoch.saturating_sub(1),
        _ => position.epoch,
    };
    settings.corruption_at(under_way)
}

/// Sums over images so far.
struct Sums {
    loss: f64,
    /// Samples that the mean of the reconstruction leaves out.
    left_out: usize,
    reconstruction: f64,
    penalty: f64,
    kl: Option<f64>,
    squared: f64,
    entropy: Option<f64>,
    /// How many numbers `squared` and `entropy` are sums over.
    counts: [usize; 2],
    shown_squared: f64,
    similarity: f64,
    /// Of Gaussian codes alone.
    means: Vec<f32>,
    log_variances: Vec<f32>,
    /// Codes that are compared with a prior.
    drawn: Vec<f32>,
}

impl Sums {
    fn new() -> Self {
        Self {
            loss: 0.0,
            left_out: 0,
            reconstruction: 0.0,
            penalty: 0.0,
            kl: Some(0.0),
            squared: 0.0,
            entropy: Some(0.0),
            counts: [0; 2],
            shown_squared: 0.0,
            similarity: 0.0,
            means: Vec::new(),
            log_variances: Vec::new(),
            drawn: Vec::new(),
        }
    }

    /// Counts what the errors of a batch of `targets` numbers are sums over.
    fn count(&mut self, errors: &BatchErrors, targets: usize) {
        let sum = |counts: &[u32]| counts.iter().map(|&count| count as usize).sum();
        let counts = match &errors.rows {
            None => [targets; 2],
            Some(rows) => [sum(&rows.numeric_cells), sum(&rows.cells)],
        };
        for (all, more) in self.counts.iter_mut().zip(counts) {
            *all += more;
        }
    }

    fn add_errors(&mut self, errors: BatchErrors) {
        let sum = |values: Vec<f64>| values.iter().sum::<f64>();
        // What one batch does not have, the whole has not.
        let plus = |so_far: &mut Option<f64>, more: Option<Vec<f64>>| {
            *so_far = so_far.zip(more).map(|(so_far, more)| so_far + sum(more));
        };
        self.left_out += errors.left_out;
        self.loss += sum(errors.loss);
        self.reconstruction += sum(errors.reconstruction);
        self.penalty += sum(errors.penalty);
        self.squared += sum(errors.squared);
        plus(&mut self.kl, errors.kl);
        plus(&mut self.entropy, errors.cross_entropy);
    }

    fn add_codes(&mut self, codes: Codes) {
        if let Some(log_variances) = codes.log_variances {
            self.means.extend(codes.means);
            self.log_variances.extend(log_variances);
        }
    }

    /// Outputs against images as a person sees them.
    fn add_shown(
        &mut self,
        mut outputs: Vec<f32>,
        images: &[f32],
        scaler: &Scaler,
        shape: ImageShape,
    ) {
        let mut images = images.to_vec();
        for numbers in [&mut outputs, &mut images] {
            scaler.unscale(numbers);
            for number in numbers {
                *number = number.clamp(0.0, 1.0);
            }
        }
        self.shown_squared += mse(&outputs, &images) * outputs.len() as f64;
        let each: Vec<f64> = outputs
            .par_chunks(shape.size())
            .zip(images.par_chunks(shape.size()))
            .map(|(output, image)| ssim(output, image, shape))
            .collect();
        self.similarity += each.iter().sum::<f64>();
    }
}
