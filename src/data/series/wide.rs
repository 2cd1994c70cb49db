//! A table with a row a sequence of one channel, and a column a step.

use super::cells::{Cells, say_empty};
use super::gathered::Gathered;
use crate::data::DataError;

/// What the only channel is called.
pub const CHANNEL: &str = "value";

/// Every row up to its last value.
pub fn read(cells: &Cells) -> Result<Gathered, DataError> {
    let mut gathered = Gathered {
        channels: vec![CHANNEL.into()],
        ..Gathered::default()
    };
    let (mut classes, mut names, mut empty) = (Vec::new(), Vec::new(), Vec::new());
    cells.sheet.for_each_row(|row| {
        let start = gathered.steps();
        cells.put(&row, &mut gathered.values)?;
        if !gathered.end(start) {
            empty.push(match cells.chosen.id.map(|id| row.cell(id)) {
                Some(name) if !name.is_empty() => name.to_owned(),
                _ => format!("line {}", row.line),
            });
            return Ok(());
        }
        classes.push(cells.class(&row));
        names.extend(cells.chosen.id.map(|id| row.cell(id).to_owned()));
        Ok(())
    })?;
    say_empty(&empty, &mut gathered.warnings);
    gathered.classes = cells.chosen.label.map(|_| classes);
    gathered.names = cells.chosen.id.map(|_| names);
    Ok(gathered)
}
