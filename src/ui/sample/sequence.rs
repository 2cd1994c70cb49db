//! A sequence and what models made of it.

use super::Maker;
use crate::data::{Prepared, Samples};
use crate::export::digits::trimmed;

/// A sequence of `samples` and what was made of it.
pub struct Sequence<'a> {
    pub data: &'a Prepared,
    pub samples: &'a Samples,
    pub index: usize,
    /// What the models saw, where that is not the sequence itself: in own units.
    pub corrupted: Option<&'a [f32]>,
    pub makers: &'a [Maker<'a>],
}

impl Sequence<'_> {
    /// The value of a channel at a step of `values`, where one is there.
    pub(super) fn at(&self, values: &[f32], step: usize, channel: usize) -> Option<f32> {
        let features = self.samples.shape().sequence()?.features;
        let value = *values.get(step * features + channel)?;
        value.is_finite().then_some(value)
    }

    pub(super) fn largest_error(&self) -> f32 {
        let errors = self.makers.iter().flat_map(|maker| maker.errors);
        let finite = errors.copied().filter(|error| error.is_finite());
        finite.fold(f32::MIN_POSITIVE, f32::max)
    }

    /// A step, counted as in the series that the sequence was cut from.
    pub(super) fn step_words(&self, step: usize) -> String {
        let first = self.samples.first_step(self.index);
        format!("step {}", first.unwrap_or(0) + step)
    }

    /// What is at a step of a channel, line by line.
    pub(super) fn words(&self, step: usize, channel: usize) -> Vec<String> {
        let name = self.samples.channels().get(channel);
        let name = name.map_or("", String::as_str);
        let counted = self.step_words(step);
        let mut lines = vec![match self.samples.time(self.index, step) {
            Some(time) => format!("{name}, {counted} at {time}"),
            None => format!("{name}, {counted}"),
        }];
        let said = |value: Option<f32>| match value {
            Some(value) => trimmed(f64::from(value), 4),
            None => "missing".into(),
        };
        let values = self.samples.row(self.index);
        lines.push(format!("Input {}", said(self.at(&values, step, channel))));
        if let Some(seen) = self.corrupted {
            lines.push(format!("Seen {}", said(self.at(seen, step, channel))));
        }
        for maker in self.makers {
            let made = said(self.at(maker.output, step, channel));
            let error = said(self.at(maker.errors, step, channel));
            lines.push(format!(
                "{} {made}, squared error {error} as scaled",
                maker.name
            ));
        }
        lines
    }
}
