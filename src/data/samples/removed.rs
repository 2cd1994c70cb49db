//! Rows of which cells were removed: what stood there is kept, to measure what fills them in.

use std::sync::Arc;

use rand::Rng;

use super::{Samples, Values, WholeRows};
use crate::data::random::{Purpose, stream};
use crate::data::{Column, Columns, DataSettings, Dataset, SampleShape};

/// Where the share stands that is removed.
const KEY: &str = "data.missing_share";

impl Samples {
    /// What row `index` was before cells were removed from it; `None` where none were.
    pub fn whole_row(&self, index: usize) -> Option<&[f32]> {
        let whole = self.whole.as_ref()?;
        let width = self.shape.values();
        whole.values.get(index * width..(index + 1) * width)
    }

    /// The same rows with the cells that were removed from them; `None` where none were.
    pub fn with_removed_cells(&self) -> Option<Self> {
        let whole = self.whole.as_ref()?;
        Some(Self {
            has_gaps: true,
            values: Values::Numbers(whole.values.clone()),
            whole: None,
            ..self.clone()
        })
    }

    /// The rows before any cell was removed.
    fn restored(&self) -> Self {
        let Some(whole) = &self.whole else {
            return self.clone();
        };
        Self {
            shape: SampleShape::Row(whole.columns.clone()),
            has_gaps: whole.values.iter().any(|value| value.is_nan()),
            values: Values::Numbers(whole.values.clone()),
            whole: None,
            ..self.clone()
        }
    }

    /// These rows without a `share` of their cells, drawn by `seed` and the number of their `part`.
    fn without_cells(&self, share: f64, seed: u64, part: u64) -> Self {
        let (Values::Numbers(values), SampleShape::Row(columns)) = (&self.values, &self.shape)
        else {
            return self.clone();
        };
        let mut random = stream(seed, Purpose::Missing, part, 0);
        let left = values.iter().map(|&value| {
            // Drawn for every cell, so that a larger share takes more of the same.
            let is_removed = random.random::<f64>() < share;
            if is_removed { f32::NAN } else { value }
        });
        let left: Arc<Vec<f32>> = Arc::new(left.collect());
        Self {
            has_gaps: left.iter().any(|value| value.is_nan()),
            whole: Some(WholeRows {
                columns: columns.clone(),
                values: values.clone(),
            }),
            values: Values::Numbers(left),
            ..self.clone()
        }
    }

    fn in_columns(self, columns: &Arc<Columns>) -> Self {
        Self {
            shape: SampleShape::Row(columns.clone()),
            ..self
        }
    }
}

impl Dataset {
    /// Removes the share of cells that `settings` say, of what there was before any were removed.
    ///
    /// # Errors
    /// One sentence, when samples are no rows of a table.
    pub(in crate::data) fn remove_cells(&mut self, settings: &DataSettings) -> Result<(), String> {
        let share = settings.missing_share;
        if !(0.0..=1.0).contains(&share) {
            return Err(format!("Give a share from 0 to 1, not {share}: {KEY}"));
        }
        (self.train, self.test) = (self.train.restored(), self.test.restored());
        if share == 0.0 {
            return Ok(());
        }
        let is_table = !(self.train.are_ratings() || settings.source.has_words());
        let columns = self.train.shape().columns().filter(|_| is_table).cloned();
        let Some(columns) = columns else {
            return Err(format!("Only cells of tables can be removed: {KEY}"));
        };
        let seed = settings.split_seed;
        let train = self.train.without_cells(share, seed, 0);
        let is_gone = |index| train.row(index).iter().all(|value| value.is_nan());
        if (0..train.len()).all(is_gone) {
            return Err(format!("Nothing is left to train on: {KEY}"));
        }
        let mut missing: Vec<bool> = columns.list().iter().map(|one| one.has_missing).collect();
        for index in 0..train.len() {
            for (missing, value) in missing.iter_mut().zip(&*train.row(index)) {
                *missing |= value.is_nan();
            }
        }
        let list = columns.list().iter().zip(missing);
        let list: Vec<Column> = list
            .map(|(column, has_missing)| Column {
                has_missing,
                ..column.clone()
            })
            .collect();
        let columns = Arc::new(Columns::from(list));
        self.test = self.test.without_cells(share, seed, 1).in_columns(&columns);
        self.train = train.in_columns(&columns);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ColumnKind, ImageShape, Prepared, Scaling};

    fn settings(missing_share: f64) -> DataSettings {
        DataSettings {
            missing_share,
            scaling: Scaling::Standardised,
            validation: 10,
            ..DataSettings::default()
        }
    }

    fn rows() -> Dataset {
        let column = |name| Column::new(name, ColumnKind::Numeric, false);
        let columns = Arc::new(Columns::from(vec![column("a"), column("b")]));
        let rows = |count: usize| {
            let values: Vec<f32> = (0..2 * count).map(|value| value as f32).collect();
            Samples::rows(columns.clone(), values, None).unwrap()
        };
        Dataset::new("rows", rows(500), rows(100))
    }

    #[test]
    fn a_share_of_the_cells_is_removed_and_kept_aside() {
        let half = Prepared::new(rows(), &settings(0.5)).unwrap();
        for samples in [&half.dataset.train, &half.dataset.test] {
            let mut removed = 0;
            for index in 0..samples.len() {
                let (row, whole) = (samples.row(index), samples.whole_row(index).unwrap());
                assert_eq!(whole[0], 2.0 * index as f32);
                for (value, whole) in row.iter().zip(whole) {
                    assert!(value.is_nan() || value == whole);
                    removed += usize::from(value.is_nan());
                }
            }
            let share = removed as f64 / (2 * samples.len()) as f64;
            assert!((share - 0.5).abs() < 0.1, "{share}");
        }
        // Both columns get a mask, and the scaler has not seen what was removed.
        assert_eq!(half.dataset.shape().input_width(), 4);
        let all = Prepared::new(rows(), &settings(0.0)).unwrap();
        assert_ne!(half.scaler.columns()[0].mean, all.scaler.columns()[0].mean);
        // Another share of what was prepared already begins from the whole, and so does none.
        let less = Prepared::new(half.dataset.clone(), &settings(0.2)).unwrap();
        let fresh = Prepared::new(rows(), &settings(0.2)).unwrap();
        let gaps = |data: &Prepared| -> Vec<bool> {
            let rows = (0..500).flat_map(|index| data.dataset.train.row(index).into_owned());
            rows.map(f32::is_nan).collect()
        };
        assert_eq!(gaps(&less), gaps(&fresh));
        assert!(
            gaps(&less)
                .iter()
                .zip(gaps(&half))
                .all(|(less, half)| half || !less)
        );
        let none = Prepared::new(half.dataset, &settings(0.0)).unwrap();
        assert!(!none.dataset.train.has_gaps() && none.dataset.train.whole_row(0).is_none());
        assert_eq!(none.dataset.shape().input_width(), 2);
    }

    #[test]
    fn only_tables_have_cells_to_remove() {
        let shape = ImageShape {
            height: 1,
            width: 1,
            channels: 1,
        };
        let images = Samples::images(shape, vec![0; 40], None).unwrap();
        let refused = Prepared::new(Dataset::new("a", images.clone(), images), &settings(0.5));
        assert_eq!(
            refused.unwrap_err(),
            "Only cells of tables can be removed: data.missing_share"
        );
    }
}
