//! Measures training speed, and paces the views.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Images per second are taken over about this long.
const WINDOW: Duration = Duration::from_secs(1);
/// Views are never refreshed more often than this while training.
const SHORTEST: Duration = Duration::from_millis(250);

/// Images per second of wall time over the last second.
#[derive(Default)]
pub(super) struct Meter {
    /// When each batch of the window ended, and its images.
    batches: VecDeque<(Instant, usize)>,
    /// When the window's first batch began.
    since: Option<Instant>,
}

impl Meter {
    /// Forgets what was measured: training was interrupted.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    pub(super) fn record(&mut self, began: Instant, ended: Instant, images: usize) {
        self.since.get_or_insert(began);
        self.batches.push_back((ended, images));
        while let Some(&(oldest, _)) = self.batches.front()
            && self.batches.len() > 1
            && ended.duration_since(oldest) > WINDOW
        {
            self.batches.pop_front();
            self.since = Some(oldest);
        }
    }

    /// 0 before the first batch.
    pub(super) fn images_per_second(&self) -> f64 {
        let (Some(since), Some(&(last, _))) = (self.since, self.batches.back()) else {
            return 0.0;
        };
        let seconds = last.duration_since(since).as_secs_f64();
        let images: usize = self.batches.iter().map(|&(_, images)| images).sum();
        if seconds > 0.0 {
            images as f64 / seconds
        } else {
            0.0
        }
    }
}

/// When one view of one run is to be made again.
pub(super) struct Refresh {
    /// The weights or the request changed since the view was made.
    stale: bool,
    /// Wanted at once, not only when its time has come.
    wanted: bool,
    due: Option<Instant>,
}

impl Default for Refresh {
    fn default() -> Self {
        Self {
            stale: true,
            wanted: true,
            due: None,
        }
    }
}

impl Refresh {
    pub(super) fn outdate(&mut self) {
        self.stale = true;
    }

    pub(super) fn want(&mut self) {
        self.wanted = true;
    }

    pub(super) fn is_due(&self, training: bool, now: Instant) -> bool {
        let in_time = training && self.due.is_none_or(|due| now >= due);
        self.stale && (self.wanted || in_time)
    }

    /// It was made, and took `cost`; the pause after it is `thrift` times as long.
    pub(super) fn done(&mut self, now: Instant, cost: Duration, thrift: u32) {
        self.stale = false;
        self.wanted = false;
        self.due = Some(
            now + cost
                .saturating_mul(thrift)
                .clamp(SHORTEST, Duration::from_hours(1)),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speed_is_that_of_the_last_second() {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        let mut meter = Meter::default();
        assert_eq!(meter.images_per_second(), 0.0);
        meter.record(at(0), at(500), 100);
        assert_eq!(meter.images_per_second(), 200.0);
        for half in 1..10 {
            meter.record(at(half * 500), at(half * 500 + 500), 50);
        }
        assert_eq!(meter.images_per_second(), 100.0);
        meter.reset();
        assert_eq!(meter.images_per_second(), 0.0);
    }

    #[test]
    fn a_refresh_waits_many_times_its_cost_unless_it_is_wanted() {
        let now = Instant::now();
        let mut view = Refresh::default();
        assert!(view.is_due(false, now));
        view.done(now, Duration::from_millis(100), 60);
        view.want();
        assert!(!view.is_due(true, now), "nothing changed since");
        view.done(now, Duration::from_millis(100), 60);
        view.outdate();
        assert!(!view.is_due(true, now + Duration::from_millis(5_999)));
        assert!(view.is_due(true, now + Duration::from_secs(6)));
        assert!(!view.is_due(false, now + Duration::from_secs(6)));
        view.want();
        assert!(view.is_due(false, now));
        view.done(now, Duration::ZERO, 1);
        view.outdate();
        assert!(!view.is_due(true, now + Duration::from_millis(249)));
        assert!(view.is_due(true, now + Duration::from_millis(250)));
    }
}
