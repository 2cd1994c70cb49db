//! One run's past as a person looks at it: a second model with kept weights, and the views made with it. The run's own
//! model is never touched.

use std::sync::{Arc, Weak};

use super::looking::View;
use crate::model::{DeviceId, Model, ModelState};
use crate::training::{
    GalleryRequest, GalleryView, Keyframe, LatentView, Observed, Run, RunError, Workshop, guarded,
};

/// Empty while nobody looks back.
#[derive(Default)]
pub(super) struct Past {
    /// A model like the run's, and whose weights it has.
    model: Option<(Box<dyn Model>, Weak<Keyframe>)>,
    pub(super) gallery: Option<OfPast<GalleryView>>,
    pub(super) latents: Option<OfPast<LatentView>>,
    /// Those whose weights cannot be had; each is reported once.
    unreadable: Vec<Weak<Keyframe>>,
}

/// A view and the weights it was made with.
pub(super) struct OfPast<T> {
    pub(super) keyframe: Weak<Keyframe>,
    pub(super) view: Arc<T>,
}

/// Whether `known` stands for `keyframe`. The address of one that is gone is not used again while `known` lives.
pub(super) fn is_of(known: &Weak<Keyframe>, keyframe: &Arc<Keyframe>) -> bool {
    std::ptr::eq(known.as_ptr(), Arc::as_ptr(keyframe))
}

impl Past {
    /// Whether `view` is still to be made with `keyframe`.
    pub(super) fn lacks(
        &self,
        view: View,
        keyframe: &Arc<Keyframe>,
        request: GalleryRequest,
    ) -> bool {
        let there = match view {
            View::Gallery => self.gallery.as_ref().is_some_and(|known| {
                is_of(&known.keyframe, keyframe) && known.view.request == request
            }),
            View::Latents => self
                .latents
                .as_ref()
                .is_some_and(|known| is_of(&known.keyframe, keyframe)),
        };
        !there && self.is_readable(keyframe)
    }

    pub(super) fn is_readable(&self, keyframe: &Arc<Keyframe>) -> bool {
        !self.unreadable.iter().any(|known| is_of(known, keyframe))
    }

    /// Not to be tried again while a person looks back.
    pub(super) fn give_up(&mut self, keyframe: &Arc<Keyframe>) {
        self.unreadable.push(Arc::downgrade(keyframe));
    }

    /// Views are to be made again, with other settings.
    pub(super) fn outdate(&mut self) {
        for keyframe in [
            self.gallery.as_mut().map(|known| &mut known.keyframe),
            self.latents.as_mut().map(|known| &mut known.keyframe),
        ]
        .into_iter()
        .flatten()
        {
            *keyframe = Weak::new();
        }
    }

    /// Works on `run` as it was at `keyframe`.
    ///
    /// # Errors
    /// A sentence, when the weights cannot be read or do not fit, or the device fails.
    pub(super) fn observe<T>(
        &mut self,
        run: &Run,
        keyframe: &Arc<Keyframe>,
        workshop: &dyn Workshop,
        work: impl FnOnce(&Observed) -> Result<T, RunError>,
    ) -> Result<T, String> {
        let is_ready = self.model.as_ref().is_some_and(|m| is_of(&m.1, keyframe));
        let weights = match is_ready {
            true => None,
            false => Some(keyframe.weights()?),
        };
        // One that fails is not used again.
        let known = self.model.take();
        let (model, made) = guarded(|| {
            let mut model = match known {
                Some((model, _)) => model,
                None => workshop.build(&run.blueprint(), DeviceId::Cpu)?,
            };
            if let Some(weights) = weights {
                model.restore(&ModelState {
                    weights: weights.as_ref().clone(),
                    ..ModelState::default()
                })?;
            }
            let made = work(&run.past(model.as_ref(), keyframe))?;
            Ok((model, made))
        })
        .map_err(|problem| match keyframe.stored_at() {
            Some(path) => format!("{problem}: {}", path.display()),
            None => problem,
        })?;
        self.model = Some((model, Arc::downgrade(keyframe)));
        Ok(made)
    }
}
