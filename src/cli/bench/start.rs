//! `bench start`: from process start to the first frame, and to data ready.

use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::report::{Readings, Row};
use super::spread::Spread;
use super::{Setting, probe};
use crate::app::{App, AppOptions, DatasetState};
use crate::cli::arguments::Case;
use crate::cli::failure::{Failure, Result};
use crate::export::digits::three_digits;
use crate::model::{DeviceChoice, DeviceId};
use crate::ui::headless::Headless;

const SIZE: [f32; 2] = [1_440.0, 900.0];
/// Starts measured at least, and at most.
const FEWEST: usize = 3;
const MOST: usize = 20;
/// How long data or training may take to begin before the measurement is given up.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// Seconds, median of several processes.
pub fn measure(setting: &Setting) -> Result<Readings> {
    let (mut first, mut ready) = (Vec::new(), Vec::new());
    let began = Instant::now();
    while first.len() < FEWEST || (first.len() < MOST && began.elapsed() < setting.seconds) {
        let found = probe::ask(Case::Start, setting)?;
        first.push(probe::number(&found, "first_frame_seconds")?);
        ready.push(probe::number(&found, "data_ready_seconds")?);
    }
    let (Some(first), Some(ready)) = (Spread::new(first), Spread::new(ready)) else {
        return Err(Failure::new("nothing was measured"));
    };
    let row = |name, spread: &Spread| Row {
        name,
        figure: three_digits(spread.median()),
        unit: "s",
        spread: format!(
            "{} to {}, {} starts",
            three_digits(spread.min()),
            three_digits(spread.max()),
            spread.count()
        ),
    };
    let values = json!({
        "first_frame_seconds": first.median(),
        "first_frame_min": first.min(),
        "first_frame_max": first.max(),
        "data_ready_seconds": ready.median(),
        "data_ready_min": ready.min(),
        "data_ready_max": ready.max(),
        "starts": first.count(),
    });
    let rows = vec![row("first frame", &first), row("data ready", &ready)];
    Ok(Readings::new(rows, values))
}

/// Starts the application as the window does and draws until its data are there. `started` is when this process
/// was asked for, since 1970.
///
/// # Errors
/// When the data cannot be read.
pub fn probe(started: Duration, threads: usize) -> Result<Value> {
    let since = || probe::now().saturating_sub(started).as_secs_f64();
    let (wake, woken) = mpsc::channel();
    let options = AppOptions {
        threads,
        device: Some(DeviceChoice::This(DeviceId::Cpu)),
        ..AppOptions::default()
    };
    let wake = Arc::new(move || {
        // Nobody waits any more at the end.
        let _ = wake.send(());
    });
    let mut window = Headless::new(App::start(wake, None, options), SIZE);
    window.frame(None);
    let first = since();
    wait_for_data(&mut window, &woken)?;
    Ok(json!({ "first_frame_seconds": first, "data_ready_seconds": since() }))
}

/// Draws a frame whenever there is news, until one has shown the data.
///
/// # Errors
/// When the data cannot be read.
pub fn wait_for_data(window: &mut Headless, woken: &mpsc::Receiver<()>) -> Result<()> {
    loop {
        window.frame(None);
        match &window.workbench.app.dataset {
            DatasetState::Ready(_) => return Ok(()),
            DatasetState::Failed { message } => return Err(Failure::new(message)),
            DatasetState::Loading { .. } => {}
        }
        if woken.recv_timeout(PATIENCE).is_err() {
            return Err(Failure::new("the data did not come"));
        }
    }
}
