//! When to end training early.
//!
//! Best weights are put back only when training stops early. A run that ends because its epochs are done
//! keeps its last weights, so that raising the epochs goes on exactly as if they had been higher from the start.
//!
//! Of a run with phases only the last is watched, and its best epoch is one of its own: phases before it run for as long
//! as they are told, as the watched loss says little about a network of which only a part has been trained.

use super::{Best, EarlyStopping};

impl EarlyStopping {
    /// Whether `loss` improves on the best one so far.
    pub(super) fn improves(&self, loss: f64, best: Option<&Best>) -> bool {
        best.is_none_or(|best| loss < best.loss - self.min_delta)
    }

    /// Whether patience is at its end after `epoch` epochs.
    pub(super) fn exhausted(&self, epoch: u32, best: Option<&Best>) -> bool {
        // A patience of 0 would stop at the best epoch itself.
        best.is_some_and(|best| epoch.saturating_sub(best.epoch) >= self.patience.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_counts_epochs_since_the_best() {
        let best = Best {
            epoch: 3,
            loss: 0.5,
            state: Default::default(),
        };
        let rule = EarlyStopping {
            patience: 2,
            min_delta: 0.1,
        };
        assert!(rule.improves(9.0, None));
        assert!(!rule.improves(0.45, Some(&best)));
        assert!(rule.improves(0.39, Some(&best)));
        assert!(!rule.improves(f64::NAN, Some(&best)));
        assert!(!rule.exhausted(4, Some(&best)));
        assert!(rule.exhausted(5, Some(&best)));
        assert!(!rule.exhausted(99, None));
        let impatient = EarlyStopping {
            patience: 0,
            ..rule
        };
        assert!(!impatient.exhausted(3, Some(&best)));
        assert!(impatient.exhausted(4, Some(&best)));
    }
}
