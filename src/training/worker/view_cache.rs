//! A cache of views of checkpoints, so that going to and fro between the same ones is smooth.

use std::sync::{Arc, Weak};

use super::checkpoint_viewer::is_of;
use super::passes::Subject;
use crate::training::{Checkpoint, Observation, ObservationRequest, VariantId};

/// Most bytes of views.
const ROOM: usize = 64_000_000;

/// The views used last, within a bound.
#[derive(Default)]
pub(super) struct ViewCache {
    /// The one used last at the end.
    cached: Vec<CachedView>,
    bytes: usize,
}

struct CachedView {
    variant: VariantId,
    /// Tells weights apart; it does not hold them.
    checkpoint: Weak<Checkpoint>,
    request: ObservationRequest,
    view: Arc<dyn Observation>,
}

impl ViewCache {
    /// The view of `subject`, if it was made lately.
    pub(super) fn find(&mut self, subject: &Subject) -> Option<Arc<dyn Observation>> {
        let checkpoint = subject.checkpoint.as_ref()?;
        let found = self.cached.iter().position(|cached| {
            is_of(&cached.checkpoint, checkpoint) && cached.request == subject.request
        })?;
        let used = self.cached.remove(found);
        let view = Arc::clone(&used.view);
        self.cached.push(used);
        Some(view)
    }

    /// Keeps `view` of `subject`, if that is of the past.
    pub(super) fn put(&mut self, subject: &Subject, view: &Arc<dyn Observation>) {
        let Some(checkpoint) = &subject.checkpoint else {
            return;
        };
        // Weights that the run no longer keeps are never asked for again.
        self.retain(|cached| cached.checkpoint.strong_count() > 0);
        self.bytes += view.bytes();
        self.cached.push(CachedView {
            variant: subject.variant,
            checkpoint: Arc::downgrade(checkpoint),
            request: subject.request,
            view: Arc::clone(view),
        });
        while self.bytes > ROOM && !self.cached.is_empty() {
            self.bytes -= self.cached.remove(0).view.bytes();
        }
    }

    /// Lets go of all views of a run.
    pub(super) fn forget(&mut self, variant: VariantId) {
        self.retain(|cached| cached.variant != variant);
    }

    fn retain(&mut self, stays: impl Fn(&CachedView) -> bool) {
        self.cached.retain(stays);
        self.bytes = self.cached.iter().map(|cached| cached.view.bytes()).sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::{GalleryChoice, GalleryRequest, GalleryView, LatentRequest, LatentView};

    const ONE: VariantId = VariantId(1);
    const GALLERY: GalleryRequest = GalleryRequest {
        choice: GalleryChoice::Random,
        count: 12,
        seed: 0,
        noise: None,
    };

    fn checkpoint() -> Arc<Checkpoint> {
        Arc::new(Checkpoint::new(1.0, 1, None, Arc::default()))
    }

    fn latents(checkpoint: &Arc<Checkpoint>) -> Subject {
        Subject {
            variant: ONE,
            checkpoint: Some(Arc::clone(checkpoint)),
            request: ObservationRequest::Latents(LatentRequest),
        }
    }

    fn gallery(checkpoint: &Arc<Checkpoint>, request: GalleryRequest) -> Subject {
        Subject {
            request: ObservationRequest::Gallery(request),
            ..latents(checkpoint)
        }
    }

    fn codes(numbers: usize) -> Arc<dyn Observation> {
        Arc::new(LatentView {
            codes: vec![0.0; numbers],
            ..LatentView::default()
        })
    }

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let mut views = ViewCache::default();
        let checkpoints: Vec<_> = (0..4).map(|_| checkpoint()).collect();
        for checkpoint in &checkpoints[..3] {
            // A third of the room each.
            views.put(&latents(checkpoint), &codes(5_000_000));
        }
        assert!(views.find(&latents(&checkpoints[0])).is_some());
        views.put(&latents(&checkpoints[3]), &codes(5_000_000));
        let there = [0, 1, 2, 3].map(|i: usize| views.find(&latents(&checkpoints[i])).is_some());
        assert_eq!(there, [true, false, true, true]);
        // One that is too large for all of the room is not kept, and nothing beside it.
        views.put(&latents(&checkpoint()), &codes(17_000_000));
        assert_eq!((views.cached.len(), views.bytes), (0, 0));
    }

    #[test]
    fn a_view_is_found_by_weights_and_request() {
        let mut views = ViewCache::default();
        let of = checkpoint();
        let view: Arc<dyn Observation> = Arc::new(GalleryView::default());
        views.put(&gallery(&of, GALLERY), &view);
        assert!(views.find(&gallery(&of, GALLERY)).is_some());
        let other = GalleryRequest { seed: 1, ..GALLERY };
        assert!(views.find(&gallery(&of, other)).is_none());
        assert!(views.find(&gallery(&checkpoint(), GALLERY)).is_none());
        assert!(views.find(&latents(&of)).is_none());
        views.forget(VariantId(2));
        assert!(views.find(&gallery(&of, GALLERY)).is_some());
        views.forget(ONE);
        assert!(views.find(&gallery(&of, GALLERY)).is_none());
    }

    #[test]
    fn views_of_weights_that_are_gone_are_let_go() {
        let mut views = ViewCache::default();
        let cached = checkpoint();
        views.put(&latents(&checkpoint()), &codes(10));
        views.put(&latents(&cached), &codes(30));
        assert_eq!((views.cached.len(), views.bytes), (1, 120));
    }
}
