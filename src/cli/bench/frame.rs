//! Frames of the real window content without a window.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Setting;
use super::made_up::{self, Extent, Live};
use super::report::{Readings, Row};
use super::spread::Spread;
use crate::cli::failure::{Failure, Result};
use crate::export::digits::three_digits;
use crate::ui::headless::{FrameTime, Headless};

/// In points, as the window opens.
const SIZE: [f32; 2] = [1_440.0, 900.0];
/// As it fills a large screen.
const LARGE: [f32; 2] = [1_920.0, 1_080.0];
/// Frames for sizes, plots and textures to settle.
const WARM_UP: usize = 5;
/// Frames measured, or fewer when the time is over.
const FRAMES: usize = 600;
/// Fewest frames, however little time there is.
const FEWEST: usize = 3;
/// Frames from one latent view to the next.
const FRESH_EVERY: usize = 30;

/// Milliseconds a frame: with the pointer over the latent points; with new views of the variant on screen coming in as
/// well; with all variants compared while each of them trains; and the same of as much as anybody would open.
pub fn measure(setting: &Setting) -> Result<Readings> {
    let dataset = setting.dataset()?;
    let time = setting.seconds / 4;
    let (app, mut live) = made_up::window(dataset, Extent::USUAL)?;
    let mut window = Headless::new(app, SIZE);
    let points = points(&mut window)?;
    let hover = frames(&mut window, points, time, |_, _| {});
    let training = frames(&mut window, points, time, |window, frame| {
        live.step(&mut window.workbench.app, 1);
        if frame.is_multiple_of(FRESH_EVERY) {
            live.look(&mut window.workbench.app, 1);
        }
    });
    let compare = compared(&mut window, &mut live, time)?;
    let (app, mut live) = made_up::window(dataset, Extent::MOST)?;
    let mut window = Headless::new(app, LARGE);
    let crowd = compared(&mut window, &mut live, time)?;
    let mut rows = Vec::new();
    let mut values = json!({ "points": Live::POINTS, "variants": Extent::USUAL.variants });
    for (name, rest, times) in [
        ("hover", ["hover, median", "hover, 99th percentile"], hover),
        (
            "training",
            ["training, median", "training, 99th percentile"],
            training,
        ),
        (
            "compare",
            ["compare, median", "compare, 99th percentile"],
            compare,
        ),
        ("crowd", ["crowd, median", "crowd, 99th percentile"], crowd),
    ] {
        let figures = Figures::new(&times)?;
        rows.extend(figures.rows(rest));
        values[name] = figures.values();
    }
    Ok(Readings::new(rows, values))
}

/// Frames with all variants compared, each of which trains: one step a frame, and new views in turns.
fn compared(window: &mut Headless, live: &mut Live, time: Duration) -> Result<Vec<FrameTime>> {
    window.workbench.preferences.comparing = true;
    let points = points(window)?;
    let variants = live.variants();
    Ok(frames(window, points, time, |window, frame| {
        let app = &mut window.workbench.app;
        (1..=variants).for_each(|id| live.step(app, id));
        if frame.is_multiple_of(FRESH_EVERY) {
            live.look(app, (frame / FRESH_EVERY) as u32 % variants + 1);
        }
    }))
}

/// Where the points are, once sizes have settled.
fn points(window: &mut Headless) -> Result<[f32; 4]> {
    for _ in 0..WARM_UP {
        window.frame(None);
    }
    window
        .points()
        .ok_or_else(|| Failure::new("the window draws no latent points"))
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

    fn rows(&self, [median, last]: [&'static str; 2]) -> Vec<Row> {
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
