//! Frames of the real window content without a window.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Setting;
use super::made_up::{Extent, Live, Stage};
use super::report::{Readings, Row};
use super::spread::Spread;
use crate::cli::failure::{Failure, Result};
use crate::export::digits::three_digits;
use crate::ui::headless::{FrameTime, Headless};
use crate::ui::views::WindowMode;

/// In points, as the window opens.
const SIZE: [f32; 2] = [1_440.0, 900.0];
/// As it fills a large screen.
const LARGE: [f32; 2] = [1_920.0, 1_080.0];
/// Frames for sizes, plots and textures to settle.
const WARM_UP: usize = 5;
/// For points that are not there in the first frames.
const PATIENCE: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(5);
/// Frames measured, or fewer when the time is over.
const FRAMES: usize = 600;
/// Fewest frames, however little time there is.
const FEWEST: usize = 3;
/// Frames from one latent view to the next.
const FRESH_EVERY: usize = 30;

/// Milliseconds a frame: with the pointer over the latent points; with new views of the variant on screen coming in as
/// well; with all variants compared while each of them trains; and the same of as much as anybody would open.
pub fn measure(setting: &Setting) -> Result<Readings> {
    let stage = Stage::new(setting.dataset()?)?;
    let time = setting.seconds / 4;
    let (app, mut live) = stage.window(Extent::USUAL);
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
    let (app, mut live) = stage.window(Extent::MOST);
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
    window.workbench.preferences.mode = WindowMode::Compare;
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
    let began = Instant::now();
    // Many points are drawn in the background.
    while window.points().is_none() && began.elapsed() < PATIENCE {
        std::thread::sleep(PAUSE);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Dataset, ImageShape, Samples};

    const POINTS: usize = 60_000;
    /// Corners of all there is to draw beside points, which would have at least three each.
    const FEW: usize = 2 * POINTS;

    fn window() -> (Headless, Live) {
        let shape = ImageShape {
            height: 2,
            width: 2,
            channels: 1,
        };
        let images = |count: usize| {
            let labels = (0..count).map(|index| (index % 10) as u8).collect();
            Samples::images(shape, vec![90; 4 * count], Some(labels)).unwrap()
        };
        let dataset = Dataset::new("grey", images(POINTS - 100), images(100));
        let (app, live) = Stage::new(&dataset).unwrap().window(Extent::USUAL);
        (Headless::new(app, SIZE), live)
    }

    /// Draws frames until there are so many `clouds` and nothing more comes.
    fn settle(window: &mut Headless, clouds: usize) {
        let began = Instant::now();
        while window.drawn().clouds.len() < clouds || window.drawn().pictures > 0 {
            assert!(began.elapsed() < PATIENCE, "{:?}", window.drawn());
            std::thread::sleep(PAUSE);
            window.frame(None);
        }
    }

    /// Moves the pointer over the points: no picture of them is made again, nor triangles for each.
    fn hover(window: &mut Headless) {
        let points = window.points().unwrap();
        for frame in 0..20 {
            window.frame(Some(pointer(points, 7 * frame)));
            assert_eq!(window.drawn().pictures, 0);
            assert!(window.drawn().vertices < FEW, "{:?}", window.drawn());
        }
    }

    #[test]
    fn no_frame_draws_points_again_that_are_where_they_were() {
        let (mut window, mut live) = window();
        window.frame(None);
        settle(&mut window, 1);
        hover(&mut window);
        live.step(&mut window.workbench.app, 1);
        hover(&mut window);

        window.workbench.preferences.mode = WindowMode::Compare;
        settle(&mut window, 5);
        hover(&mut window);
        // New codes of one variant: in one of the next frames, its points alone.
        live.look(&mut window.workbench.app, 2);
        let began = Instant::now();
        while window.drawn().pictures == 0 {
            assert!(began.elapsed() < PATIENCE);
            std::thread::sleep(PAUSE);
            window.frame(None);
        }
        assert_eq!(window.drawn().pictures, 1);
        hover(&mut window);
    }
}
