//! A classifier of one's own pictures: trained, used by variants, saved, and opened again.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use hourglass::data::{BuiltIn, DataSettings, Prepared, Progress, Source};
use hourglass::model::{
    Architecture, Code, DeviceId, FeaturesOf, Loss, Pyramid, PyramidWeights, TrainedClassifier,
};
use hourglass::project::{Document, Opened, Trained, VariantSettings, merge, open, save};
use hourglass::project::{Merged, Version};
use hourglass::training::{
    ClassifierTraining, Job, LabelledPictures, Run, RunState, TrainingSettings, VariantId,
    measure_test,
};

/// The 1,593 emoji to train on, 132 of them for validation, and 318 to test.
fn emoji() -> Arc<Prepared> {
    let settings = DataSettings {
        source: Source::BuiltIn {
            set: BuiltIn::Emoji,
        },
        validation: 132,
        ..DataSettings::default()
    };
    Arc::new(Prepared::load(&settings).unwrap())
}

fn classifier(data: &Prepared, seed: u64) -> Arc<TrainedClassifier> {
    let training = ClassifierTraining {
        epochs: 2,
        seed,
        ..ClassifierTraining::default()
    };
    let pictures = LabelledPictures::of(data).unwrap();
    training
        .train(&pictures, &Progress::default(), |_| {})
        .unwrap()
}

/// Front layers and loss by `features`.
fn settings(features: FeaturesOf, frozen: bool) -> VariantSettings {
    let mut settings = VariantSettings {
        architecture: Architecture {
            pyramid: Some(Pyramid {
                weights: PyramidWeights::Pretrained {
                    set: features,
                    frozen,
                },
                ..Pyramid::default()
            }),
            encoder: Vec::new(),
            code: Code {
                width: 16,
                ..Code::default()
            },
            ..Architecture::default()
        },
        loss: Loss::Perceptual,
        training: TrainingSettings {
            epochs: 1,
            batch: 500,
            ..TrainingSettings::default()
        },
        ..VariantSettings::default()
    };
    settings.objective.perceptual.features = features;
    settings
}

fn trained(data: &Arc<Prepared>, settings: &VariantSettings) -> Trained {
    let job = Job::new(VariantId(1), Arc::clone(data), settings.clone());
    job.check().unwrap();
    let mut run = Run::new(job).unwrap();
    while run.step().unwrap().end.is_none() {}
    Trained {
        resume_state: Arc::new(run.resume_state()),
        settings: settings.clone(),
        state: RunState::Finished,
    }
}

fn test_loss(data: &Prepared, trained: &Trained) -> f64 {
    let state = &trained.resume_state;
    let (dataset, scaler) = (&data.dataset, &data.scaler);
    let measured = measure_test(
        &trained.settings,
        &state.state,
        &state.position,
        dataset,
        scaler,
        DeviceId::Cpu,
    );
    measured.unwrap().0.loss
}

fn files(folder: &Path) -> usize {
    fs::read_dir(folder.join("weights")).unwrap().count()
}

#[test]
fn what_is_trained_by_its_features_opens_to_the_same_bits() {
    let data = emoji();
    let own = classifier(&data, 0);
    let about = own.about();
    assert_eq!((about.train_images, about.classes.len()), (1_461, 10));
    assert_eq!(about.classes[9], "Flags");
    let accuracy = about.accuracy.unwrap();
    assert!(accuracy.is_validation && accuracy.images == 132);
    // A fifth are people, and nothing is as common.
    assert!(accuracy.share() > 0.25, "{}", accuracy.words());

    let features = FeaturesOf::from(&*own);
    let (reference, weights) = (own.id().to_string(), own.weights().clone());
    let settings = settings(features, true);
    let mut document = Document {
        data: data.settings.clone(),
        ..Document::default()
    };
    document.variants[0].settings = settings.clone();
    document.variants[0].trained = Some(trained(&data, &settings));
    document.add_classifier(Arc::clone(&own));
    document.add_classifier(own);
    let before = test_loss(&data, document.variants[0].trained.as_ref().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let first = folder.path().join("first");
    save(&document, &first).unwrap();
    // Its own weights, and the classifier's.
    assert_eq!(files(&first), 2);
    assert!(first.join(&reference).is_file());

    let Opened {
        document: opened,
        warnings,
        ..
    } = open(&first).unwrap();
    assert_eq!(warnings, []);
    assert_eq!(opened, document);
    // Nobody else knows it any more, but for who has opened it.
    drop(document);
    assert_eq!(features.weights().unwrap(), weights);
    let reopened = opened.variants[0].trained.as_ref().unwrap();
    assert_eq!(before.to_bits(), test_loss(&data, reopened).to_bits());
    let front = &reopened.resume_state.state.weights["encoder.conv.0.weight"];
    assert_eq!(front, &weights["features.0.weight"]);

    // A copy has all it needs, and one without its variant's weights still has the classifier.
    let second = folder.path().join("second");
    save(&opened, &second).unwrap();
    fs::remove_dir_all(&first).unwrap();
    let mut copy = open(&second).unwrap();
    assert_eq!((copy.warnings.len(), &copy.document), (0, &opened));
    copy.document.variants[0].trained = None;
    copy.document.classifiers.clear();
    save(&copy.document, &second).unwrap();
    assert!(!second.join("weights").exists());
}

#[test]
fn a_classifier_that_is_gone_or_damaged_is_told_and_missed() {
    let data = emoji();
    let own = classifier(&data, 1);
    let features = FeaturesOf::from(&*own);
    let reference = own.id().to_string();
    let settings = settings(features, false);
    let mut document = Document::default();
    document.variants[0].settings = settings.clone();
    document.add_classifier(own);
    let folder = tempfile::tempdir().unwrap();
    save(&document, folder.path()).unwrap();
    drop(document);
    let file = folder.path().join(&reference);
    let bytes = fs::read(&file).unwrap();
    let told = || {
        let opened = open(folder.path()).unwrap();
        assert_eq!(opened.document.classifiers.len(), 0);
        assert_eq!(opened.document.variants[0].settings, settings);
        let warnings: Vec<String> = opened.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(
            warnings[0].ends_with("is left out: classifiers[0]"),
            "{warnings:?}"
        );
        warnings[0].clone()
    };
    let job = || Job::new(VariantId(1), Arc::clone(&data), settings.clone());
    fs::remove_file(&file).unwrap();
    assert!(told().starts_with(&format!("cannot read {reference}, ")));
    assert_eq!(
        job().check().unwrap_err().to_string(),
        format!("The classifier is not in the project, {reference}: pyramid.weights")
    );
    fs::write(&file, &bytes[1..]).unwrap();
    let damaged = format!("{reference} is damaged, its content does not match its name; ");
    assert!(told().starts_with(&damaged));
    // Weights of something else are no classifier.
    fs::write(&file, &bytes).unwrap();
    let opened = open(folder.path()).unwrap();
    assert_eq!(
        (opened.warnings, opened.document.classifiers.len()),
        (vec![], 1)
    );
    assert!(job().check().is_ok());
}

#[test]
fn both_programs_keep_the_classifiers_that_they_trained() {
    let data = emoji();
    let of = |seed| {
        let mut document = Document::default();
        document.add_classifier(classifier(&data, seed));
        document
    };
    let origin = Version::of_document(&Document::default());
    let (ours, theirs) = (of(2), of(3));
    let all = [&ours, &theirs].map(|document| Arc::clone(&document.classifiers[0]));
    let Merged { document, conflict } = merge(&origin, &ours, theirs);
    assert_eq!((document.classifiers, conflict), (all.to_vec(), false));
}

#[test]
fn shipped_features_are_not_for_pictures_in_colour() {
    let data = emoji();
    let job = |settings: VariantSettings| {
        let job = Job::new(VariantId(1), Arc::clone(&data), settings);
        job.check().unwrap_err().to_string()
    };
    let mut shipped = settings(FeaturesOf::default(), true);
    assert_eq!(
        job(shipped.clone()),
        "Trained front layers are made for images of 28 × 28 × 1, not 32 × 32 × 3: pyramid.weights"
    );
    shipped.architecture.pyramid = None;
    assert_eq!(
        job(shipped),
        "The perceptual loss's features of MNIST are made for images of 28 × 28 × 1, not 32 × 32 × 3: objective.perceptual.features"
    );
}
