//! A cache of curves, brought up to date a few at a time where many variants train.

use std::collections::BTreeMap;

use super::scale::Scale;
use super::series::Curves;
use crate::export::loss::Quantity;
use crate::training::{History, VariantId};

/// More points than this no screen can show of one line.
const MOST: usize = 1_500;
/// So many points all lines of a kind draw together, where each keeps enough to be seen by.
const TOGETHER: usize = 7_500;
const FEWEST: usize = 300;
/// Curves that follow their runs within one frame, beside the selected variant's own.
const AT_ONCE: usize = 2;

/// How many points each of `curves` draws.
pub fn drawn(curves: usize) -> usize {
    (TOGETHER / curves.max(1)).clamp(FEWEST, MOST)
}

/// The curves of each variant.
#[derive(Default)]
pub struct CachedCurves {
    of: BTreeMap<VariantId, CachedCurve>,
    /// Who was brought up to date last.
    turn: VariantId,
}

/// Curves and what they were made from.
struct CachedCurve {
    stamp: HistoryStamp,
    drawing: Drawing,
    curves: Curves,
}

/// A run to be drawn.
pub struct Wanted<'a> {
    pub id: VariantId,
    pub history: &'a History,
    pub drawing: Drawing,
}

/// How a run becomes curves.
#[derive(Clone, Copy, PartialEq)]
pub struct Drawing {
    pub scale: Scale,
    pub quantity: Quantity,
    /// About how many points of each line are kept.
    pub drawn: usize,
}

/// Lengths and entries at the ends of a history: a thinned one can change at one length, and another project's run can
/// be as long.
#[derive(Clone, Copy, PartialEq)]
pub struct HistoryStamp {
    steps: (usize, u64),
    epochs: (usize, u64),
    /// Bits of the first and the last loss.
    losses: [Option<u32>; 2],
    diverged: Option<u64>,
}

impl CachedCurves {
    pub fn curves(&self, id: VariantId) -> Option<&Curves> {
        self.of.get(&id).map(|made| &made.curves)
    }

    /// Brings the curves of all that are `wanted` up to date: those that would be wrong on these axes at once, those
    /// that only lack the newest steps a few at a time, `selected` among them. Whether some are left for later.
    pub fn update(&mut self, wanted: Vec<Wanted<'_>>, selected: VariantId) -> bool {
        self.of
            .retain(|id, _| wanted.iter().any(|wanted| wanted.id == *id));
        let (mut behind, mut now) = (Vec::new(), Vec::new());
        for wanted in wanted {
            match self.of.get(&wanted.id) {
                Some(made) if made.drawing != wanted.drawing => now.push(wanted),
                Some(made) if made.stamp != HistoryStamp::of(wanted.history) => behind.push(wanted),
                Some(_) => {}
                None => now.push(wanted),
            }
        }
        let is_selected = |wanted: &Wanted<'_>| wanted.id == selected;
        let own = behind.iter().position(is_selected);
        now.extend(own.map(|own| behind.swap_remove(own)));
        behind.sort_by_key(|wanted| (wanted.id <= self.turn, wanted.id));
        let left = behind.len() > AT_ONCE;
        behind.truncate(AT_ONCE);
        if let Some(last) = behind.last() {
            self.turn = last.id;
        }
        for wanted in now.into_iter().chain(behind) {
            self.of.insert(wanted.id, wanted.made());
        }
        left
    }
}

impl Wanted<'_> {
    fn made(&self) -> CachedCurve {
        let Drawing {
            scale,
            quantity,
            drawn,
        } = self.drawing;
        CachedCurve {
            stamp: HistoryStamp::of(self.history),
            drawing: self.drawing,
            curves: Curves::new(self.history, &scale, quantity, drawn),
        }
    }
}

impl HistoryStamp {
    pub fn of(history: &History) -> Self {
        let (step, epoch) = (history.steps.last(), history.epochs.last());
        Self {
            steps: (history.steps.len(), step.map_or(0, |step| step.step)),
            epochs: (history.epochs.len(), epoch.map_or(0, |epoch| epoch.step)),
            losses: [history.steps.first(), step].map(|step| step.map(|s| s.loss.to_bits())),
            diverged: history.diverged.as_ref().map(|diverged| diverged.step),
        }
    }

    /// Updates done.
    pub fn newest(self) -> u64 {
        self.steps.1
    }

    /// Whether `later` is the same run after more training.
    pub fn is_continued_by(self, later: Self) -> bool {
        let [first, _] = self.losses;
        first.is_some() && first == later.losses[0] && self.steps.1 <= later.steps.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::loss::RunAxis;
    use crate::project::LossAxis;
    use crate::training::StepRecord;

    const SCALE: Scale = Scale {
        run: RunAxis {
            axis: LossAxis::Step,
            steps_per_epoch: 10.0,
            work: 0.0,
        },
        log: false,
        smoothing: 0.0,
    };

    fn history(steps: u64) -> History {
        let steps = (1..=steps).map(|step| StepRecord {
            step,
            loss: 0.5,
            ..StepRecord::default()
        });
        History {
            steps: steps.collect(),
            epochs: Vec::new(),
            ..History::default()
        }
    }

    /// Whose curves reach the end of `history` after a frame in which all of `ids` want them.
    fn whole(
        cached: &mut CachedCurves,
        ids: std::ops::RangeInclusive<u32>,
        history: &History,
        scale: Scale,
    ) -> (Vec<u32>, bool) {
        let drawing = Drawing {
            scale,
            quantity: Quantity::Loss,
            drawn: 100,
        };
        let wanted = ids.map(|id| Wanted {
            id: VariantId(id),
            history,
            drawing,
        });
        let left = cached.update(wanted.collect(), VariantId(3));
        let whole = |(id, made): (&VariantId, &CachedCurve)| {
            (made.curves.lines[0].raw.len() == history.steps.len()).then_some(id.0)
        };
        (cached.of.iter().filter_map(whole).collect(), left)
    }

    #[test]
    fn all_curves_are_there_at_once_and_follow_in_turns() {
        let mut cached = CachedCurves::default();
        let mut whole = |steps, scale| whole(&mut cached, 1..=6, &history(steps), scale);
        let all = vec![1, 2, 3, 4, 5, 6];
        assert_eq!(whole(1, SCALE), (all.clone(), false));
        // The selected one always, the others where they were left.
        assert_eq!(whole(2, SCALE), (vec![1, 2, 3], true));
        assert_eq!(whole(2, SCALE), (vec![1, 2, 3, 4, 5], true));
        assert_eq!(whole(3, SCALE), (vec![1, 3, 6], true));
        assert_eq!(whole(3, SCALE), (vec![1, 2, 3, 4, 6], true));
        assert_eq!(whole(3, SCALE), (all.clone(), false));
        // Another axis: none may stay as it was.
        let log = Scale { log: true, ..SCALE };
        assert_eq!(whole(4, log), (all, false));
    }

    #[test]
    fn who_is_not_wanted_any_more_is_forgotten() {
        let mut cached = CachedCurves::default();
        assert_eq!(whole(&mut cached, 1..=3, &history(1), SCALE).0, [1, 2, 3]);
        assert_eq!(whole(&mut cached, 2..=2, &history(1), SCALE).0, [2]);
        assert!(cached.curves(VariantId(1)).is_none());
    }

    #[test]
    fn many_curves_share_the_points() {
        assert_eq!(
            [1, 5, 10, 20, 500].map(drawn),
            [1_500, 1_500, 750, 375, 300]
        );
        assert_eq!(drawn(0), 1_500);
    }
}
