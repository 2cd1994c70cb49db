//! Views of runs: made when someone looks, often enough to be live, seldom enough not to slow training.

use std::sync::Arc;
use std::time::Instant;

use super::engine::Engine;
use super::entry::{Entry, Goal};
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
        let due = |view: View| {
            self.watched_entries()
                .find(|(_, entry)| {
                    if let Some(keyframe) = self.looked_at(entry) {
                        return entry.past.lacks(view, &keyframe, self.gallery);
                    }
                    let training = entry.goal != Goal::Rest;
                    match view {
                        View::Gallery => entry.gallery.is_due(training, now),
                        View::Latents => entry.latents.is_due(training, now),
                    }
                })
                .map(|(variant, _)| (variant, view))
        };
        due(View::Gallery).or_else(|| due(View::Latents))
    }

    fn watched_entries(&self) -> impl Iterator<Item = (VariantId, &Entry)> {
        self.watched
            .iter()
            .filter_map(|variant| Some((*variant, self.runs.get(variant)?)))
    }

    /// Makes the next view that is due.
    pub(super) fn refresh_next(&mut self) {
        let Some((variant, view)) = self.next_refresh() else {
            return;
        };
        self.outbox.flush();
        let past = self
            .runs
            .get(&variant)
            .and_then(|entry| self.looked_at(entry));
        if let Some(keyframe) = past {
            self.refresh_past(variant, view, &keyframe);
            return;
        }
        let training = |(_, entry): &(VariantId, &Entry)| entry.goal != Goal::Rest;
        let shared = self.watched_entries().filter(training).count();
        let began = Instant::now();
        match view {
            View::Gallery => {
                let request = self.gallery;
                let made = self.with_run(variant, |entry| {
                    let made = entry.run.gallery_view(request)?;
                    entry.gallery.done(Instant::now(), began.elapsed(), shared);
                    Ok(made)
                });
                let Some(made) = made else { return };
                self.galleries.insert(variant, Arc::new(made));
                self.publish_galleries();
            }
            View::Latents => {
                let made = self.with_run(variant, |entry| {
                    let made = entry.run.latent_view()?;
                    entry.latents.done(Instant::now(), began.elapsed(), shared);
                    Ok(made)
                });
                let Some(made) = made else { return };
                self.latents.insert(variant, Arc::new(made));
                self.publish_latents();
            }
        }
        self.outbox.announce();
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
        let past = self
            .runs
            .get(&variant)
            .and_then(|entry| self.looked_at(entry));
        let output = match past {
            Some(keyframe) => self.decode_past(&request, &keyframe),
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
            self.outbox.announce();
        }
    }
}
