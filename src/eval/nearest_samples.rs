//! The sample of a set that is nearest to others: shows what was copied.

use rayon::prelude::*;

use super::product::{Matrix, multiply};
use super::rows::{Rows, Scaled};
use crate::data::{Samples, Scaler};

/// Rows that are asked about at once.
const ASKED: usize = 512;

/// Who is nearest, as far as was looked.
#[derive(Clone, Copy)]
struct Nearest {
    /// The squared distance without what is the same for all samples.
    off: f32,
    place: u32,
    distance: f64,
}

/// For each row of `asked` (`target_width` scaled numbers) the place among `chosen` samples of the nearest one, and its
/// Euclidean distance; of equally near ones the first. Nothing where no samples are chosen.
pub fn nearest_samples(
    samples: &Samples,
    chosen: &[u32],
    scaler: &Scaler,
    asked: &[f32],
) -> Vec<(u32, f64)> {
    let width = scaler.shape().target_width().max(1);
    let none = Nearest {
        off: f32::INFINITY,
        place: 0,
        distance: f64::INFINITY,
    };
    let mut nearest = vec![none; asked.len() / width];
    let mut first = 0;
    Scaled::of(samples, scaler, chosen).for_each_block(|known| {
        let places = &chosen[first..first + known.len() / width];
        let squares: Vec<f32> = known
            .par_chunks(width)
            .map(|row| row.iter().map(|x| x * x).sum())
            .collect();
        let transposed = Matrix::new(known, width).transposed();
        for (nearest, asked) in nearest.chunks_mut(ASKED).zip(asked.chunks(ASKED * width)) {
            let mut products = vec![0.0; nearest.len() * places.len()];
            multiply(Matrix::new(asked, width), transposed, &mut products);
            let rows = nearest
                .par_iter_mut()
                .zip(products.par_chunks(places.len()));
            rows.zip(asked.par_chunks(width))
                .for_each(|((nearest, products), asked)| {
                    for (index, product) in products.iter().enumerate() {
                        let off = squares[index] - 2.0 * product;
                        if off < nearest.off {
                            let row = &known[index * width..(index + 1) * width];
                            *nearest = Nearest {
                                off,
                                place: places[index],
                                distance: distance(row, asked),
                            };
                        }
                    }
                });
        }
        first += places.len();
    });
    let found = nearest.into_iter().filter(|one| one.off < f32::INFINITY);
    found.map(|one| (one.place, one.distance)).collect()
}

fn distance(a: &[f32], b: &[f32]) -> f64 {
    let squared = a.iter().zip(b).map(|(a, b)| f64::from(a - b).powi(2));
    squared.sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;

    #[test]
    fn the_nearest_is_found_with_its_distance() {
        let shape = ImageShape {
            height: 1,
            width: 2,
            channels: 1,
        };
        let pixels = vec![0, 0, 255, 0, 255, 255, 51, 0];
        let images = Samples::images(shape, pixels, None).unwrap();
        let scaler = Scaler::unit(shape);
        let asked = [1.0, 0.25, 0.0, 0.0];
        let found = |chosen: &[u32]| nearest_samples(&images, chosen, &scaler, &asked);
        assert_eq!(found(&[0, 1, 2, 3]), [(1, 0.25), (0, 0.0)]);
        let [(place, far), (other, near)] = found(&[2, 3])[..] else {
            panic!("two rows");
        };
        assert_eq!((place, other), (2, 3));
        assert_eq!(far, 0.75);
        assert!((near - 0.2).abs() < 1e-7);
        assert!(found(&[]).is_empty());
    }
}
