//! Makes the views of runs: only when someone looks, often enough to be live, seldom enough not to slow training.

use std::sync::Arc;
use std::time::Instant;

use super::engine::Engine;
use super::entry::{Entry, Goal};
use super::passes::Subject;
use crate::training::observe::{GalleryPass, LatentPass};
use crate::training::{Asker, Decoded, GalleryRequest, VariantId};

/// Which view of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    Gallery,
    Latents,
}

impl Engine {
    pub(super) fn show(&mut self, request: GalleryRequest) {
        let changed = self.gallery != request;
        self.gallery = request;
        for entry in self.runs.values_mut() {
            if changed {
                entry.gallery.outdate();
            }
            entry.gallery.want();
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

    /// The view that is due next; galleries first, they are quick.
    pub(super) fn next_refresh(&self) -> Option<(VariantId, View)> {
        let now = Instant::now();
        let is_due = |entry: &Entry, view: View| {
            if let Some(checkpoint) = self.looked_at(entry) {
                return entry.viewer.lacks(view, &checkpoint, self.gallery);
            }
            if entry.run.is_within_a_step() {
                // At its end some of it is there already.
                return false;
            }
            let training = entry.goal != Goal::Rest;
            match view {
                View::Gallery => entry.gallery.is_due(training, now),
                View::Latents => entry.latents.is_due(training, now),
            }
        };
        let due = |view: View| {
            let under_way = self.passes.variant(view);
            let mut all = self
                .watched_entries()
                .filter(|(_, entry)| is_due(entry, view))
                .map(|(variant, _)| variant);
            // What is begun is gone on with, also when others have become due since.
            let first = all.next()?;
            let begun = all.find(|&variant| under_way == Some(variant));
            Some((begun.unwrap_or(first), view))
        };
        due(View::Gallery).or_else(|| due(View::Latents))
    }

    fn watched_entries(&self) -> impl Iterator<Item = (VariantId, &Entry)> {
        self.watched
            .iter()
            .filter_map(|variant| Some((*variant, self.runs.get(variant)?)))
    }

    /// Does a part of the next view that is due. `false` while a view waits for its next part, for which the weights
    /// have to stay what they are.
    pub(super) fn refresh_next(&mut self) -> bool {
        let Some((variant, view)) = self.next_refresh() else {
            self.passes.clear();
            return true;
        };
        if !self.passes.any() {
            // It may take a moment.
            self.event_sender.flush();
        }
        let checkpoint = self
            .runs
            .get(&variant)
            .and_then(|entry| self.looked_at(entry));
        let request = match view {
            View::Gallery => self.gallery,
            View::Latents => GalleryRequest::default(),
        };
        let subject = Subject {
            variant,
            checkpoint,
            request,
        };
        match view {
            View::Gallery => self.advance_gallery(subject),
            View::Latents => self.advance_latents(subject),
        }
        !self.passes.any()
    }

    fn advance_gallery(&mut self, wanted: Subject) {
        let request = self.gallery;
        let mut pass = self
            .passes
            .gallery
            .take(wanted, || GalleryPass::new(request));
        if let Some(checkpoint) = pass.subject.checkpoint.clone() {
            self.advance_checkpoint_gallery(pass, &checkpoint);
            return;
        }
        let variant = pass.subject.variant;
        let made = self.with_run(variant, |entry| {
            pass.timed(|_, work| entry.run.present().advance_gallery(work))
        });
        match made {
            None => {}
            Some(None) => self.passes.gallery.put_back(pass),
            Some(Some(made)) => {
                self.passes.gallery.done();
                let shared = self.in_training();
                if let Some(entry) = self.runs.get_mut(&variant) {
                    entry.gallery.done(Instant::now(), pass.cost, shared);
                    if pass.is_late {
                        entry.gallery.outdate();
                        entry.gallery.want();
                    }
                }
                self.galleries.insert(variant, Arc::new(made));
                self.publish_galleries();
                self.event_sender.announce();
            }
        }
    }

    fn advance_latents(&mut self, wanted: Subject) {
        let run = match wanted.checkpoint {
            None => self.runs.get_mut(&wanted.variant),
            Some(_) => None,
        };
        let begin = || run.map_or_else(LatentPass::default, |entry| entry.run.latent_pass());
        let mut pass = self.passes.latents.take(wanted, begin);
        if let Some(checkpoint) = pass.subject.checkpoint.clone() {
            self.advance_checkpoint_latents(pass, &checkpoint);
            return;
        }
        let variant = pass.subject.variant;
        let made = self.with_run(variant, |entry| {
            pass.timed(|_, work| entry.run.present().advance_latents(work))
        });
        match made {
            None => {}
            Some(None) => self.passes.latents.put_back(pass),
            Some(Some(made)) => {
                self.passes.latents.done();
                let shared = self.in_training();
                if let Some(entry) = self.runs.get_mut(&variant) {
                    entry.latents.done(Instant::now(), pass.cost, shared);
                }
                self.latents.insert(variant, Arc::new(made));
                self.publish_latents();
                self.event_sender.announce();
            }
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
        let viewer = self
            .runs
            .get(&variant)
            .and_then(|entry| self.looked_at(entry));
        let output = match viewer {
            Some(checkpoint) => self.decode_at_checkpoint(&request, &checkpoint),
            None => self
                .with_run(variant, |entry| {
                    // A code from before the architecture changed is no reason to end a run.
                    if entry.can_decode(&request.code) {
                        entry.run.decode(&request.code).map(Some)
                    } else {
                        Ok(None)
                    }
                })
                .flatten(),
        };
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
