//! A table with a row a step of one long series.

use super::cells::Cells;
use super::gathered::Gathered;
use super::order::{Order, by_time};
use crate::data::DataError;

/// All rows, in the order of their times or else of the file.
pub fn read(cells: &Cells) -> Result<Gathered, DataError> {
    let (mut values, mut times) = (Vec::new(), Vec::new());
    let rows = cells.sheet.for_each_row(|row| {
        if let Some(time) = cells.chosen.time {
            times.push(row.cell(time).to_owned());
        }
        cells.put(&row, &mut values)
    })?;
    let mut gathered = Gathered {
        channels: cells.channels(),
        is_single: true,
        ..Gathered::default()
    };
    let mut order: Vec<usize> = (0..rows).collect();
    let found = match cells.chosen.time {
        Some(_) => by_time(&mut order, &times),
        None => Order::AsRead,
    };
    gathered.warnings.extend(found.warning().map(String::from));
    if found == Order::Moved {
        let width = gathered.channels.len();
        let row = |&row: &usize| &values[row * width..(row + 1) * width];
        values = order.iter().flat_map(row).copied().collect();
        times = order
            .iter()
            .map(|&row| std::mem::take(&mut times[row]))
            .collect();
    }
    gathered.values = values;
    gathered.end(0);
    times.truncate(gathered.steps());
    gathered.times = cells.chosen.time.map(|_| times.into());
    Ok(gathered)
}
