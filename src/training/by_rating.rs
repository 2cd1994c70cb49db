//! Errors of ratings: means over ratings rather than over rows, whose numbers of ratings differ, and in units of their own.

use crate::data::{Samples, Scaler};
use crate::model::BatchErrors;

/// How many ratings a row of `samples` has on average, those at `places` where some are chosen; `None` where samples are
/// no ratings.
pub fn ratings_a_row(samples: &Samples, places: Option<&[u32]>) -> Option<f64> {
    let wanted = samples.wanted()?;
    let (ratings, rows) = match places {
        None => (wanted.len(), samples.len()),
        Some(places) => {
            let counts = places.iter().map(|&row| wanted.count(row as usize));
            (counts.sum(), places.len())
        }
    };
    Some(ratings as f64 / rows.max(1) as f64)
}

/// Weighs each row by its ratings, so that the mean over rows is that over ratings.
pub fn weigh_rows(errors: &mut BatchErrors, ratings_a_row: f64) {
    let Some(rows) = &mut errors.rows else {
        return;
    };
    let weights = rows.cells.iter().map(|&cells| f64::from(cells));
    let weights: Vec<f64> = weights.map(|cells| cells / ratings_a_row).collect();
    let each = errors.loss.iter_mut().zip(&mut errors.reconstruction);
    for ((loss, reconstruction), weight) in each.zip(&weights) {
        let weighed = *reconstruction * weight;
        *loss += weighed - *reconstruction;
        *reconstruction = weighed;
    }
    for (parts, weight) in rows.parts.iter_mut().flatten().zip(&weights) {
        *parts = parts.map(|part| part * weight);
    }
}

/// The squared error of ratings in units of their own, outputs clipped to the ratings of the training part.
#[derive(Debug, Default)]
pub struct ClippedError {
    sum: f64,
    count: usize,
}

impl ClippedError {
    /// Adds `outputs` against `targets`, in which NaN is missing, both as `scaler` scales them.
    pub fn add(&mut self, scaler: &Scaler, outputs: &[f32], targets: &[f32]) {
        let Some(scale) = scaler.columns().first() else {
            return;
        };
        let [least, greatest] = scale.range;
        for (output, target) in outputs.iter().zip(targets) {
            if !target.is_nan() {
                let error = (output.clamp(least, greatest) - target) * scale.deviation;
                self.sum += f64::from(error) * f64::from(error);
                self.count += 1;
            }
        }
    }

    /// The root of the mean.
    pub fn root_mean(&self) -> f64 {
        (self.sum / self.count as f64).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RowErrors;

    #[test]
    fn the_mean_over_rows_becomes_that_over_ratings() {
        let mut errors = BatchErrors {
            loss: vec![1.5, 3.5, 0.5],
            reconstruction: vec![1.0, 3.0, 0.0],
            rows: Some(RowErrors {
                cells: vec![1, 3, 0],
                ..RowErrors::default()
            }),
            ..BatchErrors::default()
        };
        weigh_rows(&mut errors, 4.0 / 3.0);
        let mean = |values: &[f64]| values.iter().sum::<f64>() / 3.0;
        // One rating with 1 and three with 3, and a penalty of a half.
        assert!((mean(&errors.reconstruction) - 2.5).abs() < 1e-12);
        assert!((mean(&errors.loss) - 3.0).abs() < 1e-12);
    }
}
