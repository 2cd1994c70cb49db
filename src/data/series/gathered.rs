//! Sequences of one file before they are padded to one length.

use std::ops::Range;
use std::sync::Arc;

use super::SeriesFacts;

/// The steps of a file, one after another, and which of them are sequences.
#[derive(Debug, Default)]
pub struct Gathered {
    /// What the channels are called.
    pub channels: Vec<String>,
    /// A number a channel, step after step; NaN where one is missing.
    pub values: Vec<f32>,
    /// The steps of each sequence.
    pub spans: Vec<Range<usize>>,
    /// The class of each sequence, `None` where one has none; where there are classes.
    pub classes: Option<Vec<Option<String>>>,
    /// What each sequence is called, where they have names.
    pub names: Option<Vec<String>>,
    /// The time of each step, where there is a column of times.
    pub times: Option<Arc<[String]>>,
    /// Whether the only sequence is a series to be cut into windows.
    pub is_single: bool,
    /// How a table was read; one with the test part is read alike.
    pub facts: Option<SeriesFacts>,
    pub warnings: Vec<String>,
}

impl Gathered {
    /// Ends a sequence that began at step `start`, without the steps at its end that have no value. Returns whether any is
    /// left; nothing of it is kept otherwise.
    pub fn end(&mut self, start: usize) -> bool {
        let width = self.channels.len().max(1);
        let first = start * width;
        let values = self.values.get(first..).unwrap_or_default();
        let last = values.iter().rposition(|value| !value.is_nan());
        let steps = last.map_or(0, |last| last / width + 1);
        self.values.truncate(first + steps * width);
        if steps > 0 {
            self.spans.push(start..start + steps);
        }
        steps > 0
    }

    /// Steps of all sequences together.
    pub fn steps(&self) -> usize {
        self.values.len() / self.channels.len().max(1)
    }
}
