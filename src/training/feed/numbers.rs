//! Samples as numbers, in memory that serves again and again.

use std::ops::Range;

use crate::data::{Chosen, Corruption, Draw, Samples, Scaler, gather_inputs, gather_targets};
use crate::model::Batch;

/// Samples that a model sees, and what it should make of them.
#[derive(Default)]
pub(in crate::training) struct Numbers {
    /// Which samples.
    indices: Vec<u32>,
    targets: Vec<f32>,
    /// What is seen where it is not the targets: gaps filled and marked. Left as it was where it is.
    filled: Vec<f32>,
    /// Left as it was where the inputs are clean.
    corrupted: Vec<f32>,
    seen: Seen,
}

/// Which numbers a model sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Seen {
    #[default]
    Targets,
    Filled,
    Corrupted,
    /// Images that the device gathers and scales itself.
    Gathered,
    /// The same, of which what is seen is made here.
    CorruptedOfGathered,
}

/// Samples, and their scale.
#[derive(Clone, Copy)]
pub(super) struct Scaled<'a> {
    pub(super) samples: &'a Samples,
    pub(super) scaler: &'a Scaler,
}

/// Which samples of a set.
pub(super) enum Places<'a> {
    All(Range<u32>),
    Chosen(&'a [u32]),
}

impl Numbers {
    /// Says which samples are to be read.
    pub(super) fn choose(&mut self, places: Places) {
        self.indices.clear();
        match places {
            Places::All(range) => self.indices.extend(range),
            Places::Chosen(chosen) => self.indices.extend_from_slice(chosen),
        }
    }

    /// Says which samples are to be read: those of `chosen` at `places`.
    pub(super) fn choose_of(&mut self, chosen: &[u32], places: &[u32]) {
        self.indices.clear();
        self.indices
            .extend(places.iter().map(|&place| chosen[place as usize]));
    }

    /// Reads what was chosen. Where the device `gathers` clean images itself they are left to it, except where there is
    /// noise to be put on them.
    pub(super) fn fill(
        &mut self,
        source: Scaled,
        corruption: &Corruption,
        draw: Draw,
        gathers: bool,
    ) {
        let Scaled { samples, scaler } = source;
        let clean = corruption.is_none();
        let gathers = gathers && samples.bytes().is_some() && scaler.table().is_some();
        if gathers && clean {
            self.seen = Seen::Gathered;
            return;
        }
        gather_targets(samples, &self.indices, scaler, &mut self.targets);
        let same = scaler.inputs_are_targets(samples);
        if !same {
            gather_inputs(samples, &self.indices, scaler, &mut self.filled);
        }
        if !clean {
            let inputs = if same { &self.targets } else { &self.filled };
            corruption.corrupted(inputs, &self.indices, scaler, draw, &mut self.corrupted);
        }
        self.seen = match (clean, same, gathers) {
            (false, _, true) => Seen::CorruptedOfGathered,
            (false, _, false) => Seen::Corrupted,
            (true, true, _) => Seen::Targets,
            (true, false, _) => Seen::Filled,
        };
    }

    /// What was read from `source`; `first` is the place of its first sample in its set.
    pub(super) fn batch<'a>(&'a self, source: Scaled<'a>, first: usize) -> Batch<'a> {
        let gathered = matches!(self.seen, Seen::Gathered | Seen::CorruptedOfGathered);
        let chosen = source.scaler.table().filter(|_| gathered);
        Batch {
            inputs: match self.seen {
                Seen::Targets => &self.targets,
                Seen::Filled => &self.filled,
                Seen::Corrupted | Seen::CorruptedOfGathered => &self.corrupted,
                Seen::Gathered => &[],
            },
            targets: if gathered { &[] } else { &self.targets },
            rows: self.indices.len(),
            first,
            chosen: chosen.map(|table| Chosen {
                images: source.samples,
                indices: &self.indices,
                table,
            }),
        }
    }
}
