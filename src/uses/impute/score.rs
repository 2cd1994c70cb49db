//! How far what was filled in is from what was removed.

use crate::data::{ColumnKind, Scaler};
use crate::eval::{Figure, Figures};

/// Sums over removed cells.
#[derive(Debug, Clone, Copy, Default)]
pub struct Score {
    squared: f64,
    numbers: usize,
    right: usize,
    answers: usize,
}

impl Score {
    /// Adds samples that are `filled` against `targets`, as `scaler` scales them; NaN where nobody knows what was there.
    pub fn add(&mut self, scaler: &Scaler, filled: &[f32], targets: &[f32], missing: &[bool]) {
        let shape = scaler.shape();
        let width = shape.target_width().max(1);
        let rows = filled.chunks_exact(width).zip(targets.chunks_exact(width));
        for ((filled, targets), missing) in rows.zip(missing.chunks_exact(width)) {
            let Some(columns) = shape.columns() else {
                let scales = scaler.columns().iter().cycle();
                let is_image = shape.image().is_some();
                for (place, scale) in (0..width).zip(scales) {
                    if missing[place] && !is_image {
                        if !targets[place].is_nan() {
                            self.number(filled[place] - targets[place]);
                        }
                    } else if missing[place] {
                        // Pixels are compared in [0, 1], whatever their scaling.
                        self.number((filled[place] - targets[place]) * scale.deviation);
                    }
                }
                continue;
            };
            for (column, span) in columns.spans().filter(|(_, span)| missing[span.start]) {
                let (made, truth) = (&filled[span.range()], &targets[span.range()]);
                match column.kind {
                    _ if truth[0].is_nan() => {}
                    ColumnKind::Numeric => self.number(made[0] - truth[0]),
                    ColumnKind::YesNo { .. } => self.answer((made[0] > 0.5) == (truth[0] > 0.5)),
                    ColumnKind::Category { .. } => self.answer(largest(made) == largest(truth)),
                }
            }
        }
    }

    fn number(&mut self, error: f32) {
        self.squared += f64::from(error) * f64::from(error);
        self.numbers += 1;
    }

    fn answer(&mut self, is_right: bool) {
        self.right += usize::from(is_right);
        self.answers += 1;
    }

    /// `None` where nothing was removed whose truth is known.
    pub fn figures(&self) -> Option<Figures> {
        let mut figures = Vec::new();
        if self.numbers > 0 {
            let mse = self.squared / self.numbers as f64;
            figures.push(("mse_missing".to_owned(), Figure::Number(mse)));
        }
        if self.answers > 0 {
            let share = self.right as f64 / self.answers as f64;
            figures.push(("accuracy_missing".to_owned(), Figure::Number(share)));
        }
        (!figures.is_empty()).then_some(Figures(figures))
    }
}

/// The place of the largest number, the first of equals.
pub fn largest(numbers: &[f32]) -> usize {
    let mut best = 0;
    for (place, number) in numbers.iter().enumerate() {
        if *number > numbers[best] {
            best = place;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::data::{Column, Columns, Samples, Scaling};

    #[test]
    fn only_what_was_removed_and_is_known_counts() {
        let names = ["x", "y"].map(String::from).to_vec();
        let columns = Columns::from(vec![
            Column::new("age", ColumnKind::Numeric, true),
            Column::new("size", ColumnKind::Numeric, true),
            Column::new("kind", ColumnKind::Category { names }, true),
        ]);
        let rows = Samples::rows(Arc::new(columns), vec![0.0; 3], None).unwrap();
        let scaler = Scaler::fit(Scaling::Unit, &rows, &[0]);
        let mut score = Score::default();
        assert!(score.figures().is_none());
        let filled = [1.0, 9.0, 0.7, 0.3, 2.0, 5.0, 0.4, 0.6];
        let gap = f32::NAN;
        let targets = [3.0, 0.0, 0.0, 1.0, gap, 4.0, 0.0, 1.0];
        let missing = [true, false, true, true, true, true, true, true];
        score.add(&scaler, &filled, &targets, &missing);
        // 2 squared and 1 squared; one of two categories.
        let wanted = Figures::of([("mse_missing", 2.5), ("accuracy_missing", 0.5)]);
        assert_eq!(score.figures(), Some(wanted));
    }
}
