//! A cache of views of checkpoints, so that going to and fro between the same ones is smooth.

use std::sync::{Arc, Weak};

use super::checkpoint_viewer::is_of;
use crate::training::{Checkpoint, GalleryRequest, GalleryView, LatentView, VariantId};

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
    view: AnyView,
}

#[derive(Clone)]
enum AnyView {
    Gallery(Arc<GalleryView>),
    Latents(Arc<LatentView>),
}

impl ViewCache {
    pub(super) fn gallery(
        &mut self,
        checkpoint: &Arc<Checkpoint>,
        request: GalleryRequest,
    ) -> Option<Arc<GalleryView>> {
        let found = self.find(
            checkpoint,
            |view| matches!(view, AnyView::Gallery(view) if view.request == request),
        );
        match found {
            Some(AnyView::Gallery(view)) => Some(view),
            _ => None,
        }
    }

    pub(super) fn latents(&mut self, checkpoint: &Arc<Checkpoint>) -> Option<Arc<LatentView>> {
        match self.find(checkpoint, |view| matches!(view, AnyView::Latents(_))) {
            Some(AnyView::Latents(view)) => Some(view),
            _ => None,
        }
    }

    pub(super) fn put_gallery(
        &mut self,
        variant: VariantId,
        checkpoint: &Arc<Checkpoint>,
        view: &Arc<GalleryView>,
    ) {
        self.put(variant, checkpoint, AnyView::Gallery(Arc::clone(view)));
    }

    pub(super) fn put_latents(
        &mut self,
        variant: VariantId,
        checkpoint: &Arc<Checkpoint>,
        view: &Arc<LatentView>,
    ) {
        self.put(variant, checkpoint, AnyView::Latents(Arc::clone(view)));
    }

    /// Lets go of all views of a run.
    pub(super) fn forget(&mut self, variant: VariantId) {
        self.retain(|cached| cached.variant != variant);
    }

    fn find(
        &mut self,
        checkpoint: &Arc<Checkpoint>,
        is_wanted: impl Fn(&AnyView) -> bool,
    ) -> Option<AnyView> {
        let found = self
            .cached
            .iter()
            .position(|cached| is_of(&cached.checkpoint, checkpoint) && is_wanted(&cached.view))?;
        let used = self.cached.remove(found);
        let view = used.view.clone();
        self.cached.push(used);
        Some(view)
    }

    fn put(&mut self, variant: VariantId, checkpoint: &Arc<Checkpoint>, view: AnyView) {
        // Weights that the run no longer keeps are never asked for again.
        self.retain(|cached| cached.checkpoint.strong_count() > 0);
        self.bytes += view.bytes();
        self.cached.push(CachedView {
            variant,
            checkpoint: Arc::downgrade(checkpoint),
            view,
        });
        while self.bytes > ROOM && !self.cached.is_empty() {
            self.bytes -= self.cached.remove(0).view.bytes();
        }
    }

    fn retain(&mut self, stays: impl Fn(&CachedView) -> bool) {
        self.cached.retain(stays);
        self.bytes = self.cached.iter().map(|cached| cached.view.bytes()).sum();
    }
}

impl AnyView {
    /// About how many; what is small beside images and codes is left out.
    fn bytes(&self) -> usize {
        let numbers = match self {
            Self::Gallery(view) => view.outputs.len() + view.corrupted.as_ref().map_or(0, Vec::len),
            Self::Latents(view) => view.codes.len(),
        };
        numbers * size_of::<f32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkpoint() -> Arc<Checkpoint> {
        Arc::new(Checkpoint::new(1.0, 1, None, Arc::default()))
    }

    fn latents(numbers: usize) -> Arc<LatentView> {
        Arc::new(LatentView {
            codes: vec![0.0; numbers],
            ..LatentView::default()
        })
    }

    const ONE: VariantId = VariantId(1);

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let mut views = ViewCache::default();
        let checkpoints: Vec<_> = (0..4).map(|_| checkpoint()).collect();
        for checkpoint in &checkpoints[..3] {
            // A third of the room each.
            views.put_latents(ONE, checkpoint, &latents(5_000_000));
        }
        assert!(views.latents(&checkpoints[0]).is_some());
        views.put_latents(ONE, &checkpoints[3], &latents(5_000_000));
        let there = [0, 1, 2, 3].map(|i: usize| views.latents(&checkpoints[i]).is_some());
        assert_eq!(there, [true, false, true, true]);
        // One that is too large for all of the room is not kept, and nothing beside it.
        views.put_latents(ONE, &checkpoint(), &latents(17_000_000));
        assert_eq!((views.cached.len(), views.bytes), (0, 0));
    }

    #[test]
    fn a_gallery_is_found_by_weights_and_request() {
        let mut views = ViewCache::default();
        let (of, request) = (checkpoint(), GalleryRequest::default());
        views.put_gallery(ONE, &of, &Arc::default());
        assert!(views.gallery(&of, request).is_some());
        assert!(
            views
                .gallery(&of, GalleryRequest { seed: 1, ..request })
                .is_none()
        );
        assert!(views.gallery(&checkpoint(), request).is_none());
        assert!(views.latents(&of).is_none());
        views.forget(VariantId(2));
        assert!(views.gallery(&of, request).is_some());
        views.forget(ONE);
        assert!(views.gallery(&of, request).is_none());
    }

    #[test]
    fn views_of_weights_that_are_gone_are_let_go() {
        let mut views = ViewCache::default();
        let cached = checkpoint();
        views.put_latents(ONE, &checkpoint(), &latents(10));
        views.put_latents(ONE, &cached, &latents(30));
        assert_eq!((views.cached.len(), views.bytes), (1, 120));
    }
}
