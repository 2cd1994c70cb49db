//! `bench evaluate`: measures the test images and finds their codes, as at the end of each epoch.

use std::time::Instant;

use serde_json::json;

use super::report::{Readings, Row};
use super::spread::Spread;
use super::training::job;
use super::{PROJECT, Setting};
use crate::cli::failure::{Failure, Result};
use crate::cli::{device, pool};
use crate::export::digits::{grouped, three_digits};
use crate::training::ThisMachine;

/// Seconds for the errors of all test images, their codes and the principal components of these.
pub fn measure(setting: &Setting) -> Result<Readings> {
    let dataset = setting.dataset()?;
    let images = dataset.test.len();
    let job = job(PROJECT, dataset)?;
    let (seconds, device) = pool::with_threads(setting.threads, || {
        let (run, placed) = device::start(setting.device, job, &ThisMachine)?;
        let mut seconds = Vec::new();
        let began = Instant::now();
        while seconds.is_empty() || began.elapsed() < setting.seconds {
            let start = Instant::now();
            let (_, view) = std::hint::black_box(run.look_over()?);
            seconds.push(start.elapsed().as_secs_f64());
            // Codes come along with the test images alone.
            view.ok_or_else(|| Failure::new("the example measures other images"))?;
        }
        Ok((seconds, placed.device))
    })?;
    let spread = Spread::new(seconds).ok_or_else(|| Failure::new("nothing was measured"))?;
    let row = Row {
        name: "errors and codes",
        figure: three_digits(spread.median()),
        unit: "s",
        spread: format!(
            "{} to {}, {} repeats of {} images",
            three_digits(spread.min()),
            three_digits(spread.max()),
            spread.count(),
            grouped(images as u64)
        ),
    };
    let values = json!({
        "seconds": spread.median(),
        "min": spread.min(),
        "max": spread.max(),
        "repeats": spread.count(),
        "images": images,
    });
    Ok(Readings::new(vec![row], values).on(device))
}
