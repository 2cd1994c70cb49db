//! Figures of tables that were measured elsewhere: principal components exactly, and a table of mixed columns by PyTorch.

#[path = "common/data_folder.rs"]
mod data_folder;
#[path = "common/trained.rs"]
mod trained;

use std::path::Path;
use std::sync::Arc;

use data_folder::data_folder;
use hourglass::data::{BuiltIn, DataSettings, Dataset, Prepared, Scaling, Source};
use hourglass::eval::Pca;
use hourglass::model::{Activation, DeviceId, Layer};
use hourglass::training::{
    ColumnMeasured, Job, Measured, Run, Schedule, ScheduleShape, VariantId, VariantSettings,
    measure_test,
};
use trained::to_the_end;

fn trained(data: &Arc<Prepared>, settings: &VariantSettings) -> Run {
    to_the_end(Job::new(VariantId(1), Arc::clone(data), settings.clone()))
}

/// What the run reaches on the test part of `dataset`.
fn reached(run: &Run, dataset: &Dataset, data: &Prepared) -> (Measured, Vec<ColumnMeasured>) {
    let resume_state = run.resume_state();
    let (state, position) = (&resume_state.state, &resume_state.position);
    let (settings, cpu) = (run.settings(), DeviceId::Cpu);
    measure_test(settings, state, position, dataset, &data.scaler, cpu).unwrap()
}

#[test]
fn a_linear_autoencoder_becomes_the_principal_components_of_a_table() {
    let data = Prepared::load(&DataSettings {
        source: Source::BuiltIn {
            set: BuiltIn::BreastCancer,
        },
        scaling: Scaling::Standardised,
        validation: 0,
        ..DataSettings::default()
    });
    let data = Arc::new(data.unwrap());
    let mut settings = VariantSettings::fitting(&data);
    settings.architecture.encoder.clear();
    settings.architecture.code.width = 4;
    settings.training.learning_rate = 0.01;
    settings.training.batch = 95;
    settings.training.epochs = 600;
    settings.training.schedule = Schedule {
        shape: ScheduleShape::Cosine { floor: 0.0 },
        ..Schedule::default()
    };
    let run = trained(&data, &settings);
    let dataset = &data.dataset;
    let pca = Pca::fit_samples(&dataset.train, &data.split.train, &data.scaler, 4).unwrap();
    let on_training = Dataset {
        test: dataset.train.clone(),
        ..dataset.clone()
    };
    let ratio = |dataset: &Dataset| {
        let best = pca.test_error_samples(&dataset.test, &data.scaler, 4);
        reached(&run, dataset, &data).0.mse / best
    };
    // Nothing linear is better on the rows that the components are of; what is there is float rounding.
    let train = ratio(&on_training);
    assert!((0.999_99..1.01).contains(&train), "{train}");
    let test = ratio(dataset);
    assert!((0.97..1.03).contains(&test), "{test}");
}

/// Census rows: 6 numbers and 8 categories, of which ? is one like the others.
fn census(folder: &Path) -> Arc<Prepared> {
    let mut settings = DataSettings::of_path(&folder.join("adult/train.csv")).unwrap();
    settings.set("missing", "[]").unwrap();
    settings.set("columns.gender.type", "category").unwrap();
    settings.validation = 0;
    Arc::new(Prepared::load(&settings).unwrap())
}

#[test]
fn mixed_columns_reach_what_pytorch_does_with_data() {
    let Some(folder) = data_folder() else { return };
    let data = census(&folder);
    let columns = data.dataset.shape().columns().unwrap();
    assert_eq!((columns.len(), columns.target_width()), (14, 106));
    assert_eq!(
        (data.split.train.len(), data.dataset.test.len()),
        (10_000, 3_000)
    );
    let mut settings = VariantSettings::fitting(&data);
    settings.architecture.encoder = vec![Layer {
        width: 64,
        ..Layer::default()
    }];
    settings.architecture.code.width = 8;
    settings.architecture.output = Activation::Identity;
    settings.training.batch = 128;
    settings.training.epochs = 50;
    let mut means = [0.0; 4];
    for seed in 0..3 {
        settings.training.seed = seed;
        let run = trained(&data, &settings);
        let (measured, columns) = reached(&run, &data.dataset, &data);
        let entropies = columns.iter().filter(|column| column.accuracy.is_some());
        let entropies: Vec<f64> = entropies.filter_map(|column| column.error).collect();
        let figures = [
            measured.loss,
            measured.mse,
            entropies.iter().sum::<f64>() / 8.0,
            ColumnMeasured::right_category(&columns).unwrap(),
        ];
        println!("seed {seed}: {figures:.4?}");
        for (mean, figure) in means.iter_mut().zip(figures) {
            *mean += figure / 3.0;
        }
    }
    // Each range of three seeds in PyTorch, widened on both sides by its width.
    for (mean, [least, greatest]) in means.iter().zip([
        [0.156, 0.163],
        [0.062, 0.087],
        [0.208, 0.233],
        [0.931, 0.939],
    ]) {
        let width = greatest - least;
        let range = least - width..greatest + width;
        assert!(
            range.contains(mean),
            "{means:.4?}: {mean} is not in {range:?}"
        );
    }
}

#[test]
fn tables_with_gaps_and_outliers_train_without_a_number_lost_with_data() {
    let Some(folder) = data_folder() else { return };
    let path = folder.join("shuttle-anomaly/shuttle.csv.gz");
    let mut settings = DataSettings::of_path(&path).unwrap();
    settings.validation = 0;
    let data = Arc::new(Prepared::load(&settings).unwrap());
    let mut settings = VariantSettings::fitting(&data);
    settings.training.epochs = 2;
    let run = trained(&data, &settings);
    let epochs = &run.history().epochs;
    assert!(epochs.iter().all(|epoch| epoch.validation.loss.is_finite()));
    assert!(epochs[1].validation.loss < epochs[0].validation.loss);
}
