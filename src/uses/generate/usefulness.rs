//! What generated samples are good for: to learn labels from, where those of real samples are what is tested.

use super::origin::TrainCodes;
use crate::data::{ColumnKind, SampleShape, Samples};
use crate::eval::{Figures, scaled_rows};
use crate::training::OneByOne;
use crate::uses::probes::Labelled;
use crate::uses::{Problem, Subject};

/// Real samples that are learned from, and as many generated ones; drawn among more.
const MOST: usize = 2_000;
/// Samples of more values are not learned from.
const MOST_VALUES: usize = 4_000;

type Measured = (Figures, Vec<(&'static str, Figures)>);

/// Figures of generated samples alone and with real ones, beside real ones alone; or one clause on why there are none.
///
/// # Errors
/// When the device fails.
pub fn measured(
    subject: &Subject,
    model: &OneByOne,
    (train, codes): (&Samples, &TrainCodes),
) -> Result<Result<Measured, String>, Problem> {
    let (scaler, places) = (&*subject.scaler, &*subject.data.split.train);
    if scaler.shape().text().is_some() {
        return Ok(Err(
            "classes are not learned from the tokens of texts".into()
        ));
    }
    let width = scaler.shape().target_width();
    if width > MOST_VALUES {
        return Ok(Err(format!(
            "samples of more than {MOST_VALUES} values are not measured"
        )));
    }
    let test = &subject.data.dataset.test;
    let labelled = match Labelled::of(train, places, test, codes.seed) {
        Ok(labelled) => labelled.first(MOST),
        Err(why) => return Ok(Err(why.into())),
    };
    let classes = labelled.train_labels();
    let Some(generated) = generated(train, places, codes, classes) else {
        return Ok(Err("the codes of a class are no finite numbers".into()));
    };
    let mut made = model.generate(&generated.codes).map_err(Problem::of)?;
    harden(scaler.shape(), &mut made);
    let real = scaled_rows(train, &labelled.train, scaler);
    let asked = scaled_rows(test, &labelled.test, scaler);
    let accuracies =
        |rows: &[f32], labels: &[u32]| labelled.accuracies((rows, labels), &asked, width);
    let alone = accuracies(&made, &generated.labels);
    let both = accuracies(
        &[&made[..], &real].concat(),
        &[&generated.labels[..], classes].concat(),
    );
    let figures = |alone: [f64; 2], both: [f64; 2]| {
        Figures::of([
            ("accuracy", alone[0]),
            ("knn_accuracy", alone[1]),
            ("accuracy_with_real", both[0]),
            ("knn_accuracy_with_real", both[1]),
        ])
    };
    let without = accuracies(&real, classes);
    let baselines = vec![("real", figures(without, without))];
    Ok(Ok((figures(alone, both), baselines)))
}

/// Codes that were drawn class by class.
struct Generated {
    codes: Vec<f32>,
    labels: Vec<u32>,
}

/// As many of each class as `wanted` has labels of it, from a mixture fitted to the codes of its training samples. `None`
/// where these are not finite.
fn generated(
    train: &Samples,
    places: &[u32],
    all: &TrainCodes,
    wanted: &[u32],
) -> Option<Generated> {
    let mut generated = Generated {
        codes: Vec::new(),
        labels: Vec::new(),
    };
    let last = wanted.iter().max().copied()?;
    for class in 0..=last {
        let count = wanted.iter().filter(|&&label| label == class).count();
        if count == 0 {
            continue;
        }
        let codes = all.codes.chunks_exact(all.width.max(1)).zip(places);
        let own = codes.filter(|(_, place)| train.label(**place as usize) == Some(class));
        let own: Vec<f32> = own.flat_map(|(code, _)| code).copied().collect();
        // Each class draws numbers of its own.
        let seed = all.seed.wrapping_add(u64::from(class));
        generated
            .codes
            .extend(all.mixture(&own)?.draws(count, seed));
        generated.labels.extend(std::iter::repeat_n(class, count));
    }
    Some(generated)
}

/// Makes probabilities the answers that they are nearest to, as real rows have them.
fn harden(shape: &SampleShape, made: &mut [f32]) {
    let Some(columns) = shape.columns() else {
        return;
    };
    for row in made.chunks_exact_mut(columns.target_width().max(1)) {
        for (column, span) in columns.spans() {
            let cell = &mut row[span.range()];
            match column.kind {
                ColumnKind::Numeric => {}
                ColumnKind::YesNo { .. } => cell.iter_mut().for_each(|x| *x = x.round()),
                ColumnKind::Category { .. } => {
                    let most = cell.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                    let first = cell.iter().position(|&x| x == most);
                    let hard = |(place, x): (usize, &mut f32)| {
                        *x = f32::from(u8::from(Some(place) == first));
                    };
                    cell.iter_mut().enumerate().for_each(hard);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Column, Columns, ImageShape};

    #[test]
    fn each_class_is_drawn_from_its_own_codes() {
        let shape = ImageShape {
            height: 1,
            width: 1,
            channels: 1,
        };
        let images = Samples::images(shape, vec![0u8; 6], Some(vec![0, 2, 0, 2, 2, 0])).unwrap();
        let codes = TrainCodes {
            codes: vec![-5.0, 5.0, -5.5, 5.5, 6.0],
            width: 1,
            components: 2,
            seed: 1,
        };
        let wanted = [2, 0, 2, 2];
        let found = generated(&images, &[0, 1, 2, 3, 4], &codes, &wanted).unwrap();
        assert_eq!(found.labels, [0, 2, 2, 2]);
        assert!(found.codes[0] < -3.0 && found.codes[1..].iter().all(|&x| x > 3.0));
        let broken = TrainCodes {
            codes: vec![f32::NAN; 5],
            ..codes
        };
        assert!(generated(&images, &[0, 1, 2, 3, 4], &broken, &wanted).is_none());
    }

    #[test]
    fn probabilities_become_answers() {
        let names = ["x", "y", "z"].map(String::from).to_vec();
        let answers = ["no", "yes"].map(String::from);
        let column = |kind| Column::new("a", kind, false);
        let shape = SampleShape::from(Columns::from(vec![
            column(ColumnKind::Numeric),
            column(ColumnKind::YesNo { names: answers }),
            column(ColumnKind::Category { names }),
        ]));
        let mut made = vec![0.4, 0.7, 0.2, 0.4, 0.4];
        harden(&shape, &mut made);
        assert_eq!(made, [0.4, 1.0, 0.0, 1.0, 0.0]);
    }
}
