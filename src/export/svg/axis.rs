//! An axis of a plot: from values to positions, and its ticks at round values.

use crate::export::digits::{counted, trimmed};

/// From here on values of an axis have units of thousands: "2 G".
const COUNTED: f64 = 1e6;

/// Twice as many ticks are asked for at most so many times.
const DOUBLINGS: u32 = 4;

/// One direction of a plot.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    pub low: f64,
    pub high: f64,
    /// Logarithmic; `low` is positive then.
    pub log: bool,
    pub name: String,
}

impl Axis {
    /// From the lowest to the highest of `values`, with `room` at both ends as a part of the extent. Logarithmic where
    /// `log` is asked for and all values are positive. `None` without a finite value.
    pub fn around(
        values: impl Iterator<Item = f64> + Clone,
        log: bool,
        room: f64,
        name: &str,
    ) -> Option<Self> {
        let values = values.filter(|value| value.is_finite());
        let low = values.clone().reduce(f64::min)?;
        let high = values.reduce(f64::max)?;
        let log = log && low > 0.0;
        let (from, to) = if log {
            (low.log10(), high.log10())
        } else {
            (low, high)
        };
        let more = if to > from {
            (to - from) * room
        } else {
            // Where all values are the same there must still be an axis.
            to.abs().max(1.0) * 0.05
        };
        let (from, to) = (from - more, to + more);
        Some(Self {
            low: if log { 10f64.powf(from) } else { from },
            high: if log { 10f64.powf(to) } else { to },
            log,
            name: name.into(),
        })
    }

    /// Begins at zero.
    pub fn starting_at_zero(mut self) -> Self {
        if !self.log {
            self.low = 0.0;
            self.high = self.high.max(f64::MIN_POSITIVE);
        }
        self
    }

    /// 0 at the low end, 1 at the high one; `None` for what has no place.
    pub fn place(&self, value: f64) -> Option<f64> {
        let at = |value: f64| if self.log { value.log10() } else { value };
        let place = (at(value) - at(self.low)) / (at(self.high) - at(self.low));
        place.is_finite().then_some(place)
    }

    /// Round values inside, about `count` of them but never fewer than two, as text too.
    pub fn ticks(&self, count: usize) -> Vec<(f64, String)> {
        let round = |count| match self.log && self.high / self.low > 8.0 {
            true => self.decades(count),
            false => self.even(count),
        };
        // One tick alone says nothing of the scale, however short the axis is.
        let counts = (0..DOUBLINGS).map(|more| count.max(1) << more);
        let values = counts.map(round).find(|values| values.len() > 1);
        values
            .unwrap_or_else(|| round(count))
            .into_iter()
            .map(|value| (value, self.tick(value)))
            .collect()
    }

    fn tick(&self, value: f64) -> String {
        match value {
            // Multiply-adds: no other axis goes so far.
            _ if self.high >= COUNTED => counted(value),
            _ => trimmed(value, 4),
        }
    }

    fn even(&self, count: usize) -> Vec<f64> {
        let step = round_step((self.high - self.low) / count.max(1) as f64);
        let (first, last) = ((self.low / step).ceil(), (self.high / step).floor());
        if !(first.is_finite() && last.is_finite()) || last - first > 100.0 {
            return Vec::new();
        }
        (first as i64..=last as i64)
            .map(|place| place as f64 * step)
            .collect()
    }

    /// Powers of ten; between them 2 and 5 where there is room.
    fn decades(&self, count: usize) -> Vec<f64> {
        let (low, high) = (self.low.log10(), self.high.log10());
        if high - low > 300.0 {
            return Vec::new();
        }
        let between: &[f64] = if high - low > count as f64 / 2.0 {
            &[1.0]
        } else {
            &[1.0, 2.0, 5.0]
        };
        (low.floor() as i32..=high.ceil() as i32)
            .flat_map(|decade| {
                between
                    .iter()
                    .map(move |factor| factor * 10f64.powi(decade))
            })
            .filter(|value| (self.low..=self.high).contains(value))
            .collect()
    }
}

/// The smallest of 1, 2, 5 times a power of ten that is at least `step`.
pub fn round_step(step: f64) -> f64 {
    let power = 10f64.powf(step.log10().floor());
    let factors = [1.0, 2.0, 5.0].into_iter();
    let mut enough = factors.filter(|factor| factor * power >= step * (1.0 - 1e-9));
    enough.next().unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(axis: &Axis, count: usize) -> Vec<String> {
        axis.ticks(count).into_iter().map(|tick| tick.1).collect()
    }

    #[test]
    fn ticks_are_round_values() {
        let axis = Axis::around([0.0, 10.0].into_iter(), false, 0.0, "epoch").unwrap();
        assert_eq!(texts(&axis, 5), ["0", "2", "4", "6", "8", "10"]);
        assert_eq!(axis.place(2.5), Some(0.25));
        let axis = Axis::around([0.005, 0.9].into_iter(), true, 0.0, "loss").unwrap();
        assert_eq!(
            texts(&axis, 6),
            ["0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5"]
        );
        assert_eq!(axis.place(-1.0), None);
    }

    #[test]
    fn short_axes_have_two_ticks() {
        for (low, high, log) in [
            (0.0, 0.7, false),
            (3.2, 4.9, false),
            (0.61, 0.69, true),
            (2.0, 40.0, true),
            (-0.3, 0.9, false),
        ] {
            let axis = Axis::around([low, high].into_iter(), log, 0.0, "").unwrap();
            for count in [0, 1, 2, 3] {
                let found = texts(&axis, count);
                assert!((2..8).contains(&found.len()), "{low} {high}: {found:?}");
            }
        }
    }

    #[test]
    fn axes_without_extent_or_logarithm_are_axes() {
        let same = Axis::around([3.0, 3.0].into_iter(), false, 0.1, "").unwrap();
        assert!(same.low < 3.0 && 3.0 < same.high);
        let zero = Axis::around([0.0, 1.0].into_iter(), true, 0.0, "").unwrap();
        assert!(!zero.log);
        assert_eq!(Axis::around([f64::NAN].into_iter(), false, 0.0, ""), None);
        let huge = Axis::around([-1e300, 1e300].into_iter(), false, 0.0, "").unwrap();
        assert!(huge.ticks(5).len() <= 11);
    }
}
