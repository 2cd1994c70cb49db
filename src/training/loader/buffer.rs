//! The buffers of a batch's inputs and targets, reused from batch to batch.

use std::ops::Range;

use crate::data::{
    Corruption, Draw, GatherSpec, Samples, Scaler, binarise, gather_inputs, gather_targets,
};
use crate::model::Batch;

/// The inputs and targets of one batch.
#[derive(Default)]
pub(in crate::training) struct BatchBuffer {
    /// Which samples.
    indices: Vec<u32>,
    targets: Vec<f32>,
    /// What is seen where it is not the targets: gaps filled and marked. Left as it was where it is.
    filled: Vec<f32>,
    /// Left as it was where the inputs are clean.
    corrupted: Vec<f32>,
    inputs: Inputs,
}

/// Where the inputs of a batch are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Inputs {
    #[default]
    Targets,
    Filled,
    Corrupted,
    /// Images that the device gathers and scales itself.
    Gathered,
    /// The same, of which what is seen is made here.
    CorruptedOfGathered,
}

/// Samples with their scaler.
#[derive(Clone, Copy)]
pub(super) struct ScaledSamples<'a> {
    pub(super) samples: &'a Samples,
    pub(super) scaler: &'a Scaler,
    /// Whether pictures are drawn black and white.
    pub(super) binarise: bool,
}

/// Which samples of a set.
pub(super) enum Selection<'a> {
    All(Range<u32>),
    Chosen(&'a [u32]),
}

impl BatchBuffer {
    /// Says which samples are to be read.
    pub(super) fn choose(&mut self, places: Selection) {
        self.indices.clear();
        match places {
            Selection::All(range) => self.indices.extend(range),
            Selection::Chosen(chosen) => self.indices.extend_from_slice(chosen),
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
        source: ScaledSamples,
        corruption: &Corruption,
        draw: Draw,
        gathers: bool,
    ) {
        let ScaledSamples {
            samples,
            scaler,
            binarise: is_drawn,
        } = source;
        let clean = corruption.is_none();
        let gathers = gathers && samples.bytes().is_some() && scaler.table().is_some();
        if gathers && clean {
            self.inputs = Inputs::Gathered;
            return;
        }
        gather_targets(samples, &self.indices, scaler, &mut self.targets);
        if is_drawn {
            let size = scaler.shape().values();
            binarise(&mut self.targets, size, &self.indices, draw);
        }
        let same = scaler.inputs_are_targets(samples);
        if !same {
            gather_inputs(samples, &self.indices, scaler, &mut self.filled);
        }
        if !clean {
            let inputs = if same { &self.targets } else { &self.filled };
            corruption.corrupted(inputs, &self.indices, scaler, draw, &mut self.corrupted);
        }
        self.inputs = match (clean, same, gathers) {
            (false, _, true) => Inputs::CorruptedOfGathered,
            (false, _, false) => Inputs::Corrupted,
            (true, true, _) => Inputs::Targets,
            (true, false, _) => Inputs::Filled,
        };
    }

    /// What was read from `source`; `first` is the place of its first sample in its set.
    pub(super) fn batch<'a>(&'a self, source: ScaledSamples<'a>, first: usize) -> Batch<'a> {
        let gathered = matches!(self.inputs, Inputs::Gathered | Inputs::CorruptedOfGathered);
        let chosen = source.scaler.table().filter(|_| gathered);
        Batch {
            inputs: match self.inputs {
                Inputs::Targets => &self.targets,
                Inputs::Filled => &self.filled,
                Inputs::Corrupted | Inputs::CorruptedOfGathered => &self.corrupted,
                Inputs::Gathered => &[],
            },
            targets: if gathered { &[] } else { &self.targets },
            rows: self.indices.len(),
            first,
            chosen: chosen.map(|table| GatherSpec {
                images: source.samples,
                indices: &self.indices,
                table,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::data::{Column, ColumnKind, ImageShape, Scaling};

    const NOISE: Corruption = Corruption::Gaussian { std: 0.5 };
    const HIDDEN: Corruption = Corruption::Masking {
        fraction: 1.0,
        block: 1,
    };

    /// Rows of a number that can be missing and of one that cannot: scaled 0 and 1, gap and 0.5, 1 and 0.
    fn rows() -> (Samples, Scaler) {
        let column = |has_missing| Column::new("a", ColumnKind::Numeric, has_missing);
        let columns = Arc::new(vec![column(true), column(false)].into());
        let values = [10.0, 4.0, f32::NAN, 3.0, 30.0, 2.0];
        let rows = Samples::rows(columns, values, None).unwrap();
        let scaler = Scaler::fit(Scaling::MinMax, &rows, &[0, 1, 2]);
        (rows, scaler)
    }

    /// Of `source` the samples `chosen`: inputs, targets, and whether they are left to the device.
    fn read(
        (samples, scaler): &(Samples, Scaler),
        chosen: &[u32],
        corruption: Corruption,
        gathers: bool,
    ) -> (Vec<f32>, Vec<f32>, bool) {
        let source = ScaledSamples {
            samples,
            scaler,
            binarise: false,
        };
        let mut buffer = BatchBuffer::default();
        // What a batch before left behind is not seen.
        buffer.choose(Selection::All(0..3));
        buffer.fill(source, &NOISE, Draw::Fixed, false);
        buffer.choose(Selection::Chosen(chosen));
        buffer.fill(source, &corruption, Draw::Fixed, gathers);
        let batch = buffer.batch(source, 5);
        assert_eq!((batch.rows, batch.first), (chosen.len(), 5));
        let (inputs, targets) = (batch.inputs.to_vec(), batch.targets.to_vec());
        (inputs, targets, batch.chosen.is_some())
    }

    fn assert_same(found: &[f32], expected: &[f32]) {
        // As text, where a gap is equal to a gap.
        assert_eq!(format!("{found:?}"), format!("{expected:?}"));
    }

    #[test]
    fn gaps_are_filled_and_marked_in_what_is_seen_and_left_in_the_target() {
        for gathers in [false, true] {
            let (inputs, targets, is_left) = read(&rows(), &[1, 0], Corruption::None, gathers);
            assert_same(&inputs, &[0.5, 0.5, 1.0, 0.0, 1.0, 0.0]);
            assert_same(&targets, &[f32::NAN, 0.5, 0.0, 1.0]);
            assert!(!is_left);
        }
    }

    #[test]
    fn corrupted_rows_keep_clean_targets() {
        for gathers in [false, true] {
            let (inputs, targets, is_left) = read(&rows(), &[1, 2], NOISE, gathers);
            assert_same(&targets, &[f32::NAN, 0.5, 1.0, 0.0]);
            assert_eq!((inputs.len(), is_left), (6, false));
            // Noise is on all numbers but the masks, on what stands for a gap too.
            assert_eq!((inputs[2], inputs[5]), (1.0, 0.0));
            let moved = [(0, 0.5), (1, 0.5), (3, 1.0), (4, 0.0)];
            assert!(moved.iter().all(|&(place, clean)| inputs[place] != clean));
        }
        let (inputs, targets, _) = read(&rows(), &[2], HIDDEN, false);
        assert_same(&inputs, &[0.5, 0.5, 1.0]);
        assert_same(&targets, &[1.0, 0.0]);
    }

    #[test]
    fn rows_without_gaps_and_masks_are_their_own_targets() {
        let (rows, _) = rows();
        let columns = rows.shape().columns().unwrap().list().to_vec();
        let columns = Arc::new(vec![columns[1].clone(); 2].into());
        let values = [10.0, 4.0, 20.0, 3.0, 30.0, 2.0];
        let rows = Samples::rows(columns, values, None).unwrap();
        let scaler = Scaler::fit(Scaling::MinMax, &rows, &[0, 1, 2]);
        let (inputs, targets, _) = read(&(rows, scaler), &[2, 1], Corruption::None, false);
        assert_same(&inputs, &[1.0, 0.0, 0.5, 0.5]);
        assert_same(&targets, &inputs);
    }

    #[test]
    fn clean_images_are_left_to_a_device_that_gathers() {
        let shape = ImageShape {
            height: 1,
            width: 2,
            channels: 1,
        };
        let images = Samples::images(shape, vec![0, 51, 102, 153, 204, 255], None).unwrap();
        let images = (images, Scaler::unit(shape));
        let clean = read(&images, &[2, 0], Corruption::None, false);
        assert_eq!(
            clean,
            (vec![0.8, 1.0, 0.0, 0.2], vec![0.8, 1.0, 0.0, 0.2], false)
        );
        let left = read(&images, &[2, 0], Corruption::None, true);
        assert_eq!(left, (vec![], vec![], true));
        // Of corrupted ones the target alone is.
        let (inputs, targets, is_left) = read(&images, &[2, 0], HIDDEN, true);
        assert_eq!((inputs, targets, is_left), (vec![0.0; 4], vec![], true));
    }
}
