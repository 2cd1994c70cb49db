//! A curve in one line of text.

const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The curve of `values` in at most `width` characters, lowest to highest. More values than that are averaged in
/// runs; what is not finite is left out. The height is logarithmic when all values are above 0, since losses fall
/// by factors.
pub fn sparkline(values: &[f64], width: usize) -> String {
    let values: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    let columns = width.min(values.len());
    let means = (0..columns).map(|column| {
        let run = &values[column * values.len() / columns..(column + 1) * values.len() / columns];
        run.iter().sum::<f64>() / run.len() as f64
    });
    let logarithmic = values.iter().all(|&value| value > 0.0);
    let heights: Vec<f64> = means
        .map(|mean| if logarithmic { mean.ln() } else { mean })
        .collect();
    let low = heights.iter().copied().fold(f64::INFINITY, f64::min);
    let high = heights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let block = |height: f64| {
        let part = if high > low {
            (height - low) / (high - low)
        } else {
            0.0
        };
        BLOCKS[(part * 7.0).round() as usize]
    };
    heights.into_iter().map(block).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ratios_are_equal_steps() {
        let halves: Vec<f64> = (0..8).map(|i| 0.5f64.powi(i)).collect();
        assert_eq!(sparkline(&halves, 20), "█▇▆▅▄▃▂▁");
    }

    #[test]
    fn values_of_0_or_less_make_it_linear() {
        assert_eq!(sparkline(&[0.0, 1.0, 2.0, 7.0], 20), "▁▂▃█");
        assert_eq!(sparkline(&[-7.0, 0.0], 20), "▁█");
    }

    #[test]
    fn many_values_are_averaged_in_runs() {
        assert_eq!(sparkline(&[0.0, 2.0, 7.0, 9.0, 1.0, 1.0], 3), "▁█▁");
        assert_eq!(sparkline(&[0.0, 1.0, 2.0], 2).chars().count(), 2);
    }

    #[test]
    fn a_level_curve_is_low_and_nothing_is_nothing() {
        assert_eq!(sparkline(&[3.0, 3.0, 3.0], 20), "▁▁▁");
        assert_eq!(sparkline(&[], 20), "");
        assert_eq!(sparkline(&[1.0], 0), "");
    }

    #[test]
    fn what_is_not_finite_is_left_out() {
        assert_eq!(sparkline(&[f64::NAN, 2.0, f64::INFINITY, 1.0], 9), "█▁");
    }
}
