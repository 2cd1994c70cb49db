//! Rows of which few values are there: each is kept with its column, and what is not kept is missing.

/// One value of a table, by its row and column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    pub row: u32,
    pub column: u32,
    pub value: f32,
}

/// The values of all rows that are there, row after row.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    /// Where each row begins among the values, and where the last one ends.
    starts: Vec<u32>,
    columns: Vec<u32>,
    values: Vec<f32>,
}

impl Cells {
    /// Most values: places are kept in 32 bits.
    pub const MOST: usize = u32::MAX as usize;

    /// `cells` of `rows` rows, row after row; [`Self::MOST`] at most.
    pub fn new(rows: usize, cells: &[Cell]) -> Self {
        let mut starts = vec![0u32; rows + 1];
        for cell in cells {
            if let Some(end) = starts.get_mut(cell.row as usize + 1) {
                *end += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Self {
            starts,
            columns: cells.iter().map(|cell| cell.column).collect(),
            values: cells.iter().map(|cell| cell.value).collect(),
        }
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// How many values are there.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// How many values of row `row` are there.
    pub fn count(&self, row: usize) -> usize {
        self.places(row).len()
    }

    /// The values of row `row` that are there, each with its column.
    pub fn row(&self, row: usize) -> impl Iterator<Item = (usize, f32)> {
        let places = self.places(row);
        let columns = self.columns[places.clone()].iter();
        let values = self.values[places].iter();
        columns.map(|&column| column as usize).zip(values.copied())
    }

    /// All of them, row after row.
    pub fn all(&self) -> impl Iterator<Item = Cell> {
        (0..self.rows()).flat_map(|row| {
            self.row(row).map(move |(column, value)| Cell {
                row: row as u32,
                column: column as u32,
                value,
            })
        })
    }

    /// Writes row `row` into `out`, NaN where a value is missing.
    pub fn put(&self, row: usize, out: &mut [f32]) {
        out.fill(f32::NAN);
        for (column, value) in self.row(row) {
            if let Some(out) = out.get_mut(column) {
                *out = value;
            }
        }
    }

    /// The rows at `chosen`, in this order.
    pub fn chosen(&self, chosen: &[u32]) -> Self {
        let all = (0..).zip(chosen).flat_map(|(row, &from)| {
            self.row(from as usize).map(move |(column, value)| Cell {
                row,
                column: column as u32,
                value,
            })
        });
        Self::new(chosen.len(), &all.collect::<Vec<_>>())
    }

    /// What is left without the values at the places that are `held`, and these, of the same rows.
    pub fn parted(&self, held: &[bool]) -> [Self; 2] {
        let (mut kept, mut taken) = (Vec::new(), Vec::new());
        for (cell, held) in self.all().zip(held) {
            if *held { &mut taken } else { &mut kept }.push(cell);
        }
        [kept, taken].map(|cells| Self::new(self.rows(), &cells))
    }

    fn places(&self, row: usize) -> std::ops::Range<usize> {
        self.starts[row] as usize..self.starts[row + 1] as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells() -> Cells {
        let cell = |row, column, value| Cell { row, column, value };
        let all = [cell(0, 2, 4.0), cell(2, 0, 1.5), cell(2, 1, 5.0)];
        Cells::new(4, &all)
    }

    #[test]
    fn what_is_not_kept_is_missing() {
        let cells = cells();
        assert_eq!((cells.rows(), cells.len()), (4, 3));
        assert_eq!([0, 1, 2, 3].map(|row| cells.count(row)), [1, 0, 2, 0]);
        let mut row = [9.0; 3];
        cells.put(2, &mut row);
        assert_eq!((row[0], row[1]), (1.5, 5.0));
        assert!(row[2].is_nan());
        assert_eq!(cells.row(0).collect::<Vec<_>>(), [(2, 4.0)]);
    }

    #[test]
    fn rows_are_chosen_and_values_taken_out() {
        let chosen = cells().chosen(&[2, 0, 2]);
        assert_eq!([0, 1, 2].map(|row| chosen.count(row)), [2, 1, 2]);
        assert_eq!(chosen.row(2).last(), Some((1, 5.0)));
        let [kept, taken] = cells().parted(&[false, true, false]);
        assert_eq!((kept.rows(), taken.rows()), (4, 4));
        assert_eq!([0, 2].map(|row| kept.count(row)), [1, 1]);
        assert_eq!(taken.row(2).collect::<Vec<_>>(), [(0, 1.5)]);
    }
}
