//! Accumulates the mean error of each column of a table.

/// Sums of errors so far.
#[derive(Debug, Default)]
pub(super) struct ColumnSums {
    sums: Vec<f64>,
    counts: Vec<u32>,
}

impl ColumnSums {
    /// Adds `errors` of rows of `columns` columns, row after row, NaN where a value is missing.
    pub(super) fn add(&mut self, errors: &[f32], columns: usize) {
        self.sums.resize(columns, 0.0);
        self.counts.resize(columns, 0);
        for row in errors.chunks_exact(columns.max(1)) {
            let so_far = self.sums.iter_mut().zip(&mut self.counts);
            for ((sum, count), &error) in so_far.zip(row) {
                if !error.is_nan() {
                    *sum += f64::from(error);
                    *count += 1;
                }
            }
        }
    }

    /// One a column; NaN for one that is always missing.
    pub(super) fn means(&self) -> Vec<f32> {
        let each = self.sums.iter().zip(&self.counts);
        each.map(|(sum, &count)| (sum / f64::from(count)) as f32)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_values_do_not_count() {
        let mut sums = ColumnSums::default();
        sums.add(&[1.0, f32::NAN, f32::NAN], 3);
        sums.add(&[2.0, 4.0, f32::NAN, 6.0, 0.0, f32::NAN], 3);
        let means = sums.means();
        assert_eq!(means[..2], [3.0, 2.0]);
        assert!(means[2].is_nan());
        assert!(ColumnSums::default().means().is_empty());
    }
}
