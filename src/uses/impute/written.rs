//! Samples that were filled in, as a table: a file of new samples completed, or the values of the test part.

use super::score::largest;
use crate::data::{ColumnKind, Origin, Part, Samples, Scaler};
use crate::uses::{Cells, Column, Subject, Table};

/// What is written, sample after sample.
pub struct Written<'a> {
    scaler: &'a Scaler,
    origin: Option<&'a Origin>,
    /// Columns that say which sample a row is.
    first: Vec<Column>,
    columns: Vec<Column>,
    /// Completed cells of the file of new samples, column after column.
    completed: Vec<Vec<String>>,
    row: usize,
}

impl<'a> Written<'a> {
    /// `origin` is the file of `samples`, where they have one.
    pub fn new(
        subject: &'a Subject,
        (samples, part): (&Samples, Part),
        origin: Option<&'a Origin>,
    ) -> Self {
        let scaler = &*subject.scaler;
        let mut first = match origin {
            Some(_) => Vec::new(),
            None => subject.which_of(samples, part),
        };
        let columns = match scaler.shape().columns() {
            Some(columns) => columns
                .list()
                .iter()
                .map(|one| match one.kind {
                    ColumnKind::Numeric => column(&one.name, Cells::Singles(Vec::new())),
                    _ => column(&one.name, Cells::Texts(Vec::new())),
                })
                .collect(),
            // Pictures are written as pictures are.
            None => Vec::new(),
        };
        if let Some(origin) = origin.filter(|origin| origin.sources.is_empty()) {
            first = origin
                .header
                .iter()
                .zip(&origin.cells)
                .map(|(name, cells)| column(name, Cells::Texts(cells.clone())))
                .collect();
        }
        let origin = origin.filter(|origin| !origin.sources.is_empty());
        Self {
            scaler,
            origin,
            first,
            columns,
            completed: origin.map_or_else(Vec::new, |origin| origin.cells.clone()),
            row: 0,
        }
    }

    /// Adds samples that are `filled`, numbers as they are scaled.
    pub fn add(&mut self, filled: &[f32], missing: &[bool]) {
        let width = self.scaler.shape().target_width().max(1);
        let mut own = filled.to_vec();
        self.scaler.unscale(&mut own);
        for (numbers, missing) in own.chunks_exact(width).zip(missing.chunks_exact(width)) {
            if let Some(columns) = self.scaler.shape().columns() {
                let sources = self.origin.map_or(&[][..], |origin| &origin.sources);
                for (place, (one, span)) in columns.spans().enumerate() {
                    let numbers = &numbers[span.range()];
                    if let Some(Some(source)) = sources.get(place) {
                        // What is there stays as it stands there.
                        if missing[span.start] {
                            let decimal = self.origin.map_or('.', |origin| origin.decimal);
                            self.completed[*source][self.row] = text(&one.kind, numbers, decimal);
                        }
                        continue;
                    }
                    match &mut self.columns[place].cells {
                        Cells::Texts(cells) => cells.push(text(&one.kind, numbers, '.')),
                        cells => push(cells, numbers[0]),
                    }
                }
            }
            self.row += 1;
        }
    }

    /// All of it: the file with its own columns, and those behind it that it lacks.
    pub fn table(self) -> Table {
        let Some(origin) = self.origin else {
            return Table(self.first.into_iter().chain(self.columns).collect());
        };
        let own = origin.header.iter().zip(self.completed);
        let mut all: Vec<Column> = own
            .map(|(name, cells)| column(name, Cells::Texts(cells)))
            .collect();
        let lacking = self.columns.into_iter().zip(&origin.sources);
        all.extend(
            lacking
                .filter(|(_, source)| source.is_none())
                .map(|(column, _)| column),
        );
        Table(all)
    }
}

fn column(name: &str, cells: Cells) -> Column {
    Column {
        name: name.into(),
        cells,
    }
}

fn push(cells: &mut Cells, number: f32) {
    if let Cells::Singles(cells) = cells {
        cells.push(number);
    }
}

/// A value as it stands in a file.
fn text(kind: &ColumnKind, numbers: &[f32], decimal: char) -> String {
    match kind {
        ColumnKind::Numeric => numbers[0].to_string().replace('.', &decimal.to_string()),
        ColumnKind::YesNo { names } => names[usize::from(numbers[0] > 0.5)].clone(),
        ColumnKind::Category { names } => names.get(largest(numbers)).cloned().unwrap_or_default(),
    }
}
