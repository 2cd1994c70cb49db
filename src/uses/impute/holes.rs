//! What is missing in samples: what their file lacks, and what is removed to see how well it is filled in.

use rand::Rng;

use super::settings::{BLOCK, COLUMNS, MISSING, REMOVE, SEED, STEPS};
use crate::data::random::{Purpose, stream};
use crate::data::{ImageShape, Prepared, SampleShape, Samples, Scaler};
use crate::uses::{Choices, Problem};

/// More names of columns are not listed.
const MOST_LISTED: usize = 20;

/// Samples with holes in them.
pub struct Holes<'a> {
    pub samples: &'a Samples,
    scaler: &'a Scaler,
    /// What stood in cells that are removed already, where there are some.
    whole: Option<Samples>,
    share: f64,
    seed: u64,
    /// By column or channel of sequences, whether all of it is removed; none of pictures.
    columns: Vec<bool>,
    block: usize,
    /// Whether steps of sequences are removed as a whole.
    whole_steps: bool,
}

/// Why nothing of these data is filled in: one clause.
pub fn lacks(data: &Prepared) -> Option<String> {
    let why = match data.dataset.shape() {
        SampleShape::Text(_) => "texts have no gaps that are filled in",
        _ if data.dataset.train.are_ratings() => "what nobody has rated is filled in by recommend",
        _ => return None,
    };
    Some(why.into())
}

/// Some samples with their holes, numbers as they are scaled.
pub struct Chunk {
    /// What a model sees, what is missing filled in and marked.
    pub inputs: Vec<f32>,
    /// Whether each number of what it makes is missing.
    pub missing: Vec<bool>,
    /// What each number should be, NaN where nobody knows.
    pub targets: Vec<f32>,
}

impl<'a> Holes<'a> {
    /// As `choices` say. Half of it is removed where nothing is missing and nobody says what to remove, unless samples are
    /// `new`.
    ///
    /// # Errors
    /// When samples have no such columns, are no pictures of which a block could be removed, or nothing is missing.
    pub fn new(
        samples: &'a Samples,
        scaler: &'a Scaler,
        choices: &Choices,
        new: bool,
    ) -> Result<Self, Problem> {
        let shape = samples.shape();
        let names = choices.names(&COLUMNS).unwrap_or_default();
        let known: Vec<&str> = match shape.columns() {
            Some(columns) => columns.list().iter().map(|column| &*column.name).collect(),
            None => samples.channels().iter().map(String::as_str).collect(),
        };
        if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
            if known.is_empty() {
                return Err(COLUMNS.refused("pictures have no columns"));
            }
            let mut listed = known;
            listed.truncate(MOST_LISTED);
            let listed = listed.join(", ");
            return Err(COLUMNS.refused(&format!("there is no column {unknown} among {listed}")));
        }
        let block = choices.whole(&BLOCK) as usize;
        let whole_steps = choices.one_of(&REMOVE) == STEPS;
        let sequence = shape.sequence();
        if whole_steps && sequence.is_none() {
            return Err(REMOVE.refused("only sequences have steps"));
        }
        match shape.image() {
            None if sequence.is_some_and(|sequence| block > sequence.steps) => {
                return Err(BLOCK.refused(&format!("no sequence has {block} steps")));
            }
            None if block > 0 && sequence.is_none() => {
                return Err(BLOCK.refused("only pictures and sequences have a middle"));
            }
            Some(image) if block > image.height.min(image.width) => {
                let problem = format!("a picture of {shape} has no square of {block} in it");
                return Err(BLOCK.refused(&problem));
            }
            _ => {}
        }
        let mut share = choices.number(&MISSING);
        let nothing = !has_gaps(samples) && names.is_empty() && block == 0;
        if nothing && choices.get(MISSING.key).is_none() {
            if new {
                return Err(MISSING.refused("nothing is missing in the new samples"));
            }
            share = 0.5;
        } else if nothing && share == 0.0 {
            return Err(MISSING.refused("nothing is missing then"));
        }
        Ok(Self {
            samples,
            scaler,
            whole: samples.with_removed_cells(),
            share,
            seed: choices.whole(&SEED),
            columns: known
                .iter()
                .map(|name| names.iter().any(|chosen| chosen == name))
                .collect(),
            block,
            whole_steps,
        })
    }

    /// The samples at `chosen`.
    pub fn chunk(&self, chosen: &[u32]) -> Chunk {
        let shape = self.scaler.shape();
        let (input, target) = (shape.input_width(), shape.target_width());
        let mut chunk = Chunk {
            inputs: vec![0.0; chosen.len() * input],
            missing: vec![false; chosen.len() * target],
            targets: vec![0.0; chosen.len() * target],
        };
        let rows = chunk.inputs.chunks_exact_mut(input);
        let rows = rows.zip(chunk.missing.chunks_exact_mut(target));
        let rows = rows.zip(chunk.targets.chunks_exact_mut(target));
        for (((inputs, missing), targets), &index) in rows.zip(chosen) {
            let index = index as usize;
            self.scaler.put_target(self.samples, index, targets);
            // Past its end a sequence has no gaps.
            let end = match shape.sequence() {
                Some(sequence) => self.samples.length(index) * sequence.features,
                None => target,
            };
            let missing = &mut missing[..end];
            for (missing, target) in missing.iter_mut().zip(&*targets) {
                *missing = target.is_nan();
            }
            self.remove(index, missing);
            self.scaler.put_input(self.samples, index, inputs);
            hide(self.scaler, inputs, missing);
            if let Some(whole) = &self.whole {
                self.scaler.put_target(whole, index, targets);
            }
        }
        chunk
    }

    /// Marks what is removed of a sample.
    fn remove(&self, index: usize, missing: &mut [bool]) {
        let shape = self.scaler.shape();
        let mut random = stream(self.seed, Purpose::Imputation, index as u64, 0);
        let mut is_drawn = || random.random::<f64>() < self.share;
        if let Some(columns) = shape.columns() {
            for ((_, span), removed) in columns.spans().zip(&self.columns) {
                if is_drawn() || *removed {
                    missing[span.range()].fill(true);
                }
            }
        } else if let Some(image) = shape.image() {
            for (place, pixel) in missing.chunks_exact_mut(image.channels.max(1)).enumerate() {
                if is_drawn() || in_block(image, self.block, place) {
                    pixel.fill(true);
                }
            }
        } else if let Some(sequence) = shape.sequence() {
            let steps = missing.len() / sequence.features.max(1);
            let block = self.block.min(steps);
            let block = (steps - block) / 2..(steps - block) / 2 + block;
            for (place, step) in missing
                .chunks_exact_mut(sequence.features.max(1))
                .enumerate()
            {
                let is_removed = block.contains(&place) || (self.whole_steps && is_drawn());
                for (missing, removed) in step.iter_mut().zip(&self.columns) {
                    *missing |= is_removed || *removed || (!self.whole_steps && is_drawn());
                }
            }
        }
    }
}

/// Whether something is missing in samples; what is past the end of a sequence is not.
fn has_gaps(samples: &Samples) -> bool {
    let Some(sequence) = samples.shape().sequence() else {
        return samples.has_gaps();
    };
    samples.has_gaps()
        && (0..samples.len()).any(|index| {
            let end = samples.length(index) * sequence.features;
            samples.row(index)[..end].iter().any(|value| value.is_nan())
        })
}

/// Whether a pixel lies in the middle square of side `block`.
fn in_block(image: ImageShape, block: usize, place: usize) -> bool {
    let within = |size: usize, at: usize| {
        let start = (size - block) / 2;
        (start..start + block).contains(&at)
    };
    within(image.height, place / image.width) && within(image.width, place % image.width)
}

/// Puts what stands for a missing value into `inputs` where numbers are `missing`, and marks it.
pub fn hide(scaler: &Scaler, inputs: &mut [f32], missing: &[bool]) {
    let shape = scaler.shape();
    let (numbers, masks) = inputs.split_at_mut(shape.target_width());
    let Some(columns) = shape.columns() else {
        let fills = scaler.columns().iter().map(|scale| &scale.fill).cycle();
        for ((number, missing), fill) in numbers.iter_mut().zip(missing).zip(fills) {
            if *missing {
                *number = fill.first().copied().unwrap_or_default();
            }
        }
        if let Some(sequence) = shape.sequence() {
            // Of a step without any value there is nothing to see, as in training.
            let steps = numbers.chunks_exact_mut(sequence.features.max(1));
            for (step, missing) in steps.zip(missing.chunks(sequence.features.max(1))) {
                if missing.len() == step.len() && missing.iter().all(|missing| *missing) {
                    step.fill(f32::NAN);
                }
            }
        }
        return;
    };
    let mut masks = masks.iter_mut();
    for ((column, span), scale) in columns.spans().zip(scaler.columns()) {
        let is_missing = missing.get(span.start).copied().unwrap_or_default();
        let mask = if column.has_mask() {
            masks.next()
        } else {
            None
        };
        if is_missing {
            numbers[span.range()].copy_from_slice(&scale.fill);
            if let Some(mask) = mask {
                *mask = 1.0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::data::{Column, ColumnKind, Columns, Scaling, SequenceShape};
    use crate::uses::impute::settings::CHOICES;

    fn choices(typed: &[(&str, &str)]) -> Choices {
        Choices::of(CHOICES, typed.iter().copied()).unwrap()
    }

    #[test]
    fn a_middle_square_is_black_and_marked() {
        let shape = ImageShape {
            height: 4,
            width: 4,
            channels: 1,
        };
        let images = Samples::images(shape, vec![255; 16], None).unwrap();
        let scaler = Scaler::unit(shape);
        let holes = Holes::new(&images, &scaler, &choices(&[("block", "2")]), false).unwrap();
        let chunk = holes.chunk(&[0]);
        let row = |middle: f32| [1.0, middle, middle, 1.0];
        let wanted = [[1.0; 4], row(0.0), row(0.0), [1.0; 4]].concat();
        assert_eq!(chunk.inputs, wanted);
        assert_eq!(chunk.targets, [1.0; 16]);
        let missing: Vec<bool> = wanted.iter().map(|&number| number == 0.0).collect();
        assert_eq!(chunk.missing, missing);
        let refused = |typed| {
            let refused = Holes::new(&images, &scaler, &choices(typed), false).err();
            refused.unwrap().to_string()
        };
        assert_eq!(
            refused(&[("block", "5")]),
            "a picture of 4 × 4 × 1 has no square of 5 in it: block"
        );
        assert_eq!(
            refused(&[("columns", "a")]),
            "pictures have no columns: columns"
        );
        assert_eq!(
            refused(&[("missing", "0")]),
            "nothing is missing then: missing"
        );
    }

    #[test]
    fn sequences_have_gaps_before_their_end_alone() {
        let shape = SequenceShape {
            steps: 4,
            features: 2,
        };
        let gap = f32::NAN;
        #[rustfmt::skip]
        let values = vec![
            1.0, 2.0, gap, 4.0, gap, gap, 7.0, 8.0,
            1.0, 2.0, 3.0, 4.0, gap, gap, gap, gap,
            gap, gap, gap, gap, gap, gap, gap, gap,
        ];
        let names = ["x", "y"].map(String::from).to_vec();
        let all = Samples::sequences(shape, names, values, None).unwrap();
        let scaler = Scaler::fit(Scaling::Unit, &all, &[1]);
        let holes = |samples: &Samples, typed: &[(&str, &str)]| {
            let holes = Holes::new(samples, &scaler, &choices(typed), false);
            holes.map(|holes| holes.chunk(&(0..samples.len() as u32).collect::<Vec<_>>()))
        };
        let own = holes(&all, &[]).unwrap();
        let missing = [2, 4, 5];
        let found: Vec<usize> = (0..24).filter(|&place| own.missing[place]).collect();
        assert_eq!(found, missing);
        // What is missing beside others of its step is seen as the mean, a step without any value not at all.
        assert_eq!(own.inputs[2], 2.0);
        assert!(own.inputs[4].is_nan() && own.inputs[12].is_nan());
        let block = holes(&all, &[("block", "2")]).unwrap();
        let found: Vec<usize> = (0..24).filter(|&place| block.missing[place]).collect();
        assert_eq!(found, [2, 3, 4, 5, 8, 9, 10, 11]);
        assert_eq!(block.targets[3], 4.0);
        let channel = holes(&all, &[("columns", "y")]).unwrap();
        let found: Vec<usize> = (0..24).filter(|&place| channel.missing[place]).collect();
        assert_eq!(found, [1, 2, 3, 4, 5, 7, 9, 11]);
        let steps = holes(&all, &[("missing", "0.5"), ("remove", "steps")]).unwrap();
        for step in steps.missing[8..12].chunks(2) {
            assert_eq!(step[0], step[1]);
        }
        assert!(steps.missing[12..].iter().all(|missing| !missing));
        let refused = |typed: &[(&str, &str)]| holes(&all, typed).err().unwrap().to_string();
        assert_eq!(refused(&[("block", "5")]), "no sequence has 5 steps: block");
        assert_eq!(
            refused(&[("columns", "z")]),
            "there is no column z among x, y: columns"
        );
        // Padding is no gap: half is removed where there is none.
        let whole = all.chosen(&[1]);
        let half = holes(&whole, &[]).unwrap();
        assert!(half.missing[4..].iter().all(|missing| !missing));
        assert_eq!(
            holes(&whole, &[("missing", "0")])
                .err()
                .unwrap()
                .to_string(),
            "nothing is missing then: missing"
        );
    }

    #[test]
    fn a_column_is_removed_with_its_mask_and_gaps_stay() {
        let names = ["x", "y"].map(String::from).to_vec();
        let columns = Columns::from(vec![
            Column::new("age", ColumnKind::Numeric, true),
            Column::new("kind", ColumnKind::Category { names }, false),
        ]);
        let values = vec![10.0, 1.0, f32::NAN, 0.0, 30.0, 1.0];
        let rows = Samples::rows(Arc::new(columns), values, None).unwrap();
        let scaler = Scaler::fit(Scaling::MinMax, &rows, &[0, 1, 2]);
        let holes = Holes::new(&rows, &scaler, &choices(&[("columns", "kind")]), false).unwrap();
        let chunk = holes.chunk(&[0, 1]);
        // The number and its mask; the category by its share, which has none.
        let third = 1.0 / 3.0;
        assert_eq!(chunk.inputs[..2], [0.0, third]);
        assert_eq!(chunk.inputs[3..5], [0.0, 0.5]);
        assert_eq!(chunk.inputs[7], 1.0);
        assert_eq!(chunk.missing, [false, true, true, true, true, true]);
        assert_eq!(chunk.targets[..3], [0.0, 0.0, 1.0]);
        assert!(chunk.targets[3].is_nan());
        let refused = Holes::new(&rows, &scaler, &choices(&[("columns", "size")]), false).err();
        assert_eq!(
            refused.unwrap().to_string(),
            "there is no column size among age, kind: columns"
        );
        let half = choices(&[("missing", "0.5")]);
        let drawn = |index| {
            Holes::new(&rows, &scaler, &half, false)
                .unwrap()
                .chunk(&[index])
                .missing
        };
        assert_eq!(drawn(2), drawn(2));
    }
}
