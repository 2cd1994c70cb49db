//! Views of one run by the weights of its checkpoints, with a second model. The run's own model is never touched.

use std::sync::{Arc, Weak};

use super::passes::Subject;
use crate::model::{DeviceId, Model, ModelState};
use crate::training::{
    Checkpoint, ModelFactory, Observation, ObservationId, ObservationRequest, Observed,
    PerObservation, Run, RunError, guarded,
};

/// The views of one run's checkpoints; empty while nobody looks back.
#[derive(Default)]
pub(super) struct CheckpointViewer {
    /// A model like the run's, and whose weights it has.
    model: Option<(Box<dyn Model>, Weak<Checkpoint>)>,
    views: PerObservation<Option<CheckpointView>>,
    /// Those whose weights cannot be had; each is reported once.
    unreadable: Vec<Weak<Checkpoint>>,
}

/// A view, and what it is of.
struct CheckpointView {
    checkpoint: Weak<Checkpoint>,
    request: ObservationRequest,
    view: Arc<dyn Observation>,
}

/// Whether `known` stands for `checkpoint`. The address of one that is gone is not used again while `known` lives.
pub(super) fn is_of(known: &Weak<Checkpoint>, checkpoint: &Arc<Checkpoint>) -> bool {
    std::ptr::eq(known.as_ptr(), Arc::as_ptr(checkpoint))
}

impl CheckpointViewer {
    /// Whether a view is still to be made with `checkpoint`.
    pub(super) fn lacks(&self, checkpoint: &Arc<Checkpoint>, request: ObservationRequest) -> bool {
        let (id, _) = request.kind();
        let is_wanted = |known: &CheckpointView| {
            is_of(&known.checkpoint, checkpoint) && known.request == request
        };
        !self.views[id].as_ref().is_some_and(is_wanted) && self.is_readable(checkpoint)
    }

    /// Shows `view` of `subject`, in place of the one before.
    pub(super) fn show(&mut self, subject: &Subject, view: Arc<dyn Observation>) {
        let (id, _) = subject.request.kind();
        self.views[id] = subject
            .checkpoint
            .as_ref()
            .map(|checkpoint| CheckpointView {
                checkpoint: Arc::downgrade(checkpoint),
                request: subject.request,
                view,
            });
    }

    /// What is shown of this kind.
    pub(super) fn shown(&self, id: ObservationId) -> Option<&Arc<dyn Observation>> {
        self.views[id].as_ref().map(|known| &known.view)
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
        for known in self.views.iter_mut().flatten() {
            known.checkpoint = Weak::new();
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
