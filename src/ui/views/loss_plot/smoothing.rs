//! Operations on one curve: moving average, thinning, reading values.

use egui_plot::PlotPoint;

/// Smallest and largest.
pub fn range(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |range, value| match range {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

/// Parts of the run over which `Scale::smoothing` is the weight of the past. Counting by place instead of by
/// record makes a curve look the same however much its history was thinned.
const PARTS: f64 = 200.0;
/// The average reaches back at most about this part of the run so far, so that it follows the steep fall at the start.
const REACH: f64 = 0.2;

/// Exponential moving average with weight `weight_of_before` on what was one part of the run ago, divided by the
/// weights so far so that the start is not pulled towards zero. Values that are not numbers are left out.
pub fn smoothed(values: &[(f64, f64)], weight_of_before: f64) -> Vec<(f64, f64)> {
    let values = || {
        values
            .iter()
            .filter(|(x, y)| x.is_finite() && y.is_finite())
    };
    let Some((first, last)) = range(values().map(|(x, _)| *x)) else {
        return Vec::new();
    };
    let part = (last - first) / PARTS;
    // How far back the weight has fallen to 1/e.
    let reach = -part / weight_of_before.clamp(1e-6, 0.9999).ln();
    let (mut sum, mut weight, mut before) = (0.0, 0.0, first);
    values()
        .map(|&(x, value)| {
            let reach = reach.min(REACH * (x - first));
            let decay = if reach > 0.0 {
                (-(x - before).max(0.0) / reach).exp()
            } else {
                1.0
            };
            before = x;
            // The share of the new value for the time it stands for; the first stands for a moment.
            let share = (1.0 - decay).max(1e-6);
            sum = decay * sum + share * value;
            weight = decay * weight + share;
            (x, sum / weight)
        })
        .collect()
}

/// At most about `most` points that look the same: the lowest and highest of each run of neighbours.
pub fn thinned(points: Vec<PlotPoint>, most: usize) -> Vec<PlotPoint> {
    if points.len() <= most.max(4) {
        return points;
    }
    let run = (2 * points.len()).div_ceil(most.max(4));
    let mut kept = Vec::with_capacity(most + 2);
    for run in points.chunks(run) {
        let by_height = |a: &&PlotPoint, b: &&PlotPoint| a.y.total_cmp(&b.y);
        let (Some(low), Some(high)) = (run.iter().min_by(by_height), run.iter().max_by(by_height))
        else {
            continue;
        };
        let (first, second) = if low.x <= high.x {
            (low, high)
        } else {
            (high, low)
        };
        kept.push(*first);
        if second.x > first.x {
            kept.push(*second);
        }
    }
    // The newest value is the one that is read most.
    if let Some(last) = points.last()
        && kept.last() != Some(last)
    {
        kept.push(*last);
    }
    kept
}

/// The point of `points` (by rising x) nearest to `x`; `None` where the curve is not.
pub fn nearest(points: &[PlotPoint], x: f64) -> Option<PlotPoint> {
    let (first, last) = (points.first()?, points.last()?);
    // A little beyond the ends still reads the end.
    let slack = (last.x - first.x) * 0.02;
    if !(first.x - slack..=last.x + slack).contains(&x) {
        return None;
    }
    let after = points.partition_point(|point| point.x < x);
    let before = after.saturating_sub(1);
    let after = after.min(points.len() - 1);
    let nearer = if x - points[before].x <= points[after].x - x {
        before
    } else {
        after
    };
    Some(points[nearer])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(points: &[(f64, f64)]) -> Vec<PlotPoint> {
        points.iter().map(|&(x, y)| PlotPoint { x, y }).collect()
    }

    #[test]
    fn the_average_is_corrected_for_its_start() {
        // One part of the run lies between neighbours, so the weights of the past are halves.
        let values: Vec<(f64, f64)> = (0..=200)
            .map(|x| (f64::from(x), if x == 0 { 4.0 } else { 8.0 }))
            .collect();
        let smooth = smoothed(&values, 0.5);
        assert_eq!(smooth[0], (0.0, 4.0));
        // (1/2 * 1e-6 * 4 + 1/2 * 8) / (1/2 * 1e-6 + 1/2): the first value stands for a moment only.
        assert!((smooth[1].1 - 8.0).abs() < 1e-5);
        let steps: Vec<(f64, f64)> = (0..=200)
            .map(|x| (f64::from(x), if x < 100 { 4.0 } else { 8.0 }))
            .collect();
        let smooth = smoothed(&steps, 0.5);
        assert!((smooth[99].1 - 4.0).abs() < 1e-9);
        assert!((smooth[100].1 - 6.0).abs() < 1e-9);
        assert!((smooth[101].1 - 7.0).abs() < 1e-9);
    }

    #[test]
    fn thinning_the_record_does_not_change_the_smoothing() {
        let every = |step: usize| -> Vec<(f64, f64)> {
            let xs = (0..=2_000).step_by(step).map(f64::from);
            xs.map(|x| (x, 1.0 + x / 2_000.0)).collect()
        };
        let (all, tenth) = (smoothed(&every(1), 0.9), smoothed(&every(10), 0.9));
        assert!((all[2_000].1 - tenth[200].1).abs() < 5e-3);
    }

    #[test]
    fn one_record_is_its_own_average() {
        assert_eq!(smoothed(&[(1.0, 0.25)], 0.9), [(1.0, 0.25)]);
        assert_eq!(smoothed(&[], 0.9), []);
    }

    #[test]
    fn thinning_keeps_peaks_and_the_newest() {
        let mut many: Vec<PlotPoint> = (0..10_000)
            .map(|x| PlotPoint {
                x: f64::from(x),
                y: 1.0,
            })
            .collect();
        many[5_000].y = 9.0;
        many[5_001].y = -9.0;
        let few = thinned(many.clone(), 100);
        assert!(few.len() <= 102, "{}", few.len());
        assert!(few.contains(&many[5_000]) && few.contains(&many[5_001]));
        assert_eq!(few.last(), many.last());
        assert!(few.windows(2).all(|pair| pair[0].x < pair[1].x));
        assert_eq!(thinned(many[..50].to_vec(), 100), many[..50]);
    }

    #[test]
    fn readings_take_the_nearest_point_within_the_curve() {
        let curve = points(&[(0.0, 5.0), (10.0, 6.0), (20.0, 7.0)]);
        assert_eq!(nearest(&curve, 4.9).map(|point| point.y), Some(5.0));
        assert_eq!(nearest(&curve, 5.1).map(|point| point.y), Some(6.0));
        assert_eq!(nearest(&curve, 20.3).map(|point| point.y), Some(7.0));
        assert_eq!(nearest(&curve, -0.3).map(|point| point.y), Some(5.0));
        assert_eq!(nearest(&curve, 25.0), None);
        assert_eq!(nearest(&[], 1.0), None);
    }
}
