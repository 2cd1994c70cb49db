//! Sequences: steps one after another, each a number a channel, and what is known of where they stood.

use std::sync::Arc;

use super::{Samples, Values, pick};
use crate::data::{DataError, SampleShape, SequenceShape};

/// What sequences have beside their numbers.
#[derive(Debug, Clone)]
pub(super) struct Series {
    channels: Arc<[String]>,
    places: Option<Places>,
}

/// Where sequences stood in what they were read from.
#[derive(Debug, Clone)]
pub(in crate::data) struct Places {
    /// The row of the file's steps at which each sequence begins.
    pub starts: Arc<[u32]>,
    /// The time of every row, where there is a column of times.
    pub times: Option<Arc<[String]>>,
    /// Whether the sequences are windows of one series.
    pub are_windows: bool,
}

impl Samples {
    /// Sequences of the longest one's length: `shape.steps` times `shape.features` values each, step after step, NaN past
    /// a sequence's end and where a value is missing; what each channel is called; and one label a sequence.
    ///
    /// # Errors
    /// When the values are not whole sequences, or names or labels are of another count.
    pub fn sequences(
        shape: SequenceShape,
        channels: Vec<String>,
        values: impl Into<Vec<f32>>,
        labels: Option<Vec<u32>>,
    ) -> Result<Self, DataError> {
        let values = values.into();
        let size = shape.steps.checked_mul(shape.features).unwrap_or(0);
        if size == 0 || !values.len().is_multiple_of(size) {
            let SequenceShape { steps, features } = shape;
            return Err(DataError::Sequences {
                values: values.len(),
                steps,
                features,
            });
        }
        if channels.len() != shape.features {
            return Err(DataError::Channels {
                names: channels.len(),
                features: shape.features,
            });
        }
        Self {
            count: values.len() / size,
            shape: SampleShape::Sequence(shape),
            has_gaps: values.iter().any(|value| value.is_nan()),
            values: Values::Numbers(Arc::new(values)),
            labels: None,
            names: None,
            whole: None,
            series: Some(Series {
                channels: channels.into(),
                places: None,
            }),
        }
        .labelled(labels)
    }

    /// The same sequences, which stood there.
    pub(in crate::data) fn placed(self, places: Places) -> Self {
        let series = self.series.map(|series| Series {
            places: Some(places),
            ..series
        });
        Self { series, ..self }
    }

    /// What the channels of sequences are called; empty where samples are none.
    pub fn channels(&self) -> &[String] {
        self.series.as_ref().map_or(&[], |series| &series.channels)
    }

    /// Steps of sequence or text `index` up to the last one that has a value; 0 of other samples.
    pub fn length(&self, index: usize) -> usize {
        let features = match self.shape {
            SampleShape::Sequence(SequenceShape { features, .. }) => features,
            SampleShape::Text(_) => 1,
            SampleShape::Image(_) | SampleShape::Row(_) => return 0,
        };
        let row = self.row(index);
        let last = row.iter().rposition(|value| !value.is_nan());
        last.map_or(0, |last| last / features + 1)
    }

    /// The least and the greatest [`Self::length`]; `None` where samples are neither sequences nor texts, or none are there.
    pub fn lengths(&self) -> Option<[usize; 2]> {
        self.shape.sequence()?;
        let lengths = (0..self.len()).map(|index| self.length(index));
        let ends = |ends: Option<[usize; 2]>, length| match ends {
            None => Some([length; 2]),
            Some([least, most]) => Some([least.min(length), most.max(length)]),
        };
        lengths.fold(None, ends)
    }

    /// The step at which sequence `index` begins in the series that it is a window of.
    pub fn first_step(&self, index: usize) -> Option<usize> {
        let places = self.series.as_ref()?.places.as_ref()?;
        let start = *places.starts.get(index)?;
        places.are_windows.then_some(start as usize)
    }

    /// The time of a `step` of sequence `index`, as it stands in the file.
    pub fn time(&self, index: usize, step: usize) -> Option<&str> {
        let places = self.series.as_ref()?.places.as_ref()?;
        let start = *places.starts.get(index)? as usize;
        let time = places.times.as_ref()?.get(start + step)?;
        Some(time)
    }
}

impl Series {
    /// Of the sequences at `indices`.
    pub(super) fn chosen(&self, indices: &[u32]) -> Self {
        let places = self.places.as_ref();
        Self {
            channels: self.channels.clone(),
            places: places.map(|places| Places {
                starts: pick(&places.starts, indices, 1).into(),
                ..places.clone()
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: SequenceShape = SequenceShape {
        steps: 3,
        features: 2,
    };

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn sequences_keep_their_lengths_channels_and_places() {
        let gap = f32::NAN;
        #[rustfmt::skip]
        let values = [
            1.0, 2.0, gap, gap, gap, 3.0,
            gap, 4.0, gap, gap, gap, gap,
            gap, gap, gap, gap, gap, gap,
        ];
        let samples =
            Samples::sequences(SHAPE, names(&["x", "y"]), values, Some(vec![2, 0, 1])).unwrap();
        assert_eq!((samples.len(), samples.has_gaps()), (3, true));
        let lengths = |samples: &Samples| {
            let all = 0..samples.len();
            all.map(|index| samples.length(index)).collect::<Vec<_>>()
        };
        assert_eq!(lengths(&samples), [3, 1, 0]);
        assert_eq!(samples.channels(), ["x", "y"]);
        assert_eq!((samples.first_step(0), samples.time(0, 0)), (None, None));
        let times = names(&["mon", "tue", "wed", "thu"]);
        let placed = samples.placed(Places {
            starts: [0, 1, 3].into(),
            times: Some(times.into()),
            are_windows: true,
        });
        let chosen = placed.chosen(&[1, 0]);
        assert_eq!(lengths(&chosen), [1, 3]);
        assert_eq!((chosen.label(0), chosen.channels().len()), (Some(0), 2));
        assert_eq!(chosen.first_step(0), Some(1));
        assert_eq!(chosen.time(0, 1), Some("wed"));
        assert_eq!(chosen.time(0, 9), None);
    }

    #[test]
    fn counts_that_do_not_fit_are_refused() {
        let refused = |shape, names_of: &[&str], values: usize| {
            let values = vec![0.0; values];
            Samples::sequences(shape, names(names_of), values, None)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            refused(SHAPE, &["x", "y"], 7),
            "7 values are not a whole number of sequences of 3 steps of 2 features"
        );
        assert_eq!(refused(SHAPE, &["x"], 6), "1 names do not match 2 channels");
        let nothing = SequenceShape { steps: 0, ..SHAPE };
        assert!(refused(nothing, &["x", "y"], 0).starts_with("0 values"));
        let huge = SequenceShape {
            steps: usize::MAX,
            ..SHAPE
        };
        assert!(refused(huge, &["x", "y"], 2).starts_with("2 values"));
    }
}
