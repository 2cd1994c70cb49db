//! Rows of which few values are there, and whose parts are drawn value by value: ratings.
//!
//! What is held out of a row is what a model should make of what is left of it, so a test row is both: the training
//! values are seen, the held out ones are wanted.

use std::borrow::Cow;
use std::sync::Arc;

use rand::seq::SliceRandom;

use super::{Samples, Values};
use crate::data::cells::Cells;
use crate::data::random::{Purpose, stream};
use crate::data::{Columns, DataError, SampleShape};

impl Samples {
    /// Rows of `columns` of which a model sees `seen` and should make `wanted`, or else what it sees; and one name a row.
    ///
    /// # Errors
    /// When there are no columns, or parts are of another number of rows.
    pub fn of_cells(
        columns: Arc<Columns>,
        seen: Arc<Cells>,
        wanted: Option<Arc<Cells>>,
        names: Vec<String>,
    ) -> Result<Self, DataError> {
        if columns.is_empty() {
            return Err(DataError::Rows {
                values: seen.len(),
                columns: 0,
            });
        }
        let counts = [
            names.len(),
            wanted.as_ref().map_or(seen.rows(), |w| w.rows()),
        ];
        if let Some(&other) = counts.iter().find(|&&count| count != seen.rows()) {
            return Err(DataError::Labels {
                labels: other,
                samples: seen.rows(),
            });
        }
        Ok(Self {
            shape: SampleShape::Row(columns),
            count: seen.rows(),
            values: Values::Cells {
                whole: seen.clone(),
                seen,
                wanted,
            },
            has_gaps: true,
            labels: None,
            names: Some(names.into()),
            whole: None,
            series: None,
        })
    }

    /// Whether parts are drawn value by value: samples are rows of ratings.
    pub fn are_ratings(&self) -> bool {
        matches!(self.values, Values::Cells { .. })
    }

    /// What a model sees of rows of ratings.
    pub fn seen(&self) -> Option<&Cells> {
        match &self.values {
            Values::Cells { seen, .. } => Some(seen),
            Values::Bytes(_) | Values::Numbers(_) => None,
        }
    }

    /// What a model should make of rows of ratings.
    pub fn wanted(&self) -> Option<&Cells> {
        match &self.values {
            Values::Cells { seen, wanted, .. } => Some(wanted.as_ref().unwrap_or(seen)),
            Values::Bytes(_) | Values::Numbers(_) => None,
        }
    }

    /// As [`Self::row`], what a model should make of it.
    pub fn wanted_row(&self, index: usize) -> Cow<'_, [f32]> {
        match self.wanted() {
            Some(wanted) => self.dense(wanted, index),
            None => self.row(index),
        }
    }

    /// As [`Self::row`], with what a model should make of it too where that is something else: all that is known.
    pub fn known_row(&self, index: usize) -> Cow<'_, [f32]> {
        let mut row = self.row(index);
        if let Some(wanted) = self.wanted() {
            let row = row.to_mut();
            for (column, value) in wanted.row(index) {
                if let Some(known) = row.get_mut(column) {
                    *known = value;
                }
            }
        }
        row
    }

    /// What parts are drawn of: how many samples, or how many ratings.
    pub fn units(&self) -> usize {
        match &self.values {
            Values::Cells { whole, wanted, .. } => wanted.as_ref().map_or(whole.len(), |w| w.len()),
            Values::Bytes(_) | Values::Numbers(_) => self.count,
        }
    }

    /// What is left of training rows of ratings without `count` of these, drawn by `seed`, and the rows that have some:
    /// what is left of them is seen, what was drawn wanted. Nothing of other samples. It begins from all ratings,
    /// whatever was held out before.
    pub fn without_ratings(&self, count: usize, seed: u64) -> Option<(Self, Self)> {
        let Values::Cells { whole, .. } = &self.values else {
            return None;
        };
        let mut places: Vec<u32> = (0..whole.len() as u32).collect();
        let count = count.min(places.len());
        let (drawn, _) = places.partial_shuffle(&mut stream(seed, Purpose::Split, 0, 0), count);
        let mut held = vec![false; whole.len()];
        for place in drawn {
            held[*place as usize] = true;
        }
        let [kept, taken] = whole.parted(&held).map(Arc::new);
        let part = |wanted| Self {
            values: Values::Cells {
                seen: kept.clone(),
                wanted,
                whole: whole.clone(),
            },
            ..self.clone()
        };
        let rows = 0..self.count as u32;
        let rows: Vec<u32> = rows.filter(|&row| taken.count(row as usize) > 0).collect();
        Some((part(None), part(Some(taken)).chosen(&rows)))
    }

    pub(super) fn dense(&self, cells: &Cells, index: usize) -> Cow<'_, [f32]> {
        let mut row = vec![0.0; self.shape.values()];
        cells.put(index, &mut row);
        row.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::cells::Cell;
    use crate::data::{Column, ColumnKind, Scaler, Scaling};

    /// Three rows of two columns: 1 and 2, nothing, and 3 in the second column.
    fn rows(wanted: Option<&[Cell]>) -> Samples {
        let column = Column {
            masked: false,
            ..Column::new("a", ColumnKind::Numeric, true)
        };
        let columns = Arc::new(Columns::from(vec![column; 2]));
        let cell = |row, column, value| Cell { row, column, value };
        let seen = [cell(0, 0, 1.0), cell(0, 1, 2.0), cell(2, 1, 3.0)];
        let cells = |cells: &[Cell]| Arc::new(Cells::new(3, cells));
        let names = ["x", "y", "z"].map(String::from).to_vec();
        Samples::of_cells(columns, cells(&seen), wanted.map(cells), names).unwrap()
    }

    #[test]
    fn a_model_sees_some_ratings_and_should_make_others() {
        let rating = Cell {
            row: 1,
            column: 0,
            value: 5.0,
        };
        let rows = rows(Some(&[rating]));
        assert_eq!((rows.len(), rows.units(), rows.name(2)), (3, 1, Some("z")));
        assert!(rows.has_gaps() && rows.are_ratings());
        assert_eq!((rows.row(0)[0], rows.wanted_row(1)[0]), (1.0, 5.0));
        assert!(rows.row(1)[0].is_nan() && rows.wanted_row(0)[0].is_nan());
        assert_eq!([0, 1].map(|row| rows.known_row(row)[0]), [1.0, 5.0]);
        let scaler = Scaler::fit(Scaling::Centred, &rows, &[0, 1, 2]);
        let (mut seen, mut wanted) = ([9.0; 2], [9.0; 2]);
        scaler.put_input(&rows, 2, &mut seen);
        scaler.put_target(&rows, 1, &mut wanted);
        // All of them less their mean, 2; what is missing is as the mean.
        assert_eq!(seen, [0.0, 1.0]);
        assert_eq!(wanted[0], 3.0);
        assert!(wanted[1].is_nan());
        assert_eq!(rows.chosen(&[1]).wanted_row(0)[0], 5.0);
    }

    #[test]
    fn ratings_are_held_out_of_all_whatever_was_held_out_before() {
        let rows = rows(None);
        let (train, held) = rows.without_ratings(2, 0).unwrap();
        assert_eq!((train.len(), train.seen().unwrap().len()), (3, 1));
        assert_eq!(held.units(), 2);
        assert!((0..held.len()).all(|row| held.wanted().unwrap().count(row) > 0));
        let again = train.without_ratings(2, 0).unwrap().1;
        assert_eq!(again.wanted(), held.wanted());
        let all = train.without_ratings(0, 0).unwrap();
        assert_eq!((all.0.units(), all.1.len()), (3, 0));
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        let cells = |rows| Arc::new(Cells::new(rows, &[]));
        let column = Column::new("a", ColumnKind::Numeric, true);
        let columns = Arc::new(Columns::from(vec![column]));
        let of = |columns: &Arc<Columns>, wanted, names: usize| {
            let names = vec![String::new(); names];
            Samples::of_cells(columns.clone(), cells(2), wanted, names).is_err()
        };
        assert!(!of(&columns, Some(cells(2)), 2));
        assert!(of(&columns, Some(cells(3)), 2));
        assert!(of(&columns, None, 1));
        assert!(of(&Arc::default(), None, 2));
    }
}
