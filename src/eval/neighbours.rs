//! Classes by the nearest rows whose classes are known.

use rayon::prelude::*;

use super::product::{Matrix, multiply};

/// Rows that are asked about at once, and known ones they are compared with at once.
const ASKED: usize = 512;
const KNOWN: usize = 4_096;

/// The class that most of the `k` nearest rows (Euclidean) of `known` have, for each row of `asked`; of equally many the
/// least class, of equally near rows the first. Rows have `width` numbers; labels are below `classes`.
pub fn nearest_classes(
    (known, labels): (&[f32], &[u32]),
    asked: &[f32],
    width: usize,
    classes: usize,
    k: usize,
) -> Vec<u32> {
    let width = width.max(1);
    let square = |row: &[f32]| row.iter().map(|x| x * x).sum::<f32>();
    let squares: Vec<f32> = known.par_chunks(width).map(square).collect();
    let mut found = Vec::with_capacity(asked.len() / width);
    for asked in asked.chunks(ASKED * width) {
        // What is the same for all known rows is left out of the squared distances.
        let mut nearest: Vec<Vec<(f32, usize)>> = vec![Vec::new(); asked.len() / width];
        for (part, known) in known.chunks(KNOWN * width).enumerate() {
            let first = part * KNOWN;
            let count = known.len() / width;
            let mut products = vec![0.0; nearest.len() * count];
            let transposed = Matrix::new(known, width).transposed();
            multiply(Matrix::new(asked, width), transposed, &mut products);
            let rows = nearest.par_iter_mut().zip(products.par_chunks(count));
            rows.for_each(|(nearest, products)| {
                for (index, product) in (first..).zip(products) {
                    insert(nearest, (squares[index] - 2.0 * product, index), k);
                }
            });
        }
        found.extend(nearest.iter().map(|nearest| {
            let mut votes = vec![0; classes.max(1)];
            for (_, index) in nearest {
                votes[labels[*index] as usize] += 1;
            }
            let most = votes.iter().copied().max().unwrap_or(0);
            votes.iter().position(|&count| count == most).unwrap_or(0) as u32
        }));
    }
    found
}

/// Keeps the `k` least, in their order; of equals those that came first.
fn insert(nearest: &mut Vec<(f32, usize)>, new: (f32, usize), k: usize) {
    if nearest.len() == k && nearest.last().is_none_or(|last| last.0 <= new.0) {
        return;
    }
    let at = nearest.partition_point(|one| one.0 <= new.0);
    nearest.insert(at, new);
    nearest.truncate(k);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_of_most_of_the_nearest_is_taken() {
        let known = [0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 5.0, 5.0, 6.0, 5.0];
        let labels = [2, 0, 0, 1, 1];
        let asked = [0.1, 0.1, 5.0, 4.0];
        let classes = |k| nearest_classes((&known, &labels), &asked, 2, 3, k);
        assert_eq!(classes(1), [2, 1]);
        assert_eq!(classes(3), [0, 1]);
        // All of them: two of class 0 and two of class 1.
        assert_eq!(classes(9), [0, 0]);
    }

    #[test]
    fn blocks_make_no_difference() {
        let known: Vec<f32> = (0..KNOWN + 100).map(|i| i as f32).collect();
        let labels: Vec<u32> = (0..known.len()).map(|i| (i / 100 % 7) as u32).collect();
        let asked: Vec<f32> = (0..ASKED + 9).map(|i| (i * 8) as f32).collect();
        let found = nearest_classes((&known, &labels), &asked, 1, 7, 1);
        let expected = asked.iter().map(|x| (*x as u32) / 100 % 7);
        assert!(found.iter().copied().eq(expected));
    }
}
