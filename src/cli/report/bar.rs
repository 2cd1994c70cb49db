//! A progress bar: how far, how fast, and the curve of the loss.

use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::CURVE;
use crate::cli::format::{divergence, speed};
use crate::cli::sparkline::sparkline;
use crate::cli::text::short;
use crate::export::digits::{duration, three_digits};
use crate::training::{History, Progress};

/// Between two drawings.
const EVERY: Duration = Duration::from_millis(100);
/// The message has a second line, the curve.
const TEMPLATE: &str = "{prefix}  {bar:32.blue}  {msg}";

/// One variant's bar on standard error.
pub struct Bar {
    bar: ProgressBar,
    /// What samples are called.
    samples: &'static str,
    shown: Option<Instant>,
}

impl Bar {
    /// One of `lines`; `samples` is what they are called.
    pub fn new(lines: &MultiProgress, name: &str, samples: &'static str) -> Self {
        let bar = lines.add(ProgressBar::new(1));
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style.progress_chars("━╸─"));
        }
        bar.set_prefix(short(name));
        Self {
            bar,
            samples,
            shown: None,
        }
    }

    /// Shows where a run stands, if it is time to.
    pub fn show(&mut self, progress: &Progress, history: &History) {
        let now = Instant::now();
        if self.shown.is_some_and(|shown| now - shown < EVERY) {
            return;
        }
        self.shown = Some(now);
        let batches = u64::from(progress.batches);
        self.bar.set_length(u64::from(progress.epochs) * batches);
        self.bar
            .set_position(u64::from(progress.epoch) * batches + u64::from(progress.batch));
        self.bar
            .set_message(message(progress, history, self.samples));
    }

    pub fn clear(self) {
        self.bar.finish_and_clear();
    }
}

fn message(progress: &Progress, history: &History, samples: &str) -> String {
    let under_way = (progress.epoch + 1).min(progress.epochs);
    let mut text = format!("epoch {under_way}/{}", progress.epochs);
    let steps = &history.steps;
    if let Some(last) = steps.last() {
        text += &format!("  loss {}", three_digits(f64::from(last.loss)));
        text += &divergence(&last.parts);
    }
    if progress.samples_per_second > 0.0 {
        text += &format!(
            "  {}  {} left",
            speed(progress.samples_per_second, samples),
            duration(progress.seconds_left)
        );
    }
    let losses: Vec<f64> = steps.iter().map(|step| f64::from(step.loss)).collect();
    format!("{text}\n{}", sparkline(&losses, CURVE))
}
