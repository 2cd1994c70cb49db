//! The words of a report on a project of two small variants.

#[path = "common/trained.rs"]
mod trained;

use std::sync::Arc;

use hourglass::data::{DataSettings, Prepared};
use hourglass::export::{Comparison, html};
use hourglass::model::Loss;
use hourglass::project::{Document, Variant};
use hourglass::training::{Job, VariantId};
use trained::{tiny_images, trained};

fn prepared(document: &Document) -> Arc<Prepared> {
    Arc::new(Prepared::new(tiny_images(), &document.data).unwrap())
}

/// Two variants with different losses, each trained for an epoch.
fn project(validation: usize) -> Document {
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
        let job = Job::new(variant.id, Arc::clone(&data), variant.settings.clone());
        variant.trained = Some(trained(job));
    }
    document
}

fn report(validation: usize) -> String {
    let chosen = [VariantId(1), VariantId(2)];
    let document = project(validation);
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

/// Windows of one series are not drawn: those of validation come last, and none before them shares a step.
#[test]
fn watched_windows_are_the_last_ones() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("load.csv");
    let rows: String = (0..60)
        .map(|hour| format!("{hour},{}\n", hour % 7))
        .collect();
    std::fs::write(&path, format!("time,load\n{rows}")).unwrap();
    let mut settings = DataSettings::of_path(&path).unwrap();
    settings.set("source.kind", "series").unwrap();
    settings.set("window", "10").unwrap();
    settings.validation = 2;
    let data = Arc::new(Prepared::load(&settings).unwrap());
    let mut document = Document {
        data: settings,
        ..Document::default()
    };
    let variant = &mut document.variants[0];
    variant.settings.fit_to(&data);
    variant.settings.training.epochs = 1;
    let job = Job::new(variant.id, Arc::clone(&data), variant.settings.clone());
    variant.trained = Some(trained(job));
    let found = Comparison::new(&document, &data, &[VariantId(1)], |_| {}).unwrap();
    let text = html::report(&found).unwrap();
    let said = "the last 2 of the training images are for validation, and 1 before them that share a step with one are left out";
    assert!(
        text.contains(said) || text.contains(&said.replace("images", "sequences")),
        "{text}"
    );
}
