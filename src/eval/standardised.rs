//! Columns of plain numbers brought to mean 0 and deviation 1.

/// Mean and deviation of each column of the rows it was fitted to.
#[derive(Debug, Clone, PartialEq)]
pub struct Standardised {
    columns: Vec<(f64, f64)>,
}

impl Standardised {
    /// Of `rows` of `width` numbers, with divisor n. A column that never changes becomes 0.
    pub fn fit(rows: &[f32], width: usize) -> Self {
        let count = (rows.len() / width.max(1)).max(1) as f64;
        let mut columns = vec![(0.0, 0.0); width];
        let each = || rows.chunks_exact(width.max(1));
        for row in each() {
            for (column, &x) in columns.iter_mut().zip(row) {
                column.0 += f64::from(x) / count;
            }
        }
        for row in each() {
            for (column, &x) in columns.iter_mut().zip(row) {
                column.1 += (f64::from(x) - column.0).powi(2) / count;
            }
        }
        for (mean, spread) in &mut columns {
            let deviation = spread.sqrt();
            // Rounding alone moves a column that stays the same.
            let is_still = deviation <= 1e-7 * mean.abs().max(f64::from(f32::MIN_POSITIVE));
            *spread = if is_still { 1.0 } else { deviation };
        }
        Self { columns }
    }

    /// Scales rows in place.
    pub fn apply(&self, rows: &mut [f32]) {
        for row in rows.chunks_exact_mut(self.columns.len().max(1)) {
            for (x, (mean, deviation)) in row.iter_mut().zip(&self.columns) {
                *x = ((f64::from(*x) - mean) / deviation) as f32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_scaled_by_what_was_fitted() {
        let rows = [1.0, 7.5, 3.0, 7.5, 5.0, 7.5, 7.0, 7.5];
        let fitted = Standardised::fit(&rows, 2);
        let mut other = [4.0, 7.5, 4.0 + 5f32.sqrt(), 8.5];
        fitted.apply(&mut other);
        for (found, expected) in other.iter().zip([0.0, 0.0, 1.0, 1.0]) {
            assert!((found - expected).abs() < 1e-6, "{other:?}");
        }
    }
}
