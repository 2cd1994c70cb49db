//! Makes a dataset of gathered sequences: padded to the longest, with their classes and parts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::SeriesFile;
use super::gathered::Gathered;
use crate::data::held_out::Parting;
use crate::data::{About, DataError, Dataset, Places, Samples, SequenceShape, TestPart};
use crate::system::check_memory;

/// The dataset of what was gathered from `file`, and of a test part where that is elsewhere.
///
/// # Errors
/// When parts have other channels, there are too few sequences, or not the memory for them.
pub fn assembled(
    file: &SeriesFile,
    name: String,
    (mut train, test): (Gathered, Option<(Gathered, TestPart)>),
    parting: Parting,
) -> Result<Dataset, DataError> {
    let path = &file.path;
    let mut warnings = std::mem::take(&mut train.warnings);
    if train.is_single && (test.is_some() || parting.whole) {
        file.windows(&mut train, path)?;
    }
    let (parts, test_part) = match &test {
        Some((_, part)) => ([all(&train), Vec::new()], part.clone()),
        None if train.is_single && !parting.whole => {
            let [first, last] = file.parts(&train, path)?;
            let count = first.len();
            train.spans = [first, last].concat();
            let places = [0..count, count..train.spans.len()];
            (places.map(Iterator::collect), TestPart::Last)
        }
        None => {
            let labels = train.classes.as_deref().map(numbered);
            let labels = labels.as_ref().map(|(_, numbers)| &numbers[..]);
            let [train, test] = parting.indices(train.spans.len(), labels, path)?;
            let places = |part: Vec<u32>| part.into_iter().map(|index| index as usize).collect();
            ([train, test].map(places), parting.test_part())
        }
    };
    let test = match test {
        None => None,
        Some((mut test, _)) => {
            let of_test = std::mem::take(&mut test.warnings);
            warnings.extend(
                of_test
                    .iter()
                    .map(|said| format!("In the test part: {said}")),
            );
            same_channels(&train, &test, file.test.as_deref().unwrap_or(path))?;
            if test.is_single {
                file.windows(&mut test, file.test.as_deref().unwrap_or(path))?;
            }
            Some(test)
        }
    };
    let has_classes = train.classes.is_some();
    let both = [Some(&train), test.as_ref()];
    let classes = both.into_iter().flatten().flat_map(|part| {
        let none = vec![None; part.spans.len()];
        part.classes.clone().unwrap_or(none)
    });
    let (class_names, numbers) = numbered(&classes.collect::<Vec<_>>());
    let numbers = has_classes.then_some(numbers);
    let own = train.spans.len();
    let steps = longest(&train).max(test.as_ref().map_or(0, longest));
    let shape = SequenceShape {
        steps,
        features: train.channels.len(),
    };
    let places = parts.each_ref().map(Vec::len).iter().sum::<usize>();
    let count = places + test.as_ref().map_or(0, |test| test.spans.len());
    check(shape, count, path)?;
    let made = |part: &Gathered, places: &[usize], numbers: Option<&[u32]>| {
        samples(part, places, shape, numbers)
    };
    let of_train = numbers.as_ref().map(|numbers| &numbers[..own]);
    let of_test = numbers.as_ref().map(|numbers| &numbers[own..]);
    let [first, second] = &parts;
    let made_test = match &test {
        Some(test) => made(test, &all(test), of_test)?,
        None => made(&train, second, of_train)?,
    };
    Ok(Dataset {
        name,
        train: made(&train, first, of_train)?,
        test: made_test,
        class_names: has_classes.then_some(class_names),
        about: About {
            test_part,
            series: train.facts.map(Arc::new),
            warnings,
            ..About::default()
        },
    })
}

fn all(part: &Gathered) -> Vec<usize> {
    (0..part.spans.len()).collect()
}

fn longest(part: &Gathered) -> usize {
    part.spans.iter().map(Range::len).max().unwrap_or(0)
}

/// Whether all sequences padded to one length fit into memory.
pub fn check(shape: SequenceShape, count: usize, path: &Path) -> Result<(), DataError> {
    let SequenceShape { steps, features } = shape;
    let numbers = (count as u64)
        .saturating_mul(steps as u64)
        .saturating_mul(features as u64);
    check_memory(numbers.saturating_mul(4)).map_err(|shortage| {
        let problem =
            format!("{count} sequences of {steps} steps and {features} channels need {shortage}");
        DataError::file(path, problem)
    })
}

/// The sequences at `places`, each padded to the steps of `shape` or cut there; `numbers` are the classes of all.
pub fn samples(
    part: &Gathered,
    places: &[usize],
    shape: SequenceShape,
    numbers: Option<&[u32]>,
) -> Result<Samples, DataError> {
    let SequenceShape { steps, features } = shape;
    let size = steps * features;
    let mut values = vec![f32::NAN; places.len() * size];
    let rows = values.chunks_exact_mut(size.max(1));
    for (row, &place) in rows.zip(places) {
        let span = &part.spans[place];
        let own = &part.values[span.start * features..span.end * features];
        let kept = own.len().min(size);
        row[..kept].copy_from_slice(&own[..kept]);
    }
    let labels = numbers.map(|numbers| places.iter().map(|&place| numbers[place]).collect());
    let samples = Samples::sequences(shape, part.channels.clone(), values, labels)?;
    let samples = samples.placed(Places {
        starts: places
            .iter()
            .map(|&place| part.spans[place].start as u32)
            .collect(),
        times: part.times.clone(),
        are_windows: part.is_single,
    });
    Ok(match &part.names {
        Some(names) => {
            let names = places.iter().map(|&place| names[place].clone());
            samples.named(names.collect())
        }
        None => samples,
    })
}

/// Whether both parts have the same channels.
fn same_channels(train: &Gathered, test: &Gathered, path: &Path) -> Result<(), DataError> {
    let (own, other) = (train.channels.len(), test.channels.len());
    if own == other {
        return Ok(());
    }
    let problem = format!("the test part has {other} channels but the training part has {own}");
    Err(DataError::file(path, problem))
}

/// Numbers for classes, in their order where all are whole numbers and by their names otherwise;
/// [`Samples::NO_LABEL`] without one.
pub fn numbered(classes: &[Option<String>]) -> (Vec<String>, Vec<u32>) {
    let names: BTreeSet<&String> = classes.iter().flatten().collect();
    let mut names: Vec<String> = names.into_iter().cloned().collect();
    let number = |name: &String| name.parse::<i64>().ok();
    if names.iter().all(|name| number(name).is_some()) {
        names.sort_by_key(number);
    }
    let places: BTreeMap<&String, u32> = names.iter().zip(0..).collect();
    let number = |class: &Option<String>| {
        let place = class.as_ref().and_then(|class| places.get(class).copied());
        place.unwrap_or(Samples::NO_LABEL)
    };
    let numbers = classes.iter().map(number).collect();
    (names, numbers)
}
