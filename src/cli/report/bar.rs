//! The bar on a terminal: how far, how fast, and the curve of the loss.

use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::CURVE;
use crate::cli::format::{divergence, speed};
use crate::cli::sparkline::sparkline;
use crate::export::digits::{duration, three_digits};
use crate::training::Run;

/// Between two drawings.
const EVERY: Duration = Duration::from_millis(100);
/// Speed is taken over at least this long.
const WINDOW: Duration = Duration::from_secs(1);
/// The message has a second line, the curve.
const TEMPLATE: &str = "{prefix}  {bar:32.blue}  {msg}";

/// One variant's bar on standard error.
pub struct Bar {
    bar: ProgressBar,
    shown: Option<Instant>,
    /// Where the speed is counted from.
    since: Instant,
    left_then: u64,
    images_per_second: f64,
}

impl Bar {
    /// One of `lines`.
    pub fn new(lines: &MultiProgress, name: &str, run: &Run) -> Self {
        let bar = lines.add(ProgressBar::new(1));
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style.progress_chars("━╸─"));
        }
        bar.set_prefix(name.to_owned());
        let mut bar = Self {
            bar,
            shown: None,
            since: Instant::now(),
            left_then: run.images_left(),
            images_per_second: 0.0,
        };
        bar.show(run);
        bar
    }

    /// Shows where `run` stands, if it is time to.
    pub fn show(&mut self, run: &Run) {
        let now = Instant::now();
        if self.shown.is_some_and(|shown| now - shown < EVERY) {
            return;
        }
        self.shown = Some(now);
        let left = run.images_left();
        let elapsed = now - self.since;
        if elapsed >= WINDOW {
            let done = self.left_then.saturating_sub(left);
            self.images_per_second = done as f64 / elapsed.as_secs_f64();
            self.since = now;
            self.left_then = left;
        }
        let progress = run.progress();
        let batches = u64::from(progress.batches);
        self.bar.set_length(u64::from(progress.epochs) * batches);
        self.bar
            .set_position(u64::from(progress.epoch) * batches + u64::from(progress.batch));
        self.bar.set_message(self.message(run, left));
    }

    fn message(&self, run: &Run, left: u64) -> String {
        let progress = run.progress();
        let under_way = (progress.epoch + 1).min(progress.epochs);
        let mut text = format!("epoch {under_way}/{}", progress.epochs);
        let steps = &run.history().steps;
        if let Some(last) = steps.last() {
            text += &format!("  loss {}", three_digits(f64::from(last.loss)));
            text += &divergence(&last.parts);
        }
        if self.images_per_second > 0.0 {
            let seconds = left as f64 / self.images_per_second;
            text += &format!(
                "  {}  {} left",
                speed(self.images_per_second),
                duration(seconds)
            );
        }
        let losses: Vec<f64> = steps.iter().map(|step| f64::from(step.loss)).collect();
        format!("{text}\n{}", sparkline(&losses, CURVE))
    }

    pub fn clear(self) {
        self.bar.finish_and_clear();
    }
}
