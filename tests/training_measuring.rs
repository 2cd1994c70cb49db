//! Measuring the images that are watched, with real models.

mod training_support;

use hourglass::data::{Dataset, Samples};
use hourglass::model::{Batch, Distribution, Loss};
use hourglass::training::{Run, VariantSettings};
use training_support::{blobs, narrow};

/// Enough for several parts.
const TEST_IMAGES: usize = 1_100;

/// A real model of blobs; 1,100 images are watched.
fn real(change: fn(&mut VariantSettings)) -> (Run, Dataset) {
    let mut dataset = blobs();
    let pixels = (0..TEST_IMAGES).flat_map(|i| dataset.train.image(i % 46).to_vec());
    let shape = dataset.shape().image().unwrap();
    dataset.test = Samples::images(shape, pixels.collect::<Vec<u8>>(), None).unwrap();
    let mut settings = VariantSettings {
        architecture: narrow(),
        ..VariantSettings::default()
    };
    change(&mut settings);
    let job = training_support::real(dataset.clone(), settings);
    (Run::new(job).unwrap(), dataset)
}

/// The numbers are those of measuring a thousand images at a time, to the last bit.
#[test]
fn measuring_in_parts_gives_the_numbers_of_a_thousand_at_a_time() {
    let changes: [fn(&mut VariantSettings); 4] = [
        |_| {},
        |settings| {
            settings.loss = Loss::Bce;
            settings.architecture.code.distribution = Distribution::Gaussian;
        },
        |settings| settings.objective.penalties.sparsity.weight = 0.5,
        |settings| settings.objective.penalties.contractive = 0.1,
    ];
    for change in changes {
        let (run, dataset) = real(change);
        let (found, view) = run.look_over().unwrap();
        let (mut loss, mut squared, mut entropy) = (0.0, 0.0, 0.0);
        let mut codes = Vec::new();
        for first in [0, 1_000] {
            let rows = (TEST_IMAGES - first).min(1_000);
            let images: Vec<f32> = (first..first + rows)
                .flat_map(|i| dataset.test.image(i))
                .map(|&byte| f32::from(byte) / 255.0)
                .collect();
            let batch = Batch::plain(&images, rows, first);
            let objective = &run.settings().objective;
            let errors = run.model().evaluate(&batch, objective).unwrap();
            loss += errors.loss.iter().sum::<f64>();
            squared += errors.squared.iter().sum::<f64>();
            entropy += errors.cross_entropy.unwrap().iter().sum::<f64>();
            codes.extend(run.model().encode(&images, rows).unwrap());
        }
        let pixels = (TEST_IMAGES * 36) as f64;
        assert_eq!(found.loss, loss / TEST_IMAGES as f64);
        assert_eq!(found.mse, squared / pixels);
        assert_eq!(found.bce, Some(entropy / pixels));
        let view = view.unwrap();
        assert_eq!(view.codes, codes);
        assert_eq!(run.latent_view().unwrap().codes, codes);
        assert_eq!(view.posterior, run.latent_view().unwrap().posterior);
    }
}

#[test]
fn samples_of_zeros_are_left_out_of_the_mean_of_divergences() {
    let mut dataset = blobs();
    let shape = dataset.shape().image().unwrap();
    let image = |i: usize| match i % 3 {
        0 => vec![0; shape.size()],
        _ => dataset.train.image(i).to_vec(),
    };
    let pixels: Vec<u8> = (0..10).flat_map(image).collect();
    dataset.test = Samples::images(shape, pixels.clone(), None).unwrap();
    let mut settings = VariantSettings {
        architecture: narrow(),
        loss: Loss::Kl,
        ..VariantSettings::default()
    };
    settings.objective.penalties.l1 = 0.1;
    let run = Run::new(training_support::real(dataset, settings)).unwrap();
    let (found, _) = run.look_over().unwrap();
    let images: Vec<f32> = pixels.iter().map(|&byte| f32::from(byte) / 255.0).collect();
    let batch = Batch::plain(&images, 10, 0);
    let objective = &run.settings().objective;
    let errors = run.model().evaluate(&batch, objective).unwrap();
    assert_eq!(errors.left_out, 4);
    let divergence = errors.reconstruction.iter().sum::<f64>() / 6.0;
    let penalty = errors.penalty.iter().sum::<f64>() / 10.0;
    assert!(divergence > 0.0 && penalty > 0.0);
    assert!((found.loss - divergence - penalty).abs() < 1e-9);
    assert!((found.parts.reconstruction - divergence).abs() < 1e-9);
    // What an untrained model makes has the sum of its sample, and costs less than nothing at all.
    let empty: f64 = images.iter().map(|x| f64::from(x * x)).sum();
    assert!(errors.squared.iter().sum::<f64>() < empty);
}
