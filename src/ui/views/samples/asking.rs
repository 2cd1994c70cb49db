//! Decides when to ask for samples: at once when a person wants others, now and then while the weights train.

use crate::training::{LatentView, VariantId};
use crate::ui::tiles::Same;

/// Seconds between requests while the weights train.
const PACE: f64 = 1.0;
/// Seconds between requests while a person resizes the panel.
const HASTE: f64 = 0.1;

/// Everything the samples depend on besides the weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    pub variant: VariantId,
    pub manifold: bool,
    pub seed: u64,
    pub columns: usize,
    pub rows: usize,
    /// Updates done by the weights on screen, where those are of the past: they are looked at, not waited for.
    pub past: Option<u64>,
}

/// The last request.
#[derive(Debug)]
struct Asked {
    wish: Wish,
    /// The view whose weights were asked. Its step would not do: weights of another model begin at 0 too.
    view: Same<LatentView>,
    at: f64,
}

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Next {
    Nothing,
    Ask,
    /// Look again after so many seconds.
    Wait(f64),
}

/// Keeps requests apart.
#[derive(Debug, Default)]
pub struct Asking {
    asked: Option<Asked>,
}

impl Asking {
    /// What to do at `now` (seconds) to have `wish` from the weights of `view`.
    pub fn next(&self, wish: Wish, view: &Same<LatentView>, now: f64) -> Next {
        let Some(asked) = &self.asked else {
            return Next::Ask;
        };
        let pace = if asked.wish != wish {
            HASTE
        } else if asked.view != *view {
            PACE
        } else {
            return Next::Nothing;
        };
        let since = now - asked.at;
        // A clock that went backwards must not hold anything up.
        if (0.0..pace).contains(&since) {
            Next::Wait(pace - since)
        } else {
            Next::Ask
        }
    }

    pub fn asked(&mut self, wish: Wish, view: Same<LatentView>, now: f64) {
        self.asked = Some(Asked {
            wish,
            view,
            at: now,
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const WISH: Wish = Wish {
        variant: VariantId(1),
        manifold: false,
        seed: 0,
        columns: 10,
        rows: 4,
        past: None,
    };

    #[test]
    fn weights_in_training_are_asked_now_and_then() {
        let views = [Arc::new(LatentView::default()), Arc::default()];
        let [before, after] = [0, 1].map(|i: usize| Same::of(&views[i]));
        let mut asking = Asking::default();
        assert_eq!(asking.next(WISH, &before, 5.0), Next::Ask);
        asking.asked(WISH, before.clone(), 5.0);
        assert_eq!(asking.next(WISH, &before, 9.0), Next::Nothing);
        assert_eq!(asking.next(WISH, &after, 5.25), Next::Wait(0.75));
        assert_eq!(asking.next(WISH, &after, 6.0), Next::Ask);
    }

    #[test]
    fn other_samples_are_asked_almost_at_once() {
        let view = Arc::new(LatentView::default());
        let view = Same::of(&view);
        let mut asking = Asking::default();
        asking.asked(WISH, view.clone(), 5.0);
        let other = Wish { seed: 1, ..WISH };
        assert!(matches!(asking.next(other, &view, 5.05), Next::Wait(_)));
        assert_eq!(asking.next(other, &view, 5.2), Next::Ask);
        assert_eq!(asking.next(other, &view, 0.0), Next::Ask);
    }
}
