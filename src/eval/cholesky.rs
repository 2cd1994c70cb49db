//! Equations of a positive definite matrix.

/// Solves them by the Cholesky factor of the matrix, of which the lower triangle is given, row after row of full width, and
/// `None` where it is not positive definite.
pub fn solve(mut matrix: Vec<f64>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let width = right.len();
    for i in 0..width {
        for j in 0..=i {
            let (above, below) = matrix.split_at(i * width);
            let other = if j < i { &above[j * width..] } else { below };
            let sum: f64 = below[..j].iter().zip(&other[..j]).map(|(a, b)| a * b).sum();
            let rest = below[j] - sum;
            matrix[i * width + j] = if i == j {
                if !(rest > 0.0 && rest.is_finite()) {
                    return None;
                }
                rest.sqrt()
            } else {
                rest / matrix[j * width + j]
            };
        }
    }
    for i in 0..width {
        let line = &matrix[i * width..=i * width + i];
        let sum: f64 = line[..i].iter().zip(&right).map(|(a, b)| a * b).sum();
        right[i] = (right[i] - sum) / line[i];
    }
    for i in (0..width).rev() {
        let below = i + 1..width;
        let sum: f64 = below.map(|k| matrix[k * width + i] * right[k]).sum();
        right[i] = (right[i] - sum) / matrix[i * width + i];
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_positive_definite_matrix_has_its_solution_and_another_none() {
        // [[4, 2], [2, 5]] x = [8, 12]: only the lower triangle is read.
        let found = solve(vec![4.0, f64::NAN, 2.0, 5.0], vec![8.0, 12.0]).unwrap();
        assert!((found[0] - 1.0).abs() < 1e-12 && (found[1] - 2.0).abs() < 1e-12);
        assert_eq!(solve(vec![1.0, 0.0, 1.0, 1.0], vec![1.0, 1.0]), None);
        assert_eq!(solve(Vec::new(), Vec::new()), Some(Vec::new()));
    }
}
