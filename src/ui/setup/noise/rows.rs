//! A preview of the noise on a table row.

use std::sync::Arc;

use egui::Ui;

use crate::data::{ColumnKind, Columns, Corruption, Draw, Prepared, Scaler, gather_inputs};
use crate::export::digits::brief;
use crate::ui::setup::cells::{self, Cell, Grid, Tone};
use crate::ui::tiles::Same;

/// The first training row with noise, drawn once.
#[derive(Default)]
pub struct NoisyRow {
    of: Option<(Same<Prepared>, Corruption)>,
    clean: Vec<f32>,
    seen: Vec<f32>,
}

impl NoisyRow {
    /// Draws the first training row, and below it what the model sees of it; nothing for other samples.
    pub fn show(&mut self, ui: &mut Ui, data: &Arc<Prepared>, corruption: Corruption) {
        let Some(columns) = data.dataset.shape().columns() else {
            return;
        };
        let of = Some((Same::of(data), corruption));
        if self.of != of {
            let (first, mut out) = ([0], Vec::new());
            gather_inputs(&data.dataset.train, &first, &data.scaler, &mut self.clean);
            let draw = Draw::Fixed;
            let seen = corruption.corrupted(&self.clean, &first, &data.scaler, draw, &mut out);
            self.seen = seen.to_vec();
            self.of = of;
        }
        show(ui, data, columns, [&self.clean, &self.seen]);
    }
}

fn show(ui: &mut Ui, data: &Prepared, columns: &Columns, [clean, seen]: [&[f32]; 2]) {
    let row = data.dataset.train.row(0);
    let grid = Grid {
        name: "A training row with noise",
        about: "The first training row as it is, and below it as the model sees it",
        lead: None,
        names: &|index| &columns.list()[index].name,
        columns: columns.len(),
        rows: 2,
    };
    cells::show(ui, &grid, |line, index| {
        let column = &columns.list()[index];
        if line == 0 {
            return cells::of_value(&column.kind, row[index]);
        }
        let span = columns.span(index).range();
        let made = [&clean[span.clone()], &seen[span]];
        seen_cell(columns, &data.scaler, (index, row[index]), made)
    });
}

/// What a model sees of the cell of this column and value, where the row itself would give `clean`.
fn seen_cell<'a>(
    columns: &'a Columns,
    scaler: &Scaler,
    (index, value): (usize, f32),
    [clean, seen]: [&[f32]; 2],
) -> Cell<'a> {
    let (column, scale) = (&columns.list()[index], &scaler.columns()[index]);
    // What stands in for a missing value is no value of the row.
    if value.is_nan() && clean == seen {
        return cells::of_value(&column.kind, value);
    }
    let tone = match clean == seen {
        true => Tone::Plain,
        false => Tone::Changed,
    };
    if clean != seen && seen == scale.fill {
        return Cell::new("hidden", tone);
    }
    let Some(&first) = seen.first() else {
        return Cell::new("", tone);
    };
    match &column.kind {
        ColumnKind::Numeric => Cell::new(brief(f64::from(scale.unscale(first))), tone),
        ColumnKind::YesNo { names } if first == 0.0 || first == 1.0 => {
            Cell::new(names[usize::from(first == 1.0)].clone(), tone)
        }
        ColumnKind::YesNo { names } => {
            Cell::new(format!("{} {}", brief(f64::from(first)), names[1]), tone)
        }
        ColumnKind::Category { names } => {
            let strongest = seen.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
            let Some((place, &most)) = strongest else {
                return Cell::new("", tone);
            };
            let name = names.get(place).map_or("", String::as_str);
            match most == 1.0 && seen.iter().sum::<f32>() == 1.0 {
                true => Cell::new(name, tone),
                false => Cell::new(format!("{} {name}", brief(f64::from(most))), tone),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Column, Samples, Scaling};

    fn columns() -> Columns {
        let column = |kind| Column::new("a", kind, false);
        let names = ["x", "y"].map(String::from).to_vec();
        Columns::from(vec![
            column(ColumnKind::Numeric),
            column(ColumnKind::Category { names }),
        ])
    }

    #[test]
    fn cells_say_what_became_of_them() {
        let columns = columns();
        let rows = Samples::rows(Arc::new(columns.clone()), vec![0.0, 0.0, 10.0, 1.0], None);
        let rows = rows.expect("rows");
        let scaler = Scaler::fit(Scaling::MinMax, &rows, &[0, 1]);
        let text = |index, seen: &[f32]| {
            let width = columns.span(index).range().len();
            let cell = seen_cell(&columns, &scaler, (index, 0.0), [&vec![0.0; width], seen]);
            (cell.text.to_string(), cell.tone)
        };
        assert_eq!(text(0, &[0.0]), ("0".into(), Tone::Plain));
        assert_eq!(text(0, &[0.25]), ("2.5".into(), Tone::Changed));
        assert_eq!(text(0, &[0.5]), ("hidden".into(), Tone::Changed));
        assert_eq!(text(1, &[0.0, 1.0]), ("y".into(), Tone::Changed));
        assert_eq!(text(1, &[0.5, 0.5]), ("hidden".into(), Tone::Changed));
        assert_eq!(text(1, &[0.2, 0.7]), ("0.7 y".into(), Tone::Changed));
        // A missing value is seen as the mean, and called what it is until noise changes it.
        let missing = |seen: &[f32]| {
            let cell = seen_cell(&columns, &scaler, (0, f32::NAN), [&[0.5], seen]);
            cell.text.to_string()
        };
        assert_eq!(
            (missing(&[0.5]), missing(&[0.75])),
            ("missing".into(), "7.5".into())
        );
    }
}
