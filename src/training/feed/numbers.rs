//! Images as numbers, in memory that serves again and again.

use std::ops::Range;

use crate::data::{Chosen, Corruption, Draw, Images, Scaler, gather_by};
use crate::model::Batch;

/// Images that a model sees, and what it should make of them.
#[derive(Default)]
pub(in crate::training) struct Numbers {
    /// Which images.
    indices: Vec<u32>,
    images: Vec<f32>,
    /// Left as it was where the inputs are clean.
    corrupted: Vec<f32>,
    clean: bool,
    /// Whether a model makes the images' numbers itself.
    named: bool,
}

/// Images, and what their bytes stand for.
#[derive(Clone, Copy)]
pub(super) struct Bytes<'a> {
    pub(super) images: &'a Images,
    pub(super) scaler: &'a Scaler,
    pub(super) table: &'a [f32; 256],
}

impl<'a> Bytes<'a> {
    fn chosen(self, indices: &'a [u32]) -> Chosen<'a> {
        Chosen {
            images: self.images,
            indices,
            table: self.table,
        }
    }
}

/// Which images of a set.
pub(super) enum Places<'a> {
    All(Range<u32>),
    Chosen(&'a [u32]),
}

impl Numbers {
    /// Says which images are to be read.
    pub(super) fn choose(&mut self, places: Places) {
        self.indices.clear();
        match places {
            Places::All(range) => self.indices.extend(range),
            Places::Chosen(chosen) => self.indices.extend_from_slice(chosen),
        }
    }

    /// Says which images are to be read: those of `chosen` at `places`.
    pub(super) fn choose_of(&mut self, chosen: &[u32], places: &[u32]) {
        self.indices.clear();
        self.indices
            .extend(places.iter().map(|&place| chosen[place as usize]));
    }

    /// Reads what was chosen. Images that are only `named` are left to whoever uses them, except where there is noise
    /// to be put on them.
    pub(super) fn fill(&mut self, source: Bytes, corruption: &Corruption, draw: Draw, named: bool) {
        self.clean = corruption.is_none();
        self.named = named;
        if named && self.clean {
            return;
        }
        gather_by(&source.chosen(&self.indices), &mut self.images);
        if !self.clean {
            corruption.corrupted(
                &self.images,
                &self.indices,
                source.images.shape(),
                source.scaler,
                draw,
                &mut self.corrupted,
            );
        }
    }

    /// What was read from `source`; `first` is the place of its first image in its set.
    pub(super) fn batch<'a>(&'a self, source: Bytes<'a>, first: usize) -> Batch<'a> {
        let targets: &[f32] = if self.named { &[] } else { &self.images };
        Batch {
            inputs: if self.clean { targets } else { &self.corrupted },
            targets,
            rows: self.indices.len(),
            first,
            chosen: self.named.then(|| source.chosen(&self.indices)),
        }
    }
}
