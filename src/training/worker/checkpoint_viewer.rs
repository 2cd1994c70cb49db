//! Views of one run by the weights of its checkpoints, with a second model. The run's own model is never touched.

use std::sync::{Arc, Weak};

use super::looking::View;
use crate::model::{DeviceId, Model, ModelState};
use crate::training::{
    Checkpoint, GalleryRequest, GalleryView, LatentView, ModelFactory, Observed, Run, RunError,
    guarded,
};

/// The views of one run's checkpoints; empty while nobody looks back.
#[derive(Default)]
pub(super) struct CheckpointViewer {
    /// A model like the run's, and whose weights it has.
    model: Option<(Box<dyn Model>, Weak<Checkpoint>)>,
    pub(super) gallery: Option<CheckpointView<GalleryView>>,
    pub(super) latents: Option<CheckpointView<LatentView>>,
    /// Those whose weights cannot be had; each is reported once.
    unreadable: Vec<Weak<Checkpoint>>,
}

/// A view and the weights it was made with.
pub(super) struct CheckpointView<T> {
    pub(super) checkpoint: Weak<Checkpoint>,
    pub(super) view: Arc<T>,
}

/// Whether `known` stands for `checkpoint`. The address of one that is gone is not used again while `known` lives.
pub(super) fn is_of(known: &Weak<Checkpoint>, checkpoint: &Arc<Checkpoint>) -> bool {
    std::ptr::eq(known.as_ptr(), Arc::as_ptr(checkpoint))
}

impl CheckpointViewer {
    /// Whether `view` is still to be made with `checkpoint`.
    pub(super) fn lacks(
        &self,
        view: View,
        checkpoint: &Arc<Checkpoint>,
        request: GalleryRequest,
    ) -> bool {
        let there = match view {
            View::Gallery => self.gallery.as_ref().is_some_and(|known| {
                is_of(&known.checkpoint, checkpoint) && known.view.request == request
            }),
            View::Latents => self
                .latents
                .as_ref()
                .is_some_and(|known| is_of(&known.checkpoint, checkpoint)),
        };
        !there && self.is_readable(checkpoint)
    }

    pub(super) fn is_readable(&self, checkpoint: &Arc<Checkpoint>) -> bool {
        !self.unreadable.iter().any(|known| is_of(known, checkpoint))
    }

    /// Not to be tried again while a person looks back.
    pub(super) fn give_up(&mut self, checkpoint: &Arc<Checkpoint>) {
        self.unreadable.push(Arc::downgrade(checkpoint));
    }

    /// Views are to be made again, with other settings.
    pub(super) fn outdate(&mut self) {
        for checkpoint in [
            self.gallery.as_mut().map(|known| &mut known.checkpoint),
            self.latents.as_mut().map(|known| &mut known.checkpoint),
        ]
        .into_iter()
        .flatten()
        {
            *checkpoint = Weak::new();
        }
    }

    /// Works on `run` as it was at `checkpoint`.
    ///
    /// # Errors
    /// A sentence, when the weights cannot be read or do not fit, or the device fails.
    pub(super) fn observe<T>(
        &mut self,
        run: &Run,
        checkpoint: &Arc<Checkpoint>,
        factory: &dyn ModelFactory,
        work: impl FnOnce(&Observed) -> Result<T, RunError>,
    ) -> Result<T, String> {
        let is_ready = self.model.as_ref().is_some_and(|m| is_of(&m.1, checkpoint));
        let weights = match is_ready {
            true => None,
            false => Some(checkpoint.weights()?),
        };
        // One that fails is not used again.
        let known = self.model.take();
        let (model, made) = guarded(|| {
            let mut model = match known {
                Some((model, _)) => model,
                None => factory.build(&run.blueprint(), DeviceId::Cpu)?,
            };
            if let Some(weights) = weights {
                model.restore(&ModelState {
                    weights: weights.as_ref().clone(),
                    ..ModelState::default()
                })?;
            }
            let made = work(&run.at_checkpoint(model.as_ref(), checkpoint))?;
            Ok((model, made))
        })
        .map_err(|problem| match checkpoint.stored_at() {
            Some(path) => format!("{problem}: {}", path.display()),
            None => problem,
        })?;
        self.model = Some((model, Arc::downgrade(checkpoint)));
        Ok(made)
    }
}
