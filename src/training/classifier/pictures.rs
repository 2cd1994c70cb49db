//! Labelled pictures that a classifier can be trained on, and those it is measured on.

use crate::data::{Dataset, ImageShape, Prepared, Samples, Scaler, gather_targets};
use crate::model::{Invalid, Pyramid};

/// Far more classes than pictures so small can show.
const MAX_CLASSES: usize = 10_000;
/// A class that is to be learnt is seen more than once.
const FEWEST: usize = 2;

/// Pictures of a training part and of one that is measured on, each with its class, counted from 0.
#[derive(Debug)]
pub struct LabelledPictures<'a> {
    pub(super) name: &'a str,
    pub(super) image: ImageShape,
    pub(super) train: Part<'a>,
    /// Empty where there is nothing to measure on.
    pub(super) measured: Part<'a>,
    pub(super) is_validation: bool,
    /// Names of the classes.
    pub(super) classes: Vec<String>,
    scaler: &'a Scaler,
}

/// Some of the pictures of a part.
#[derive(Debug)]
pub struct Part<'a> {
    samples: &'a Samples,
    /// Which of them.
    chosen: Vec<u32>,
    /// The class of each of these.
    classes: Vec<u32>,
}

impl Part<'_> {
    pub(super) fn len(&self) -> usize {
        self.chosen.len()
    }
}

impl<'a> LabelledPictures<'a> {
    /// Those of a project's data, as its models see them: it is measured on the validation part, or on the test part
    /// where there is none.
    ///
    /// # Errors
    /// One sentence on what no classifier can be trained on.
    pub fn of(data: &'a Prepared) -> Result<Self, Invalid> {
        let (dataset, split) = (&data.dataset, &data.split);
        let is_validation = !split.validation.is_empty();
        let measured = match is_validation {
            true => (&dataset.train, split.validation.clone()),
            false => (&dataset.test, all(&dataset.test)),
        };
        let train = (&dataset.train, split.train.clone());
        Self::new(dataset, train, (measured, is_validation), &data.scaler)
    }

    /// Those of both whole parts of `dataset`.
    ///
    /// # Errors
    /// As [`Self::of`].
    pub fn of_parts(dataset: &'a Dataset, scaler: &'a Scaler) -> Result<Self, Invalid> {
        let train = (&dataset.train, all(&dataset.train));
        let test = (&dataset.test, all(&dataset.test));
        Self::new(dataset, train, (test, false), scaler)
    }

    fn new(
        dataset: &'a Dataset,
        (samples, chosen): (&'a Samples, Vec<u32>),
        ((other, measured), is_validation): ((&'a Samples, Vec<u32>), bool),
        scaler: &'a Scaler,
    ) -> Result<Self, Invalid> {
        let shape = dataset.shape();
        let image = shape
            .image()
            .ok_or_else(|| refused(format!("A classifier needs pictures, not {shape}")))?;
        Pyramid::check_image(image).map_err(|invalid| Invalid {
            field: "data".into(),
            ..invalid
        })?;
        let (chosen, labels) = labelled(samples, &chosen);
        if labels.is_empty() {
            return Err(refused(
                "The pictures have no labels to train a classifier by",
            ));
        }
        let known = counted(&labels);
        let name_of = |label: u32| match &dataset.class_names {
            Some(names) if (label as usize) < names.len() => names[label as usize].clone(),
            _ => label.to_string(),
        };
        match &known[..] {
            [] => {}
            [(only, _)] => {
                return Err(refused(format!(
                    "All training pictures are of the class {}, and a classifier tells at least two apart",
                    name_of(*only)
                )));
            }
            many if many.len() > MAX_CLASSES => {
                return Err(refused(format!(
                    "The pictures are of {} classes, and a classifier tells at most {MAX_CLASSES} apart",
                    many.len()
                )));
            }
            _ => {}
        }
        if let Some((rare, _)) = known.iter().find(|(_, count)| *count < FEWEST) {
            return Err(refused(format!(
                "The class {} has one training picture, and a classifier needs {FEWEST} of each",
                name_of(*rare)
            )));
        }
        let class = |label: u32| known.binary_search_by_key(&label, |(known, _)| *known);
        let (measured, measured_labels) = labelled(other, &measured);
        let mut classes = Vec::with_capacity(measured.len());
        for label in measured_labels {
            let found = class(label).map_err(|_| {
                let part = if is_validation { "validation" } else { "test" };
                refused(format!(
                    "The class {} is in the {part} part and not in the training part",
                    name_of(label)
                ))
            })?;
            classes.push(found as u32);
        }
        let of_train = labels.iter().filter_map(|&label| class(label).ok());
        Ok(Self {
            name: &dataset.name,
            image,
            train: Part {
                samples,
                chosen,
                classes: of_train.map(|class| class as u32).collect(),
            },
            measured: Part {
                samples: other,
                chosen: measured,
                classes,
            },
            is_validation,
            classes: known.iter().map(|(label, _)| name_of(*label)).collect(),
            scaler,
        })
    }

    /// Puts the pictures of `part` at `places` into `inputs`, and their classes into `classes`.
    pub(super) fn gather(
        &self,
        part: &Part,
        places: impl Iterator<Item = usize> + Clone,
        (inputs, classes): (&mut Vec<f32>, &mut Vec<u32>),
    ) {
        let chosen: Vec<u32> = places.clone().map(|place| part.chosen[place]).collect();
        gather_targets(part.samples, &chosen, self.scaler, inputs);
        classes.clear();
        classes.extend(places.map(|place| part.classes[place]));
    }
}

fn all(samples: &Samples) -> Vec<u32> {
    (0..samples.len() as u32).collect()
}

/// Those of `chosen` that have a label, and their labels: there is nothing to learn from others, or to compare with.
fn labelled(samples: &Samples, chosen: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let label = |&index: &u32| Some((index, samples.label(index as usize)?));
    chosen.iter().filter_map(label).unzip()
}

/// The labels that there are, in order, and how often.
fn counted(labels: &[u32]) -> Vec<(u32, usize)> {
    let mut sorted = labels.to_vec();
    sorted.sort_unstable();
    let same = sorted.chunk_by(|a, b| a == b);
    same.map(|same| (same[0], same.len())).collect()
}

fn refused(problem: impl Into<String>) -> Invalid {
    Invalid {
        problem: problem.into(),
        field: "data".into(),
    }
}
