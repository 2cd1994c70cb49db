//! Edits of the list of phases.

use crate::training::{Phase, TrainingSettings};

/// What a button asked for; numbers are places in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Add,
    Remove(usize),
    /// Exchanges this phase with the one before it.
    Earlier(usize),
    /// Exchanges this phase with the one after it.
    Later(usize),
}

/// Follows `change` and returns the place of the phase to show. The first phase takes the numbers of the run.
pub fn apply(phases: &mut Vec<Phase>, change: Change, training: &TrainingSettings) -> usize {
    match change {
        Change::Add => {
            let mut phase = Phase {
                learning_rate: training.learning_rate,
                ..Phase::default()
            };
            if phases.is_empty() {
                phase.epochs = training.epochs;
            }
            phases.push(phase);
            phases.len() - 1
        }
        Change::Remove(index) => {
            if index < phases.len() {
                phases.remove(index);
            }
            index.min(phases.len().saturating_sub(1))
        }
        Change::Earlier(index) => match index.checked_sub(1) {
            Some(before) if index < phases.len() => {
                phases.swap(before, index);
                before
            }
            _ => index,
        },
        Change::Later(index) if index + 1 < phases.len() => {
            phases.swap(index, index + 1);
            index + 1
        }
        Change::Later(index) => index,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Parts;

    fn phase(epochs: u32) -> Phase {
        Phase {
            epochs,
            ..Phase::default()
        }
    }

    fn lengths(phases: &[Phase]) -> Vec<u32> {
        phases.iter().map(|phase| phase.epochs).collect()
    }

    #[test]
    fn phases_are_added_moved_and_removed() {
        let training = TrainingSettings {
            learning_rate: 0.5,
            epochs: 12,
            ..TrainingSettings::default()
        };
        let mut phases = Vec::new();
        assert_eq!(apply(&mut phases, Change::Add, &training), 0);
        assert_eq!((phases[0].epochs, phases[0].learning_rate), (12, 0.5));
        assert_eq!(phases[0].parts, Parts::All);
        assert_eq!(apply(&mut phases, Change::Add, &training), 1);
        assert_eq!(lengths(&phases), [12, 5]);
        assert_eq!(apply(&mut phases, Change::Earlier(1), &training), 0);
        assert_eq!(lengths(&phases), [5, 12]);
        assert_eq!(apply(&mut phases, Change::Later(0), &training), 1);
        assert_eq!(lengths(&phases), [12, 5]);
        assert_eq!(apply(&mut phases, Change::Remove(1), &training), 0);
        assert_eq!(lengths(&phases), [12]);
    }

    #[test]
    fn what_is_not_there_changes_nothing() {
        let training = TrainingSettings::default();
        let mut phases = vec![phase(3), phase(4)];
        for change in [Change::Remove(7), Change::Later(1), Change::Earlier(0)] {
            apply(&mut phases, change, &training);
            assert_eq!(lengths(&phases), [3, 4]);
        }
    }
}
