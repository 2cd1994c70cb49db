//! Training steps as the program trains: bytes gathered in shuffled order, forward, backward, Adam.

use std::time::{Duration, Instant};

use serde_json::json;

use super::report::{Readings, Row};
use super::spread::Spread;
use super::{Setting, example};
use crate::cli::failure::{Failure, Result};
use crate::cli::pool;
use crate::data::Dataset;
use crate::model::{Architecture, Distribution};
use crate::training::{Job, Run};
use crate::ui::digits::{grouped, three_digits};

/// Parts that the time is cut into; each gives one figure.
const REPEATS: u32 = 7;
/// Share of the time that goes before, not counted.
const WARM_UP: f64 = 0.1;

/// Images per second of the shipped project `name`, with `batch` images a step.
pub fn measure(setting: &Setting, name: &str, batch: usize) -> Result<Readings> {
    let mut job = job(name, setting.dataset()?)?;
    job.settings.training.batch = batch;
    // Never finished while it is measured.
    job.settings.training.epochs = 1_000_000;
    let operations = operations(&job.settings.architecture, job.dataset.shape().size());
    let speeds = pool::with_threads(setting.threads, || speeds(job, setting.seconds))?;
    let spread = Spread::new(speeds).ok_or_else(|| Failure::new("nothing was measured"))?;
    let whole = |speed: f64| grouped(speed.round() as u64);
    let mut rows = vec![Row {
        name: "training",
        figure: whole(spread.median()),
        unit: "images/s",
        spread: format!(
            "{} to {}, {} repeats",
            whole(spread.min()),
            whole(spread.max()),
            spread.count()
        ),
    }];
    let gflops = operations.map(|operations| spread.median() * operations / 1e9);
    let mut share = None;
    if let Some(gflops) = gflops {
        let of_peak = gflops / setting.peak()?;
        rows.push(Row {
            name: "arithmetic",
            figure: three_digits(gflops),
            unit: "GFLOP/s",
            spread: format!("{:.0}% of the peak", 100.0 * of_peak),
        });
        share = Some(of_peak);
    }
    let values = json!({
        "samples_per_second": spread.median(),
        "min": spread.min(),
        "max": spread.max(),
        "repeats": spread.count(),
        "batch": batch,
        "gflops": gflops,
        "share_of_peak": share,
    });
    Ok(Readings::new(rows, values))
}

/// A fresh run of the first variant of the shipped project `name`, on `dataset`.
pub fn job(name: &str, dataset: &Dataset) -> Result<Job> {
    let document = example(name)?;
    let variant = document
        .variants
        .first()
        .ok_or_else(|| Failure::new(format!("the example has no variant: {name}")))?;
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
/// 2 for the gradient of its input, which the first layer does not need. Matrix products alone; `None` where there
/// are others that rule.
fn operations(architecture: &Architecture, input: usize) -> Option<f64> {
    if architecture.pyramid.is_some() {
        return None;
    }
    let widths = architecture.widths(input);
    let code = architecture.encoder.len();
    let weights = |(layer, pair): (usize, &[usize])| {
        let heads = match architecture.code.distribution {
            // One for the mean, one for the log-variance.
            Distribution::Gaussian if layer == code => 2.0,
            _ => 1.0,
        };
        heads * (pair[0] * pair[1]) as f64
    };
    let all: Vec<f64> = widths.windows(2).enumerate().map(weights).collect();
    Some(6.0 * all.iter().sum::<f64>() - 2.0 * all[0])
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
    use crate::model::{Code, Layer, Pyramid};

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
        let point = 6.0 * 96.0 - 2.0 * 40.0;
        assert_eq!(operations(&architecture, 10), Some(point));
        let mut gaussian = architecture;
        gaussian.code.distribution = Distribution::Gaussian;
        assert_eq!(operations(&gaussian, 10), Some(point + 6.0 * 8.0));
        gaussian.pyramid = Some(Pyramid::default());
        assert_eq!(operations(&gaussian, 10), None);
    }
}
