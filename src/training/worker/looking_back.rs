//! Views and decodes by the weights of checkpoints, while the runs themselves go on.

use std::sync::Arc;

use super::checkpoint_viewer::{CheckpointView, CheckpointViewer};
use super::engine::Engine;
use super::entry::Entry;
use super::passes::Pass;
use crate::training::observe::{GalleryPass, LatentPass};
use crate::training::{Checkpoint, DecodeRequest, Event, VariantId, checkpoint_at};

impl Engine {
    /// Only the newest moment asked for counts: commands are read before anything is made.
    pub(super) fn look_at(&mut self, epochs: Option<f64>) {
        self.looking_at = epochs.filter(|epochs| epochs.is_finite());
        if self.looking_at.is_some() {
            return;
        }
        for entry in self.runs.values_mut() {
            entry.viewer = CheckpointViewer::default();
            entry.want_views();
        }
        // Those of before at once; fresh ones follow.
        self.publish_galleries();
        self.publish_latents();
        self.event_sender.announce();
    }

    /// The weights that stand for `entry` while a person looks back; `None` for the present ones.
    pub(super) fn looked_at(&self, entry: &Entry) -> Option<Arc<Checkpoint>> {
        checkpoint_at(entry.run.checkpoints(), self.looking_at?).cloned()
    }

    /// Keeps at most so many bytes of past weights of each run.
    pub(super) fn keep_at_most(&mut self, bytes: usize) {
        for entry in self.runs.values_mut() {
            entry.run.keep_at_most(bytes);
        }
    }

    /// Reports what is kept of the past where that has changed.
    pub(super) fn report_checkpoints(&mut self) {
        let mut without = false;
        for (&variant, entry) in &mut self.runs {
            let Some(checkpoints) = entry.checkpoints_news() else {
                continue;
            };
            if checkpoints.is_empty() && self.looking_at.is_some() {
                entry.viewer = CheckpointViewer::default();
                entry.want_views();
                without = true;
            }
            self.event_sender.send(Event::Checkpoints {
                variant,
                checkpoints,
            });
        }
        if without {
            self.publish_galleries();
            self.publish_latents();
        }
    }

    /// Views of this run's past are to be made again, with other settings.
    pub(super) fn outdate_checkpoint_views(&mut self, variant: VariantId) {
        self.view_cache.forget(variant);
        self.passes.give_up(variant);
        if let Some(entry) = self.runs.get_mut(&variant) {
            entry.viewer.outdate();
        }
    }

    /// Goes on with a gallery by the weights of `checkpoint`.
    pub(super) fn advance_checkpoint_gallery(
        &mut self,
        mut pass: Pass<GalleryPass>,
        checkpoint: &Arc<Checkpoint>,
    ) {
        let variant = pass.subject.variant;
        let Some(entry) = self.runs.get_mut(&variant) else {
            return;
        };
        let (run, viewer, views) = (&entry.run, &mut entry.viewer, &mut self.view_cache);
        let made = match views.gallery(checkpoint, pass.subject.request) {
            Some(known) => Ok(Some(known)),
            None => viewer
                .observe(run, checkpoint, &*self.factory, |seen| {
                    pass.timed(|_, work| seen.advance_gallery(work))
                })
                .map(|made| made.map(Arc::new))
                .inspect(|made| {
                    if let Some(view) = made {
                        views.put_gallery(variant, checkpoint, view);
                    }
                }),
        };
        match made {
            Ok(None) => self.passes.gallery.put_back(pass),
            Ok(Some(view)) => {
                let checkpoint = Arc::downgrade(checkpoint);
                viewer.gallery = Some(CheckpointView { checkpoint, view });
                self.passes.gallery.done();
                self.publish_galleries();
                self.event_sender.announce();
            }
            Err(problem) => self.give_up(variant, checkpoint, &problem),
        }
    }

    /// Goes on with a latent view by the weights of `checkpoint`.
    pub(super) fn advance_checkpoint_latents(
        &mut self,
        mut pass: Pass<LatentPass>,
        checkpoint: &Arc<Checkpoint>,
    ) {
        let variant = pass.subject.variant;
        let Some(entry) = self.runs.get_mut(&variant) else {
            return;
        };
        let (run, viewer, views) = (&entry.run, &mut entry.viewer, &mut self.view_cache);
        let made = match views.latents(checkpoint) {
            Some(known) => Ok(Some(known)),
            None => viewer
                .observe(run, checkpoint, &*self.factory, |seen| {
                    pass.timed(|_, work| seen.advance_latents(work))
                })
                .map(|made| made.map(Arc::new))
                .inspect(|made| {
                    if let Some(view) = made {
                        views.put_latents(variant, checkpoint, view);
                    }
                }),
        };
        match made {
            Ok(None) => self.passes.latents.put_back(pass),
            Ok(Some(view)) => {
                let checkpoint = Arc::downgrade(checkpoint);
                viewer.latents = Some(CheckpointView { checkpoint, view });
                self.passes.latents.done();
                self.publish_latents();
                self.event_sender.announce();
            }
            Err(problem) => self.give_up(variant, checkpoint, &problem),
        }
    }

    /// The output of a code, by the weights of `checkpoint`; `None` when it cannot be had.
    pub(super) fn decode_at_checkpoint(
        &mut self,
        request: &DecodeRequest,
        checkpoint: &Arc<Checkpoint>,
    ) -> Option<Vec<f32>> {
        let entry = self.runs.get_mut(&request.variant)?;
        if !entry.viewer.is_readable(checkpoint) || !entry.can_decode(&request.code) {
            return None;
        }
        let decoded = entry
            .viewer
            .observe(&entry.run, checkpoint, &*self.factory, |seen| {
                seen.decode(&request.code)
            });
        match decoded {
            Ok(output) => Some(output),
            Err(problem) => {
                self.give_up(request.variant, checkpoint, &problem);
                None
            }
        }
    }

    /// What is shown stays, and the run goes on.
    fn give_up(&mut self, variant: VariantId, checkpoint: &Arc<Checkpoint>, problem: &str) {
        if let Some(entry) = self.runs.get_mut(&variant) {
            entry.viewer.give_up(checkpoint);
        }
        let message = format!(
            "The weights kept of epoch {} cannot be shown, {problem}",
            // To three digits after the point, as far as they are there.
            (checkpoint.epochs * 1e3).round() / 1e3
        );
        let advice = "Look at another epoch, or go back to the present weights";
        self.warn(variant, message, advice);
    }

    /// Puts the galleries into their cell, those of the past before those of the present.
    pub(super) fn publish_galleries(&self) {
        let mut all = self.galleries.clone();
        for (&variant, entry) in &self.runs {
            if let Some(viewer) = &entry.viewer.gallery {
                all.insert(variant, Arc::clone(&viewer.view));
            }
        }
        self.views.galleries.put(all);
    }

    /// As [`Self::publish_galleries`].
    pub(super) fn publish_latents(&self) {
        let mut all = self.latents.clone();
        for (&variant, entry) in &self.runs {
            if let Some(viewer) = &entry.viewer.latents {
                all.insert(variant, Arc::clone(&viewer.view));
            }
        }
        self.views.latents.put(all);
    }
}
