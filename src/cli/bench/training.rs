//! The training cases of `bench`: steps as the program trains: a shuffled batch gathered from bytes, forward, backward,
//! Adam.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;

use super::report::{Readings, Row};
use super::spread::Spread;
use super::{Setting, example};
use crate::cli::failure::{Failure, Result};
use crate::cli::{device, pool};
use crate::data::{self, Dataset, Prepared, SampleShape, SequenceShape};
use crate::export::digits::three_digits;
use crate::model::{Architecture, DeviceChoice, DeviceId, Down, SequenceLayers, cost};
use crate::project::Document;
use crate::training::{Job, Run, ThisMachine};

/// Parts that the time is cut into; each gives one figure.
const REPEATS: u32 = 7;
/// Share of the time that goes before, not counted.
const WARM_UP: f64 = 0.1;

/// Images per second of the shipped project `name`, with `batch` images a step.
pub fn measure(setting: &Setting, name: &str, batch: usize) -> Result<Readings> {
    measure_job(setting, job(name, setting.dataset()?)?, batch)
}

/// Rows per second of a small model on the table breast-cancer: 30-16-8-16-30, 32 rows a step.
pub fn measure_table(setting: &Setting) -> Result<Readings> {
    let name = "breast-cancer";
    let mut document = example(name)?;
    // The one with a hidden layer.
    document
        .variants
        .retain(|variant| !variant.settings.architecture.encoder.is_empty());
    let mut job = job_of(&document, &data::load(&document.data)?)?;
    job.settings.architecture.code.width = 8;
    measure_job(setting, job, 32)
}

/// Samples per second of `job`, with `batch` samples a step.
pub fn measure_job(setting: &Setting, mut job: Job, batch: usize) -> Result<Readings> {
    job.settings.training.batch = batch;
    // Never finished while it is measured.
    job.settings.training.epochs = 1_000_000;
    let operations = operations(&job.settings.architecture, job.data.dataset.shape());
    let (speeds, device) = pool::with_threads(setting.threads, || {
        speeds(job, setting.device, setting.seconds)
    })?;
    // The processor's peak says nothing about a GPU.
    let peak = match device {
        DeviceId::Cpu => Some(setting.peak()?),
        DeviceId::Cuda(_) => None,
    };
    let spread = Spread::new(speeds).ok_or_else(|| Failure::new("nothing was measured"))?;
    let gflops = spread.median() * operations / 1e9;
    let rows = vec![
        Row::speed("training", &spread),
        Row {
            name: "arithmetic",
            figure: three_digits(gflops),
            unit: "GFLOP/s",
            spread: peak.map_or_else(String::new, |peak| {
                format!("{:.0}% of the peak", 100.0 * gflops / peak)
            }),
        },
    ];
    let mut values = json!({
        "samples_per_second": spread.median(),
        "min": spread.min(),
        "max": spread.max(),
        "repeats": spread.count(),
        "batch": batch,
        "gflops": gflops,
    });
    if let Some(peak) = peak {
        values["share_of_peak"] = json!(gflops / peak);
    }
    Ok(Readings::new(rows, values).on(device))
}

/// A fresh run of the first variant of the shipped project `name`, on `dataset`.
pub fn job(name: &str, dataset: &Dataset) -> Result<Job> {
    job_of(&example(name)?, dataset)
}

/// A fresh run of the first variant of `document`, on `dataset`.
fn job_of(document: &Document, dataset: &Dataset) -> Result<Job> {
    let name = &document.name;
    let variant = document
        .variants
        .first()
        .ok_or_else(|| Failure::new(format!("the example has no variant: {name}")))?;
    let settings = &variant.settings;
    let data = Prepared::new(dataset.clone(), &document.data).map_err(Failure)?;
    Ok(Job::new(variant.id, Arc::new(data), settings.clone()))
}

/// Floating-point operations for one image of a training step: 2 for each product of a weight forward, 2 for the
/// weight's gradient and 2 for the gradient of its input, which the first layer does not need. Matrix products and
/// convolutions alone.
fn operations(architecture: &Architecture, shape: &SampleShape) -> f64 {
    let all = cost(architecture, shape).multiply_adds;
    let first = match (&architecture.pyramid, shape.image()) {
        (Some(pyramid), Some(image)) => {
            let side = match pyramid.down {
                Down::MaxPool => image.height,
                Down::Stride => image.height.div_ceil(2),
            };
            let weights = pyramid.kernel.pow(2) * image.channels * pyramid.channels[0];
            weights * side * side
        }
        // Of one gate's inputs at each step, in each gate; of convolutions of each window.
        _ if let (Some(layers), Some(sequence)) = (&architecture.sequence, shape.sequence()) => {
            match architecture.embedding {
                Some(width) => sequence.steps * sequence.features * width,
                None => first_over_steps(layers, sequence),
            }
        }
        _ => shape.input_width() * architecture.widths(shape.input_width())[1],
    };
    6.0 * all as f64 - 2.0 * first as f64
}

/// Multiply-adds of the first layer over the steps of a sequence.
fn first_over_steps(layers: &SequenceLayers, shape: SequenceShape) -> usize {
    let weights = match layers {
        SequenceLayers::Gru(choice) => 3 * choice.hidden,
        SequenceLayers::Lstm(choice) => 4 * choice.hidden,
        SequenceLayers::Conv1d(choice) => {
            let windows = match choice.down {
                Down::MaxPool => 1,
                Down::Stride => 2,
            };
            choice.kernel * choice.channels[0] / windows
        }
    };
    weights * shape.features * shape.steps
}

fn speeds(job: Job, device: DeviceChoice, time: Duration) -> Result<(Vec<f64>, DeviceId)> {
    let (mut run, placed) = device::start(device, job, &ThisMachine)?;
    speed(&mut run, time.mul_f64(WARM_UP))?;
    let part = time.mul_f64(1.0 - WARM_UP) / REPEATS;
    let began = Instant::now();
    let mut speeds = Vec::new();
    for _ in 0..REPEATS {
        speeds.push(speed(&mut run, part)?);
        // Where a single step takes longer than its part.
        if began.elapsed() > time {
            break;
        }
    }
    Ok((speeds, placed.device))
}

/// Images per second of at least one step. Steps that end an epoch are left out: they also measure.
fn speed(run: &mut Run, time: Duration) -> Result<f64> {
    let (mut images, mut spent) = (0, Duration::ZERO);
    while images == 0 || spent < time {
        let began = Instant::now();
        let done = device::steps(run)?;
        if done.epoch.is_some() {
            continue;
        }
        if done.end.is_some() {
            return Err(Failure::new("training ended by itself"));
        }
        spent += began.elapsed();
        images += done.images;
    }
    Ok(images as f64 / spent.as_secs_f64().max(f64::EPSILON))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ImageShape, Samples};
    use crate::model::{Code, Distribution, Layer};

    #[test]
    fn operations_are_those_of_the_products() {
        let architecture = Architecture {
            encoder: vec![Layer {
                width: 4,
                ..Layer::default()
            }],
            code: Code {
                width: 2,
                ..Code::default()
            },
            ..Architecture::default()
        };
        // Layers of 16 x 4, 4 x 2, 2 x 4 and 4 x 16 weights.
        let image = ImageShape {
            height: 4,
            width: 4,
            channels: 1,
        }
        .into();
        let point = 6.0 * 144.0 - 2.0 * 64.0;
        assert_eq!(operations(&architecture, &image), point);
        let mut gaussian = architecture;
        gaussian.code.distribution = Distribution::Gaussian;
        assert_eq!(operations(&gaussian, &image), point + 6.0 * 8.0);
    }

    #[test]
    fn the_first_convolution_has_no_gradient_of_its_input() {
        let digits = digits();
        let conv = job("conv", &digits).unwrap().settings.architecture;
        // 28 x 28 windows of 9 weights for each of 16 channels.
        let first = 784.0 * 9.0 * 16.0;
        assert_eq!(
            operations(&conv, digits.shape()),
            6.0 * 743_040.0 - 2.0 * first
        );
    }

    /// One image of the size of MNIST's.
    fn digits() -> Dataset {
        let shape = ImageShape {
            height: 28,
            width: 28,
            channels: 1,
        };
        let images = Samples::images(shape, vec![0; shape.size()], None).unwrap();
        Dataset::new("one", images.clone(), images)
    }
}
