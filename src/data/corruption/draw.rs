//! Noise drawn on images: each image has a random stream of its own, so that it gets the same noise in any batch and
//! on any number of threads.

mod drawn;
mod place;
mod row;
mod steps;
mod tokens;

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;

use drawn::Drawn;
use place::{Rectangle, downsample};

use super::Corruption;
use crate::data::random::{Purpose, stream};
use crate::data::{ColumnScale, ImageShape, SampleShape, Scaler};

/// Which of the endless draws of noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Draw {
    /// For training: afresh each epoch.
    Epoch { seed: u64, epoch: u32 },
    /// For measuring and looking: always the same for an image, whatever the run's seed, so that variants are
    /// measured on the same inputs.
    Fixed,
}

impl Draw {
    /// The stream of the image at `index` of its set.
    fn stream(self, index: u32) -> ChaCha8Rng {
        self.stream_of(Purpose::Corruption, index)
    }

    /// The same of what is drawn for another `purpose`.
    pub(in crate::data) fn stream_of(self, purpose: Purpose, index: u32) -> ChaCha8Rng {
        let (seed, epoch) = match self {
            Self::Epoch { seed, epoch } => (seed, u64::from(epoch)),
            // No epoch has this number.
            Self::Fixed => (0, u64::MAX),
        };
        stream(seed, purpose, epoch, u64::from(index))
    }
}

impl Corruption {
    /// The samples in `clean` (`input_width` numbers a row, scaled by `scaler`; row r is sample `indices[r]` of its
    /// set) as a model is to see them: `clean` itself when nothing is to be done, else noisy copies in `out`, whose
    /// memory is used again.
    pub fn corrupted<'a>(
        &self,
        clean: &'a [f32],
        indices: &[u32],
        scaler: &Scaler,
        draw: Draw,
        out: &'a mut Vec<f32>,
    ) -> &'a [f32] {
        if self.is_none() {
            return clean;
        }
        // Every number is written below, so what a longer batch left behind is not cleared first.
        out.resize(clean.len(), 0.0);
        let size = scaler.shape().input_width().max(1);
        let rows = out.par_chunks_mut(size).zip(clean.par_chunks(size));
        rows.zip(indices).for_each(|((row, clean), &index)| {
            let random = &mut draw.stream(index);
            match scaler.shape() {
                SampleShape::Image(shape) => {
                    self.spoil_image(clean, row, *shape, scaler.columns(), random);
                }
                SampleShape::Row(columns) => {
                    self.spoil_row(clean, row, columns, scaler.columns(), random);
                }
                SampleShape::Sequence(_) => {
                    self.spoil_steps(clean, row, scaler.columns(), random);
                }
                SampleShape::Text(text) => {
                    self.spoil_tokens(clean, row, text.vocabulary.len(), random);
                }
            }
        });
        out
    }

    /// Writes one image with noise into `out`, without a buffer of its own.
    fn spoil_image(
        &self,
        clean: &[f32],
        out: &mut [f32],
        shape: ImageShape,
        channels: &[ColumnScale],
        random: &mut ChaCha8Rng,
    ) {
        let black = |channel: usize| channels[channel].rescale(0.0);
        let white = |channel: usize| channels[channel].rescale(1.0);
        match *self {
            // Only sequences have steps; what trains on images is refused before.
            Self::None | Self::MaskedSteps { .. } => out.copy_from_slice(clean),
            Self::Gaussian { std } => {
                fill_normal(out, random);
                let scales = channels.iter().cycle();
                for ((number, &clean), scale) in out.iter_mut().zip(clean).zip(scales) {
                    let noisy = (scale.unscale(clean) + std * *number).clamp(0.0, 1.0);
                    *number = scale.rescale(noisy);
                }
            }
            Self::Masking { fraction, block } if block <= 1 || fraction >= 1.0 => {
                let limit = share_of_draws(fraction);
                replace(
                    clean,
                    out,
                    shape.channels,
                    random,
                    |drawn, number, channel| {
                        if drawn < limit {
                            black(channel)
                        } else {
                            number
                        }
                    },
                );
            }
            Self::Masking { fraction, block } => {
                mark_squares(out, fraction, block, shape, random);
                for (place, (number, &clean)) in out.iter_mut().zip(clean).enumerate() {
                    *number = if *number == MASKED {
                        black(place % shape.channels)
                    } else {
                        clean
                    };
                }
            }
            Self::Rectangle {
                height,
                width,
                top,
                left,
            } => {
                out.copy_from_slice(clean);
                let rectangle = Rectangle {
                    height,
                    width,
                    top,
                    left,
                };
                rectangle.for_each_pixel(shape, random, |place| {
                    let pixel = &mut out[place * shape.channels..][..shape.channels];
                    for (channel, number) in pixel.iter_mut().enumerate() {
                        *number = black(channel);
                    }
                });
            }
            Self::Downsampling { factor } => downsample(clean, out, shape, factor),
            Self::SaltAndPepper { fraction } => {
                let (pepper, salt) = (share_of_draws(0.5 * fraction), share_of_draws(fraction));
                replace(
                    clean,
                    out,
                    shape.channels,
                    random,
                    |drawn, number, channel| {
                        if drawn < pepper {
                            black(channel)
                        } else if drawn < salt {
                            white(channel)
                        } else {
                            number
                        }
                    },
                );
            }
        }
    }
}

/// A draw of 32 bits is below this with probability `fraction`.
fn share_of_draws(fraction: f32) -> u64 {
    (f64::from(fraction) * (1u64 << 32) as f64) as u64
}

/// Draws taken from a stream at a time: many at once cost a fraction of one by one, and so few fit on the stack.
const DRAWS: usize = 256;

/// Normal numbers, as `StandardNormal` draws them one by one from `random`.
fn fill_normal(out: &mut [f32], random: &mut ChaCha8Rng) {
    let mut drawn = Drawn::new(random);
    out.fill_with(|| StandardNormal.sample(&mut drawn));
}

/// Writes `rule` of each pixel's draw, number and channel.
fn replace(
    clean: &[f32],
    out: &mut [f32],
    channels: usize,
    random: &mut ChaCha8Rng,
    rule: impl Fn(u64, f32, usize) -> f32,
) {
    let mut draws = [0u32; DRAWS];
    let parts = out.chunks_mut(DRAWS * channels);
    for (out, clean) in parts.zip(clean.chunks(DRAWS * channels)) {
        let draws = &mut draws[..out.len() / channels];
        random.fill(draws);
        if channels == 1 {
            for ((number, &clean), &drawn) in out.iter_mut().zip(clean).zip(&*draws) {
                *number = rule(u64::from(drawn), clean, 0);
            }
            continue;
        }
        let pixels = out.chunks_mut(channels).zip(clean.chunks(channels));
        for ((pixel, clean), &drawn) in pixels.zip(&*draws) {
            for (channel, (number, &clean)) in pixel.iter_mut().zip(clean).enumerate() {
                *number = rule(u64::from(drawn), clean, channel);
            }
        }
    }
}

/// Stands for a number of a masked pixel in a buffer of these and zeros.
const MASKED: f32 = 1.0;

/// Fills `mask` (all numbers of an image) with [`MASKED`] where squares of side `block` at random places cover a pixel,
/// with 0 elsewhere. Squares reach over the border, so that a pixel there is covered about as often as any other. The
/// last square, which would cover too much, is drawn with the probability that makes the mean over images exactly
/// `fraction`, which is below 1.
fn mark_squares(
    mask: &mut [f32],
    fraction: f32,
    block: usize,
    shape: ImageShape,
    random: &mut ChaCha8Rng,
) {
    let (height, width, channels) = (shape.height, shape.width, shape.channels);
    let block = block.min(height.max(width));
    mask.fill(0.0);
    let wanted = f64::from(fraction) * (height * width) as f64;
    let mut covered = 0;
    loop {
        let mut span = |side: usize| {
            // The place just past the square's end.
            let end = random.random_range(1..side + block);
            end.saturating_sub(block)..end.min(side)
        };
        let (rows, columns) = (span(height), span(width));
        let places = rows.flat_map(|y| columns.clone().map(move |x| (y * width + x) * channels));
        let more = places
            .clone()
            .filter(|&place| mask[place] != MASKED)
            .count();
        let is_last = (covered + more) as f64 > wanted;
        if is_last && random.random::<f64>() * more as f64 >= wanted - covered as f64 {
            return;
        }
        for place in places {
            mask[place..place + channels].fill(MASKED);
        }
        covered += more;
        if is_last || covered as f64 >= wanted {
            return;
        }
    }
}

#[cfg(test)]
mod tests;
