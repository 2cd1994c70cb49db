//! A table with a row a step, and a column that says of which sequence.

use std::collections::HashMap;

use super::cells::{Cells, say_empty};
use super::gathered::Gathered;
use super::order::{Order, by_time};
use crate::data::DataError;

/// A sequence while its rows are gathered.
struct One {
    name: String,
    rows: Vec<usize>,
    class: Option<String>,
}

/// Sequences in the order in which they begin, each in the order of its times or else of the file.
pub fn read(cells: &Cells) -> Result<Gathered, DataError> {
    let failed = |problem: String| DataError::file(cells.sheet.path, problem);
    let (mut values, mut times) = (Vec::new(), Vec::new());
    let mut all: Vec<One> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let id = cells.chosen.id.unwrap_or(0);
    let mut count = 0;
    cells.sheet.for_each_row(|row| {
        let name = row.cell(id);
        if name.is_empty() {
            let column = &cells.sheet.names[id];
            return Err(failed(format!(
                "line {} has nothing in the column {column}",
                row.line
            )));
        }
        cells.put(&row, &mut values)?;
        if let Some(time) = cells.chosen.time {
            times.push(row.cell(time).to_owned());
        }
        let class = cells.class(&row);
        let place = *places.entry(name.to_owned()).or_insert_with(|| {
            all.push(One {
                name: name.to_owned(),
                rows: Vec::new(),
                class: class.clone(),
            });
            all.len() - 1
        });
        let one = &mut all[place];
        if class.is_some() && one.class.is_some() && one.class != class {
            let problem = format!("line {} gives the sequence {name} another class", row.line);
            return Err(failed(problem));
        }
        one.class = one.class.take().or(class);
        one.rows.push(count);
        count += 1;
        Ok(())
    })?;
    let mut gathered = Gathered {
        channels: cells.channels(),
        ..Gathered::default()
    };
    let width = gathered.channels.len();
    let has_times = cells.chosen.time.is_some();
    let (mut names, mut classes, mut in_order) = (Vec::new(), Vec::new(), Vec::new());
    let (mut order, mut empty) = (Order::AsRead, Vec::new());
    for mut one in all {
        if has_times {
            order = order.max(by_time(&mut one.rows, &times));
        }
        let start = gathered.steps();
        for &row in &one.rows {
            gathered
                .values
                .extend_from_slice(&values[row * width..(row + 1) * width]);
        }
        if !gathered.end(start) {
            empty.push(one.name);
            continue;
        }
        let kept = gathered.steps() - start;
        if has_times {
            let rows = one.rows.iter().take(kept);
            in_order.extend(rows.map(|&row| std::mem::take(&mut times[row])));
        }
        names.push(one.name);
        classes.push(one.class);
    }
    say_empty(&empty, &mut gathered.warnings);
    gathered.warnings.extend(order.warning().map(String::from));
    gathered.names = Some(names);
    gathered.classes = cells.chosen.label.map(|_| classes);
    gathered.times = has_times.then(|| in_order.into());
    Ok(gathered)
}
