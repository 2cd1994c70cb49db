//! Fitting a scaler to the training part.

use super::{ColumnScale, Scaler, Scaling};
use crate::data::{ColumnKind, ImageShape, SampleShape, Samples, SequenceShape, Vocabulary};

impl Scaler {
    /// Fits each channel or column to the samples at `chosen`, which are the training part.
    pub fn fit(scaling: Scaling, samples: &Samples, chosen: &[u32]) -> Self {
        let columns = match samples.shape() {
            // The same whatever the pixels are, which are too many to be looked at for nothing.
            SampleShape::Image(shape) if scaling == Scaling::Unit => return Self::unit(*shape),
            SampleShape::Image(shape) => images(scaling, samples, *shape, chosen),
            SampleShape::Row(columns) if let Some(seen) = samples.seen() => {
                let rows = chosen.iter().flat_map(|&row| seen.row(row as usize));
                let scale = numeric(scaling, rows.map(|(_, value)| value).collect());
                vec![scale; columns.len()]
            }
            SampleShape::Row(columns) => {
                let kinds = columns.list().iter().map(|column| &column.kind);
                kinds
                    .enumerate()
                    .map(|(index, kind)| column(scaling, samples, index, kind, chosen))
                    .collect()
            }
            SampleShape::Sequence(SequenceShape { features, .. }) => {
                let channels = 0..*features;
                let scales = channels.map(|channel| {
                    let of = |&index: &u32| {
                        let row = samples.row(index as usize);
                        let steps = row.iter().skip(channel).step_by(*features);
                        let there = steps.filter(|value| !value.is_nan());
                        there.copied().collect::<Vec<_>>()
                    };
                    numeric(scaling, chosen.iter().flat_map(of).collect())
                });
                scales.collect()
            }
            SampleShape::Text(text) => {
                let mut unknown = vec![0.0; text.vocabulary.len()];
                if let Some(share) = unknown.get_mut(Vocabulary::UNKNOWN) {
                    *share = 1.0;
                }
                vec![ColumnScale::plain(unknown, [0.0, 1.0])]
            }
        };
        Self::new(samples.shape().clone(), columns)
    }

    /// Pixels as byte / 255, whatever the images.
    pub fn unit(shape: ImageShape) -> Self {
        let scale = ColumnScale::plain(vec![0.0], [0.0, 1.0]);
        Self::new(shape.into(), vec![scale; shape.channels])
    }

    /// As projects of format 1 were scaled: over all samples, those set aside for validation too, and all channels of
    /// images alike. Variants that were trained so go on so.
    pub fn fit_format_1(scaling: Scaling, samples: &Samples) -> Self {
        let all: Vec<u32> = (0..samples.len() as u32).collect();
        let Some(shape) = samples.shape().image().filter(|_| scaling != Scaling::Unit) else {
            return Self::fit(scaling, samples, &all);
        };
        let counts = count(samples, &all, 1).concat();
        let scale = of_counts(scaling, &counts);
        Self::new(shape.into(), vec![scale; shape.channels])
    }
}

fn images(
    scaling: Scaling,
    samples: &Samples,
    shape: ImageShape,
    chosen: &[u32],
) -> Vec<ColumnScale> {
    let counts = count(samples, chosen, shape.channels);
    let counts = counts.iter().map(|counts| of_counts(scaling, counts));
    counts.collect()
}

/// How often each byte occurs, one table for every `channels`-th byte.
fn count(samples: &Samples, chosen: &[u32], channels: usize) -> Vec<[u64; 256]> {
    let mut counts = vec![[0u64; 256]; channels];
    for &index in chosen {
        for pixel in samples.image(index as usize).chunks(channels) {
            for (counts, &byte) in counts.iter_mut().zip(pixel) {
                counts[usize::from(byte)] += 1;
            }
        }
    }
    counts
}

/// The scale of bytes that occur so often.
fn of_counts(scaling: Scaling, counts: &[u64]) -> ColumnScale {
    let value = |byte: usize| byte as f64 / 255.0;
    let total: u64 = counts.iter().sum();
    let moment = |f: &dyn Fn(f64) -> f64| {
        let sum: f64 = (0..256).map(|b| counts[b] as f64 * f(value(b))).sum();
        sum / total.max(1) as f64
    };
    let mean = moment(&|v| v);
    // The value below which this share of the bytes lies.
    let quantile = |share: f64| {
        let wanted = (share * total as f64).max(1.0);
        let mut below = 0;
        let byte = (0..256).find(|&byte| {
            below += counts[byte];
            below as f64 >= wanted
        });
        byte.map_or(0.0, value)
    };
    let (least, greatest) = (quantile(0.0), quantile(1.0));
    let (mean_of_map, deviation) = match scaling {
        Scaling::Unit => (0.0, 1.0),
        Scaling::Standardised => (mean, moment(&|v| (v - mean) * (v - mean)).sqrt()),
        Scaling::Centred => (mean, 1.0),
        Scaling::MinMax => (least, greatest - least),
        Scaling::Robust => (quantile(0.5), quantile(0.75) - quantile(0.25)),
    };
    scale(mean_of_map, deviation, mean, [least, greatest])
}

fn column(
    scaling: Scaling,
    samples: &Samples,
    index: usize,
    kind: &ColumnKind,
    chosen: &[u32],
) -> ColumnScale {
    let there = |&sample: &u32| {
        let value = samples.row(sample as usize)[index];
        (!value.is_nan()).then_some(value)
    };
    let values = chosen.iter().filter_map(there);
    match kind {
        ColumnKind::Numeric => numeric(scaling, values.collect()),
        ColumnKind::YesNo { .. } => {
            let (mut yes, mut all) = (0.0, 0.0);
            for value in values {
                yes += f64::from(value);
                all += 1.0;
            }
            let share = if all > 0.0 { yes / all } else { 0.5 };
            ColumnScale::plain(vec![share as f32], [0.0, 1.0])
        }
        ColumnKind::Category { names } => {
            let mut counts = vec![0.0f64; names.len()];
            for value in values {
                if let Some(count) = counts.get_mut(value as usize) {
                    *count += 1.0;
                }
            }
            let all = counts.iter().sum::<f64>().max(1.0);
            let shares = counts.iter().map(|count| (count / all) as f32);
            ColumnScale::plain(shares.collect(), [0.0, 1.0])
        }
    }
}

fn numeric(scaling: Scaling, mut values: Vec<f32>) -> ColumnScale {
    let count = values.len().max(1) as f64;
    let mean = values.iter().map(|&v| f64::from(v)).sum::<f64>() / count;
    values.sort_unstable_by(f32::total_cmp);
    // Linear between the two values beside it, as NumPy's default has it.
    let quantile = |share: f64| {
        let place = share * (values.len().saturating_sub(1)) as f64;
        let at = |index: usize| values.get(index).copied().map_or(0.0, f64::from);
        let (below, part) = (place.floor() as usize, place.fract());
        at(below) + part * (at(below + usize::from(part > 0.0)) - at(below))
    };
    let (least, greatest) = (quantile(0.0), quantile(1.0));
    let (mean_of_map, deviation) = match scaling {
        Scaling::Unit => (0.0, 1.0),
        Scaling::Standardised => {
            let square = |&v: &f32| (f64::from(v) - mean) * (f64::from(v) - mean);
            let variance = values.iter().map(square).sum::<f64>() / count;
            (mean, variance.sqrt())
        }
        Scaling::Centred => (mean, 1.0),
        Scaling::MinMax => (least, greatest - least),
        Scaling::Robust => (quantile(0.5), quantile(0.75) - quantile(0.25)),
    };
    scale(mean_of_map, deviation, mean, [least, greatest])
}

/// The map by `mean` and `deviation`; a column without spread is centred and not divided by zero.
fn scale(mean: f64, deviation: f64, fill: f64, range: [f64; 2]) -> ColumnScale {
    let deviation = if deviation > 0.0 && (deviation as f32) > 0.0 {
        deviation as f32
    } else {
        1.0
    };
    let mut scale = ColumnScale::plain(Vec::new(), [0.0; 2]);
    (scale.mean, scale.deviation) = (mean as f32, deviation);
    scale.fill = vec![scale.rescale(fill as f32)];
    scale.range = range.map(|value| scale.rescale(value as f32));
    scale
}
