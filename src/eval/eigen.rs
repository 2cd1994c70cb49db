//! Eigenvalues and eigenvectors of a symmetric matrix: Householder reduction to three diagonals, then
//! implicit QL iterations (Golub and Van Loan, Matrix Computations, chapter 8).
//!
//! Vectors are kept as rows, so that all inner loops run along memory. Costs about 8 n^3 operations.

/// Rounds of QL for one eigenvalue, of which two or three are usual; a bound, so that no input hangs.
const MAX_ROUNDS: usize = 60;

/// Eigenvalues in falling order, and the unit eigenvectors as rows in the same order, of the symmetric
/// `n` x `n` matrix `a`. `a` must hold finite numbers.
pub fn symmetric_eigen(mut a: Vec<f64>, n: usize) -> (Vec<f64>, Vec<f64>) {
    assert_eq!(a.len(), n * n, "a square matrix");
    let mut tridiagonal = reduce(&mut a, n);
    iterate(&mut tridiagonal);
    let Tridiagonal { diagonal, rows, .. } = tridiagonal;

    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&i, &j| diagonal[j].total_cmp(&diagonal[i]));
    let values = order.iter().map(|&i| diagonal[i]).collect();
    let vectors = order
        .iter()
        .flat_map(|&i| &rows[i * n..(i + 1) * n])
        .copied()
        .collect();
    (values, vectors)
}

/// `rows^T T rows` is the matrix, with `T` tridiagonal; QL turns `T` into a diagonal.
struct Tridiagonal {
    diagonal: Vec<f64>,
    /// Entry `i` stands between diagonal entries `i` and `i + 1`; the last is a spare zero.
    beside: Vec<f64>,
    rows: Vec<f64>,
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// `a += factor * b`
fn add(a: &mut [f64], factor: f64, b: &[f64]) {
    for (a, b) in a.iter_mut().zip(b) {
        *a += factor * b;
    }
}

/// Householder reflections, one a column; `a` is used up.
fn reduce(a: &mut [f64], n: usize) -> Tridiagonal {
    let mut diagonal = vec![0.0; n];
    let mut beside = vec![0.0; n];
    // (factor, vector) of each reflection 1 - factor v v^T; the vector begins at column k + 1.
    let mut reflections: Vec<(f64, Vec<f64>)> = Vec::with_capacity(n);
    for k in 0..n {
        diagonal[k] = a[k * n + k];
        if k + 1 == n {
            break;
        }
        let mut v = a[k * n + k + 1..(k + 1) * n].to_vec();
        let below = dot(&v[1..], &v[1..]);
        if below == 0.0 {
            beside[k] = v[0];
            reflections.push((0.0, v));
            continue;
        }
        // The sign that avoids cancellation.
        let length = -(v[0] * v[0] + below).sqrt().copysign(v[0]);
        beside[k] = length;
        v[0] -= length;
        let factor = 2.0 / (v[0] * v[0] + below);
        let mut w: Vec<f64> = (k + 1..n)
            .map(|i| factor * dot(&a[i * n + k + 1..(i + 1) * n], &v))
            .collect();
        let along = -0.5 * factor * dot(&v, &w);
        add(&mut w, along, &v);
        for i in k + 1..n {
            let row = &mut a[i * n + k + 1..(i + 1) * n];
            let (vi, wi) = (v[i - k - 1], w[i - k - 1]);
            for ((a, v), w) in row.iter_mut().zip(&v).zip(&w) {
                *a -= vi * w + wi * v;
            }
        }
        reflections.push((factor, v));
    }

    let mut rows = vec![0.0; n * n];
    for i in 0..n {
        rows[i * n + i] = 1.0;
    }
    // From the last reflection to the first, only rows behind the reflection's column have changed yet.
    for (k, (factor, v)) in reflections.iter().enumerate().rev() {
        for i in k + 1..n {
            let row = &mut rows[i * n + k + 1..(i + 1) * n];
            let along = -factor * dot(row, v);
            add(row, along, v);
        }
    }
    Tridiagonal {
        diagonal,
        beside,
        rows,
    }
}

/// Drives the numbers beside the diagonal to zero, turning the rows along.
fn iterate(t: &mut Tridiagonal) {
    let n = t.diagonal.len();
    let (d, e) = (&mut t.diagonal, &mut t.beside);
    let largest = d.iter().chain(&*e).fold(0.0f64, |m, x| m.max(x.abs()));
    let negligible = f64::EPSILON * f64::EPSILON * largest;
    for l in 0..n {
        for _ in 0..MAX_ROUNDS {
            let m = (l..n - 1)
                .find(|&m| {
                    let near = f64::EPSILON * (d[m].abs() + d[m + 1].abs());
                    e[m].abs() <= near.max(negligible)
                })
                .unwrap_or(n - 1);
            if m == l {
                break;
            }
            let g = (d[l + 1] - d[l]) / (2.0 * e[l]);
            let r = g.hypot(1.0);
            let mut g = d[m] - d[l] + e[l] / (g + r.copysign(g));
            let (mut s, mut c, mut p) = (1.0, 1.0, 0.0);
            let mut split = false;
            for i in (l..m).rev() {
                let f = s * e[i];
                let b = c * e[i];
                let r = f.hypot(g);
                e[i + 1] = r;
                if r == 0.0 {
                    d[i + 1] -= p;
                    e[m] = 0.0;
                    split = true;
                    break;
                }
                s = f / r;
                c = g / r;
                g = d[i + 1] - p;
                let r = (d[i] - g) * s + 2.0 * c * b;
                p = s * r;
                d[i + 1] = g + p;
                g = c * r - b;
                let (upper, lower) = t.rows[i * n..(i + 2) * n].split_at_mut(n);
                for (x, y) in upper.iter_mut().zip(lower) {
                    (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
                }
            }
            if !split {
                d[l] -= p;
                e[l] = g;
                e[m] = 0.0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64, tolerance: f64) -> bool {
        (a - b).abs() <= tolerance
    }

    #[test]
    fn small_matrices_by_hand() {
        let (values, vectors) = symmetric_eigen(vec![2.0, 1.0, 1.0, 2.0], 2);
        assert!(close(values[0], 3.0, 1e-14) && close(values[1], 1.0, 1e-14));
        let half = 0.5f64.sqrt();
        assert!(close(vectors[0].abs(), half, 1e-14) && close(vectors[0], vectors[1], 1e-14));
        assert!(close(vectors[2].abs(), half, 1e-14) && close(vectors[2], -vectors[3], 1e-14));

        // The second difference of 4 points: 2 - 2 cos(k pi / 5).
        let mut a = vec![0.0; 16];
        for i in 0..4 {
            a[5 * i] = 2.0;
        }
        for i in 0..3 {
            a[5 * i + 1] = -1.0;
            a[5 * i + 4] = -1.0;
        }
        let (values, _) = symmetric_eigen(a, 4);
        let expected = [
            3.618_033_988_749_895,
            2.618_033_988_749_895,
            1.381_966_011_250_105,
            0.381_966_011_250_105,
        ];
        for (value, expected) in values.iter().zip(expected) {
            assert!(close(*value, expected, 1e-14), "{values:?}");
        }
    }

    #[test]
    fn trivial_matrices() {
        assert_eq!(symmetric_eigen(vec![], 0), (vec![], vec![]));
        assert_eq!(symmetric_eigen(vec![-7.0], 1), (vec![-7.0], vec![1.0]));
        let (values, vectors) = symmetric_eigen(vec![0.0; 9], 3);
        assert_eq!(values, [0.0; 3]);
        assert_eq!(vectors.iter().sum::<f64>(), 3.0);
        let diagonal = vec![1.0, 0.0, 0.0, 0.0, 5.0, 0.0, 0.0, 0.0, 3.0];
        let (values, vectors) = symmetric_eigen(diagonal, 3);
        assert_eq!(values, [5.0, 3.0, 1.0]);
        assert_eq!(vectors, [0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0]);
    }

    /// `a v = value v` for every pair, and the vectors are orthonormal.
    fn check(a: &[f64], n: usize) {
        let (values, vectors) = symmetric_eigen(a.to_vec(), n);
        let scale = a.iter().fold(0.0f64, |m, x| m.max(x.abs())) * n as f64;
        assert!(values.is_sorted_by(|a, b| a >= b));
        for i in 0..n {
            let v = &vectors[i * n..(i + 1) * n];
            for (row, x) in a.chunks_exact(n).zip(v) {
                assert!(close(dot(row, v), values[i] * x, 1e-13 * scale));
            }
            for (j, w) in vectors.chunks_exact(n).enumerate() {
                assert!(close(dot(v, w), f64::from(u8::from(i == j)), 1e-12));
            }
        }
    }

    #[test]
    fn vectors_satisfy_the_equation_also_for_repeated_and_missing_directions() {
        let n = 40;
        let mut state = 1u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(state) / f64::from(u32::MAX) - 0.5
        };
        let mut full = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..=i {
                full[i * n + j] = next();
                full[j * n + i] = full[i * n + j];
            }
        }
        check(&full, n);

        // Rank 3: 37 eigenvalues are zero.
        let factors: Vec<f64> = (0..3 * n).map(|_| next()).collect();
        let mut low = vec![0.0; n * n];
        for (i, row) in low.chunks_exact_mut(n).enumerate() {
            for (j, a) in row.iter_mut().enumerate() {
                *a = (0..3)
                    .map(|f| factors[f * n + i] * factors[f * n + j])
                    .sum();
            }
        }
        check(&low, n);

        // All eigenvalues alike but one.
        let mut alike = vec![1.0; n * n];
        for i in 0..n {
            alike[i * n + i] = 3.0;
        }
        check(&alike, n);
    }
}
