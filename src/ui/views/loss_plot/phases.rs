//! The marks where phases of a run begin.

use super::scale::Scale;
use crate::export::digits;
use crate::project::LossAxis;
use crate::training::{History, Phase};

/// The beginning of a phase.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    pub x: f64,
    pub text: String,
}

/// Marks of all phases that have begun; none for a run of a single phase.
pub fn marks(phases: &[Phase], history: &History, scale: &Scale) -> Vec<Mark> {
    if phases.len() < 2 {
        return Vec::new();
    }
    let newest = history.steps.last().map_or(0, |step| step.step) as f64;
    let done = newest.max(history.epochs.last().map_or(0, |epoch| epoch.step) as f64);
    let mut begins = 0u32;
    let mut marks = Vec::new();
    for (index, phase) in phases.iter().enumerate() {
        let step = f64::from(begins) * scale.run.steps_per_epoch;
        if index > 0 && step >= done {
            break;
        }
        let x = match scale.run.axis {
            LossAxis::Step => Some(step),
            LossAxis::Epoch => Some(f64::from(begins)),
            LossAxis::Time => seconds_at(begins, history),
            LossAxis::Compute => Some(step * scale.run.work),
        };
        let before = index.checked_sub(1).map(|before| &phases[before]);
        marks.extend(x.map(|x| Mark {
            x,
            text: text(index, phase, before),
        }));
        begins = begins.saturating_add(phase.epochs);
    }
    marks
}

/// Seconds of training at the end of `epoch`, if it was recorded.
fn seconds_at(epoch: u32, history: &History) -> Option<f64> {
    if epoch == 0 {
        return Some(0.0);
    }
    let record = history.epochs.iter().find(|record| record.epoch == epoch)?;
    record.seconds.is_finite().then_some(record.seconds)
}

fn text(index: usize, phase: &Phase, before: Option<&Phase>) -> String {
    let parts = phase.parts.name();
    let text = format!("phase {}: {parts}", index + 1);
    if before.is_some_and(|before| before.learning_rate != phase.learning_rate) {
        let rate = digits::brief(f64::from(phase.learning_rate));
        return format!("{text}, learning rate {rate}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::loss::RunAxis;
    use crate::model::Parts;
    use crate::training::{EpochRecord, StepRecord};

    fn phase(epochs: u32, parts: Parts, learning_rate: f32) -> Phase {
        Phase {
            epochs,
            parts,
            learning_rate,
            corruption: None,
        }
    }

    /// Epochs of 10 steps, 5 seconds each, and half an epoch more.
    fn history(epochs: u32) -> History {
        let epochs = (1..=epochs).map(|epoch| EpochRecord {
            epoch,
            step: u64::from(epoch) * 10,
            seconds: f64::from(epoch) * 5.0,
            ..Default::default()
        });
        let epochs: Vec<_> = epochs.collect();
        History {
            steps: vec![StepRecord {
                step: epochs.len() as u64 * 10 + 5,
                ..Default::default()
            }],
            epochs,
            ..History::default()
        }
    }

    fn scale(axis: LossAxis) -> Scale {
        Scale {
            run: RunAxis {
                axis,
                steps_per_epoch: 10.0,
                work: 1e3,
            },
            log: false,
            smoothing: 0.0,
        }
    }

    #[test]
    fn phases_that_have_begun_are_marked_on_every_axis() {
        let phases = [
            phase(2, Parts::Layer { index: 0 }, 1e-3),
            phase(3, Parts::Decoder, 1e-3),
            phase(9, Parts::All, 1e-4),
        ];
        let places = |axis, epochs| -> Vec<f64> {
            let marks = marks(&phases, &history(epochs), &scale(axis));
            marks.iter().map(|mark| mark.x).collect()
        };
        assert_eq!(places(LossAxis::Epoch, 1), [0.0]);
        assert_eq!(places(LossAxis::Epoch, 2), [0.0, 2.0]);
        assert_eq!(places(LossAxis::Step, 6), [0.0, 20.0, 50.0]);
        assert_eq!(places(LossAxis::Time, 6), [0.0, 10.0, 25.0]);
        assert_eq!(places(LossAxis::Compute, 6), [0.0, 2e4, 5e4]);
        let found = marks(&phases, &history(6), &scale(LossAxis::Epoch));
        let texts: Vec<_> = found.iter().map(|mark| mark.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "phase 1: layer 1",
                "phase 2: decoder",
                "phase 3: everything, learning rate 1e-4"
            ]
        );
    }

    #[test]
    fn a_single_phase_needs_no_mark() {
        let scale = scale(LossAxis::Epoch);
        assert_eq!(marks(&[Phase::default()], &history(3), &scale), []);
        assert_eq!(marks(&[], &history(3), &scale), []);
    }
}
