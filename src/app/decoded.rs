//! Codes that panels ask to have decoded, and what came of them.

use std::time::{Duration, Instant};

use super::App;
use super::runs::Runs;
use crate::training::{Asker, Decoded, PerAsker, VariantId};

/// An answer to a question about a code comes within a batch of training, or not at all.
const PATIENCE: Duration = Duration::from_secs(2);

/// What was decoded, and what is still to come.
#[derive(Debug, Default)]
pub struct DecodedCodes {
    /// What came last for each asker.
    pub latest: PerAsker<Option<Decoded>>,
    /// Codes that wait to be decoded, and since when.
    asked: PerAsker<Option<(Instant, Vec<f32>)>>,
}

impl DecodedCodes {
    /// Takes in what the worker decoded since, under the names of its runs.
    pub(super) fn take(&mut self, runs: &Runs) {
        let Some(views) = runs.link.views() else {
            return;
        };
        for asker in Asker::ALL {
            let Some(mut decoded) = views.decoded.of(asker).take() else {
                continue;
            };
            let asked = self.asked.of_mut(asker);
            asked.take_if(|(_, wanted)| *wanted == decoded.code);
            if let Some(id) = runs.link.variant_of(decoded.variant) {
                decoded.variant = id;
                *self.latest.of_mut(asker) = Some(decoded);
            }
        }
    }

    /// The weights of `variant` that decoded are gone.
    pub(super) fn forget(&mut self, variant: VariantId) {
        for asker in Asker::ALL {
            let decoded = self.latest.of_mut(asker);
            decoded.take_if(|decoded| decoded.variant == variant);
        }
    }

    /// All that was decoded is gone.
    pub(super) fn forget_all(&mut self) {
        self.latest = PerAsker::default();
    }
}

impl App {
    pub(super) fn decode(&mut self, asker: Asker, code: Vec<f32>) {
        let id = self.selected().id;
        if self.runs.link.decode(id, asker, code.clone()) {
            *self.decoded.asked.of_mut(asker) = Some((Instant::now(), code));
        }
    }

    /// Whether somebody waits for a code to be decoded: its output is to be shown as soon as it comes. What has not come
    /// for long will not come: a run can end with a question open.
    pub fn awaits_decoded(&self) -> bool {
        let waits = |asker| {
            let asked: &Option<(Instant, Vec<f32>)> = self.decoded.asked.of(asker);
            asked
                .as_ref()
                .is_some_and(|(at, _)| at.elapsed() < PATIENCE)
        };
        Asker::ALL.into_iter().any(waits)
    }
}
