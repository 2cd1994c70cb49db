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

    pub(super) fn look_at(&mut self, epochs: Option<f64>) {
        self.looking_at = epochs;
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
                self.views.galleries.put(self.galleries.clone());
            }
            View::Latents => {
                let made = self.with_run(variant, |entry| {
                    let made = entry.run.latent_view()?;
                    entry.latents.done(Instant::now(), began.elapsed(), shared);
                    Ok(made)
                });
                let Some(made) = made else { return };
                self.latents.insert(variant, Arc::new(made));
                self.views.latents.put(self.latents.clone());
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
        let decoded = self.with_run(variant, |entry| {
            // A code from before the architecture changed is no reason to end a run.
            let width = entry.run.model().code_width();
            if request.code.is_empty() || !request.code.len().is_multiple_of(width) {
                return Ok(None);
            }
            entry.run.decode(&request.code).map(Some)
        });
        if let Some(Some(output)) = decoded {
            self.views.decoded.of(asker).put(Decoded {
                variant,
                code: request.code,
                output,
            });
            self.outbox.announce();
        }
    }
}
