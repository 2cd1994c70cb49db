//! Training steps as the program trains: bytes gathered in shuffled order, forward, backward, Adam.

use std::time::{Duration, Instant};

use serde_json::json;

use super::report::{Readings, Row};
use super::spread::Spread;
use super::{Setting, example};
use crate::cli::failure::{Failure, Result};
use crate::cli::pool;
use crate::data::Dataset;
use crate::model::Architecture;
use crate::training::{Job, Run};
use crate::ui::digits::{grouped, three_digits};

/// Parts that the time is cut into; each gives one figure.
const REPEATS: u32 = 7;
/// Share of the time that goes before, not counted.
const WARM_UP: f64 = 0.1;

/// Images per second with `batch` images a step.
pub fn measure(setting: &Setting, batch: usize) -> Result<Readings> {
    let mut job = job(setting.dataset()?)?;
    job.settings.training.batch = batch;
    let operations = operations(&job.settings.architecture, job.dataset.shape().size());
    measure_job(setting, job, operations)
}

/// Images per second of a run whose steps do `operations` floating-point operations an image.
pub fn measure_job(setting: &Setting, mut job: Job, operations: f64) -> Result<Readings> {
    let peak = setting.peak()?;
    let batch = job.settings.training.batch;
    // Never finished while it is measured.
    job.settings.training.epochs = 1_000_000;
    let speeds = pool::with_threads(setting.threads, || speeds(job, setting.seconds))?;
    let spread = Spread::new(speeds).ok_or_else(|| Failure::new("nothing was measured"))?;
    let gflops = spread.median() * operations / 1e9;
    let whole = |speed: f64| grouped(speed.round() as u64);
    let rows = vec![
        Row {
            name: "training",
            figure: whole(spread.median()),
            unit: "images/s",
            spread: format!(
                "{} to {}, {} repeats",
                whole(spread.min()),
                whole(spread.max()),
                spread.count()
            ),
        },
        Row {
            name: "arithmetic",
            figure: three_digits(gflops),
            unit: "GFLOP/s",
            spread: format!("{:.0}% of the peak", 100.0 * gflops / peak),
        },
    ];
    let values = json!({
        "samples_per_second": spread.median(),
        "min": spread.min(),
        "max": spread.max(),
        "repeats": spread.count(),
        "batch": batch,
        "gflops": gflops,
        "share_of_peak": gflops / peak,
    });
    Ok(Readings::new(rows, values))
}

/// A fresh run of the example's variant.
pub fn job(dataset: &Dataset) -> Result<Job> {
    let document = example()?;
    let variant = document
        .variants
        .first()
        .ok_or_else(|| Failure::new("the example has no variant"))?;
    let settings = &variant.settings;
    Ok(Job {
        variant: variant.id,
        dataset: dataset.clone(),
        data: document.data.clone(),
        settings: settings.clone(),
        resume: None,
    })
}

/// Floating-point operations for one image of a training step: 2 for each weight forward, 2 for its gradient and
/// 2 for the gradient of its input, which the first layer does not need. Matrix products alone.
fn operations(architecture: &Architecture, input: usize) -> f64 {
    let widths = architecture.widths(input);
    let weights = |pair: &[usize]| (pair[0] * pair[1]) as f64;
    let all: f64 = widths.windows(2).map(weights).sum();
    let first: f64 = widths.windows(2).take(1).map(weights).sum();
    6.0 * all - 2.0 * first
}

fn speeds(job: Job, time: Duration) -> Result<Vec<f64>> {
    let mut run = Run::new(job)?;
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
    Ok(speeds)
}

/// Images per second of at least one step. Steps that end an epoch are left out: they also measure.
fn speed(run: &mut Run, time: Duration) -> Result<f64> {
    let (mut images, mut spent) = (0, Duration::ZERO);
    while images == 0 || spent < time {
        let began = Instant::now();
        let done = run.step()?;
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
    use crate::model::{Code, Layer};

    #[test]
    fn operations_are_those_of_the_matrix_products() {
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
        // Layers of 10 x 4, 4 x 2, 2 x 4 and 4 x 10 weights.
        assert_eq!(operations(&architecture, 10), 6.0 * 96.0 - 2.0 * 40.0);
    }
}
