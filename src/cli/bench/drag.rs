//! `bench drag`: the latency of decoding while a person drags through the latent space, training goes on and all views
//! are live.

use std::time::{Duration, Instant};

use rand::Rng;
use serde_json::json;

use super::Setting;
use super::report::{Readings, Row};
use super::spread::Spread;
use super::watched::Watched;
use crate::cli::failure::{Failure, Result};
use crate::data::random::{Purpose, stream};
use crate::export::digits::three_digits;
use crate::training::{Asker, DecodeRequest};

/// Between an answer and the next request: a frame of the window.
const FRAME: Duration = Duration::from_millis(16);

/// Milliseconds from a request to its answer.
pub fn measure(setting: &Setting) -> Result<Readings> {
    let watched = Watched::start(setting, |_| {})?;
    watched.watch(true)?;
    // Under way.
    while watched.news()?.trained.is_none() {}
    let mut random = stream(0, Purpose::Sampling, 0, 0);
    let mut waits = Vec::new();
    let began = Instant::now();
    while waits.is_empty() || began.elapsed() < setting.seconds {
        let pause = FRAME.mul_f64(random.random_range(0.5..1.5));
        std::thread::sleep(pause);
        let code: Vec<f32> = (0..watched.code)
            .map(|_| random.random_range(-1.0..1.0))
            .collect();
        waits.push(ask(&watched, code)?.as_secs_f64() * 1e3);
    }
    let spread = Spread::new(waits).ok_or_else(|| Failure::new("nothing was measured"))?;
    let row = |name, value, spread| Row {
        name,
        figure: three_digits(value),
        unit: "ms",
        spread,
    };
    let count = spread.count();
    let rows = vec![
        row(
            "decoded, median",
            spread.median(),
            format!("{count} requests"),
        ),
        row(
            "decoded, 99th percentile",
            spread.quantile(0.99),
            format!("at most {}", three_digits(spread.max())),
        ),
    ];
    let values = json!({
        "median_ms": spread.median(),
        "p99_ms": spread.quantile(0.99),
        "max_ms": spread.max(),
        "requests": count,
    });
    Ok(Readings::new(rows, values))
}

/// Asks for the output of `code` and waits for it.
fn ask(watched: &Watched, code: Vec<f32>) -> Result<Duration> {
    let variant = watched.variant;
    let began = Instant::now();
    let request = DecodeRequest {
        variant,
        code: code.clone(),
    };
    if !watched.worker.decode(Asker::Probe, request) {
        return Err(Failure::new("the training thread takes no requests"));
    }
    loop {
        watched.news()?;
        let decoded = watched.worker.views.decoded.probe.take();
        if decoded.is_some_and(|decoded| decoded.code == code) {
            return Ok(began.elapsed());
        }
    }
}
