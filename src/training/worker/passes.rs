//! Views in the making: computed batch by batch, so that commands and decodes are served in between, and dropped when
//! something else is asked for.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::looking::View;
use crate::training::observe::{GalleryPass, LatentPass};
use crate::training::{Checkpoint, GalleryRequest, VariantId};

/// What a view shows.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) variant: VariantId,
    /// Weights of the past; `None` for the present ones.
    pub(super) checkpoint: Option<Arc<Checkpoint>>,
    /// Of a gallery; the default one of a latent view.
    pub(super) request: GalleryRequest,
}

impl Subject {
    fn is(&self, other: &Self) -> bool {
        let same_weights = match (&self.checkpoint, &other.checkpoint) {
            (None, None) => true,
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            _ => false,
        };
        self.variant == other.variant && self.request == other.request && same_weights
    }

    /// Whether it is another moment or choice of what `other` shows: a person drags through them.
    fn is_like(&self, other: &Self) -> bool {
        self.variant == other.variant && self.checkpoint.is_some() == other.checkpoint.is_some()
    }
}

/// One view under way.
pub(super) struct Pass<W> {
    pub(super) subject: Subject,
    pub(super) work: W,
    /// Time that went into it.
    pub(super) cost: Duration,
    /// Something else is wanted by now.
    pub(super) is_late: bool,
}

impl<W> Pass<W> {
    /// Does `part` of it, and counts the time.
    pub(super) fn timed<T>(&mut self, part: impl FnOnce(&Subject, &mut W) -> T) -> T {
        let began = Instant::now();
        let done = part(&self.subject, &mut self.work);
        self.cost += began.elapsed();
        done
    }
}

/// The view of one kind that is under way.
pub(super) struct UnderWay<W> {
    pass: Option<Pass<W>>,
    /// The last one was given up.
    gave_up: bool,
}

impl<W> Default for UnderWay<W> {
    fn default() -> Self {
        Self {
            pass: None,
            gave_up: false,
        }
    }
}

impl<W> UnderWay<W> {
    /// The view of `wanted` to go on with. One of something else is given up; but whoever drags along sees every other
    /// one at least, late as it is.
    pub(super) fn take(&mut self, wanted: Subject, begin: impl FnOnce() -> W) -> Pass<W> {
        match self.pass.take() {
            Some(pass) if pass.subject.is(&wanted) => return pass,
            Some(mut pass) if self.gave_up && pass.subject.is_like(&wanted) => {
                pass.is_late = true;
                return pass;
            }
            Some(_) => self.gave_up = true,
            None => {}
        }
        Pass {
            subject: wanted,
            work: begin(),
            cost: Duration::ZERO,
            is_late: false,
        }
    }

    /// To be gone on with.
    pub(super) fn put_back(&mut self, pass: Pass<W>) {
        self.pass = Some(pass);
    }

    /// The one that was taken is done.
    pub(super) fn done(&mut self) {
        self.gave_up = false;
    }

    fn variant(&self) -> Option<VariantId> {
        Some(self.pass.as_ref()?.subject.variant)
    }
}

/// The views under way.
#[derive(Default)]
pub(super) struct Passes {
    pub(super) gallery: UnderWay<GalleryPass>,
    pub(super) latents: UnderWay<LatentPass>,
}

impl Passes {
    /// Gives up those of `variant`: it is gone, or has other settings.
    pub(super) fn give_up(&mut self, variant: VariantId) {
        if self.gallery.variant() == Some(variant) {
            self.gallery.pass = None;
        }
        if self.latents.variant() == Some(variant) {
            self.latents.pass = None;
        }
    }

    /// Whose `view` is under way.
    pub(super) fn variant(&self, view: View) -> Option<VariantId> {
        match view {
            View::Gallery => self.gallery.variant(),
            View::Latents => self.latents.variant(),
        }
    }

    /// Gives up all.
    pub(super) fn clear(&mut self) {
        self.gallery.pass = None;
        self.latents.pass = None;
    }

    /// Whether a view waits for its next part.
    pub(super) fn any(&self) -> bool {
        self.gallery.pass.is_some() || self.latents.pass.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(epochs: Option<f64>) -> Subject {
        let checkpoint = |epochs| Arc::new(Checkpoint::new(epochs, 0, None, Arc::default()));
        Subject {
            variant: VariantId(1),
            checkpoint: epochs.map(checkpoint),
            request: GalleryRequest::default(),
        }
    }

    /// Takes the view of `wanted`, whose work is a count of its parts, and does one more.
    fn go_on(under_way: &mut UnderWay<u32>, wanted: &Subject) -> (u32, bool) {
        let mut pass = under_way.take(wanted.clone(), || 0);
        pass.work += 1;
        let found = (pass.work, pass.is_late);
        under_way.put_back(pass);
        found
    }

    #[test]
    fn a_view_goes_on_while_it_is_wanted() {
        let (mut under_way, now) = (UnderWay::default(), at(None));
        for part in 1..=5 {
            assert_eq!(go_on(&mut under_way, &now), (part, false));
        }
    }

    #[test]
    fn what_is_superseded_is_given_up_but_not_twice_in_a_row() {
        let mut under_way = UnderWay::default();
        let moments = [1.0, 2.0, 3.0, 4.0].map(|epochs| at(Some(epochs)));
        go_on(&mut under_way, &moments[0]);
        assert_eq!(go_on(&mut under_way, &moments[1]), (1, false));
        assert_eq!(go_on(&mut under_way, &moments[2]), (2, true));
        assert_eq!(go_on(&mut under_way, &moments[3]), (3, true));
        // It was shown, so the next one can be given up again.
        under_way.pass = None;
        under_way.done();
        go_on(&mut under_way, &moments[2]);
        assert_eq!(go_on(&mut under_way, &moments[3]), (1, false));
    }

    #[test]
    fn another_variant_and_the_present_are_never_waited_for() {
        let mut under_way = UnderWay::default();
        let (past, present) = (at(Some(1.0)), at(None));
        let other = Subject {
            variant: VariantId(2),
            ..present.clone()
        };
        for subject in [&past, &present, &other, &past, &other] {
            assert_eq!(go_on(&mut under_way, subject), (1, false));
        }
    }

    #[test]
    fn a_variant_that_is_gone_takes_its_views_along() {
        let mut passes = Passes::default();
        let pass = passes.latents.take(at(None), LatentPass::default);
        passes.latents.put_back(pass);
        passes.give_up(VariantId(2));
        assert!(passes.any());
        passes.give_up(VariantId(1));
        assert!(!passes.any());
    }
}
