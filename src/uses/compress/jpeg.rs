//! Pictures as JPEG files, one each, to hold codes against.

use image::ImageFormat;
use image::codecs::jpeg::JpegEncoder;
use rayon::prelude::*;

use crate::data::{Progress, Samples};
use crate::uses::Problem;
use crate::uses::made::picture_of;

/// What the curve is drawn through, from coarse to fine; the nearest size is looked for among all from 1 to 100.
const QUALITIES: [u8; 6] = [1, 10, 25, 50, 75, 90];

/// All pictures at one quality.
#[derive(Debug, Clone, PartialEq)]
pub struct Jpeg {
    pub quality: u8,
    /// Of all files, headers counted.
    pub bytes: u64,
    /// Over all pixels, from 0 to 1.
    pub mse: f64,
}

/// What JPEG reaches.
pub struct Reached {
    pub nearest: Jpeg,
    pub curve: Vec<Jpeg>,
}

/// The files that together are nearest to `bytes`; nothing of samples that JPEG does not hold.
///
/// # Errors
/// When a picture cannot be written or read again, or nobody waits for it any more.
pub fn nearest(samples: &Samples, bytes: u64) -> Result<Option<Reached>, Problem> {
    let channels = samples.shape().image().map(|shape| shape.channels);
    if samples.is_empty() || !matches!(channels, Some(1 | 3)) {
        return Ok(None);
    }
    // Files grow with quality: the first that is no smaller, or the one before it.
    let (mut low, mut high) = (at(samples, 1)?, at(samples, 100)?);
    while high.quality - low.quality > 1 && low.bytes < bytes {
        let middle = at(samples, low.quality.midpoint(high.quality))?;
        match middle.bytes < bytes {
            true => low = middle,
            false => high = middle,
        }
    }
    let off = |jpeg: &Jpeg| jpeg.bytes.abs_diff(bytes);
    let nearest = if off(&low) <= off(&high) { low } else { high };
    let curve = QUALITIES.map(|quality| at(samples, quality));
    Ok(Some(Reached {
        nearest,
        curve: curve.into_iter().collect::<Result<_, _>>()?,
    }))
}

fn at(samples: &Samples, quality: u8) -> Result<Jpeg, Problem> {
    // Threads of the pool have their own idea of what is waited for.
    let progress = Progress::present();
    let each = (0..samples.len()).into_par_iter();
    let each = each.map(|index| {
        Problem::unless_stopped(&progress, "JPEG")?;
        one(samples, index, quality)
    });
    let each: Vec<(usize, f64)> = each.collect::<Result<_, _>>()?;
    let numbers = samples.len() * samples.shape().values();
    Ok(Jpeg {
        quality,
        bytes: each.iter().map(|(bytes, _)| *bytes as u64).sum(),
        mse: each.iter().map(|(_, squared)| squared).sum::<f64>() / numbers as f64,
    })
}

/// Bytes of the file of picture `index`, and the sum of its squared errors.
fn one(samples: &Samples, index: usize, quality: u8) -> Result<(usize, f64), Problem> {
    let pixels = samples.image(index);
    let shape = samples.shape().image();
    let picture = shape.and_then(|shape| picture_of(pixels.to_vec(), shape));
    let picture =
        picture.ok_or_else(|| Problem(format!("there is no picture to write: {index}")))?;
    let mut file = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut file, quality);
    let of_test = |error| {
        Problem(format!(
            "no JPEG file was made, {error}: test sample {index}"
        ))
    };
    picture.write_with_encoder(encoder).map_err(of_test)?;
    let read = image::load_from_memory_with_format(&file, ImageFormat::Jpeg).map_err(of_test)?;
    let squared = read.as_bytes().iter().zip(pixels).map(|(a, b)| {
        let off = (f64::from(*a) - f64::from(*b)) / 255.0;
        off * off
    });
    Ok((file.len(), squared.sum()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;

    fn pictures(count: usize, channels: usize) -> Samples {
        let shape = ImageShape {
            height: 16,
            width: 16,
            channels,
        };
        // Circles around a place of each picture's own.
        let pixels = (0..count * shape.size()).map(|i| {
            let (place, picture) = (i % shape.size() / channels, i / shape.size());
            let [x, y] = [place % 16, place / 16].map(|at| at as f32 - 6.0 - picture as f32);
            (127.5 + 127.0 * (x * x + y * y).sqrt().cos()) as u8
        });
        Samples::images(shape, pixels.collect::<Vec<u8>>(), None).unwrap()
    }

    #[test]
    fn better_quality_costs_more_and_the_nearest_size_is_found() {
        for channels in [1, 3] {
            let samples = pictures(3, channels);
            let reached = nearest(&samples, 0).unwrap().unwrap();
            assert_eq!(reached.nearest, reached.curve[0]);
            let pairs = reached.curve.windows(2);
            assert!(pairs.clone().all(|two| two[0].bytes < two[1].bytes));
            assert!(pairs.clone().all(|two| two[0].mse > two[1].mse));
            let wanted = reached.curve[3].bytes;
            let found = nearest(&samples, wanted).unwrap().unwrap().nearest;
            assert_eq!(found.bytes, wanted);
            let largest = nearest(&samples, u64::MAX).unwrap().unwrap().nearest;
            assert_eq!(largest.quality, 100);
        }
        let progress = Progress::default();
        progress.stop();
        let stopped = progress.during(|| nearest(&pictures(3, 1), 0)).err();
        assert_eq!(stopped.unwrap().to_string(), "it was stopped: JPEG");
        assert!(nearest(&pictures(2, 2), 0).unwrap().is_none());
        assert!(nearest(&pictures(0, 1), 0).unwrap().is_none());
    }
}
