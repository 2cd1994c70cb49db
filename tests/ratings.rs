//! Ratings: what AutoRec reaches, against figures measured with PyTorch, and that every test error is one of held out
//! ratings, made of those that training saw.

#[path = "common/data_folder.rs"]
mod data_folder;
#[path = "common/trained.rs"]
mod trained;

use std::sync::Arc;

use data_folder::data_folder;
use hourglass::data::{BuiltIn, DataSettings, Prepared, Source};
use hourglass::eval::Baseline;
use hourglass::export::rows::title;
use hourglass::model::DeviceId;
use hourglass::training::{
    GalleryChoice, GalleryRequest, Job, Measured, Run, VariantId, VariantSettings, measure_test,
};
use trained::to_the_end;

fn built_in(validation: usize) -> Arc<Prepared> {
    let set = BuiltIn::Ratings;
    let settings = DataSettings {
        validation,
        ..DataSettings::of_source(Source::BuiltIn { set })
    };
    Arc::new(Prepared::load(&settings).unwrap())
}

fn run(data: &Arc<Prepared>, settings: &VariantSettings) -> Run {
    to_the_end(Job::new(VariantId(1), Arc::clone(data), settings.clone()))
}

fn reached(run: &Run, data: &Prepared) -> Measured {
    let resume_state = run.resume_state();
    let (state, position) = (&resume_state.state, &resume_state.position);
    let (settings, cpu) = (run.settings(), DeviceId::Cpu);
    let measured = measure_test(settings, state, position, &data.dataset, &data.scaler, cpu);
    measured.unwrap().0
}

/// Root mean squared errors of three seeds after `epochs`.
fn of_seeds(data: &Arc<Prepared>, epochs: u32, weight_decay: f32) -> [f64; 3] {
    let mut settings = VariantSettings::fitting(data);
    settings.training.epochs = epochs;
    settings.training.weight_decay = weight_decay;
    [0, 1, 2].map(|seed| {
        settings.training.seed = seed;
        reached(&run(data, &settings), data).ratings.unwrap().rmse
    })
}

fn mean(figures: [f64; 3]) -> f64 {
    figures.iter().sum::<f64>() / 3.0
}

#[test]
fn autorec_reaches_what_pytorch_does_by_users() {
    let data = built_in(0);
    let shape = data.dataset.shape();
    assert_eq!((shape.input_width(), shape.target_width()), (400, 400));
    let units = (data.dataset.train.units(), data.dataset.test.units());
    assert_eq!(units, (25_920, 2_880));
    let found = of_seeds(&data, 200, 1e-3);
    // The range of three seeds there, .6203 to .6215, and as much again on both sides.
    assert!((0.6191..=0.6227).contains(&mean(found)), "{found:?}");
    assert!(found.iter().all(|rmse| *rmse < 0.65), "{found:?}");
}

#[test]
fn autorec_reaches_what_pytorch_does_by_items_with_data() {
    let Some(folder) = data_folder() else { return };
    let mut settings = DataSettings::of_path(&folder.join("ratings/train.csv")).unwrap();
    assert!(matches!(settings.source, Source::Ratings(_)));
    settings.set("by", "item").unwrap();
    settings.validation = 0;
    let data = Arc::new(Prepared::load(&settings).unwrap());
    assert_eq!(
        (data.dataset.train.len(), data.dataset.shape().values()),
        (400, 1_200)
    );
    let found = of_seeds(&data, 200, 1e-4);
    // .629 to .637 there.
    assert!((0.621..=0.645).contains(&mean(found)), "{found:?}");
}

#[test]
fn every_test_error_is_one_of_held_out_ratings() {
    let data = built_in(0);
    let mut settings = VariantSettings::fitting(&data);
    settings.training.epochs = 3;
    let run = run(&data, &settings);
    let measured = reached(&run, &data);
    let test = &data.dataset.test;
    let gallery = run.gallery_view(GalleryRequest {
        choice: GalleryChoice::Worst,
        count: test.len(),
        ..GalleryRequest::default()
    });
    let gallery = gallery.unwrap();
    assert_eq!(gallery.indices.len(), test.len());
    // Worked out by hand: outputs in units of their own against ratings that no model saw.
    let (mut squared, mut clipped, mut count) = (0.0, 0.0, 0);
    for (&index, output) in gallery.indices.iter().zip(gallery.outputs.chunks(400)) {
        let seen = test.row(index as usize);
        for (column, rating) in test.wanted().unwrap().row(index as usize) {
            assert!(seen[column].is_nan());
            let error = |made: f32| f64::from(made - rating).powi(2);
            squared += error(output[column]);
            clipped += error(output[column].clamp(1.0, 5.0));
            count += 1;
        }
    }
    assert_eq!(count, 2_880);
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-5 * b, "{a} {b}");
    close(measured.mse, squared / f64::from(count));
    close(measured.loss, measured.mse);
    close(measured.reconstruction, measured.mse);
    let ratings = measured.ratings.unwrap();
    close(ratings.rmse, (clipped / f64::from(count)).sqrt());
    // What is watched are the same ratings, and so are the errors of rows.
    let (watched, _) = run.look_over().unwrap();
    close(watched.mse, measured.mse);
    close(watched.loss, measured.mse);
    let errors = &gallery.columns.as_ref().unwrap().rows;
    assert_eq!(errors.iter().filter(|error| !error.is_nan()).count(), 2_880);
    // No principal components of what is mostly missing.
    assert!(!Baseline::measures(&data.dataset, &data.split));
    assert_eq!(format!("{:.3}", ratings.baselines.biases), "0.771");
    assert_eq!(title(&data.dataset, 0), "Test row 0, user 0");
}

#[test]
fn validation_is_of_other_ratings_than_training_and_test() {
    let data = built_in(2_160);
    let held = data.validation.as_ref().unwrap();
    let training = data.dataset.train.seen().unwrap();
    assert_eq!((training.len(), held.units()), (23_760, 2_160));
    let mut settings = VariantSettings::fitting(&data);
    settings.training.epochs = 40;
    let run = run(&data, &settings);
    let history = run.resume_state().history;
    let watched = history.epochs.last().unwrap().validation.mse;
    let measured = reached(&run, &data);
    // As far from ratings that it never saw as on the test part.
    assert!(
        (watched / measured.mse - 1.0).abs() < 0.2,
        "{watched} {}",
        measured.mse
    );
    assert!(measured.ratings.unwrap().rmse < 0.7);
}
