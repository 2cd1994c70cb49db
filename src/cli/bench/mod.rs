//! `hourglass bench`: how fast training, looking and starting are on this machine.

mod drag;
mod evaluate;
mod frame;
mod live;
mod made_up;
mod memory;
mod peak;
mod probe;
mod report;
mod sequences;
mod spread;
mod start;
mod training;
mod watched;

use std::sync::OnceLock;
use std::time::Duration;

use clap::ValueEnum;

use super::arguments::{Bench, Case};
use super::failure::{Failure, Result};
use super::terminal::Output;
use super::{device, pool};
use crate::data::{self, Dataset};
use crate::model::{DecoderInput, DeviceChoice, DeviceId};
use crate::project::{self, Document};
use report::Report;

/// The example that most cases train: 784-512-256-128-256-512-784, MSE, Adam. Others train on its data too.
const PROJECT: &str = "article-mlp";

/// What the cases share.
struct Setting {
    /// For each case.
    seconds: Duration,
    threads: usize,
    device: DeviceChoice,
    dataset: OnceLock<Dataset>,
    /// In GFLOP/s.
    peak: OnceLock<f64>,
}

impl Setting {
    /// The example's data, read once.
    fn dataset(&self) -> Result<&Dataset> {
        if let Some(dataset) = self.dataset.get() {
            return Ok(dataset);
        }
        let dataset = data::load(&example(PROJECT)?.data)?;
        Ok(self.dataset.get_or_init(|| dataset))
    }

    /// The arithmetic peak, measured once.
    fn peak(&self) -> Result<f64> {
        if let Some(&peak) = self.peak.get() {
            return Ok(peak);
        }
        peak::measure(self)?;
        Ok(self.peak.get().copied().unwrap_or(f64::NAN))
    }
}

/// The document of the shipped project `name`.
fn example(name: &str) -> Result<Document> {
    project::shipped(name)
        .map(|opened| opened.document)
        .ok_or_else(|| Failure::new(format!("there is no such example: {name}")))
}

/// Measures the cases asked for, and prints each as soon as it is there or all as a table.
///
/// # Errors
/// One sentence on what went wrong, and in which case.
pub fn bench(asked: &Bench) -> Result<()> {
    if let (Some(time), [case]) = (asked.started_at, asked.cases.as_slice()) {
        return answer(*case, time, asked);
    }
    device::check(asked.device)?;
    let cases = cases(asked)?;
    let setting = Setting {
        seconds: asked.seconds,
        threads: pool::threads(asked.threads),
        device: asked.device,
        dataset: OnceLock::new(),
        peak: OnceLock::new(),
    };
    let mut report = Report::new(asked.json);
    for case in cases {
        let name = name(case);
        report.begins(&name);
        let readings = measure(case, &setting)
            .map_err(|failure| Failure::new(format!("{failure}: bench --case {name}")))?;
        report.take(&name, readings);
    }
    report.finish()
}

/// Measures this process, started at `time` (nanoseconds since 1970), and prints what was found.
///
/// # Errors
/// As the case; also for a case that measures no process.
fn answer(case: Case, time: u64, asked: &Bench) -> Result<()> {
    let started = Duration::from_nanos(time);
    let found = match case {
        Case::Start => start::probe(started, asked.threads)?,
        Case::Memory => memory::probe(asked.seconds, asked.threads)?,
        _ => return Err(Failure::new("this case measures no process: --started-at")),
    };
    let mut output = Output::default();
    output.event(&found);
    output.finish()
}

/// What is measured: the cases asked for, or all that there are on the device.
///
/// # Errors
/// When a case that was asked for has nothing to do with the device.
fn cases(asked: &Bench) -> Result<Vec<Case>> {
    let on_gpu = matches!(asked.device, DeviceChoice::This(DeviceId::Cuda(_)));
    if asked.cases.is_empty() {
        let all = Case::value_variants().iter().copied();
        return Ok(all.filter(|case| !on_gpu || on_any_device(*case)).collect());
    }
    match asked.cases.iter().find(|case| !on_any_device(**case)) {
        Some(case) if on_gpu => Err(Failure::new(format!(
            "this case is about the processor and the window, leave --device {} away: bench --case {}",
            asked.device,
            name(*case)
        ))),
        _ => Ok(asked.cases.clone()),
    }
}

/// Whether a case can be measured on every device.
fn on_any_device(case: Case) -> bool {
    match case {
        Case::Dense64
        | Case::Dense256
        | Case::Vae128
        | Case::Conv128
        | Case::Table32
        | Case::Gru64
        | Case::GruFed64
        | Case::Evaluate => true,
        Case::Peak | Case::Live | Case::Drag | Case::Frame | Case::Start | Case::Memory => false,
    }
}

fn measure(case: Case, setting: &Setting) -> Result<report::Readings> {
    match case {
        Case::Peak => peak::measure(setting),
        Case::Dense64 => training::measure(setting, PROJECT, 64),
        Case::Dense256 => training::measure(setting, PROJECT, 256),
        Case::Vae128 => training::measure(setting, "vae-20", 128),
        Case::Conv128 => training::measure(setting, "conv", 128),
        Case::Table32 => training::measure_table(setting),
        Case::Gru64 => sequences::measure(setting, DecoderInput::Code),
        Case::GruFed64 => sequences::measure(setting, DecoderInput::PreviousOutput),
        Case::Evaluate => evaluate::measure(setting),
        Case::Live => live::measure(setting),
        Case::Drag => drag::measure(setting),
        Case::Frame => frame::measure(setting),
        Case::Start => start::measure(setting),
        Case::Memory => memory::measure(setting),
    }
}

/// The name that is typed and printed.
fn name(case: Case) -> String {
    case.to_possible_value()
        .map_or_else(String::new, |value| value.get_name().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(cases: &[Case], device: DeviceChoice) -> Bench {
        Bench {
            cases: cases.to_vec(),
            seconds: Duration::from_secs(1),
            device,
            threads: 1,
            json: false,
            started_at: None,
        }
    }

    #[test]
    fn a_gpu_has_cases_of_its_own() {
        let gpu = DeviceChoice::This(DeviceId::Cuda(0));
        let its = [
            Case::Dense64,
            Case::Dense256,
            Case::Vae128,
            Case::Conv128,
            Case::Table32,
            Case::Gru64,
            Case::GruFed64,
            Case::Evaluate,
        ];
        assert_eq!(cases(&asked(&[], gpu)).unwrap(), its);
        assert_eq!(cases(&asked(&its, gpu)).unwrap(), its);
        assert_eq!(
            cases(&asked(&[Case::Dense64, Case::Start], gpu))
                .unwrap_err()
                .to_string(),
            "this case is about the processor and the window, leave --device cuda:0 away: bench --case start"
        );
        for device in [DeviceChoice::Auto, DeviceChoice::This(DeviceId::Cpu)] {
            assert_eq!(
                cases(&asked(&[], device)).unwrap(),
                Case::value_variants(),
                "{device}"
            );
            assert!(cases(&asked(&[Case::Start], device)).is_ok());
        }
    }
}
