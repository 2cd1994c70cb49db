//! What labels can be told from features: a linear probe and the nearest neighbours, with few labels and with all.

use rand::seq::SliceRandom;

use crate::data::Samples;
use crate::data::random::{Purpose, stream};
use crate::eval::{Figure, Figures, LogisticRegression, Standardised, nearest_classes};

/// Numbers of labels, where there are as many; and all of them.
const LABELS: [usize; 4] = [100, 600, 1_000, 3_000];
/// The probe's inverse strength of regularisation.
const C: f64 = 1.0;
const NEIGHBOURS: usize = 5;

/// Labelled samples of the training part in a drawn order, and labelled test samples.
pub struct Labelled {
    /// Indices into the training samples.
    pub train: Vec<u32>,
    train_labels: Vec<u32>,
    pub test: Vec<u32>,
    test_labels: Vec<u32>,
    classes: usize,
}

impl Labelled {
    /// Those of the training samples at `places`, in an order drawn by `seed`.
    ///
    /// # Errors
    /// One clause, where there is nothing to tell apart.
    pub fn of(
        train: &Samples,
        places: &[u32],
        test: &Samples,
        seed: u64,
    ) -> Result<Self, &'static str> {
        let labelled = |samples: &Samples, places: &mut dyn Iterator<Item = u32>| {
            let label = |place: u32| Some((place, samples.label(place as usize)?));
            places.filter_map(label).unzip::<_, _, Vec<u32>, Vec<u32>>()
        };
        let mut places = places.to_vec();
        places.shuffle(&mut stream(seed, Purpose::Labels, 0, 0));
        let (train, train_labels) = labelled(train, &mut places.into_iter());
        let (test, test_labels) = labelled(test, &mut (0..test.len() as u32));
        let largest = train_labels.iter().chain(&test_labels).max();
        let classes = largest.map_or(0, |&largest| largest as usize + 1);
        if train.is_empty() || test.is_empty() {
            return Err("there are no labels to tell from the codes");
        }
        if train_labels.iter().all(|&label| label == train_labels[0]) {
            return Err("the training part has one class alone");
        }
        Ok(Self {
            train,
            train_labels,
            test,
            test_labels,
            classes,
        })
    }

    /// The same with the first `count` of its training samples alone.
    pub fn first(mut self, count: usize) -> Self {
        self.train.truncate(count);
        self.train_labels.truncate(count);
        self
    }

    /// The label of each of `self.train`.
    pub fn train_labels(&self) -> &[u32] {
        &self.train_labels
    }

    /// Accuracy on the test part, whose rows are `test`, of a probe and of the nearest neighbours that know other rows and
    /// their labels; `width` numbers a row, as they are.
    pub fn accuracies(
        &self,
        (rows, labels): (&[f32], &[u32]),
        test: &[f32],
        width: usize,
    ) -> [f64; 2] {
        let probe = LogisticRegression::fit(rows, width, labels, self.classes, C);
        let nearest = nearest_classes((rows, labels), test, width, self.classes, NEIGHBOURS);
        [probe.predict(test), nearest].map(|told| self.accuracy(&told))
    }

    /// Accuracy on the test part by features of both parts, `width` numbers a sample in the order of `self.train` and
    /// `self.test`. They are standardised as the training part has them, labelled or not.
    pub fn probe(&self, mut train: Vec<f32>, mut test: Vec<f32>, width: usize) -> Figures {
        let standardised = Standardised::fit(&train, width);
        standardised.apply(&mut train);
        standardised.apply(&mut test);
        let all = self.train.len();
        let counts = LABELS.iter().filter(|&&count| count <= all);
        let counts = counts.map(|&count| (count.to_string(), count));
        let counts = counts.chain([("all".to_owned(), all)]);
        let (mut accuracy, mut knn_accuracy) = (Vec::new(), Vec::new());
        for (name, count) in counts {
            let (rows, labels) = (&train[..count * width], &self.train_labels[..count]);
            let [probe, nearest] = self.accuracies((rows, labels), &test, width);
            accuracy.push((name.clone(), probe));
            knn_accuracy.push((name, nearest));
        }
        Figures(vec![
            ("accuracy".into(), Figure::Each(accuracy)),
            ("knn_accuracy".into(), Figure::Each(knn_accuracy)),
        ])
    }

    /// The share of test samples whose label was told.
    fn accuracy(&self, told: &[u32]) -> f64 {
        let pairs = told.iter().zip(&self.test_labels);
        let right = pairs.filter(|(told, label)| told == label).count();
        right as f64 / self.test_labels.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ImageShape, Samples};

    fn samples(count: usize, labels: &dyn Fn(usize) -> Option<u32>) -> Samples {
        let shape = ImageShape {
            height: 1,
            width: 1,
            channels: 1,
        };
        let images = Samples::images(shape, vec![0u8; count], None).unwrap();
        let label = |index| labels(index).unwrap_or(Samples::NO_LABEL);
        images
            .labelled(Some((0..count).map(label).collect()))
            .unwrap()
    }

    #[test]
    fn features_that_are_the_classes_tell_them_all_and_constant_ones_tell_nothing() {
        // Of 250 samples 50 have no label; classes 0 and 1 by turns, and every fourth test sample is of class 1.
        let train = samples(250, &|i| (i < 200).then_some((i % 2) as u32));
        let test = samples(8, &|i| Some(u32::from(i % 4 == 0)));
        let places: Vec<u32> = (0..250).collect();
        let labelled = Labelled::of(&train, &places, &test, 0).unwrap();
        assert_eq!(labelled.train.len(), 200);
        let feature = |samples: &Samples, places: &[u32]| -> Vec<f32> {
            let label = |place: &u32| samples.label(*place as usize).unwrap() as f32;
            places
                .iter()
                .map(|place| 10.0 * label(place) + 3.0)
                .collect()
        };
        let features = [
            feature(&train, &labelled.train),
            feature(&test, &labelled.test),
        ];
        let [of_train, of_test] = features;
        let each = |numbers: [f64; 2]| {
            let names = ["100", "all"].map(String::from);
            Figure::Each(names.into_iter().zip(numbers).collect())
        };
        let figures = labelled.probe(of_train, of_test, 1);
        assert_eq!(figures.0[0], ("accuracy".into(), each([1.0, 1.0])));
        assert_eq!(figures.0[1], ("knn_accuracy".into(), each([1.0, 1.0])));
        // The class of most is what is left to guess: of all samples the first of two that are equally many.
        let figures = labelled.probe(vec![2.0; 200], vec![2.0; 8], 1);
        let all = figures.numbers();
        assert!(
            all.iter().all(|(_, share)| [0.25, 0.75].contains(share)),
            "{all:?}"
        );
    }

    #[test]
    fn the_order_is_the_seeds_and_without_labels_there_is_none() {
        let train = samples(20, &|i| Some(i as u32 % 3));
        let places: Vec<u32> = (5..20).collect();
        let of = |seed| Labelled::of(&train, &places, &train, seed).unwrap().train;
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
        let mut sorted = of(2);
        sorted.sort_unstable();
        assert_eq!(sorted, places);
        let without = samples(20, &|_| None);
        assert!(Labelled::of(&without, &places, &train, 0).is_err());
        assert!(Labelled::of(&train, &places, &without, 0).is_err());
        // Of one class alone nothing can be told apart.
        let one = samples(20, &|_| Some(1));
        let why = Labelled::of(&one, &places, &one, 0).err();
        assert_eq!(why, Some("the training part has one class alone"));
    }
}
