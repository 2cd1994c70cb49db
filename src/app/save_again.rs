//! Tries saves again that failed, with growing pauses, while the work goes on in memory.

use std::time::{Duration, Instant};

use super::saves::{Retry, Wish};
use super::{App, News, Offer};

/// A save that failed is tried again after this long, and after twice as long each further time, up to the last.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

impl App {
    /// The project stays in memory, and the save is tried again.
    pub(super) fn not_saved(&mut self, wish: Wish, problem: String) {
        let before = self.saves.retry.as_ref().map(|retry| retry.pause);
        let pause = before.map_or(FIRST_PAUSE, |pause| (2 * pause).min(LONGEST_PAUSE));
        if let Some(background) = &self.background {
            background.after(pause);
        }
        self.tell(|| News::NotSaved {
            problem: problem.clone(),
            again: pause,
        });
        self.forget_failed_save();
        self.fail_with_offer(
            format!("Not saved, {problem}"),
            format!(
                "The work goes on in memory and is saved again in {} s",
                pause.as_secs()
            ),
            Offer::SaveElsewhere,
        );
        self.saves.retry = Some(Retry {
            wish,
            at: Instant::now() + pause,
            pause,
        });
    }

    /// What was said of a save that failed is no longer so.
    pub(super) fn forget_failed_save(&mut self) {
        self.withdraw(|message| message.offers.contains(&Offer::SaveElsewhere));
    }

    /// Tries again what failed, once its pause is over.
    pub(super) fn retry_save(&mut self) {
        let due = self.saves.retry.as_ref();
        let due = due.filter(|retry| {
            let may = !self.saves.is_under_way() && !self.would_lose() && !self.only_looks();
            Instant::now() >= retry.at && may
        });
        if let Some(wish) = due.map(|retry| retry.wish.clone()) {
            self.begin_save(wish);
        }
    }
}
