//! Decides how each column is read: for a training file by guesses and choices, for a test file as its training file.

use std::collections::HashMap;

use super::super::{Column, ColumnKind, DataError};
use super::Table;
use super::facts::{ColumnFacts, Reason, counted};
use super::fill::{Cells, Plan, Planned, places};
use super::guess::{answers, guess};
use super::options::{ColumnType, TableOptions};
use super::sheet::Sheet;
use super::survey::Seen;

/// Integers beyond this have no place of their own among 32-bit numbers.
const EXACT: f32 = 16_777_216.0;

/// A plan with what it makes.
#[derive(Default)]
pub struct Planning {
    pub plan: Plan,
    /// Trained on; whether values are missing is not known yet.
    pub columns: Vec<Column>,
    pub classes: Option<Vec<String>>,
    /// One a column of the file.
    pub facts: Vec<ColumnFacts>,
    pub warnings: Vec<String>,
}

/// The plan for a training file.
///
/// # Errors
/// When a choice does not suit its column, or nothing is left to be trained on.
pub fn for_training(
    sheet: &Sheet,
    options: &TableOptions,
    columns: &[Seen],
    rows: usize,
) -> Result<Planning, DataError> {
    let failed = |problem: String| Err(DataError::file(sheet.path, problem));
    if let Some(name) = options
        .columns
        .keys()
        .find(|name| !sheet.names.contains(*name))
    {
        return failed(format!("the table has no column called {name}"));
    }
    let mut guessed = guess(&sheet.names, columns, rows);
    let chosen_label = |name: &String| options.chosen(name) == Some(ColumnType::Label);
    if sheet.names.iter().any(chosen_label) {
        guessed = without_label(guessed, sheet, columns, rows);
    }
    let mut planning = Planning::default();
    for (source, (guess, reason)) in guessed.into_iter().enumerate() {
        let (name, seen) = (&sheet.names[source], &columns[source]);
        let used = options.chosen(name).unwrap_or(guess);
        planning.facts.push(facts(name, seen, guess, used, reason));
        let kind = match used {
            ColumnType::Numeric => numeric(seen).map(|()| ColumnKind::Numeric),
            ColumnType::YesNo => two_names(seen).map(|names| ColumnKind::YesNo { names }),
            ColumnType::Category => all_names(seen).map(|names| ColumnKind::Category { names }),
            ColumnType::Label => {
                match all_names(seen) {
                    Ok(names) => planning.label(source, name, names),
                    Err(problem) => return failed(format!("column {name} {problem}")),
                }
                continue;
            }
            ColumnType::Id | ColumnType::Date => {
                planning.text(source, name, used);
                continue;
            }
            ColumnType::Ignored => continue,
        };
        match kind {
            Ok(kind) => planning.trained(source, name, kind, options.weight(name)),
            Err(problem) => return failed(format!("column {name} {problem}")),
        }
        if used == ColumnType::Numeric && seen.all_integers() && beyond_exact(seen) {
            planning.warnings.push(format!(
                "column {name}: integers beyond 16,777,216 are rounded to 32-bit numbers"
            ));
        }
    }
    if planning.columns.is_empty() {
        return failed(nothing_to_train(&planning.facts));
    }
    Ok(planning)
}

/// The guesses as they would be if no column were named like a label.
fn without_label(
    guessed: Vec<(ColumnType, Reason)>,
    sheet: &Sheet,
    columns: &[Seen],
    rows: usize,
) -> Vec<(ColumnType, Reason)> {
    let again = |(index, guess): (usize, (ColumnType, Reason))| {
        if guess.0 == ColumnType::Label {
            super::guess::one(&sheet.names[index], &columns[index], rows)
        } else {
            guess
        }
    };
    guessed.into_iter().enumerate().map(again).collect()
}

impl Planning {
    pub fn trained(&mut self, source: usize, name: &str, kind: ColumnKind, weight: f32) {
        let cells = match &kind {
            ColumnKind::Numeric => Cells::Numeric,
            ColumnKind::YesNo { names } => Cells::YesNo(names.clone()),
            ColumnKind::Category { names } => Cells::Category(places(names)),
        };
        self.plan.columns.push(planned(source, name, cells));
        self.columns.push(Column {
            name: name.to_owned(),
            kind,
            weight,
            has_missing: false,
            masked: true,
        });
    }

    pub fn label(&mut self, source: usize, name: &str, names: Vec<String>) {
        self.plan.label = Some(planned(source, name, places(&names)));
        self.classes = Some(names);
    }

    fn text(&mut self, source: usize, name: &str, kind: ColumnType) {
        self.plan.texts.push(planned(source, name, kind));
    }
}

fn planned<T>(source: usize, name: &str, cells: T) -> Planned<T> {
    Planned {
        source,
        name: name.to_owned(),
        cells,
    }
}

fn facts(
    name: &str,
    seen: &Seen,
    guessed: ColumnType,
    used: ColumnType,
    reason: Reason,
) -> ColumnFacts {
    ColumnFacts {
        name: name.to_owned(),
        guessed,
        used,
        reason,
        missing: seen.missing,
        distinct: seen.texts.count(),
        more_distinct: seen.texts.more(),
        examples: seen.examples.clone(),
        range: seen.range,
    }
}

/// Each of these says what is wrong with a column, to be put behind its name.
fn numeric(seen: &Seen) -> Result<(), String> {
    match (seen.range, &seen.first_other) {
        (Some(_), _) => Ok(()),
        (None, Some((cell, line))) => Err(format!(
            "cannot be numeric, no cell of it is a number, the first is {cell:?} in line {line}"
        )),
        (None, None) => Err("cannot be numeric, it holds no number of 32 bits".into()),
    }
}

fn two_names(seen: &Seen) -> Result<[String; 2], String> {
    if let Some(names) = answers(seen) {
        return Ok(names);
    }
    <[String; 2]>::try_from(seen.texts.sorted()).map_err(|_| {
        let more = if seen.texts.more() { "more than " } else { "" };
        let texts = counted(seen.texts.count(), "different text");
        format!("cannot be yes/no, it has {more}{texts} and not 2")
    })
}

fn all_names(seen: &Seen) -> Result<Vec<String>, String> {
    if seen.texts.more() {
        let most = counted(seen.texts.count(), "different text");
        return Err(format!("has more than {most}, too many for classes"));
    }
    if seen.present == 0 {
        return Err("has no classes, all its cells are missing".into());
    }
    Ok(seen.texts.sorted())
}

fn beyond_exact(seen: &Seen) -> bool {
    let beyond = |[least, greatest]: [f32; 2]| least < -EXACT || greatest > EXACT;
    seen.range.is_some_and(beyond)
}

fn nothing_to_train(facts: &[ColumnFacts]) -> String {
    let why = |column: &ColumnFacts| match column.used == column.guessed {
        true => format!("{}: {}", column.name, column.reason),
        false => format!("{}: so chosen", column.name),
    };
    let mut reasons: Vec<String> = facts.iter().take(3).map(why).collect();
    if facts.len() > 3 {
        reasons.push(format!("{} more", facts.len() - 3));
    }
    format!(
        "no column of the table can be trained on ({})",
        reasons.join("; ")
    )
}

/// The plan for another file with the columns of `train`, matched by name.
///
/// # Errors
/// When a column that is trained on is not in the file.
pub fn for_test(sheet: &Sheet, columns: &[Seen], train: &Table) -> Result<Planning, DataError> {
    let sources: HashMap<&str, usize> = sheet.names.iter().map(String::as_str).zip(0..).collect();
    let mut planning = Planning::default();
    for column in train.columns.list() {
        let Some(&source) = sources.get(column.name.as_str()) else {
            let problem = format!(
                "the table has no column called {}, which the training file has",
                column.name
            );
            return Err(DataError::file(sheet.path, problem));
        };
        planning.trained(source, &column.name, column.kind.clone(), column.weight);
    }
    for column in &train.facts.columns {
        let source = sources.get(column.name.as_str()).copied();
        match (column.used, source) {
            (ColumnType::Label, Some(source)) => {
                if let Some(labels) = &train.labels {
                    planning.label(source, &column.name, labels.names.clone());
                }
            }
            (ColumnType::Label, None) => planning.warnings.push(format!(
                "the table has no column called {}, so its rows have no labels",
                column.name
            )),
            (ColumnType::Id | ColumnType::Date, Some(source)) => {
                planning.text(source, &column.name, column.used);
            }
            _ => {}
        }
    }
    let known: HashMap<&str, ColumnType> = train
        .facts
        .columns
        .iter()
        .map(|column| (column.name.as_str(), column.used))
        .collect();
    let mut unknown = Vec::new();
    for (name, seen) in sheet.names.iter().zip(columns) {
        let (used, reason) = match known.get(name.as_str()) {
            Some(used) => (*used, Reason::Training),
            None => (ColumnType::Ignored, Reason::Unknown),
        };
        if reason == Reason::Unknown {
            unknown.push(name.as_str());
        }
        planning.facts.push(facts(name, seen, used, used, reason));
    }
    if !unknown.is_empty() {
        planning.warnings.push(format!(
            "columns that the training file does not have are left out: {}",
            unknown.join(", ")
        ));
    }
    Ok(planning)
}
