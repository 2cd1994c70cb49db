//! The words of a report on a project of two small variants.

use std::sync::Arc;

use hourglass::data::{Dataset, ImageShape, Prepared, Samples};
use hourglass::export::{Comparison, html};
use hourglass::model::Loss;
use hourglass::project::{Document, Trained, Variant};
use hourglass::training::{Job, Run, RunState, VariantId};

/// 24 training and 8 test images of 2 x 2 pixels.
fn dataset() -> Dataset {
    let shape = ImageShape {
        height: 2,
        width: 2,
        channels: 1,
    };
    let images = |count: usize| {
        let pixels: Vec<u8> = (0..count * 4).map(|i| (i * 37 % 256) as u8).collect();
        Samples::images(shape, pixels, None).unwrap()
    };
    Dataset::new("made up", images(24), images(8))
}

fn prepared(document: &Document) -> Arc<Prepared> {
    Arc::new(Prepared::new(dataset(), &document.data).unwrap())
}

/// Two variants with different losses, each trained for an epoch.
fn trained(validation: usize) -> Document {
    let mut document = Document::default();
    document.data.validation = validation;
    let settings = &mut document.variants[0].settings;
    settings.architecture.encoder.clear();
    settings.architecture.code.width = 2;
    settings.training.batch = 8;
    settings.training.epochs = 1;
    settings.loss = Loss::Mse;
    let mut other = Variant {
        id: VariantId(2),
        name: "B".into(),
        ..document.variants[0].clone()
    };
    other.settings.loss = Loss::L1;
    document.variants.push(other);
    let data = prepared(&document);
    for variant in &mut document.variants {
        let mut run = Run::new(Job {
            variant: variant.id,
            data: Arc::clone(&data),
            settings: variant.settings.clone(),
            resume: None,
            start: None,
            checkpoint_bytes: 0,
        })
        .unwrap();
        while !run.is_finished() {
            run.step().unwrap();
        }
        variant.trained = Some(Trained {
            resume_state: Arc::new(run.resume_state()),
            settings: variant.settings.clone(),
            state: RunState::Finished,
        });
    }
    document
}

fn report(validation: usize) -> String {
    let chosen = [VariantId(1), VariantId(2)];
    let document = trained(validation);
    let found = Comparison::new(&document, &prepared(&document), &chosen, |_| {}).unwrap();
    html::report(&found).unwrap()
}

#[test]
fn watched_images_are_called_what_they_are() {
    let text = report(0);
    // Two kinds of loss, and the error that both variants have.
    assert_eq!(text.matches(">test</text>").count(), 3);
    assert!(!text.contains(">validation</text>"));
    assert!(text.contains("MSE on the test images, of all variants"));
    assert!(text.contains("no validation images are set aside"));

    let text = report(6);
    assert_eq!(text.matches(">validation</text>").count(), 3);
    assert!(!text.contains(">test</text>"));
    assert!(text.contains("MSE on the validation images, of all variants"));
    assert!(text.contains("6 of the training images are for validation"));
}
