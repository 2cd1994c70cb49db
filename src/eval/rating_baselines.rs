//! What a model of ratings must beat: the mean of all ratings, and the mean with a bias of each row and each column.

use crate::data::Samples;
use crate::data::cells::Cells;

/// Added to the number of ratings that a bias is a mean over: one of few ratings is small.
const SHRINKAGE: f64 = 2.0;
/// Rows and columns are fitted to each other so often.
const ROUNDS: usize = 30;

/// Root mean squared errors on the test ratings, in units of their own, by what the training ratings say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatingBaselines {
    /// Of the mean of all ratings.
    pub mean: f64,
    /// Of the mean with regularised biases of rows and columns, clipped to the ratings of the training part.
    pub biases: f64,
}

impl RatingBaselines {
    /// Fits them to what `train` shows, and measures them on `test`; `None` where samples are no ratings.
    pub fn of(train: &Samples, test: &Samples) -> Option<Self> {
        let (trained, seen, wanted) = (train.seen()?, test.seen()?, test.wanted()?);
        let biases = Biases::fit(trained, train.shape().values());
        let (mut of_mean, mut of_biases) = (0.0, 0.0);
        for row in 0..wanted.rows() {
            let bias = biases.of_row(seen, row);
            for (column, value) in wanted.row(row) {
                let value = f64::from(value);
                of_mean += (biases.mean - value).powi(2);
                of_biases += (biases.clipped(biases.made(bias, column)) - value).powi(2);
            }
        }
        let root = |sum: f64| (sum / wanted.len() as f64).sqrt();
        Some(Self {
            mean: root(of_mean),
            biases: root(of_biases),
        })
    }
}

/// The mean of all ratings with a bias of each column.
pub struct Biases {
    pub mean: f64,
    columns: Vec<f64>,
    ends: [f64; 2],
}

impl Biases {
    /// Of ratings in this many columns.
    pub fn fit(cells: &Cells, columns: usize) -> Self {
        let mean = cells.all().map(|cell| f64::from(cell.value)).sum::<f64>();
        let mean = mean / cells.len().max(1) as f64;
        Self {
            columns: column_biases(cells, mean, columns),
            ends: ends(cells),
            mean,
        }
    }

    /// The bias of a row, by what is seen of it.
    pub fn of_row(&self, cells: &Cells, row: usize) -> f64 {
        row_bias(cells, row, self.mean, &self.columns)
    }

    /// What they make of a rating in `column` of a row with this bias.
    pub fn made(&self, row: f64, column: usize) -> f64 {
        self.mean + row + self.columns.get(column).copied().unwrap_or_default()
    }

    /// Within the ratings that were seen.
    pub fn clipped(&self, rating: f64) -> f64 {
        let [least, greatest] = self.ends;
        rating.max(least).min(greatest)
    }
}

/// The bias of each column, rows fitted beside them.
fn column_biases(cells: &Cells, mean: f64, count: usize) -> Vec<f64> {
    let mut rows = vec![0.0; cells.rows()];
    let mut columns = vec![0.0; count];
    for round in 0..ROUNDS {
        let (mut sums, mut counts) = (vec![0.0; count], vec![SHRINKAGE; count]);
        for (row, bias) in rows.iter_mut().enumerate() {
            if round > 0 {
                *bias = row_bias(cells, row, mean, &columns);
            }
            for (column, value) in cells.row(row) {
                if let (Some(sum), Some(count)) = (sums.get_mut(column), counts.get_mut(column)) {
                    *sum += f64::from(value) - mean - *bias;
                    *count += 1.0;
                }
            }
        }
        let means = sums.iter().zip(&counts).map(|(sum, count)| sum / count);
        columns = means.collect();
    }
    columns
}

/// The bias of one row, beside those of the columns.
fn row_bias(cells: &Cells, row: usize, mean: f64, columns: &[f64]) -> f64 {
    let (mut sum, mut count) = (0.0, SHRINKAGE);
    for (column, value) in cells.row(row) {
        sum += f64::from(value) - mean - columns.get(column).copied().unwrap_or_default();
        count += 1.0;
    }
    sum / count
}

/// The least and the greatest rating.
fn ends(cells: &Cells) -> [f64; 2] {
    let start = [f64::INFINITY, f64::NEG_INFINITY];
    cells.all().fold(start, |[least, greatest], cell| {
        let value = f64::from(cell.value);
        [least.min(value), greatest.max(value)]
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::data::cells::Cell;
    use crate::data::{BuiltIn, Column, ColumnKind, Columns, DataSettings, Source, load};

    #[test]
    fn the_built_in_ratings_have_the_errors_that_their_makers_found() {
        let set = BuiltIn::Ratings;
        let settings = DataSettings::of_source(Source::BuiltIn { set });
        let data = load(&settings).unwrap();
        let found = RatingBaselines::of(&data.train, &data.test).unwrap();
        assert_eq!(
            format!("{:.3} {:.3}", found.mean, found.biases),
            "0.932 0.771"
        );
    }

    #[test]
    fn a_row_of_which_nothing_is_known_has_the_biases_of_columns_alone() {
        let column = Column::new("a", ColumnKind::Numeric, true);
        let columns = Arc::new(Columns::from(vec![column; 2]));
        let cell = |row, column, value| Cell { row, column, value };
        let cells = |cells: &[Cell]| Arc::new(Cells::new(2, cells));
        let names = vec![String::new(); 2];
        let of = |wanted: &[Cell]| {
            let seen = cells(&[cell(0, 0, 2.0), cell(0, 1, 4.0)]);
            let wanted = Some(cells(wanted));
            Samples::of_cells(columns.clone(), seen, wanted, names.clone()).unwrap()
        };
        let train = of(&[]);
        // The mean is 3; a column's bias is one rating, 1 off, over 1 + 2.
        let found = RatingBaselines::of(&train, &of(&[cell(1, 1, 3.0)])).unwrap();
        assert_eq!(found.mean, 0.0);
        assert!((found.biases - 1.0 / 3.0).abs() < 1e-9, "{found:?}");
    }
}
