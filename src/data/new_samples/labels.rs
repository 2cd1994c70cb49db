//! The classes of new samples, by the names that they had in training.

use std::collections::BTreeMap;

use crate::data::table::counted;
use crate::data::{Dataset, Samples};

/// The labels of the samples of `dataset` as numbers of the classes called `trained`, or of numbers where classes have no
/// names; and a sentence on those that training did not have.
pub fn of_training(
    dataset: &Dataset,
    trained: Option<&[String]>,
) -> (Option<Vec<u32>>, Option<String>) {
    let Some(labels) = dataset.train.labels() else {
        return (None, None);
    };
    let mut unknown = BTreeMap::new();
    let mut label = |label: u32| {
        if label == Samples::NO_LABEL {
            return label;
        }
        let name = dataset.class_name(label);
        let found = match trained {
            Some(names) => names.iter().position(|known| *known == name),
            None => name.parse().ok(),
        };
        match found {
            Some(number) => number as u32,
            None => {
                *unknown.entry(name).or_insert(0usize) += 1;
                Samples::NO_LABEL
            }
        }
    };
    let labels = labels.iter().map(|&one| label(one)).collect();
    let count: usize = unknown.values().sum();
    let said = unknown.keys().next().map(|first| {
        let samples = counted(count, "sample");
        format!("classes that training did not have count as none: {samples}, the first class is {first}")
    });
    (Some(labels), said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;

    #[test]
    fn classes_are_matched_by_name() {
        let shape = ImageShape {
            height: 1,
            width: 1,
            channels: 1,
        };
        let samples = Samples::images(shape, vec![0; 3], Some(vec![0, 1, 1])).unwrap();
        let mut dataset = Dataset::new("new", samples.clone(), samples);
        dataset.class_names = Some(["cat", "dog"].map(String::from).to_vec());
        let trained = ["ape", "dog", "cow"].map(String::from);
        let (labels, said) = of_training(&dataset, Some(&trained));
        assert_eq!(labels, Some(vec![Samples::NO_LABEL, 1, 1]));
        assert_eq!(
            said.unwrap(),
            "classes that training did not have count as none: 1 sample, the first class is cat"
        );
        // Numbers are what they are called.
        dataset.class_names = None;
        assert_eq!(of_training(&dataset, None), (Some(vec![0, 1, 1]), None));
        let trained = ["1", "0"].map(String::from);
        let (labels, _) = of_training(&dataset, Some(&trained));
        assert_eq!(labels, Some(vec![1, 0, 0]));
    }
}
