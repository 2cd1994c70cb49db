//! The results of a benchmark as a table or as JSON lines.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::spread::Spread;
use crate::cli::device;
use crate::cli::failure::Result;
use crate::cli::table::{self, Column};
use crate::cli::terminal::{self, Output};
use crate::export::digits::grouped;
use crate::model::DeviceId;

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What the figure says of its case: "hover, median".
    pub name: &'static str,
    pub figure: String,
    pub unit: &'static str,
    /// How the single measurements lie around it; may be empty.
    pub spread: String,
}

impl Row {
    /// Images per second.
    pub fn speed(name: &'static str, speeds: &Spread) -> Self {
        let whole = |speed: f64| grouped(speed.round() as u64);
        Self {
            name,
            figure: whole(speeds.median()),
            unit: "images/s",
            spread: format!(
                "{} to {}, {} repeats",
                whole(speeds.min()),
                whole(speeds.max()),
                speeds.count()
            ),
        }
    }
}

/// What one case has measured.
pub struct Readings {
    pub rows: Vec<Row>,
    /// For the JSON line, in their order.
    pub values: Map<String, Value>,
}

impl Readings {
    /// `values` must be a JSON object.
    pub fn new(rows: Vec<Row>, values: Value) -> Self {
        let values = match values {
            Value::Object(values) => values,
            other => Map::from_iter([("value".to_owned(), other)]),
        };
        Self { rows, values }
    }

    /// Names the device, where it is not the processor.
    pub fn on(mut self, device: DeviceId) -> Self {
        if device != DeviceId::Cpu {
            let named = json!(device.to_string());
            self.values.insert("device".into(), named);
            if let Some(row) = self.rows.first_mut() {
                row.spread = format!("{}, on {}", row.spread, device::words(device));
            }
        }
        self
    }
}

/// Collects the readings and prints them.
pub struct Report {
    json: bool,
    output: Output,
    rows: Vec<(String, Row)>,
}

impl Report {
    pub fn new(json: bool) -> Self {
        Self {
            json,
            output: Output::default(),
            rows: Vec::new(),
        }
    }

    /// Says what takes its time, where nothing else is said for a while.
    pub fn begins(&self, case: &str) {
        if !self.json {
            terminal::note(&format!("Measuring {case}"));
        }
    }

    pub fn take(&mut self, case: &str, readings: Readings) {
        if self.json {
            self.output.event(&event(case, readings.values));
        } else {
            let named = readings.rows.into_iter().map(|row| (case.to_owned(), row));
            self.rows.extend(named);
        }
    }

    /// Prints the table.
    ///
    /// # Errors
    /// When standard output does not take it.
    pub fn finish(mut self) -> Result<()> {
        if !self.json {
            let lines = table::lines(&columns(&self.rows));
            for line in lines {
                self.output.line(&line);
            }
        }
        self.output.finish()
    }
}

/// The event that other programs rely on.
fn event(case: &str, values: Map<String, Value>) -> Value {
    let mut event = json!({ "event": "bench", "case": case });
    if let Value::Object(event) = &mut event {
        event.extend(values);
    }
    event
}

fn columns(rows: &[(String, Row)]) -> [Column; 5] {
    let column = |heading, right, text: &dyn Fn(usize) -> String| Column {
        heading: Cow::Borrowed(heading),
        cells: (0..rows.len()).map(text).collect(),
        right,
    };
    let is_first = |i: usize| i == 0 || rows[i - 1].0 != rows[i].0;
    [
        column("Case", false, &|i| {
            let first = is_first(i).then(|| rows[i].0.clone());
            first.unwrap_or_default()
        }),
        column("Measure", false, &|i| rows[i].1.name.to_owned()),
        column("Figure", true, &|i| rows[i].1.figure.clone()),
        column("Unit", false, &|i| rows[i].1.unit.to_owned()),
        column("Spread", false, &|i| rows[i].1.spread.clone()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &'static str, figure: &str) -> Row {
        Row {
            name,
            figure: figure.into(),
            unit: "ms",
            spread: "1 to 2".into(),
        }
    }

    #[test]
    fn a_case_is_named_once() {
        let rows = [
            ("frame".to_owned(), row("hover", "1.5")),
            ("frame".to_owned(), row("live", "12.5")),
            ("start".to_owned(), row("first", "9")),
        ];
        assert_eq!(
            table::lines(&columns(&rows)),
            [
                "Case   Measure  Figure  Unit  Spread",
                "frame  hover       1.5  ms    1 to 2",
                "       live       12.5  ms    1 to 2",
                "start  first         9  ms    1 to 2",
            ]
        );
    }

    #[test]
    fn a_gpu_is_named_in_both_forms() {
        let readings = || Readings::new(vec![row("training", "9")], json!({ "batch": 64 }));
        let on_cpu = readings().on(DeviceId::Cpu);
        assert_eq!(event("a", on_cpu.values).get("device"), None);
        assert_eq!(on_cpu.rows, readings().rows);
        // No machine has as many.
        let on_gpu = readings().on(DeviceId::Cuda(99));
        assert_eq!(on_gpu.rows[0].spread, "1 to 2, on cuda:99");
        assert_eq!(event("a", on_gpu.values)["device"], "cuda:99");
    }

    #[test]
    fn events_begin_with_their_case() {
        let readings = Readings::new(Vec::new(), json!({ "samples_per_second": 9.5 }));
        assert_eq!(
            event("dense-b64", readings.values).to_string(),
            r#"{"event":"bench","case":"dense-b64","samples_per_second":9.5}"#
        );
    }
}
