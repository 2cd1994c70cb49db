//! Debounces the number of images asked for: once, after the panel's width has come to rest.

/// Seconds for which the number must stay the same.
pub const REST: f64 = 0.15;

/// Watches the number of images that would fit.
#[derive(Debug, Default)]
pub struct Settle {
    wanted: usize,
    since: f64,
    /// The number last asked for, and what was in force at that time.
    asked: Option<(usize, usize)>,
}

impl Settle {
    /// `fits` images fit at `now` (seconds), `current` are in force; `dragging` says that a divider or the window
    /// may be in somebody's hand. Gives the number to ask for when it is time to, and never asks twice when
    /// nothing changed.
    pub fn poll(&mut self, now: f64, dragging: bool, fits: usize, current: usize) -> Option<usize> {
        if fits != self.wanted || dragging {
            self.wanted = fits;
            self.since = now;
        }
        if !self.waiting(current) || now - self.since < REST {
            return None;
        }
        self.asked = Some((fits, current));
        Some(fits)
    }

    /// Whether there is something to ask for once the width has come to rest.
    pub fn waiting(&self, current: usize) -> bool {
        self.wanted != current && self.asked != Some((self.wanted, current))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asks_once_after_rest() {
        let mut settle = Settle::default();
        assert_eq!(settle.poll(0.0, false, 9, 12), None);
        assert_eq!(settle.poll(0.1, false, 9, 12), None);
        assert_eq!(settle.poll(0.2, false, 9, 12), Some(9));
        assert_eq!(settle.poll(0.3, false, 9, 12), None);
        assert_eq!(settle.poll(9.0, false, 9, 9), None);
    }

    #[test]
    fn a_width_in_motion_asks_nothing() {
        let mut settle = Settle::default();
        for step in 0..100 {
            let now = f64::from(step) * 0.1;
            assert_eq!(settle.poll(now, false, 5 + step as usize % 2, 12), None);
        }
        for step in 0..100 {
            let now = 10.0 + f64::from(step) * 0.1;
            assert_eq!(settle.poll(now, true, 7, 12), None);
        }
        assert_eq!(settle.poll(20.1, false, 7, 12), Some(7));
    }

    #[test]
    fn asks_again_when_another_project_brings_another_number() {
        let mut settle = Settle::default();
        settle.poll(0.0, false, 9, 12);
        assert_eq!(settle.poll(1.0, false, 9, 12), Some(9));
        assert_eq!(settle.poll(2.0, false, 9, 9), None);
        assert_eq!(settle.poll(3.0, false, 9, 20), Some(9));
    }
}
