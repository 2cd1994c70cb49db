//! The leading eigenvectors of a large symmetric operator by subspace iteration with Rayleigh-Ritz steps
//! (Golub and Van Loan, Matrix Computations, 8.2).
//!
//! Only products with a block of vectors are needed, so the operator may be a matrix or a pass over data.

use rand::Rng;

use super::eigen::symmetric_eigen;
use super::product::{Matrix, multiply};
use crate::data::random::{Purpose, stream};

/// Vectors that are made orthogonal together.
const PANEL: usize = 16;

/// When the iteration ends.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// The leading values must move less than this part of the largest from one check to the next.
    pub tolerance: f64,
    /// Products with the operator at most.
    pub products: usize,
    /// Products from one check to the next.
    pub between_checks: usize,
}

/// Vectors iterated for `count` wanted ones: the surplus speeds up the last wanted ones.
pub fn block_size(count: usize) -> usize {
    count + (count / 4).max(16)
}

/// Eigenvalues in falling order and unit eigenvectors as rows, `count` of each, of a symmetric operator
/// without negative eigenvalues. `apply` writes the operator's products with a block of vectors (rows of
/// `width` numbers) into its second argument. The start is fixed, so the same operator gives the same
/// answer. `block_size(count)` must not exceed `width`.
pub fn leading_eigen(
    mut apply: impl FnMut(&[f64], &mut [f64]),
    width: usize,
    count: usize,
    effort: Effort,
) -> (Vec<f64>, Vec<f64>) {
    let size = block_size(count);
    assert!(size <= width, "{size} vectors of {width} numbers");
    let mut random = stream(0, Purpose::Initialisation, width as u64, count as u64);
    let mut vectors: Vec<f64> = (0..size * width)
        .map(|_| random.random_range(-1.0..1.0))
        .collect();
    let mut images = vec![0.0; size * width];
    let mut previous = vec![f64::INFINITY; count];
    orthonormalise(&mut vectors, width, &mut random);

    let mut products = 0;
    loop {
        apply(&vectors, &mut images);
        products += 1;
        let last = products >= effort.products;
        if products % effort.between_checks == 0 || last {
            let mut inner = vec![0.0; size * size];
            multiply(
                Matrix::new(&images, width),
                Matrix::new(&vectors, width).transposed(),
                &mut inner,
            );
            let (values, turn) = symmetric_eigen(inner, size);
            let moved = values
                .iter()
                .zip(&previous)
                .fold(0.0f64, |m, (new, old)| m.max((new - old).abs()));
            if last || moved <= effort.tolerance * values[0].max(0.0) {
                let mut wanted = vec![0.0; count * width];
                let turn = Matrix::new(&turn[..count * size], size);
                multiply(turn, Matrix::new(&vectors, width), &mut wanted);
                return (values[..count].to_vec(), wanted);
            }
            previous.copy_from_slice(&values[..count]);
            // Sorted by what they carry, the leading vectors are the ones that keep their place below.
            let mut turned = vec![0.0; size * width];
            multiply(
                Matrix::new(&turn, size),
                Matrix::new(&images, width),
                &mut turned,
            );
            images = turned;
        }
        std::mem::swap(&mut vectors, &mut images);
        orthonormalise(&mut vectors, width, &mut random);
    }
}

/// Gram-Schmidt, twice, panel by panel. Vectors that vanish are replaced by random ones.
fn orthonormalise(vectors: &mut [f64], width: usize, random: &mut impl Rng) {
    for start in (0..vectors.len()).step_by(PANEL * width) {
        let (done, rest) = vectors.split_at_mut(start);
        let end = rest.len().min(PANEL * width);
        let panel = &mut rest[..end];
        remove(done, panel, width);
        for i in 0..panel.len() / width {
            let (before, rest) = panel.split_at_mut(i * width);
            let vector = &mut rest[..width];
            // Three tries: as it is, and two random ones, of which a second is all but impossible.
            for _ in 0..3 {
                let length = norm(vector);
                for _ in 0..2 {
                    remove_each(before, vector);
                }
                let left = norm(vector);
                if left > 1e-10 * length {
                    vector.iter_mut().for_each(|x| *x /= left);
                    break;
                }
                vector.fill_with(|| random.random_range(-1.0..1.0));
                remove(done, vector, width);
            }
        }
        // Once more against the vectors before, since the panel's own step can bring them back.
        remove(done, panel, width);
        for i in 0..panel.len() / width {
            let (before, rest) = panel.split_at_mut(i * width);
            let vector = &mut rest[..width];
            remove_each(before, vector);
            let length = norm(vector);
            vector.iter_mut().for_each(|x| *x /= length);
        }
    }
}

/// Takes the parts along the orthonormal `done` out of `vectors`.
fn remove(done: &[f64], vectors: &mut [f64], width: usize) {
    if done.is_empty() {
        return;
    }
    let (base, count) = (Matrix::new(done, width), done.len() / width);
    let mut along = vec![0.0; vectors.len() / width * count];
    multiply(Matrix::new(vectors, width), base.transposed(), &mut along);
    let mut parts = vec![0.0; vectors.len()];
    multiply(Matrix::new(&along, count), base, &mut parts);
    for (x, part) in vectors.iter_mut().zip(&parts) {
        *x -= part;
    }
}

/// As [`remove`] for one vector, one after another.
fn remove_each(done: &[f64], vector: &mut [f64]) {
    for unit in done.chunks_exact(vector.len()) {
        let along: f64 = unit.iter().zip(&*vector).map(|(a, b)| a * b).sum();
        for (x, unit) in vector.iter_mut().zip(unit) {
            *x -= along * unit;
        }
    }
}

fn norm(vector: &[f64]) -> f64 {
    vector.iter().map(|x| x * x).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EFFORT: Effort = Effort {
        tolerance: 1e-12,
        products: 200,
        between_checks: 4,
    };

    /// Diagonal operator in the basis of the unit vectors.
    fn diagonal(values: &[f64]) -> impl FnMut(&[f64], &mut [f64]) {
        move |vectors, out| {
            let numbers = vectors.iter().zip(values.iter().cycle());
            for (out, (x, value)) in out.iter_mut().zip(numbers) {
                *out = x * value;
            }
        }
    }

    #[test]
    fn finds_the_largest_values_and_their_directions() {
        let values: Vec<f64> = (0..50).map(|i| 0.8f64.powi((i * 7) % 50)).collect();
        let (found, vectors) = leading_eigen(diagonal(&values), 50, 3, EFFORT);
        for (k, found) in found.iter().enumerate() {
            assert!((found - 0.8f64.powi(k as i32)).abs() < 1e-11);
            // Where i * 7 % 50 == k.
            let place = (k * 43) % 50;
            assert!((vectors[k * 50 + place].abs() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn fewer_directions_than_vectors_still_give_orthonormal_ones() {
        let mut values = vec![0.0; 60];
        values[9] = 4.0;
        values[3] = 1.0;
        let (found, vectors) = leading_eigen(diagonal(&values), 60, 5, EFFORT);
        for (found, expected) in found.iter().zip([4.0, 1.0, 0.0, 0.0, 0.0]) {
            assert!((found - expected).abs() < 1e-12);
        }
        for (i, a) in vectors.chunks_exact(60).enumerate() {
            for (j, b) in vectors.chunks_exact(60).enumerate() {
                let inner: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
                assert!((inner - f64::from(u8::from(i == j))).abs() < 1e-12);
            }
        }
    }
}
