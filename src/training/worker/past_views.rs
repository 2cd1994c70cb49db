//! Views of the past that were made lately, so that going to and fro between the same points is smooth.

use std::sync::{Arc, Weak};

use super::past::is_of;
use crate::training::{GalleryRequest, GalleryView, Keyframe, LatentView, VariantId};

/// Most bytes of views.
const ROOM: usize = 64_000_000;

/// The views used last, within a bound.
#[derive(Default)]
pub(super) struct PastViews {
    /// The one used last at the end.
    kept: Vec<Kept>,
    bytes: usize,
}

struct Kept {
    variant: VariantId,
    /// Tells weights apart; it does not hold them.
    keyframe: Weak<Keyframe>,
    made: Made,
}

#[derive(Clone)]
enum Made {
    Gallery(Arc<GalleryView>),
    Latents(Arc<LatentView>),
}

impl PastViews {
    pub(super) fn gallery(
        &mut self,
        keyframe: &Arc<Keyframe>,
        request: GalleryRequest,
    ) -> Option<Arc<GalleryView>> {
        let found = self.find(
            keyframe,
            |made| matches!(made, Made::Gallery(view) if view.request == request),
        );
        match found {
            Some(Made::Gallery(view)) => Some(view),
            _ => None,
        }
    }

    pub(super) fn latents(&mut self, keyframe: &Arc<Keyframe>) -> Option<Arc<LatentView>> {
        match self.find(keyframe, |made| matches!(made, Made::Latents(_))) {
            Some(Made::Latents(view)) => Some(view),
            _ => None,
        }
    }

    pub(super) fn put_gallery(
        &mut self,
        variant: VariantId,
        keyframe: &Arc<Keyframe>,
        view: &Arc<GalleryView>,
    ) {
        self.put(variant, keyframe, Made::Gallery(Arc::clone(view)));
    }

    pub(super) fn put_latents(
        &mut self,
        variant: VariantId,
        keyframe: &Arc<Keyframe>,
        view: &Arc<LatentView>,
    ) {
        self.put(variant, keyframe, Made::Latents(Arc::clone(view)));
    }

    /// Lets go of all views of a run.
    pub(super) fn forget(&mut self, variant: VariantId) {
        self.retain(|kept| kept.variant != variant);
    }

    fn find(
        &mut self,
        keyframe: &Arc<Keyframe>,
        is_wanted: impl Fn(&Made) -> bool,
    ) -> Option<Made> {
        let found = self
            .kept
            .iter()
            .position(|kept| is_of(&kept.keyframe, keyframe) && is_wanted(&kept.made))?;
        let used = self.kept.remove(found);
        let made = used.made.clone();
        self.kept.push(used);
        Some(made)
    }

    fn put(&mut self, variant: VariantId, keyframe: &Arc<Keyframe>, made: Made) {
        // Weights that the run no longer keeps are never asked for again.
        self.retain(|kept| kept.keyframe.strong_count() > 0);
        self.bytes += made.bytes();
        self.kept.push(Kept {
            variant,
            keyframe: Arc::downgrade(keyframe),
            made,
        });
        while self.bytes > ROOM && !self.kept.is_empty() {
            self.bytes -= self.kept.remove(0).made.bytes();
        }
    }

    fn retain(&mut self, stays: impl Fn(&Kept) -> bool) {
        self.kept.retain(stays);
        self.bytes = self.kept.iter().map(|kept| kept.made.bytes()).sum();
    }
}

impl Made {
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

    fn keyframe() -> Arc<Keyframe> {
        Arc::new(Keyframe::new(1.0, 1, None, Arc::default()))
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
        let mut views = PastViews::default();
        let keyframes: Vec<_> = (0..4).map(|_| keyframe()).collect();
        for keyframe in &keyframes[..3] {
            // A third of the room each.
            views.put_latents(ONE, keyframe, &latents(5_000_000));
        }
        assert!(views.latents(&keyframes[0]).is_some());
        views.put_latents(ONE, &keyframes[3], &latents(5_000_000));
        let there = [0, 1, 2, 3].map(|i: usize| views.latents(&keyframes[i]).is_some());
        assert_eq!(there, [true, false, true, true]);
        // One that is too large for all of the room is not kept, and nothing beside it.
        views.put_latents(ONE, &keyframe(), &latents(17_000_000));
        assert_eq!((views.kept.len(), views.bytes), (0, 0));
    }

    #[test]
    fn a_gallery_is_found_by_weights_and_request() {
        let mut views = PastViews::default();
        let (of, request) = (keyframe(), GalleryRequest::default());
        views.put_gallery(ONE, &of, &Arc::default());
        assert!(views.gallery(&of, request).is_some());
        assert!(
            views
                .gallery(&of, GalleryRequest { seed: 1, ..request })
                .is_none()
        );
        assert!(views.gallery(&keyframe(), request).is_none());
        assert!(views.latents(&of).is_none());
        views.forget(VariantId(2));
        assert!(views.gallery(&of, request).is_some());
        views.forget(ONE);
        assert!(views.gallery(&of, request).is_none());
    }

    #[test]
    fn views_of_weights_that_are_gone_are_let_go() {
        let mut views = PastViews::default();
        let kept = keyframe();
        views.put_latents(ONE, &keyframe(), &latents(10));
        views.put_latents(ONE, &kept, &latents(30));
        assert_eq!((views.kept.len(), views.bytes), (1, 120));
    }
}
