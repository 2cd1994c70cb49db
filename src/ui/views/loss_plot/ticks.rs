//! The ticks of a logarithmic axis.

use egui_plot::GridMark;

use crate::ui::views::plot::round_step;

/// Marks for values between `10^low` and `10^high`; positions are logarithms. Over more than a decade: the
/// decades, between them 2 and 5, faintly the rest. Over less: steps of 1, 2 or 5 of the values themselves,
/// since one or two marks would not tell much.
pub fn log_marks(low: f64, high: f64) -> Vec<GridMark> {
    if !(low.is_finite() && high.is_finite()) || low >= high || high - low > 300.0 {
        return Vec::new();
    }
    if high - low < 1.2 {
        return even_marks(low, high);
    }
    let mut marks = Vec::new();
    for decade in low.floor() as i32..=high.ceil() as i32 {
        for factor in 1..10 {
            let value = f64::from(decade) + f64::from(factor).log10();
            // The nominal distance to the next mark as strong or stronger.
            let step_size = match factor {
                1 => 1.0,
                2 | 5 => 0.3,
                _ => 0.08,
            };
            if (low..=high).contains(&value) {
                marks.push(GridMark { value, step_size });
            }
        }
    }
    marks
}

fn even_marks(low: f64, high: f64) -> Vec<GridMark> {
    let (from, to) = (10f64.powf(low), 10f64.powf(high));
    let step = round_step((to - from) / 5.0);
    let first = (from / step).ceil() as i64;
    let last = (to / step).floor() as i64;
    (first..=last)
        .filter(|&i| i > 0)
        .map(|i| GridMark {
            value: (i as f64 * step).log10(),
            step_size: (high - low) / 5.0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(low: f64, high: f64) -> Vec<f64> {
        log_marks(low, high)
            .iter()
            .map(|mark| (10f64.powf(mark.value) * 1e6).round() / 1e6)
            .collect()
    }

    #[test]
    fn many_decades_mark_each_and_what_is_between() {
        let marks = log_marks(-2.0, 0.0);
        let strong: Vec<f64> = marks
            .iter()
            .filter(|mark| mark.step_size == 1.0)
            .map(|mark| mark.value)
            .collect();
        assert_eq!(strong, [-2.0, -1.0, 0.0]);
        assert_eq!(marks.len(), 19);
        assert_eq!(values(-1.4, 0.2)[..4], [0.04, 0.05, 0.06, 0.07]);
    }

    #[test]
    fn less_than_a_decade_has_even_steps() {
        assert_eq!(
            values(0.019f64.log10(), 0.031f64.log10()),
            [0.02, 0.025, 0.03]
        );
        assert_eq!(
            values(0.11f64.log10(), 1.01f64.log10()),
            [0.2, 0.4, 0.6, 0.8, 1.0]
        );
    }

    #[test]
    fn senseless_ranges_have_no_marks() {
        assert!(log_marks(1.0, 1.0).is_empty());
        assert!(log_marks(2.0, 1.0).is_empty());
        assert!(log_marks(f64::NEG_INFINITY, 1.0).is_empty());
        assert!(log_marks(-1e300, 1e300).is_empty());
    }
}
