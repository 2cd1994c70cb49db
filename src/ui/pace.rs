//! Paces repaints. Training has news all the time; showing it must not cost the CPU that trains.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// About 30 frames a second.
const SHORTEST: Duration = Duration::from_millis(33);
const LONGEST: Duration = Duration::from_millis(300);
/// The pause is this many times what a frame costs.
const THRIFT: u64 = 3;
/// A frame that comes this much after its time was held up by the one before.
const LATE: Duration = Duration::from_millis(5);
const NEVER: u64 = u64::MAX;

/// Knows what frames cost by how late the next one comes: where the processor paints, most of the cost lies in
/// showing the frame, which nothing else measures. Times are microseconds since `began`.
pub struct Pace {
    began: Instant,
    /// When the earliest news asked to be shown.
    due: AtomicU64,
    /// When the last frame began.
    frame: AtomicU64,
    cost: AtomicU64,
    /// A person waits for news.
    eager: AtomicBool,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            began: Instant::now(),
            due: AtomicU64::new(NEVER),
            frame: AtomicU64::new(0),
            cost: AtomicU64::new(0),
            eager: AtomicBool::new(false),
        }
    }
}

impl Pace {
    /// There is news: how long to wait before the frame that shows it.
    pub fn news(&self) -> Duration {
        self.news_at(self.now())
    }

    /// Whether a person waits for something that will come as news, so that news are drawn at once.
    pub fn expect(&self, eager: bool) {
        self.eager.store(eager, Ordering::Relaxed);
    }

    /// A frame begins.
    pub fn frame(&self) {
        self.frame_at(self.now());
    }

    fn now(&self) -> u64 {
        micros(self.began.elapsed())
    }

    fn news_at(&self, now: u64) -> Duration {
        if self.eager.load(Ordering::Relaxed) {
            return Duration::ZERO;
        }
        let cost = self.cost.load(Ordering::Relaxed);
        let pause = Duration::from_micros(cost.saturating_mul(THRIFT)).clamp(SHORTEST, LONGEST);
        self.due.fetch_min(now + micros(pause), Ordering::Relaxed);
        pause
    }

    fn frame_at(&self, now: u64) {
        let due = self.due.swap(NEVER, Ordering::Relaxed);
        let before = self.frame.swap(now, Ordering::Relaxed);
        let cost = if due < NEVER && now > due + micros(LATE) {
            now.saturating_sub(before)
        } else {
            // In time: perhaps frames have become cheaper.
            self.cost.load(Ordering::Relaxed) / 32 * 31
        };
        self.cost.store(cost, Ordering::Relaxed);
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(NEVER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cheap_frames_come_thirty_times_a_second() {
        let pace = Pace::default();
        for frame in 0..100 {
            let now = frame * 35_000;
            pace.frame_at(now);
            assert_eq!(pace.news_at(now + 1_000), Duration::from_millis(33));
        }
    }

    #[test]
    fn a_frame_held_up_by_the_one_before_makes_the_next_ones_rarer() {
        let pace = Pace::default();
        pace.frame_at(1_000_000);
        // The news wants a frame at 1.043 s, but showing the last one takes until 1.080 s.
        assert_eq!(pace.news_at(1_010_000), Duration::from_millis(33));
        pace.frame_at(1_080_000);
        assert_eq!(pace.news_at(1_090_000), Duration::from_millis(240));
        // As frames come in time again, the pause shrinks.
        let mut now = 1_090_000 + 240_000;
        for _ in 0..200 {
            pace.frame_at(now);
            now += 1_000;
            now += micros(pace.news_at(now));
        }
        pace.frame_at(now);
        assert_eq!(pace.news_at(now), Duration::from_millis(33));
    }

    #[test]
    fn what_a_person_waits_for_is_drawn_at_once() {
        let pace = Pace::default();
        pace.frame_at(1_000_000);
        pace.news_at(1_010_000);
        pace.frame_at(1_080_000);
        assert_eq!(pace.news_at(1_090_000), Duration::from_millis(240));
        pace.expect(true);
        assert_eq!(pace.news_at(1_091_000), Duration::ZERO);
        pace.expect(false);
        assert_eq!(pace.news_at(1_092_000), Duration::from_millis(240));
    }

    #[test]
    fn frames_without_news_tell_nothing() {
        let pace = Pace::default();
        pace.frame_at(1_000);
        pace.frame_at(9_000_000);
        assert_eq!(pace.news_at(9_001_000), Duration::from_millis(33));
    }
}
