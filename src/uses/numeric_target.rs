//! How well a column of numbers can be told from features, as a class can.

use super::{Problem, Takes, choices::Choice};
use crate::data::{ColumnKind, Samples, Span};
use crate::eval::{Figures, Ridge, Standardised, determination};

/// The column.
pub const TARGET: Choice = Choice {
    key: "target",
    name: "Target column",
    sentence: "A column of numbers to tell from codes in place of labels, by ridge regression (alpha = 1); of raw values it is \
               left out itself",
    takes: Takes::Columns,
};
const ALPHA: f64 = 1.0;

/// Rows of both parts where the column has a value.
pub struct NumericTarget {
    /// Its place among the columns.
    column: usize,
    pub train: Vec<u32>,
    train_values: Vec<f64>,
    pub test: Vec<u32>,
    test_values: Vec<f64>,
}

impl NumericTarget {
    /// The column called `name`, of the training samples at `places` and of all of `test`.
    ///
    /// # Errors
    /// When there is no such column of numbers, or nothing to learn from.
    pub fn of(
        train: &Samples,
        places: &[u32],
        test: &Samples,
        name: &str,
    ) -> Result<Self, Problem> {
        let columns = train.shape().columns().map_or(&[][..], |all| all.list());
        let column = columns.iter().position(|column| column.name == name);
        let Some(column) = column else {
            return Err(TARGET.refused(&format!("there is no column called {name}")));
        };
        if columns[column].kind != ColumnKind::Numeric {
            return Err(TARGET.refused(&format!("{name} is no column of numbers")));
        }
        let known = |samples: &Samples, places: &mut dyn Iterator<Item = u32>| {
            let value = |place: u32| Some((place, f64::from(samples.row(place as usize)[column])));
            let there = places
                .filter_map(value)
                .filter(|(_, value)| !value.is_nan());
            there.unzip::<_, _, Vec<u32>, Vec<f64>>()
        };
        let (train, train_values) = known(train, &mut places.iter().copied());
        let (test, test_values) = known(test, &mut (0..test.len() as u32));
        if train.is_empty() || test.is_empty() {
            return Err(TARGET.refused(&format!("{name} has no values in one of the parts")));
        }
        Ok(Self {
            column,
            train,
            train_values,
            test,
            test_values,
        })
    }

    /// R² on the test part by features of both parts, `width` numbers a sample in the order of `self.train` and `self.test`.
    pub fn probe(&self, mut train: Vec<f32>, mut test: Vec<f32>, width: usize) -> Option<Figures> {
        let standardised = Standardised::fit(&train, width);
        standardised.apply(&mut train);
        standardised.apply(&mut test);
        let ridge = Ridge::fit(&train, width, &self.train_values, ALPHA)?;
        let r2 = determination(&ridge.predict(&test), &self.test_values)?;
        Some(Figures::of([("r2", r2)]))
    }

    /// `rows` of scaled values without the column itself.
    pub fn without(&self, rows: Vec<f32>, samples: &Samples) -> (Vec<f32>, usize) {
        let width = samples.shape().target_width();
        let span = samples
            .shape()
            .columns()
            .map(|columns| columns.span(self.column));
        let own = span.map_or(0..0, Span::range);
        let rest = width - own.len();
        let kept = rows.chunks_exact(width.max(1)).flat_map(|row| {
            let values = row.iter().enumerate();
            values
                .filter(|(place, _)| !own.contains(place))
                .map(|(_, value)| *value)
        });
        (kept.collect(), rest)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::data::Column;

    fn rows(values: &[f32]) -> Samples {
        let column = |name| Column::new(name, ColumnKind::Numeric, true);
        let columns = Arc::new(vec![column("a"), column("b")].into());
        Samples::rows(columns, values.to_vec(), None).unwrap()
    }

    #[test]
    fn a_column_is_told_from_what_says_it_and_not_from_nothing() {
        let train = rows(&[0.0, 1.0, 1.0, 3.0, 2.0, 5.0, 3.0, f32::NAN]);
        let test = rows(&[0.5, 2.0, 1.5, 4.0]);
        let target = NumericTarget::of(&train, &[0, 1, 2, 3], &test, "b").unwrap();
        assert_eq!(target.train, [0, 1, 2]);
        let r2 = |train: Vec<f32>, test: Vec<f32>| {
            let figures = target.probe(train, test, 1).unwrap();
            figures.numbers()[0].1
        };
        // Both parts have the same mean. The penalty takes a quarter of the slope of 2, which leaves 2.25 and 3.75.
        assert!(r2(vec![1.0; 3], vec![1.0; 2]).abs() < 1e-9);
        assert!((r2(vec![0.0, 1.0, 2.0], vec![0.5, 1.5]) - 0.9375).abs() < 1e-6);
        let (without, width) = target.without(vec![0.5, 2.0, 1.5, 4.0], &test);
        assert_eq!((without, width), (vec![0.5, 1.5], 1));
        let refused = |name| {
            NumericTarget::of(&train, &[3], &test, name)
                .err()
                .unwrap()
                .to_string()
        };
        assert_eq!(refused("c"), "there is no column called c: target");
        assert_eq!(refused("b"), "b has no values in one of the parts: target");
    }
}
