//! Memory of the whole program with data loaded and a model in training.

use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::report::{Readings, Row};
use super::{PROJECT, Setting, probe, start};
use crate::app::{Action, App, AppOptions};
use crate::cli::arguments::Case;
use crate::cli::failure::{Failure, Result};
use crate::model::{DeviceChoice, DeviceId};
use crate::system::peak_memory;
use crate::training::RunState;
use crate::ui::headless::Headless;

const SIZE: [f32; 2] = [1_440.0, 900.0];
/// Updates until the measurement, or fewer when the time is over.
const STEPS: u64 = 600;
/// Between two frames where training gives no news.
const PAUSE: Duration = Duration::from_millis(16);

/// Peak resident memory in MB (10^6 bytes).
pub fn measure(setting: &Setting) -> Result<Readings> {
    let found = probe::ask(Case::Memory, setting)?;
    let steps = probe::number(&found, "steps")?;
    let figure = match found["peak_bytes"].as_f64() {
        Some(bytes) => format!("{:.0}", bytes / 1e6),
        None => "not known on this system".into(),
    };
    let row = Row {
        name: "peak resident",
        figure,
        unit: "MB",
        spread: format!("after {steps} steps"),
    };
    Ok(Readings::new(vec![row], found))
}

/// Trains the example in the window's content for `time`, or until enough steps are done.
///
/// # Errors
/// When the data cannot be read, or nothing trains.
pub fn probe(time: Duration, threads: usize) -> Result<Value> {
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
    let mut window = Headless::new(App::start(wake, Some(PROJECT), options), SIZE);
    start::wait_for_data(&mut window, &woken)?;
    window.workbench.app.apply(Action::Train);
    let began = Instant::now();
    let mut steps = 0;
    while steps < STEPS && (began.elapsed() < time || steps == 0) {
        if began.elapsed() > start::PATIENCE.max(time) {
            return Err(Failure::new("training does not begin"));
        }
        // Neither news nor silence ends the loop.
        let _ = woken.recv_timeout(PAUSE);
        window.frame(None);
        let app = &window.workbench.app;
        let id = app.document.selected;
        steps = app.runs.get(&id).map_or(0, |run| run.progress.step);
        if matches!(app.selected_state(), RunState::Failed | RunState::Diverged) {
            break;
        }
    }
    window.workbench.app.apply(Action::Stop);
    Ok(json!({ "peak_bytes": peak_memory(), "steps": steps }))
}
