//! Matrix factorisation of ratings: a row's factors times a column's, fitted by alternating least squares with weighted
//! regularisation (Zhou et al. 2008).

use rand_distr::{Distribution, StandardNormal};

use super::cholesky::solve;
use super::rating_baselines::Biases;
use crate::data::Samples;
use crate::data::cells::{Cell, Cells};
use crate::data::random::{Purpose, stream};

/// Times the number of ratings of a row or column: how strongly its factors are drawn to 0.
const REGULARISATION: f64 = 0.1;
const ROUNDS: usize = 20;
/// Deviation of the factors at first.
const START: f64 = 0.1;

/// Root mean squared error on the test ratings of `rank` factors beside the mean and the biases of rows and columns, clipped
/// to the ratings of the training part; `None` where samples are no ratings.
pub fn factorisation_rmse(train: &Samples, test: &Samples, rank: usize) -> Option<f64> {
    let (trained, seen, wanted) = (train.seen()?, test.seen()?, test.wanted()?);
    let biases = Biases::fit(trained, train.shape().values());
    let rest = |cells: &Cells| {
        let rows = (0..cells.rows()).flat_map(|row| {
            let bias = biases.of_row(cells, row);
            let biases = &biases;
            cells.row(row).map(move |(column, value)| Cell {
                row: row as u32,
                column: column as u32,
                value: (f64::from(value) - biases.made(bias, column)) as f32,
            })
        });
        Cells::new(cells.rows(), &rows.collect::<Vec<_>>())
    };
    let width = train.shape().values();
    let factors = Factors::fit(&rest(trained), width, rank, REGULARISATION);
    let rest = rest(seen);
    let mut sum = 0.0;
    for row in 0..wanted.rows() {
        let bias = biases.of_row(seen, row);
        let own = factors.of_row(&rest, row);
        for (column, value) in wanted.row(row) {
            let made = biases.made(bias, column) + factors.made(&own, column);
            sum += (biases.clipped(made) - f64::from(value)).powi(2);
        }
    }
    Some((sum / wanted.len() as f64).sqrt())
}

/// Factors of columns; those of a row follow from what is seen of it.
struct Factors {
    rank: usize,
    regularisation: f64,
    /// Column after column.
    columns: Vec<f64>,
}

impl Factors {
    fn fit(cells: &Cells, width: usize, rank: usize, regularisation: f64) -> Self {
        let mut random = stream(0, Purpose::Initialisation, 0, 0);
        let normal = |_| START * Distribution::<f64>::sample(&StandardNormal, &mut random);
        let mut all = Self {
            rank: rank.max(1),
            regularisation,
            columns: (0..width * rank.max(1)).map(normal).collect(),
        };
        let turned = turned(cells, width);
        for _ in 0..ROUNDS {
            let rows = (0..cells.rows()).flat_map(|row| all.of_row(cells, row));
            let rows = Self {
                columns: rows.collect(),
                ..all
            };
            let columns = (0..width).flat_map(|column| rows.of_row(&turned, column));
            all.columns = columns.collect();
        }
        all
    }

    /// The factors of a row, those of the columns given.
    fn of_row(&self, cells: &Cells, row: usize) -> Vec<f64> {
        let seen: Vec<Equation> = cells
            .row(row)
            .filter_map(|(column, value)| Some((self.column(column)?, f64::from(value))))
            .collect();
        ridge(&seen, self.rank, self.regularisation * seen.len() as f64)
    }

    fn column(&self, column: usize) -> Option<&[f64]> {
        self.columns
            .get(column * self.rank..(column + 1) * self.rank)
    }

    fn made(&self, row: &[f64], column: usize) -> f64 {
        self.column(column).map_or(0.0, |column| dot(row, column))
    }
}

/// Columns as rows.
fn turned(cells: &Cells, width: usize) -> Cells {
    let mut all: Vec<Cell> = cells
        .all()
        .map(|cell| Cell {
            row: cell.column,
            column: cell.row,
            value: cell.value,
        })
        .collect();
    all.sort_unstable_by_key(|cell| (cell.row, cell.column));
    Cells::new(width, &all)
}

/// What a product should be, and with which numbers.
type Equation<'a> = (&'a [f64], f64);

/// The numbers `x` that make the products with the rows of `equations` what these should be, `strength` times their square
/// kept small; zeros without any.
fn ridge(equations: &[Equation], rank: usize, strength: f64) -> Vec<f64> {
    let count = equations.len();
    if count == 0 {
        return vec![0.0; rank];
    }
    if count < rank {
        // As many unknowns as equations are fewer.
        let matrix = square(count, strength, |i, j| dot(equations[i].0, equations[j].0));
        let values = equations.iter().map(|(_, value)| *value).collect();
        // Rounding may leave nothing of a direction that is there twice.
        let weights = solve(matrix, values).unwrap_or_else(|| vec![0.0; count]);
        let part = |k: usize| {
            let parts = equations.iter().zip(&weights);
            parts.map(|((row, _), weight)| row[k] * weight).sum()
        };
        return (0..rank).map(part).collect();
    }
    let sum = |of: &dyn Fn(&Equation) -> f64| equations.iter().map(of).sum::<f64>();
    let matrix = square(rank, strength, |i, j| sum(&|(row, _)| row[i] * row[j]));
    let right = (0..rank).map(|i| sum(&|(row, value)| row[i] * value));
    solve(matrix, right.collect()).unwrap_or_else(|| vec![0.0; rank])
}

/// The lower triangle of a symmetric matrix with `strength` added to its diagonal.
fn square(size: usize, strength: f64, entry: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    let mut matrix = vec![0.0; size * size];
    for i in 0..size {
        for j in 0..=i {
            matrix[i * size + j] = entry(i, j) + if i == j { strength } else { 0.0 };
        }
    }
    matrix
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{BuiltIn, DataSettings, Source, load};

    #[test]
    fn equations_are_solved() {
        // Fewer equations than unknowns and as many have the same answer: 2 x = 6 with 1 x² kept small is x = 12 / 5.
        let few = ridge(&[(&[2.0, 0.0], 6.0)], 2, 1.0);
        let many = ridge(&[(&[2.0], 6.0), (&[0.0], 1.0)], 1, 1.0);
        assert!((few[0] - 2.4).abs() < 1e-12 && few[1] == 0.0);
        assert!((many[0] - 2.4).abs() < 1e-12);
        assert_eq!(ridge(&[], 2, 0.0), [0.0, 0.0]);
    }

    #[test]
    fn one_factor_fills_the_gap_of_a_product() {
        let cell = |row, column, value| Cell { row, column, value };
        let cells = [
            cell(0, 0, 1.0),
            cell(0, 1, 2.0),
            cell(1, 0, 2.0),
            cell(1, 1, 4.0),
            cell(2, 0, 3.0),
        ];
        let cells = Cells::new(3, &cells);
        let factors = Factors::fit(&cells, 2, 1, 1e-9);
        let row = factors.of_row(&cells, 2);
        assert!((factors.made(&row, 1) - 6.0).abs() < 1e-3);
    }

    #[test]
    fn it_is_better_than_biases_on_the_built_in_ratings() {
        let set = BuiltIn::Ratings;
        let data = load(&DataSettings::of_source(Source::BuiltIn { set })).unwrap();
        let rmse = factorisation_rmse(&data.train, &data.test, 8).unwrap();
        assert!((0.415..0.76).contains(&rmse), "{rmse}");
    }
}
