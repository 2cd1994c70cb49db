//! Cuts one long series into windows, of which those of the test part come last in time.

use std::ops::Range;
use std::path::Path;

use super::SeriesFile;
use super::gathered::Gathered;
use crate::data::DataError;
use crate::data::table::counted;

/// The last one in this many steps is the test part.
const ONE_IN: usize = 6;

/// Windows of the steps in `span`, all of one length.
fn cut(span: Range<usize>, window: usize, stride: usize) -> Vec<Range<usize>> {
    let starts = span.clone().step_by(stride);
    let windows = starts.map(|start| start..start.saturating_add(window));
    windows
        .take_while(|window| window.end <= span.end)
        .collect()
}

impl SeriesFile {
    /// Cuts the only series of `all` into windows.
    ///
    /// # Errors
    /// When it is shorter than a window.
    pub(super) fn windows(&self, all: &mut Gathered, path: &Path) -> Result<(), DataError> {
        let span = 0..all.steps();
        let windows = cut(span.clone(), self.window as usize, self.stride());
        if windows.is_empty() || self.window == 0 {
            let (window, steps) = (self.window, counted(span.len(), "step"));
            let problem = format!("the series has {steps}, too few for a window of {window}");
            return Err(DataError::file(path, problem));
        }
        all.spans = with_values(all, windows);
        Ok(())
    }

    /// The windows of the first and of the last steps of the only series of `all`; no step is in windows of both.
    ///
    /// # Errors
    /// When one of the parts is shorter than a window.
    pub(super) fn parts(
        &self,
        all: &Gathered,
        path: &Path,
    ) -> Result<[Vec<Range<usize>>; 2], DataError> {
        let steps = all.steps();
        let window = self.window as usize;
        let test = steps - (steps / ONE_IN).max(window.min(steps));
        let parts = [0..test, test..steps];
        let cut = |span: Range<usize>| match window {
            0 => Vec::new(),
            _ => with_values(all, cut(span, window, self.stride())),
        };
        let parts = parts.map(cut);
        if parts.iter().any(Vec::is_empty) {
            let steps = counted(steps, "step");
            let problem = format!(
                "the series has {steps}, too few for windows of {window} to train on and others to test on"
            );
            return Err(DataError::file(path, problem));
        }
        Ok(parts)
    }
}

/// Those of `windows` that have some value.
fn with_values(all: &Gathered, windows: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let width = all.channels.len();
    let mut windows = windows;
    windows.retain(|window| {
        let values = &all.values[window.start * width..window.end * width];
        values.iter().any(|value| !value.is_nan())
    });
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_whole_and_begin_a_stride_apart() {
        assert_eq!(cut(0..10, 4, 3), [0..4, 3..7, 6..10]);
        assert_eq!(cut(5..13, 4, 4), [5..9, 9..13]);
        assert!(cut(0..3, 4, 1).is_empty());
    }

    #[test]
    fn the_test_part_is_last_and_shares_no_step() {
        let all = |steps: usize| Gathered {
            channels: vec!["x".into()],
            values: vec![1.0; steps],
            is_single: true,
            ..Gathered::default()
        };
        let file = |window| SeriesFile {
            window,
            ..SeriesFile::default()
        };
        let path = Path::new("a.csv");
        let [train, test] = file(10).parts(&all(120), path).unwrap();
        assert_eq!((train.len(), train.last()), (19, Some(&(90..100))));
        assert_eq!(test, [100..110, 105..115, 110..120]);
        // A sixth would be less than a window.
        let [train, test] = file(10).parts(&all(30), path).unwrap();
        assert_eq!((train.len(), test.len(), test[0].clone()), (3, 1, 20..30));
        let refused = file(10).parts(&all(19), path).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the series has 19 steps, too few for windows of 10 to train on and others to test on: a.csv"
        );
        assert!(file(0).parts(&all(19), path).is_err());
    }
}
