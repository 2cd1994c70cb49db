//! Measuring the test images and finding their codes, as it happens whenever the panels are brought up to date.

use std::time::Instant;

use serde_json::json;

use super::report::{Readings, Row};
use super::spread::Spread;
use super::training::job;
use super::{PROJECT, Setting};
use crate::cli::failure::{Failure, Result};
use crate::cli::pool;
use crate::data::{Scaler, gather};
use crate::export::digits::{grouped, three_digits};
use crate::model::Batch;
use crate::training::Run;

/// Images measured at a time, as while training.
const CHUNK: usize = 1_000;

/// Seconds for the errors of all test images, their codes and the principal components of these.
pub fn measure(setting: &Setting) -> Result<Readings> {
    let dataset = setting.dataset()?;
    let images = dataset.test.len();
    let job = job(PROJECT, dataset)?;
    let seconds = pool::with_threads(setting.threads, || {
        let scaler = Scaler::fit(job.data.scaling, &dataset.train);
        let objective = job.settings.objective;
        let run = Run::new(job)?;
        let indices: Vec<u32> = (0..images as u32).collect();
        let mut inputs = Vec::new();
        let mut seconds = Vec::new();
        let began = Instant::now();
        while seconds.is_empty() || began.elapsed() < setting.seconds {
            let start = Instant::now();
            for chunk in indices.chunks(CHUNK) {
                gather(&dataset.test, chunk, &scaler, &mut inputs);
                let first = chunk.first().map_or(0, |&first| first as usize);
                let batch = Batch::plain(&inputs, chunk.len(), first);
                std::hint::black_box(run.model().evaluate(&batch, &objective)?);
            }
            std::hint::black_box(run.latent_view()?);
            seconds.push(start.elapsed().as_secs_f64());
        }
        Ok(seconds)
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
    Ok(Readings::new(vec![row], values))
}
