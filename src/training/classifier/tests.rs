//! Classifiers of a few made up pictures.

use super::*;
use crate::data::{DataSettings, Dataset, ImageShape, Prepared, Progress, Samples};

const COLOUR: ImageShape = ImageShape {
    height: 28,
    width: 28,
    channels: 3,
};

/// A picture for each label: the square in its upper left is red where the label is even, and blue where it is odd.
fn samples(image: ImageShape, labels: &[u32]) -> Samples {
    let mut bytes = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        for place in 0..image.height * image.width {
            let is_inside = place / image.width < 14 && place % image.width < 14;
            for channel in 0..image.channels {
                let is_lit = is_inside && channel == 2 * (*label as usize % 2);
                bytes.push(if is_lit { 200 + index as u8 % 50 } else { 20 });
            }
        }
    }
    let images = Samples::images(image, bytes, None).unwrap();
    images.labelled(Some(labels.to_vec())).unwrap()
}

fn prepared(train: &[u32], test: &[u32]) -> Prepared {
    let dataset = Dataset {
        class_names: Some(["cat", "dog", "cow"].map(str::to_owned).to_vec()),
        ..Dataset::new("animals", samples(COLOUR, train), samples(COLOUR, test))
    };
    let settings = DataSettings {
        validation: 0,
        ..DataSettings::default()
    };
    Prepared::new(dataset, &settings).unwrap()
}

fn refused(data: &Prepared) -> String {
    LabelledPictures::of(data).unwrap_err().to_string()
}

#[test]
fn two_colours_are_told_apart_the_same_way_each_time() {
    let data = prepared(&[0, 1, 1, 0, 0, 1, 0, 1], &[1, 0, 1]);
    let pictures = LabelledPictures::of(&data).unwrap();
    let training = ClassifierTraining {
        epochs: 12,
        ..ClassifierTraining::default()
    };
    let mut epochs = Vec::new();
    let progress = Progress::default();
    let trained = training.train(&pictures, &progress, |epoch| epochs.push(epoch));
    let trained = trained.unwrap();
    assert_eq!(trained.image(), COLOUR);
    let about = trained.about();
    assert_eq!((&*about.data, about.train_images), ("animals", 8));
    assert_eq!(
        (about.epochs, &about.classes[..]),
        (12, &["cat".to_owned(), "dog".to_owned()][..])
    );
    let right = about.accuracy.unwrap();
    assert_eq!(right.words(), "100.0% of 3 test images");
    assert_eq!(trained.name(), "animals (100.0% right)");
    assert_eq!((epochs.len(), progress.share()), (12, Some(1.0)));
    assert!(
        epochs[11].cross_entropy < 0.1 * epochs[0].cross_entropy,
        "{epochs:?}"
    );

    let bytes = trained.bytes().to_vec();
    drop(trained);
    let again = training
        .train(&pictures, &Progress::default(), |_| {})
        .unwrap();
    assert!(bytes == again.bytes());
    // Who reads the file has the same classifier, and the same one.
    assert!(Arc::ptr_eq(
        &TrainedClassifier::of_file(bytes).unwrap(),
        &again
    ));
    assert!(TrainedClassifier::of_file(b"{}".to_vec()).is_err());
}

#[test]
fn what_no_classifier_learns_from_is_one_sentence() {
    assert_eq!(
        refused(&prepared(&[0, 0, 0], &[0])),
        "All training pictures are of the class cat, and a classifier tells at least two apart: data"
    );
    assert_eq!(
        refused(&prepared(&[0, 0, 1], &[0])),
        "The class dog has one training picture, and a classifier needs 2 of each: data"
    );
    assert_eq!(
        refused(&prepared(&[0, 0, 1, 1], &[0, 2])),
        "The class cow is in the test part and not in the training part: data"
    );
    let of = |image: ImageShape, labels: Option<Vec<u32>>| {
        let samples = samples(image, &[0, 0, 1, 1]).labelled(labels).unwrap();
        let dataset = Dataset::new("made up", samples.clone(), samples);
        Prepared::new(dataset, &DataSettings::default()).unwrap()
    };
    assert_eq!(
        refused(&of(COLOUR, None)),
        "The pictures have no labels to train a classifier by: data"
    );
    let small = ImageShape {
        height: 20,
        ..COLOUR
    };
    assert_eq!(
        refused(&of(small, Some(vec![0, 0, 1, 1]))),
        "Convolutions need square images of 28, 32, 64 pixels a side in 1 or 3 channels, not 20 × 28 × 3: data"
    );
    // What has no label is neither learnt nor measured.
    let none = Samples::NO_LABEL;
    let data = prepared(&[0, none, 1, 1, none, 0], &[none, 1]);
    let pictures = LabelledPictures::of(&data).unwrap();
    assert_eq!(pictures.classes, ["cat", "dog"]);
    assert_eq!((pictures.train.len(), pictures.measured.len()), (4, 1));
    assert_eq!(
        refused(&prepared(&[none, none], &[0])),
        "The pictures have no labels to train a classifier by: data"
    );
    // Labels need not follow each other, and there may be nothing to measure on.
    let data = prepared(&[7, 7, 1000, 1000], &[]);
    let pictures = LabelledPictures::of(&data).unwrap();
    let once = ClassifierTraining {
        epochs: 1,
        ..ClassifierTraining::default()
    };
    let trained = once.train(&pictures, &Progress::default(), |_| {}).unwrap();
    assert_eq!(trained.about().classes, ["7", "1000"]);
    assert_eq!(
        (trained.about().accuracy, &*trained.name()),
        (None, "animals")
    );
}

#[test]
fn stopped_it_is_what_the_last_whole_epoch_made_of_it() {
    let data = prepared(&[0, 1, 1, 0], &[1, 0]);
    let pictures = LabelledPictures::of(&data).unwrap();
    let training = ClassifierTraining::default();
    let progress = Progress::default();
    let asked = progress.clone();
    let trained = training.train(&pictures, &progress, |epoch| {
        if epoch.epoch == 2 {
            asked.stop();
        }
    });
    assert_eq!(trained.unwrap().about().epochs, 2);
    let stopped = training.train(&pictures, &progress, |_| {}).unwrap_err();
    assert_eq!(
        stopped.to_string(),
        "It was stopped before its first epoch was done, so there is no classifier: epochs"
    );
    let wild = ClassifierTraining {
        learning_rate: 1e30,
        ..training
    };
    let diverged = wild.train(&pictures, &Progress::default(), |_| {});
    assert_eq!(
        diverged.unwrap_err().to_string(),
        "The cross-entropy is not a finite number any more in epoch 2, train with another seed: seed"
    );
}
