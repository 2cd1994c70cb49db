//! Frames of the real window content without a window.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Setting;
use super::made_up::{self, Live};
use super::report::{Readings, Row};
use super::spread::Spread;
use crate::cli::failure::{Failure, Result};
use crate::export::digits::three_digits;
use crate::ui::headless::{FrameTime, Headless};

/// In points, as the window opens.
const SIZE: [f32; 2] = [1_440.0, 900.0];
/// Frames for sizes, plots and textures to settle.
const WARM_UP: usize = 5;
/// Frames measured, or fewer when the time is over.
const FRAMES: usize = 600;
/// Fewest frames, however little time there is.
const FEWEST: usize = 3;
/// Frames from one latent view to the next.
const FRESH_EVERY: usize = 30;

/// Milliseconds a frame: with the pointer over the latent points, and with new views coming in as well.
pub fn measure(setting: &Setting) -> Result<Readings> {
    let (app, mut live) = made_up::window(setting.dataset()?)?;
    let mut window = Headless::new(app, SIZE);
    for _ in 0..WARM_UP {
        window.frame(None);
    }
    let points = window
        .points()
        .ok_or_else(|| Failure::new("the window draws no latent points"))?;
    let time = setting.seconds / 2;
    let still = frames(&mut window, points, time, |_, _| {});
    let moving = frames(&mut window, points, time, |window, frame| {
        live.step(&mut window.workbench.app);
        if frame.is_multiple_of(FRESH_EVERY) {
            live.look(&mut window.workbench.app);
        }
    });
    let (still, moving) = (Figures::new(&still)?, Figures::new(&moving)?);
    let mut rows = still.rows("hover, median", "hover, 99th percentile");
    rows.extend(moving.rows("training, median", "training, 99th percentile"));
    let values = json!({
        "points": Live::POINTS,
        "variants": Live::VARIANTS,
        "hover": still.values(),
        "training": moving.values(),
    });
    Ok(Readings::new(rows, values))
}

fn frames(
    window: &mut Headless,
    points: [f32; 4],
    time: Duration,
    mut before: impl FnMut(&mut Headless, usize),
) -> Vec<FrameTime> {
    let began = Instant::now();
    let mut times = Vec::new();
    while times.len() < FEWEST || (times.len() < FRAMES && began.elapsed() < time) {
        before(window, times.len());
        times.push(window.frame(Some(pointer(points, times.len()))));
    }
    times
}

/// A smooth walk over all of the plot.
fn pointer([left, top, right, bottom]: [f32; 4], frame: usize) -> [f32; 2] {
    let turn = frame as f32 * 0.02;
    let share = |angle: f32| 0.5 + 0.45 * angle.sin();
    [
        left + share(3.0 * turn) * (right - left),
        top + share(2.0 * turn + 1.0) * (bottom - top),
    ]
}

/// Milliseconds.
struct Figures {
    total: Spread,
    panels: f64,
    tessellation: f64,
}

impl Figures {
    fn new(times: &[FrameTime]) -> Result<Self> {
        let spread = |part: fn(&FrameTime) -> Duration| {
            let milliseconds = times.iter().map(|time| part(time).as_secs_f64() * 1e3);
            Spread::new(milliseconds.collect()).ok_or_else(|| Failure::new("no frame was drawn"))
        };
        Ok(Self {
            total: spread(|time| time.total())?,
            panels: spread(|time| time.panels)?.median(),
            tessellation: spread(|time| time.tessellation)?.median(),
        })
    }

    fn rows(&self, median: &'static str, last: &'static str) -> Vec<Row> {
        let row = |name, figure, spread| Row {
            name,
            figure: three_digits(figure),
            unit: "ms",
            spread,
        };
        let parts = format!(
            "panels {}, tessellation {}",
            three_digits(self.panels),
            three_digits(self.tessellation)
        );
        let all = format!(
            "{} to {}, {} frames",
            three_digits(self.total.min()),
            three_digits(self.total.max()),
            self.total.count()
        );
        vec![
            row(median, self.total.median(), parts),
            row(last, self.total.quantile(0.99), all),
        ]
    }

    fn values(&self) -> Value {
        json!({
            "median_ms": self.total.median(),
            "p99_ms": self.total.quantile(0.99),
            "max_ms": self.total.max(),
            "panels_ms": self.panels,
            "tessellation_ms": self.tessellation,
            "frames": self.total.count(),
        })
    }
}
