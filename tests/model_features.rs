//! The shipped classifiers, and their convolutions in autoencoders.

use hourglass::data::{
    BuiltIn, DataSettings, ImageShape, PictureSet, Samples, Scaler, Source, gather_targets, load,
};
use hourglass::model::{
    Architecture, Batch, Blueprint, Classifier, Code, Layer, Loss, Model, Objective, Optimiser,
    Parts, Pyramid, PyramidWeights, StepKey, StepSettings, Tensors, build,
};

const DIGIT: ImageShape = ImageShape {
    height: 28,
    width: 28,
    channels: 1,
};

fn test_images(set: PictureSet) -> Samples {
    let settings = DataSettings {
        source: Source::BuiltIn {
            set: match set {
                PictureSet::Mnist => BuiltIn::Mnist,
                PictureSet::FashionMnist => BuiltIn::FashionMnist,
            },
        },
        ..DataSettings::default()
    };
    load(&settings).unwrap().test
}

fn chosen_pixels(images: &Samples, chosen: &[u32]) -> Vec<f32> {
    let scaler = Scaler::unit(DIGIT);
    let mut out = Vec::new();
    gather_targets(images, chosen, &scaler, &mut out);
    out
}

fn pixels(images: &Samples, count: u32) -> Vec<f32> {
    chosen_pixels(images, &(0..count).collect::<Vec<u32>>())
}

/// The share of the test images that the shipped classifier of `set` gets right: of about 2,000 spread over all of
/// them without optimisation, where convolutions are slow.
fn accuracy(set: PictureSet) -> f64 {
    let images = test_images(set);
    let classifier = Classifier::shipped(set).unwrap();
    let step = if cfg!(debug_assertions) {
        images.len() / 2000
    } else {
        1
    };
    let chosen: Vec<u32> = (0..images.len() as u32).step_by(step).collect();
    let mut right = 0;
    for chosen in chosen.chunks(1000) {
        let classes = classifier.classes(&chosen_pixels(&images, chosen)).unwrap();
        let pairs = chosen.iter().zip(classes);
        right += pairs
            .filter(|&(&index, class)| images.label(index as usize) == Some(class))
            .count();
    }
    right as f64 / chosen.len() as f64
}

#[test]
fn the_shipped_classifier_knows_digits() {
    let accuracy = accuracy(PictureSet::Mnist);
    assert!(accuracy >= 0.985, "{accuracy}");
}

#[test]
fn the_shipped_classifier_knows_clothes() {
    let accuracy = accuracy(PictureSet::FashionMnist);
    assert!(accuracy >= 0.88, "{accuracy}");
}

#[test]
fn probabilities_add_up_and_other_images_are_refused() {
    let classifier = Classifier::shipped(PictureSet::Mnist).unwrap();
    let images = pixels(&test_images(PictureSet::Mnist), 3);
    let probabilities = classifier.probabilities(&images).unwrap();
    assert_eq!(probabilities.len(), 30);
    for row in probabilities.chunks(10) {
        assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5);
    }
    // The first test digits are 7, 2, 1.
    assert_eq!(classifier.classes(&images).unwrap(), [7, 2, 1]);
    assert_eq!(classifier.classes(&[]).unwrap(), [] as [u32; 0]);
    let refused = classifier.classes(&images[..783]).unwrap_err().to_string();
    assert_eq!(refused, "783 numbers are not images of 28 × 28: images");
}

#[test]
fn a_fresh_classifier_learns_and_refuses_what_it_cannot_learn_from() {
    let images = test_images(PictureSet::Mnist);
    let inputs = pixels(&images, 5);
    let labels: Vec<u32> = (0..5).filter_map(|index| images.label(index)).collect();
    let mut classifier = Classifier::fresh(DIGIT, 10, 3).unwrap();
    let first = classifier.train_step(&inputs, &labels, 2e-3).unwrap();
    assert!((1.5..4.0).contains(&first), "{first}");
    let mut last = first;
    for _ in 0..8 {
        last = classifier.train_step(&inputs, &labels, 2e-3).unwrap();
    }
    assert!(last < 0.5 * first, "{first} to {last}");
    assert!(classifier.train_step(&inputs, &labels[1..], 2e-3).is_err());
    assert!(classifier.train_step(&inputs, &[10; 5], 2e-3).is_err());
}

fn blueprint(weights: PyramidWeights, loss: Loss) -> Blueprint {
    Blueprint {
        architecture: Architecture {
            pyramid: Some(Pyramid {
                weights,
                ..Pyramid::default()
            }),
            encoder: Vec::<Layer>::new(),
            code: Code {
                width: 16,
                ..Code::default()
            },
            ..Architecture::default()
        },
        loss,
        shape: DIGIT.into(),
        seed: 7,
    }
}

fn pretrained(set: PictureSet, frozen: bool) -> PyramidWeights {
    let set = set.into();
    PyramidWeights::Pretrained { set, frozen }
}

/// Loss of the first and the last of `count` steps on three images.
fn train(model: &mut dyn Model, count: u32, learning_rate: f32) -> (f32, f32) {
    let inputs = pixels(&test_images(PictureSet::Mnist), 3);
    let settings = StepSettings {
        objective: Objective::default(),
        parts: Parts::All,
        optimiser: Optimiser::default(),
        learning_rate,
        weight_decay: 0.01,
        clip_norm: None,
    };
    let mut step = |batch| {
        let key = StepKey {
            seed: 7,
            epoch: 0,
            batch,
        };
        let batch = Batch::plain(&inputs, 3, 0);
        model.train_step(&batch, key, &settings).unwrap().loss
    };
    let first = step(0);
    let last = (1..count).map(step).last().unwrap_or(first);
    (first, last)
}

fn front(weights: &Tensors) -> Vec<(&str, &[f32])> {
    let named = weights
        .iter()
        .filter(|(name, _)| name.starts_with("encoder.conv."));
    named
        .map(|(name, tensor)| (name.as_str(), tensor.data.as_slice()))
        .collect()
}

#[test]
fn a_trained_front_begins_the_encoder_and_stays_when_frozen() {
    let of = |weights| build(&blueprint(weights, Loss::Mse)).unwrap();
    let mut frozen = of(pretrained(PictureSet::Mnist, true));
    let mut tuned = of(pretrained(PictureSet::Mnist, false));
    let (start, other) = (
        frozen.weights(),
        of(pretrained(PictureSet::FashionMnist, true)).weights(),
    );
    assert_eq!(front(&start).len(), 4);
    assert_eq!(front(&start), front(&tuned.weights()));
    assert_ne!(front(&start), front(&other));
    assert_ne!(front(&start), front(&of(PyramidWeights::Fresh).weights()));
    // Everything else begins as without it.
    assert_eq!(start["encoder.0.weight"], other["encoder.0.weight"]);

    train(&mut *frozen, 2, 2e-3);
    train(&mut *tuned, 2, 2e-3);
    assert_eq!(front(&frozen.weights()), front(&start));
    assert_ne!(
        frozen.weights()["encoder.0.weight"],
        start["encoder.0.weight"]
    );
    for ((name, before), (_, after)) in front(&start).iter().zip(front(&tuned.weights())) {
        assert_ne!(*before, after, "{name}");
    }
    // A saved model keeps what was frozen when it is opened again.
    let mut again = of(pretrained(PictureSet::Mnist, true));
    again.restore(&frozen.state()).unwrap();
    assert_eq!(again.weights(), frozen.weights());
}

#[test]
fn a_front_that_does_not_fit_is_refused() {
    let mut choice = blueprint(pretrained(PictureSet::Mnist, true), Loss::Mse);
    if let Some(pyramid) = &mut choice.architecture.pyramid {
        pyramid.channels = vec![8, 16];
    }
    let refused = choice.architecture.check().unwrap_err().to_string();
    assert_eq!(
        refused,
        "Trained front layers have two levels of 16 and 32 channels, not 2 of 8, 16: pyramid.channels"
    );
    assert_eq!(build(&choice).err().expect("refused").to_string(), refused);
    let mut choice = blueprint(pretrained(PictureSet::Mnist, true), Loss::Mse);
    choice.shape = ImageShape {
        channels: 3,
        ..DIGIT
    }
    .into();
    let refused = build(&choice).err().expect("refused").to_string();
    assert!(
        refused.ends_with("not 28 × 28 × 3: pyramid.weights"),
        "{refused}"
    );
}

#[test]
fn losses_beyond_pixels_fall() {
    // Absolute coefficients, the wavelet loss's default, fall slowly until images are told apart.
    for (loss, floor) in [(Loss::Wavelet, 0.9), (Loss::Perceptual, 0.6)] {
        let mut choice = blueprint(PyramidWeights::Fresh, loss);
        choice.architecture.pyramid = None;
        let mut model = build(&choice).unwrap();
        let (first, last) = train(&mut *model, 25, 0.02);
        assert!(last < floor * first, "{loss:?}: {first} to {last}");
    }
}
