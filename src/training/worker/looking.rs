//! Makes the views of runs: only when someone looks, often enough to be live, seldom enough not to slow training. One
//! path for the present weights and for those of a checkpoint.

use std::sync::Arc;
use std::time::Instant;

use super::engine::Engine;
use super::entry::{Entry, Goal};
use super::passes::{Begun, Subject};
use crate::training::{
    Asker, Checkpoint, Decoded, Observation, ObservationId, ObservationRequest, Observed, RunError,
    VariantId,
};

impl Engine {
    pub(super) fn show(&mut self, request: ObservationRequest) {
        let (id, _) = request.kind();
        let changed = self.requests[id] != request;
        self.requests[id] = request;
        for entry in self.runs.values_mut() {
            if changed {
                entry.refreshes[id].outdate();
            }
            entry.refreshes[id].want();
        }
    }

    pub(super) fn watch(&mut self, variant: VariantId, views: bool) {
        if let Some(entry) = self.runs.get_mut(&variant) {
            entry.run.keep_codes(views);
        }
        if !views {
            self.watched.remove(&variant);
            return;
        }
        self.watched.insert(variant);
        if let Some(entry) = self.runs.get_mut(&variant) {
            entry.want_views();
        }
    }

    /// The view that is due next.
    pub(super) fn next_refresh(&self) -> Option<(VariantId, ObservationId)> {
        let now = Instant::now();
        let is_due = |entry: &Entry, id: ObservationId| {
            if let Some(checkpoint) = self.looked_at(entry) {
                return entry.viewer.lacks(&checkpoint, self.requests[id]);
            }
            if entry.run.is_within_a_step() {
                // At its end some of it is there already.
                return false;
            }
            entry.refreshes[id].is_due(entry.goal != Goal::Rest, now)
        };
        let due = |id: ObservationId| {
            let under_way = self.passes.variant(id);
            let mut all = self
                .watched_entries()
                .filter(|(_, entry)| is_due(entry, id))
                .map(|(variant, _)| variant);
            // What is begun is gone on with, also when others have become due since.
            let first = all.next()?;
            let begun = all.find(|&variant| under_way == Some(variant));
            Some((begun.unwrap_or(first), id))
        };
        ObservationId::ALL.into_iter().find_map(due)
    }

    fn watched_entries(&self) -> impl Iterator<Item = (VariantId, &Entry)> {
        self.watched
            .iter()
            .filter_map(|variant| Some((*variant, self.runs.get(variant)?)))
    }

    /// Does a part of the next view that is due. `false` while a view waits for its next part, for which the weights
    /// have to stay what they are.
    pub(super) fn refresh_next(&mut self) -> bool {
        let Some((variant, id)) = self.next_refresh() else {
            self.passes.clear();
            return true;
        };
        self.at_work = Some(variant);
        if !self.passes.any() {
            // It may take a moment.
            self.event_sender.flush();
        }
        let wanted = Subject {
            variant,
            checkpoint: self.weights_of(variant),
            request: self.requests[id],
        };
        self.advance(wanted);
        !self.passes.any()
    }

    /// Does a part of the view that is `wanted`, or of one that is under way and has to be shown first.
    fn advance(&mut self, wanted: Subject) {
        let request = wanted.request;
        let (id, kind) = request.kind();
        let run = match wanted.checkpoint {
            None => self
                .runs
                .get_mut(&wanted.variant)
                .map(|entry| &mut entry.run),
            Some(_) => None,
        };
        let mut begun = self.passes.of(id).take(wanted, || kind.begin(run));
        if let Some(known) = self.view_cache.find(&begun.subject) {
            self.made(id, begun, known);
            return;
        }
        let (variant, checkpoint) = (begun.subject.variant, begun.subject.checkpoint.clone());
        match self.observe(variant, checkpoint.as_ref(), |seen| begun.advance(seen)) {
            None => {}
            Some(None) => self.passes.of(id).put_back(begun),
            Some(Some(made)) => {
                self.view_cache.put(&begun.subject, &made);
                self.made(id, begun, made);
            }
        }
    }

    /// Takes in a view that is done.
    fn made(&mut self, id: ObservationId, begun: Begun, made: Arc<dyn Observation>) {
        self.passes.of(id).done();
        let Begun {
            subject,
            cost,
            is_late,
            ..
        } = begun;
        let shared = self.in_training();
        if let Some(entry) = self.runs.get_mut(&subject.variant) {
            if subject.checkpoint.is_some() {
                entry.viewer.show(&subject, made);
            } else {
                // Those in training share what views may cost.
                let (_, kind) = subject.request.kind();
                let thrift = kind.thrift().saturating_mul(shared.max(1) as u32);
                entry.refreshes[id].done(Instant::now(), cost, thrift);
                if is_late {
                    entry.refreshes[id].outdate();
                    entry.refreshes[id].want();
                }
                self.present[id].insert(subject.variant, made);
            }
        }
        self.publish(id);
        self.event_sender.announce();
    }

    /// Works on a run with its present weights, or with those of `checkpoint`. When that fails it is reported, and `None`
    /// comes back.
    fn observe<T>(
        &mut self,
        variant: VariantId,
        checkpoint: Option<&Arc<Checkpoint>>,
        work: impl FnOnce(&Observed) -> Result<T, RunError>,
    ) -> Option<T> {
        match checkpoint {
            Some(checkpoint) => self.with_checkpoint(variant, checkpoint, work),
            None => self.with_run(variant, |entry| work(&entry.run.present())),
        }
    }

    /// Watched runs that are in training: they share what views may cost.
    fn in_training(&self) -> usize {
        let training = |(_, entry): &(VariantId, &Entry)| entry.goal != Goal::Rest;
        self.watched_entries().filter(training).count()
    }

    /// Answers everybody's latest decode request.
    pub(super) fn serve_decode(&mut self) {
        for asker in Asker::ALL {
            self.serve_decode_of(asker);
        }
    }

    fn serve_decode_of(&mut self, asker: Asker) {
        let Some(request) = self.views.decode.of(asker).take() else {
            return;
        };
        let variant = request.variant;
        self.at_work = Some(variant);
        let checkpoint = self.weights_of(variant);
        // A code from before the architecture changed is no reason to end a run.
        let entry = self.runs.get(&variant);
        if !entry.is_some_and(|entry| entry.can_decode(&request.code, checkpoint.as_ref())) {
            return;
        }
        let output = self.observe(variant, checkpoint.as_ref(), |seen| {
            seen.decode(&request.code)
        });
        if let Some(output) = output {
            self.views.decoded.of(asker).put(Decoded {
                variant,
                code: request.code,
                output,
            });
            // Whoever drags waits for it.
            self.event_sender.announce();
            self.event_sender.flush();
        }
    }
}
