//! Reads the .ts files of the UCR and UEA archives, as aeon and sktime write them: `channel:channel:label` in each line.

use std::path::Path;

use super::cells::say_empty;
use super::gathered::Gathered;
use crate::data::DataError;
use crate::data::table::{Text, counted};

/// What the lines above `@data` say that matters here.
#[derive(Default)]
struct Head {
    /// Whether the last part of each line is a class.
    has_classes: bool,
    /// Whether it is a number to be found.
    has_targets: bool,
}

/// Whether a file begins as these do.
pub fn begins(start: &[u8]) -> bool {
    let first = start.iter().find(|byte| !byte.is_ascii_whitespace());
    matches!(first, Some(b'@' | b'#'))
}

/// The sequences in a file of these bytes; its path is for errors alone.
///
/// # Errors
/// When it is damaged, has times beside its values, or no sequence.
pub fn read(bytes: Vec<u8>, path: &Path, encoding: Option<&str>) -> Result<Gathered, DataError> {
    let text = Text::new(bytes, encoding, path)?;
    let mut gathered = Gathered {
        warnings: text.warning.clone().into_iter().collect(),
        ..Gathered::default()
    };
    let failed = |problem: String| DataError::file(path, problem);
    let lines = (1usize..).zip(text.text.lines().map(str::trim));
    let mut lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let head = head(&mut lines).map_err(failed)?;
    let (mut classes, mut empty) = (Vec::new(), Vec::new());
    for (number, line) in lines {
        let in_line = |problem: String| failed(format!("line {number} {problem}"));
        if line.starts_with('(') || line.contains(":(") {
            let problem = "has a time beside each value, which is not read; write values alone";
            return Err(in_line(problem.into()));
        }
        let mut parts: Vec<&str> = line.split(':').collect();
        let class = match head.has_classes || head.has_targets {
            true => parts.pop().map(str::trim),
            false => None,
        };
        let start = gathered.steps();
        append(&mut gathered, &parts).map_err(in_line)?;
        if !gathered.end(start) {
            empty.push(format!("line {number}"));
            continue;
        }
        classes.push(
            class
                .filter(|class| !matches!(*class, "" | "?"))
                .map(str::to_owned),
        );
    }
    if gathered.spans.is_empty() {
        return Err(failed("there is no sequence in the file".into()));
    }
    say_empty(&empty, &mut gathered.warnings);
    if head.has_targets {
        let warning = "The number at the end of each line is a target, and left out";
        gathered.warnings.push(warning.into());
    }
    gathered.classes = head.has_classes.then_some(classes);
    Ok(gathered)
}

/// Takes the lines up to that of `@data`.
fn head<'a>(lines: &mut impl Iterator<Item = (usize, &'a str)>) -> Result<Head, String> {
    let mut head = Head::default();
    let mut has_any = false;
    for (number, line) in lines {
        let mut words = line.split_whitespace();
        let key = words.next().unwrap_or_default().to_ascii_lowercase();
        let is_true = words
            .next()
            .is_some_and(|word| word.eq_ignore_ascii_case("true"));
        match &*key {
            "@data" => return Ok(head),
            "@classlabel" => head.has_classes = is_true,
            "@targetlabel" => head.has_targets = is_true,
            "@timestamps" if is_true => {
                return Err(format!(
                    "line {number} says that there is a time beside each value, which is not read; write values alone"
                ));
            }
            _ if key.starts_with('@') => {}
            _ if !has_any => {
                return Err(format!(
                    "line {number} is no header, and these files begin with one: lines such as \"@classLabel true a b\", the last of which is @data"
                ));
            }
            _ => {
                return Err(format!(
                    "line {number} stands above @data and does not begin with @"
                ));
            }
        }
        has_any = true;
    }
    Err("there is no line @data".into())
}

/// Appends the steps of one line.
fn append(gathered: &mut Gathered, parts: &[&str]) -> Result<(), String> {
    if gathered.channels.is_empty() {
        let numbers = 1..=parts.len();
        gathered.channels = numbers.map(|number| format!("channel {number}")).collect();
    }
    let width = gathered.channels.len();
    if parts.len() != width {
        let found = counted(parts.len(), "channel");
        return Err(format!("has {found}, but the first sequence has {width}"));
    }
    let start = gathered.values.len();
    let mut first = 0;
    for (channel, part) in parts.iter().enumerate() {
        let mut cells = part.split(',').map(str::trim);
        let count = if part.trim().is_empty() {
            0
        } else {
            cells.clone().count()
        };
        if channel == 0 {
            first = count;
            gathered.values.resize(start + count * width, f32::NAN);
        } else if count != first {
            let (channel, steps) = (channel + 1, counted(count, "step"));
            return Err(format!(
                "has {steps} in channel {channel}, but {first} in channel 1"
            ));
        }
        for step in 0..count {
            let cell = cells.next().unwrap_or_default();
            let value = number(cell);
            let place = || format!("in channel {}, step {}", channel + 1, step + 1);
            match value {
                Some(value) if value.is_infinite() => {
                    return Err(format!("has {cell} {}, beyond single precision", place()));
                }
                Some(value) => gathered.values[start + step * width + channel] = value,
                None => {
                    let cell: String = cell.chars().take(40).collect();
                    return Err(format!("has no number {}, but {cell:?}", place()));
                }
            }
        }
    }
    Ok(())
}

/// NaN of what is missing.
fn number(cell: &str) -> Option<f32> {
    match cell {
        "" | "?" => Some(f32::NAN),
        _ => cell.parse().ok(),
    }
}
