//! The progress report of training: lines or JSON on standard output, one bar a variant on a terminal.

mod bar;

use std::collections::BTreeMap;
use std::io::{IsTerminal, stderr};
use std::path::Path;

use indicatif::MultiProgress;
use serde_json::{Value, json};

use self::bar::Bar;
use super::device;
use super::failure::Result;
use super::format::epoch_line;
use super::sparkline::sparkline;
use super::terminal::{self, Output};
use super::text::short;
use crate::export::digits::three_digits;
use crate::model::DeviceId;
use crate::project::Variant;
use crate::settings::words::lower_first;
use crate::training::{Choice, EpochRecord, History, Progress};

/// Characters of a curve.
const CURVE: usize = 60;

/// Why a variant's training is over, for now or for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    Finished,
    StoppedEarly,
    Interrupted,
    Diverged,
    Failed,
}

impl Reason {
    fn key(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::StoppedEarly => "stopped_early",
            Self::Interrupted => "interrupted",
            Self::Diverged => "diverged",
            Self::Failed => "failed",
        }
    }
}

/// The voice of one `train`.
pub struct Report {
    json: bool,
    /// What the watched samples are called: "validation" or "test".
    watched: &'static str,
    /// What samples are called: "images" or "rows".
    samples: &'static str,
    output: Output,
    /// By variant.
    bars: BTreeMap<String, Bar>,
    /// What holds them together on the terminal.
    lines: MultiProgress,
}

impl Report {
    pub fn new(json: bool) -> Self {
        Self {
            json,
            watched: "",
            samples: "",
            output: Output::default(),
            bars: BTreeMap::new(),
            lines: MultiProgress::new(),
        }
    }

    /// What the watched samples, and all samples, are called from now on.
    pub fn watch(&mut self, watched: &'static str, samples: &'static str) {
        (self.watched, self.samples) = (watched, samples);
    }

    /// Training of the variant `name` begins or goes on.
    pub fn begin(&mut self, name: &str, progress: &Progress, history: &History) {
        if stderr().is_terminal() {
            let bar = Bar::new(&self.lines, name, self.samples);
            self.bars.insert(name.to_owned(), bar);
            self.step(name, progress, history);
        }
    }

    /// Where the variant `name` trains: a note for people, the event `device` for programs. Nothing where that is the CPU
    /// because there is nothing else.
    pub fn place(&mut self, name: &str, placed: &Choice) {
        if placed.device == DeviceId::Cpu && placed.reason.is_none() {
            return;
        }
        if self.json {
            self.event(&device_event(name, placed));
        } else {
            self.note(&device_note(name, placed));
        }
    }

    /// Where the variant `name` stands; cheap.
    pub fn step(&mut self, name: &str, progress: &Progress, history: &History) {
        if let Some(bar) = self.bars.get_mut(name) {
            bar.show(progress, history);
        }
    }

    pub fn epoch(&mut self, name: &str, record: &EpochRecord, epochs: u32) {
        if self.json {
            self.event(&epoch_event(name, record));
        } else {
            self.line(&epoch_line(
                &short(name),
                record,
                epochs,
                [self.watched, self.samples],
            ));
        }
    }

    /// Training of `name` has ended after `epoch` whole epochs; `sentence` is for people.
    pub fn end(&mut self, name: &str, reason: Reason, epoch: u32, sentence: &str) {
        if let Some(bar) = self.bars.remove(name) {
            bar.clear();
        }
        if self.json {
            self.event(&json!({
                "event": "stopped", "variant": name, "reason": reason.key(), "epoch": epoch,
            }));
        } else {
            self.line(&format!("{}: {sentence}", short(name)));
        }
    }

    /// The project is on disk.
    pub fn saved(&mut self, bundle: &Path) {
        if self.json {
            self.event(&json!({ "event": "saved", "path": bundle.to_string_lossy() }));
        } else {
            self.line(&format!("Saved in {}", bundle.display()));
        }
    }

    /// A line for people alone.
    pub fn headline(&mut self, text: &str) {
        if !self.json {
            self.line(text);
        }
    }

    /// The curve of a variant's loss, for people alone.
    pub fn curve(&mut self, variant: &Variant) {
        let Some(trained) = &variant.trained else {
            return;
        };
        let steps = &trained.resume_state.history.steps;
        let losses: Vec<f64> = steps.iter().map(|step| f64::from(step.loss)).collect();
        if let [first, .., last] = losses[..] {
            self.headline(&format!(
                "{}: loss {} {} {}",
                short(&variant.name),
                three_digits(first),
                sparkline(&losses, CURVE),
                three_digits(last)
            ));
        }
    }

    /// A sentence that is no result.
    pub fn note(&mut self, text: &str) {
        self.lines.suspend(|| terminal::note(text));
    }

    /// Whether nobody takes the results any more.
    pub fn is_lost(&self) -> bool {
        self.output.is_lost()
    }

    /// Ends the report.
    ///
    /// # Errors
    /// When results could not be written.
    pub fn finish(self) -> Result<()> {
        self.output.finish()
    }

    fn event(&mut self, event: &Value) {
        let output = &mut self.output;
        self.lines.suspend(|| output.event(event));
    }

    fn line(&mut self, text: &str) {
        let output = &mut self.output;
        self.lines.suspend(|| output.line(text));
    }
}

/// "trains on cuda:0 (NVIDIA H100 80GB HBM3); images/s of this model: 900,000 on cuda:0, 21,000 on cpu: A"
fn device_note(name: &str, placed: &Choice) -> String {
    let words = device::words(placed.device);
    match &placed.reason {
        Some(reason) => format!("trains on {words}; {}: {name}", lower_first(reason)),
        None => format!("trains on {words}: {name}"),
    }
}

/// The event that other programs rely on; `reason` is null where the device was named.
fn device_event(name: &str, placed: &Choice) -> Value {
    json!({
        "event": "device",
        "variant": name,
        "device": placed.device.to_string(),
        "reason": placed.reason,
    })
}

/// The event that other programs rely on.
fn epoch_event(name: &str, record: &EpochRecord) -> Value {
    let validation = record.validation;
    let mut train = json!({ "loss": record.train_loss });
    if let (Value::Object(train), Some(adversarial)) = (&mut train, record.train_parts.adversarial)
    {
        // Both players, measured while they train alone.
        train.insert("discriminator".into(), adversarial.discriminator.into());
        train.insert("generator".into(), adversarial.generator.into());
        train.insert("real_accuracy".into(), adversarial.real_accuracy.into());
        train.insert("fake_accuracy".into(), adversarial.fake_accuracy.into());
        if let Some(features) = adversarial.features {
            train.insert("features".into(), features.into());
        }
    }
    let mut event = json!({
        "event": "epoch",
        "variant": name,
        "epoch": record.epoch,
        "train": train,
        "validation": {
            "loss": validation.loss,
            "mse": validation.mse,
            "bce": validation.bce,
            "kl": validation.parts.kl,
            "reconstruction": validation.parts.reconstruction,
            "penalty": validation.parts.penalty,
        },
        "samples_per_second": record.samples_per_second,
    });
    for (set, parts) in [
        ("train", &record.train_parts),
        ("validation", &validation.parts),
    ] {
        if let Some(columns) = parts.columns {
            event[set]["columns"] = json!({
                "numeric": columns.numeric,
                "yes_no": columns.yes_no,
                "category": columns.category,
            });
        }
    }
    event
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ColumnParts;
    use crate::training::Measures;

    #[test]
    fn a_device_is_told_with_the_reason_for_it() {
        let measured = Choice {
            device: DeviceId::Cpu,
            reason: Some("images/s of this model: 21,000 on cpu, 9,000 on cuda:0".into()),
        };
        assert_eq!(
            device_note("A", &measured),
            "trains on the CPU; images/s of this model: 21,000 on cpu, 9,000 on cuda:0: A"
        );
        assert_eq!(
            device_event("A", &measured).to_string(),
            r#"{"event":"device","variant":"A","device":"cpu","reason":"images/s of this model: 21,000 on cpu, 9,000 on cuda:0"}"#
        );
        // No machine has as many.
        let named = Choice {
            device: DeviceId::Cuda(99),
            reason: None,
        };
        assert_eq!(device_note("A", &named), "trains on cuda:99: A");
        assert_eq!(
            device_event("A", &named).to_string(),
            r#"{"event":"device","variant":"A","device":"cuda:99","reason":null}"#
        );
    }

    #[test]
    fn the_epoch_event_has_the_keys_in_their_order() {
        let mut record = EpochRecord {
            epoch: 3,
            step: 9,
            seconds: 0.5,
            train_loss: 0.25,
            validation: Measures {
                loss: 0.125,
                mse: 0.125,
                bce: None,
                ..Default::default()
            },
            learning_rate: 0.001,
            samples_per_second: 100.0,
            ..Default::default()
        };
        assert_eq!(
            epoch_event("A \"b\"", &record).to_string(),
            r#"{"event":"epoch","variant":"A \"b\"","epoch":3,"train":{"loss":0.25},"validation":{"loss":0.125,"mse":0.125,"bce":null,"kl":null,"reconstruction":0.0,"penalty":0.0},"samples_per_second":100.0}"#
        );
        record.validation.parts.columns = Some(ColumnParts {
            numeric: 0.5,
            yes_no: 0.25,
            category: 1.0,
        });
        let event = epoch_event("A", &record);
        assert_eq!(
            event["validation"]["columns"].to_string(),
            r#"{"numeric":0.5,"yes_no":0.25,"category":1.0}"#
        );
        assert!(event["train"].get("columns").is_none());
    }
}
