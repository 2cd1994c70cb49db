//! Images as numbers, in memory that serves again and again.

use std::ops::Range;

use crate::data::{Corruption, Draw, Images, Scaler, gather_by};
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

    /// Reads what was chosen.
    pub(super) fn fill(
        &mut self,
        images: &Images,
        scaler: &Scaler,
        table: &[f32; 256],
        corruption: &Corruption,
        draw: Draw,
    ) {
        gather_by(images, &self.indices, table, &mut self.images);
        self.clean = corruption.is_none();
        if !self.clean {
            corruption.corrupted(
                &self.images,
                &self.indices,
                images.shape(),
                scaler,
                draw,
                &mut self.corrupted,
            );
        }
    }

    /// What was read; `first` is the place of its first image in its set.
    pub(super) fn batch(&self, first: usize) -> Batch<'_> {
        Batch {
            inputs: if self.clean {
                &self.images
            } else {
                &self.corrupted
            },
            targets: &self.images,
            rows: self.indices.len(),
            first,
        }
    }
}
