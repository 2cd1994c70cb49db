//! What filters reach, each at its best setting.

use image::imageops::{FilterType, resize};
use image::{ImageBuffer, Luma};
use rayon::prelude::*;

use super::quality::{Pixels, Quality};
use crate::data::{Corruption, ImageShape, Progress};
use crate::eval::{Figures, gaussian_filter, median_filter};
use crate::uses::Problem;

/// Sides of the median's window in pixels.
const SIDES: [usize; 3] = [3, 5, 7];
/// Standard deviations of the Gaussian in pixels.
const SIGMAS: [f64; 6] = [0.5, 0.75, 1.0, 1.5, 2.0, 3.0];

/// A filter at one setting.
type Filter<'a> = &'a (dyn Fn(&[f32]) -> Vec<f32> + Sync);

/// Figures of filters on scaled noisy numbers; none where samples are no images.
///
/// # Errors
/// When nobody waits for them any more.
pub fn filtered(
    quality: &Quality,
    noisy: &[f32],
    noise: &Corruption,
) -> Result<Vec<(&'static str, Figures)>, Problem> {
    let Some(images) = quality.images() else {
        return Ok(Vec::new());
    };
    let (shape, noisy) = (images.shape, quality.pixels(noisy));
    if let Corruption::Downsampling { factor } = *noise {
        let made = all(&noisy, shape, &|image| bicubic(image, shape, factor))?;
        return Ok(vec![("bicubic", images.figures(&made))]);
    }
    let medians = SIDES.map(|side| move |image: &[f32]| median_filter(image, shape, side));
    let gaussians = SIGMAS.map(|sigma| move |image: &[f32]| gaussian_filter(image, shape, sigma));
    let best = |filters: Vec<Filter>| best(&images, &noisy, &filters);
    Ok(vec![
        (
            "median",
            best(medians.iter().map(|one| one as Filter).collect())?,
        ),
        (
            "gaussian",
            best(gaussians.iter().map(|one| one as Filter).collect())?,
        ),
    ])
}

/// The figures of the filter whose error is least.
fn best(images: &Pixels, noisy: &[f32], filters: &[Filter]) -> Result<Figures, Problem> {
    let mut best: Option<(f64, Vec<f32>)> = None;
    for filter in filters {
        let made = all(noisy, images.shape, *filter)?;
        let error = images.mse(&made);
        if best.as_ref().is_none_or(|(least, _)| error < *least) {
            best = Some((error, made));
        }
    }
    Ok(best.map_or_else(Figures::default, |(_, made)| images.figures(&made)))
}

fn all(noisy: &[f32], shape: ImageShape, filter: Filter) -> Result<Vec<f32>, Problem> {
    // Threads of the pool have their own idea of what is waited for.
    let progress = Progress::present();
    let images = noisy.par_chunks(shape.size());
    let made = images.flat_map_iter(|image| match progress.is_stopped() {
        true => Vec::new(),
        false => filter(image),
    });
    let made = made.collect();
    Problem::unless_stopped(&progress, "filters")?;
    Ok(made)
}

/// An image whose squares of `factor` x `factor` pixels are each of one number, enlarged from one pixel each by a cubic
/// (Catmull and Rom 1974).
fn bicubic(image: &[f32], shape: ImageShape, factor: usize) -> Vec<f32> {
    let small = [shape.height, shape.width].map(|side| side.div_ceil(factor));
    let mut out = vec![0.0; image.len()];
    for channel in 0..shape.channels {
        let pixel = |x: u32, y: u32| {
            let place = y as usize * factor * shape.width + x as usize * factor;
            Luma([image[place * shape.channels + channel]])
        };
        let seen = ImageBuffer::from_fn(small[1] as u32, small[0] as u32, pixel);
        let [height, width] = small.map(|side| (side * factor) as u32);
        let large = resize(&seen, width, height, FilterType::CatmullRom);
        for (y, row) in out
            .chunks_exact_mut(shape.width * shape.channels)
            .enumerate()
        {
            let row = row.iter_mut().skip(channel).step_by(shape.channels);
            for (x, number) in row.enumerate() {
                *number = large.get_pixel(x as u32, y as u32).0[0];
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Scaler;

    fn shape(height: usize, width: usize, channels: usize) -> ImageShape {
        ImageShape {
            height,
            width,
            channels,
        }
    }

    #[test]
    fn a_cubic_goes_through_halves_of_a_ramp() {
        // From 0.2, 0.4, 0.6, 0.8 in pairs: each pixel lies a quarter of a step to either side of its pair.
        let pairs = [0.2, 0.2, 0.4, 0.4, 0.6, 0.6, 0.8, 0.8];
        let found = bicubic(&pairs, shape(1, 8, 1), 2);
        for (place, expected) in [(3, 0.45), (4, 0.55)] {
            assert!((found[place] - expected).abs() < 1e-5, "{found:?}");
        }
        // Sides that are no multiple, and two channels.
        let still = bicubic(&[0.25; 30], shape(3, 5, 2), 4);
        assert!(still.iter().all(|x| (x - 0.25).abs() < 1e-5), "{still:?}");
    }

    #[test]
    fn the_best_setting_of_each_filter_counts() {
        let shape = shape(9, 9, 1);
        let scaler = Scaler::unit(shape);
        let clean = [0.5; 81];
        // A square of 2 pixels, which a median of 3 leaves partly and one of 5 takes away.
        let mut noisy = clean;
        for place in [30, 31, 39, 40] {
            noisy[place] = 1.0;
        }
        let quality = Quality::of(&scaler, &clean);
        let found = filtered(&quality, &noisy, &Corruption::None).unwrap();
        assert_eq!(found.len(), 2);
        let psnr = |place: usize| found[place].1.numbers()[0].1;
        assert_eq!((found[0].0, psnr(0)), ("median", f64::INFINITY));
        assert!(found[1].0 == "gaussian" && psnr(1) > 20.0 && psnr(1).is_finite());
        let smaller = Corruption::Downsampling { factor: 3 };
        let found = filtered(&quality, &clean, &smaller).unwrap();
        assert_eq!((found.len(), found[0].0), (1, "bicubic"));
        let progress = Progress::default();
        progress.stop();
        let stopped = progress.during(|| filtered(&quality, &noisy, &Corruption::None));
        assert_eq!(stopped.unwrap_err().to_string(), "it was stopped: filters");
    }
}
