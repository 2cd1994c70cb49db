//! Noise drawn on images: each image has a random stream of its own, so that it gets the same noise in any batch and
//! on any number of threads.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;

use super::Corruption;
use crate::data::random::{Purpose, stream};
use crate::data::{ImageShape, Scaler};

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
        let (seed, epoch) = match self {
            Self::Epoch { seed, epoch } => (seed, u64::from(epoch)),
            // No epoch has this number.
            Self::Fixed => (0, u64::MAX),
        };
        stream(seed, Purpose::Corruption, epoch, u64::from(index))
    }
}

impl Corruption {
    /// The images in `clean` (row after row, scaled by `scaler`; row r is image `indices[r]` of its set) as a model
    /// is to see them: `clean` itself when nothing is to be done, else noisy copies in `out`, whose memory is used
    /// again.
    pub fn corrupted<'a>(
        &self,
        clean: &'a [f32],
        indices: &[u32],
        shape: ImageShape,
        scaler: &Scaler,
        draw: Draw,
        out: &'a mut Vec<f32>,
    ) -> &'a [f32] {
        if self.is_none() {
            return clean;
        }
        out.resize(clean.len(), 0.0);
        let size = shape.size();
        let rows = out.par_chunks_mut(size).zip(clean.par_chunks(size));
        rows.zip(indices).for_each(|((row, clean), &index)| {
            row.copy_from_slice(clean);
            self.spoil(row, shape, scaler, &mut draw.stream(index));
        });
        out
    }

    /// Puts noise on one image.
    fn spoil(
        &self,
        image: &mut [f32],
        shape: ImageShape,
        scaler: &Scaler,
        random: &mut ChaCha8Rng,
    ) {
        let (black, white) = (scaler.rescale(0.0), scaler.rescale(1.0));
        match *self {
            Self::None => {}
            Self::Gaussian { std } => {
                for number in image {
                    let noise: f32 = StandardNormal.sample(random);
                    let noisy = (scaler.unscale(*number) + std * noise).clamp(0.0, 1.0);
                    *number = scaler.rescale(noisy);
                }
            }
            Self::Masking { fraction, block } if block <= 1 || fraction >= 1.0 => {
                let limit = share_of_draws(fraction);
                replace(image, shape.channels, random, |drawn, number| {
                    if drawn < limit { black } else { number }
                });
            }
            Self::Masking { fraction, block } => {
                let mask = squares(fraction, block, shape, random);
                for (pixel, masked) in image.chunks_mut(shape.channels).zip(mask) {
                    if masked {
                        pixel.fill(black);
                    }
                }
            }
            Self::SaltAndPepper { fraction } => {
                let (pepper, salt) = (share_of_draws(0.5 * fraction), share_of_draws(fraction));
                replace(image, shape.channels, random, |drawn, number| {
                    if drawn < pepper {
                        black
                    } else if drawn < salt {
                        white
                    } else {
                        number
                    }
                });
            }
        }
    }
}

/// A draw of 32 bits is below this with probability `fraction`.
fn share_of_draws(fraction: f32) -> u64 {
    (f64::from(fraction) * (1u64 << 32) as f64) as u64
}

/// Replaces each number by `rule` of its pixel's draw and itself. All draws at once and no branches: five times as fast
/// as one by one.
fn replace(
    image: &mut [f32],
    channels: usize,
    random: &mut ChaCha8Rng,
    rule: impl Fn(u64, f32) -> f32,
) {
    let mut draws = vec![0u32; image.len() / channels];
    random.fill(&mut draws[..]);
    if channels == 1 {
        for (number, drawn) in image.iter_mut().zip(draws) {
            *number = rule(u64::from(drawn), *number);
        }
        return;
    }
    for (pixel, drawn) in image.chunks_mut(channels).zip(draws) {
        for number in pixel {
            *number = rule(u64::from(drawn), *number);
        }
    }
}

/// Which pixels of an image squares of side `block` at random places cover. Squares reach over the border, so that a
/// pixel there is covered about as often as any other. The last square, which would cover too much, is drawn with the
/// probability that makes the mean over images exactly `fraction`, which is below 1.
fn squares(fraction: f32, block: usize, shape: ImageShape, random: &mut ChaCha8Rng) -> Vec<bool> {
    let (height, width) = (shape.height, shape.width);
    let block = block.min(height.max(width));
    let mut mask = vec![false; height * width];
    let wanted = f64::from(fraction) * mask.len() as f64;
    let mut covered = 0;
    loop {
        let mut span = |side: usize| {
            // The place just past the square's end.
            let end = random.random_range(1..side + block);
            end.saturating_sub(block)..end.min(side)
        };
        let (rows, columns) = (span(height), span(width));
        let places = rows.flat_map(|y| columns.clone().map(move |x| y * width + x));
        let fresh: Vec<usize> = places.filter(|&place| !mask[place]).collect();
        let more = fresh.len();
        let is_last = (covered + more) as f64 > wanted;
        if is_last && random.random::<f64>() * more as f64 >= wanted - covered as f64 {
            return mask;
        }
        for place in fresh {
            mask[place] = true;
        }
        covered += more;
        if is_last || covered as f64 >= wanted {
            return mask;
        }
    }
}

#[cfg(test)]
mod tests;
