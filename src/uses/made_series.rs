//! Sequences that a use made: how long each is, and what its steps and channels are called.

use std::collections::BTreeMap;

use super::{Cells, Column, Table};
use crate::data::{Samples, SequenceShape};

/// What sequences have beside their numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct MadeSeries {
    shape: SequenceShape,
    channels: Vec<String>,
    /// Steps of each.
    lengths: Vec<usize>,
    /// Where each begins in the series that it is a window of.
    starts: Option<Vec<usize>>,
    /// The time of each step of each, where it has one.
    times: Option<Vec<Vec<String>>>,
}

impl MadeSeries {
    /// Of `count` sequences of all steps.
    pub fn new(shape: SequenceShape, count: usize) -> Self {
        let channels = 1..=shape.features;
        Self {
            shape,
            channels: channels.map(|place| format!("channel {place}")).collect(),
            lengths: vec![shape.steps; count],
            starts: None,
            times: None,
        }
    }

    /// Takes what is known of `samples` at `places`; whether there is one for each.
    pub fn take(&mut self, samples: &Samples, places: &[u32], same: bool) -> bool {
        if samples.channels().len() == self.shape.features {
            self.channels = samples.channels().to_vec();
        }
        if places.len() != self.lengths.len() {
            return false;
        }
        let all = || places.iter().map(|&place| place as usize);
        self.lengths = all().map(|place| samples.length(place)).collect();
        if same {
            self.starts = all().map(|place| samples.first_step(place)).collect();
            let times = all().zip(&self.lengths).map(|(place, &length)| {
                let time = |step| samples.time(place, step).map(str::to_owned);
                (0..length).map(time).collect()
            });
            self.times = times.collect();
        }
        true
    }

    /// Makes what is past the end of each no number.
    pub fn end(&self, values: &mut [f32]) {
        let SequenceShape { steps, features } = self.shape;
        let rows = values.chunks_exact_mut((steps * features).max(1));
        for (row, length) in rows.zip(&self.lengths) {
            row[length * features..].fill(f32::NAN);
        }
    }

    /// A row a step: what `table` says of its sequence, which step it is, and its value of each channel. Windows of one series
    /// are that series again.
    pub fn beside(&self, table: &Table, values: &[f32]) -> Table {
        if let Some(starts) = &self.starts {
            return self.joined(starts, values);
        }
        let features = self.shape.features;
        let each = |length: &usize| 0..*length;
        let steps: Vec<usize> = self.lengths.iter().flat_map(each).collect();
        let sequences = self.lengths.iter().enumerate();
        let sequences = sequences.flat_map(|(place, length)| std::iter::repeat_n(place, *length));
        let sequences: Vec<usize> = sequences.collect();
        let column = |name: &str, cells| Column {
            name: name.into(),
            cells,
        };
        let of_each = table.0.iter();
        let of_each = of_each.filter(|column| column.cells.len() == self.lengths.len());
        let mut columns: Vec<Column> = of_each
            .map(|one| column(&one.name, one.cells.picked(&sequences)))
            .collect();
        if let Some(times) = &self.times {
            let times = times.iter().flatten().cloned().collect();
            columns.push(column("time of the step", Cells::Texts(times)));
        }
        for (channel, name) in self.channels.iter().enumerate() {
            let pairs = sequences.iter().zip(&steps);
            let value = |(&sequence, &step): (&usize, &usize)| {
                values[(sequence * self.shape.steps + step) * features + channel]
            };
            columns.push(column(name, Cells::Singles(pairs.map(value).collect())));
        }
        let at = columns.len() - self.channels.len() - usize::from(self.times.is_some());
        columns.insert(at, column("step", Cells::Whole(steps)));
        Table(columns)
    }
}

impl MadeSeries {
    /// The steps of the series that windows begin in at `starts`, each once: a value is the mean of those that its windows have,
    /// and as it is where they agree.
    fn joined(&self, starts: &[usize], values: &[f32]) -> Table {
        let features = self.shape.features;
        let mut joined: BTreeMap<usize, Vec<&[f32]>> = BTreeMap::new();
        let mut times = BTreeMap::new();
        for (place, (start, length)) in starts.iter().zip(&self.lengths).enumerate() {
            for step in 0..*length {
                let at = (place * self.shape.steps + step) * features;
                let own = joined.entry(start + step).or_default();
                own.push(&values[at..at + features]);
                if let Some(all) = &self.times {
                    times.insert(start + step, all[place][step].clone());
                }
            }
        }
        let value = |all: &Vec<&[f32]>, channel: usize| {
            let first = all[0][channel];
            let are_same = all
                .iter()
                .all(|one| one[channel].to_bits() == first.to_bits());
            let sum: f64 = all.iter().map(|one| f64::from(one[channel])).sum();
            if are_same {
                first
            } else {
                (sum / all.len() as f64) as f32
            }
        };
        let column = |name: &str, cells| Column {
            name: name.into(),
            cells,
        };
        let steps = joined.keys().copied().collect();
        let mut columns = vec![column("step of the series", Cells::Whole(steps))];
        if !times.is_empty() {
            let times = times.into_values().collect();
            columns.push(column("time of the step", Cells::Texts(times)));
        }
        let channels = self.channels.iter().enumerate().map(|(channel, name)| {
            let values = joined.values().map(|all| value(all, channel));
            column(name, Cells::Singles(values.collect()))
        });
        columns.extend(channels);
        Table(columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uses::{Format, Made};

    #[test]
    fn each_sequence_is_written_with_its_own_length() {
        let shape = SequenceShape {
            steps: 3,
            features: 2,
        };
        let gap = f32::NAN;
        #[rustfmt::skip]
        let values = [
            1.0, 2.0, 3.0, 4.0, 5.0, 6.0,
            7.0, gap, gap, gap, gap, gap,
        ];
        let names = ["x", "y"].map(String::from).to_vec();
        let samples = Samples::sequences(shape, names, values, None).unwrap();
        let made = Made::new(samples.shape().clone(), (0..12u8).map(f32::from).collect());
        let table = Table(vec![Column {
            name: "row".into(),
            cells: Cells::Whole(vec![0, 1]),
        }]);
        let text = |made: &Made| {
            let bytes = made.beside(&table).bytes(Format::Csv).unwrap();
            String::from_utf8(bytes).unwrap()
        };
        let all = text(&made);
        assert!(all.starts_with("row,step,channel 1,channel 2\n0,0,0,1\n"));
        assert_eq!(all.lines().count(), 7);
        let made = made.like(&samples, &[0, 1], true);
        assert_eq!(
            text(&made),
            "row,step,x,y\n0,0,0,1\n0,1,2,3\n0,2,4,5\n1,0,6,7\n"
        );
        assert!(made.sample(1)[2].is_nan() && made.sample(1)[1] == 7.0);
        // Windows are their series: what both have of a step is its mean.
        let mut windows = MadeSeries::new(shape, 2);
        windows.starts = Some(vec![4, 6]);
        let values = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 5.0, 8.0, 9.0, 10.0, 11.0];
        let bytes = windows.beside(&table, &values).bytes(Format::Csv).unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "step of the series,channel 1,channel 2\n4,0,1\n5,2,3\n6,5,5\n7,8,9\n8,10,11\n"
        );
        // Of others nothing but the channels is known.
        let others = Made::new(samples.shape().clone(), vec![0.0; 6]).like(&samples, &[], false);
        assert_eq!(text(&others).lines().count(), 4);
    }
}
