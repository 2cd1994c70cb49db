//! Views in the making: computed batch by batch, so that commands and decodes are served in between, and dropped when
//! something else is asked for.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::training::observe::Pass;
use crate::training::{
    Checkpoint, Observation, ObservationId, ObservationRequest, Observed, PerObservation, RunError,
    VariantId,
};

/// What a view shows.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) variant: VariantId,
    /// The checkpoint whose weights are used; `None` for the present ones.
    pub(super) checkpoint: Option<Arc<Checkpoint>>,
    pub(super) request: ObservationRequest,
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
pub(super) struct Begun {
    pub(super) subject: Subject,
    pub(super) pass: Box<dyn Pass>,
    /// Time that went into it.
    pub(super) cost: Duration,
    /// Something else is wanted by now.
    pub(super) is_late: bool,
}

impl Begun {
    /// Does a part of it on `observed`, and counts the time.
    pub(super) fn advance(
        &mut self,
        observed: &Observed,
    ) -> Result<Option<Arc<dyn Observation>>, RunError> {
        let began = Instant::now();
        let made = self.pass.advance(observed);
        self.cost += began.elapsed();
        made
    }
}

/// The view of one kind that is under way.
#[derive(Default)]
pub(super) struct UnderWay {
    begun: Option<Begun>,
    /// The last one was given up.
    gave_up: bool,
}

impl UnderWay {
    /// The view of `wanted` to go on with. One of something else is given up; but whoever drags along sees every other
    /// one at least, late as it is.
    pub(super) fn take(&mut self, wanted: Subject, begin: impl FnOnce() -> Box<dyn Pass>) -> Begun {
        match self.begun.take() {
            Some(begun) if begun.subject.is(&wanted) => return begun,
            Some(mut begun) if self.gave_up && begun.subject.is_like(&wanted) => {
                begun.is_late = true;
                return begun;
            }
            Some(_) => self.gave_up = true,
            None => {}
        }
        Begun {
            subject: wanted,
            pass: begin(),
            cost: Duration::ZERO,
            is_late: false,
        }
    }

    /// To be gone on with.
    pub(super) fn put_back(&mut self, begun: Begun) {
        self.begun = Some(begun);
    }

    /// The one that was taken is done.
    pub(super) fn done(&mut self) {
        self.gave_up = false;
    }

    fn variant(&self) -> Option<VariantId> {
        Some(self.begun.as_ref()?.subject.variant)
    }
}

/// The views under way, one of each kind at most.
#[derive(Default)]
pub(super) struct Passes(PerObservation<UnderWay>);

impl Passes {
    pub(super) fn of(&mut self, id: ObservationId) -> &mut UnderWay {
        &mut self.0[id]
    }

    /// Gives up those of `variant`: it is gone, or has other settings.
    pub(super) fn give_up(&mut self, variant: VariantId) {
        for under_way in self.0.iter_mut() {
            if under_way.variant() == Some(variant) {
                under_way.begun = None;
            }
        }
    }

    /// Whose view of this kind is under way.
    pub(super) fn variant(&self, id: ObservationId) -> Option<VariantId> {
        self.0[id].variant()
    }

    /// Gives up all.
    pub(super) fn clear(&mut self) {
        self.0
            .iter_mut()
            .for_each(|under_way| under_way.begun = None);
    }

    /// Whether a view waits for its next part.
    pub(super) fn any(&self) -> bool {
        self.0.iter().any(|under_way| under_way.begun.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::GalleryRequest;

    fn at(epochs: Option<f64>) -> Subject {
        let checkpoint = |epochs| Arc::new(Checkpoint::new(epochs, 0, None, Arc::default()));
        Subject {
            variant: VariantId(1),
            checkpoint: epochs.map(checkpoint),
            request: ObservationRequest::Gallery(GalleryRequest::default()),
        }
    }

    struct Nothing;

    impl Pass for Nothing {
        fn advance(&mut self, _: &Observed) -> Result<Option<Arc<dyn Observation>>, RunError> {
            Ok(None)
        }
    }

    /// Takes the view of `wanted` and does one more part of it, a nanosecond long: how many it has now, and whether it is
    /// late.
    fn go_on(under_way: &mut UnderWay, wanted: &Subject) -> (u128, bool) {
        let mut begun = under_way.take(wanted.clone(), || Box::new(Nothing));
        begun.cost += Duration::from_nanos(1);
        let found = (begun.cost.as_nanos(), begun.is_late);
        under_way.put_back(begun);
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
        under_way.begun = None;
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
        go_on(passes.of(ObservationId::Latents), &at(None));
        passes.give_up(VariantId(2));
        assert!(passes.any());
        passes.give_up(VariantId(1));
        assert!(!passes.any());
    }
}
