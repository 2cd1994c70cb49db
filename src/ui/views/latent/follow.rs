//! Keeps the points of one variant up to date, without a frame that waits for many of them.

use std::sync::Arc;

use egui::Context;

use super::plane::Plane;
use super::projection::Projection;
use crate::training::{LatentView, VariantId};
use crate::ui::later::{Later, drop_aside};
use crate::ui::tiles::Same;

/// Numbers that a frame can well look at itself: less than a millisecond of work.
const FEW: usize = 600_000;
/// What sorting a point costs, in numbers looked at.
const SORTING: usize = 20;

/// The points of one variant. While those of a newer view are worked out, the ones of before stay.
#[derive(Default)]
pub struct Follow {
    shown: Option<Arc<Projection>>,
    coming: Later<Option<Projection>>,
    /// What has no finite point.
    empty: Option<(Same<LatentView>, Plane)>,
}

/// What there is to show.
pub struct Wanted<'a> {
    pub variant: VariantId,
    pub view: &'a Arc<LatentView>,
    pub plane: Plane,
}

/// What has become of the points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    None,
    /// There are points where none were, or the same codes after more training.
    Moved,
    /// Another variant or another plane than before, or no points any more.
    Other,
}

impl Follow {
    pub fn shown(&self) -> Option<&Arc<Projection>> {
        self.shown.as_ref()
    }

    /// Whether points are on their way.
    pub fn is_coming(&self) -> bool {
        self.coming.is_under_way()
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Brings the points up to date. Each new set gets the next number of `generations`. Few points are there at once.
    /// Many that have moved come in one of the next frames, and with `patient` so do those that are shown for the first
    /// time.
    pub fn update(
        &mut self,
        context: &Context,
        wanted: &Wanted<'_>,
        patient: bool,
        generations: &mut u64,
    ) -> Change {
        let Wanted {
            variant,
            view,
            plane,
        } = *wanted;
        let mut change = Change::None;
        if let Some(made) = self.coming.take() {
            change = self.take(made, wanted);
        }
        let is = |shown: &Arc<Projection>| shown.is_of(variant, view, plane);
        let empty = (Same::of(view), plane);
        if self.shown.as_ref().is_some_and(is) || self.empty.as_ref() == Some(&empty) {
            return change;
        }
        let moves = self.moves(wanted);
        if (moves || patient) && self.coming.is_under_way() {
            return change;
        }
        let bounds = self
            .shown
            .as_ref()
            .filter(|_| moves)
            .map(|shown| shown.bounds);
        *generations += 1;
        let (view, generation) = (Arc::clone(view), *generations);
        let make = move || Projection::new(variant, &view, plane, bounds, generation);
        if (moves || patient) && wanted.is_much() {
            if !moves {
                self.shown = None;
            }
            let sorted = move || make().map(Projection::sorted);
            self.coming.begin(context, sorted);
            return change;
        }
        self.coming.forget();
        self.take(make(), wanted)
    }

    fn take(&mut self, made: Option<Projection>, wanted: &Wanted<'_>) -> Change {
        let Wanted { variant, plane, .. } = *wanted;
        let Some(made) = made else {
            self.empty = Some((Same::of(wanted.view), plane));
            self.shown = None;
            return Change::Other;
        };
        if made.variant != variant || made.plane != plane {
            return Change::None;
        }
        let shown = self.shown.as_ref();
        let other = shown.is_some_and(|s| s.variant != variant || s.plane != plane);
        self.empty = None;
        if let Some(before) = self.shown.replace(Arc::new(made))
            && wanted.is_much()
        {
            drop_aside(before);
        }
        if other { Change::Other } else { Change::Moved }
    }

    /// Whether what is shown are the same images in the same plane, so that it can stay a little longer.
    fn moves(&self, wanted: &Wanted<'_>) -> bool {
        self.shown.as_ref().is_some_and(|shown| {
            shown.variant == wanted.variant
                && shown.plane == wanted.plane
                && shown.view.width == wanted.view.width
                && shown.view.codes.len() == wanted.view.codes.len()
        })
    }
}

impl Wanted<'_> {
    fn is_much(&self) -> bool {
        let numbers = self.view.codes.len();
        numbers + SORTING * (numbers / self.view.width.max(1)) > FEW
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::eval::plane::LatentAxes;

    const ID: VariantId = VariantId(1);

    fn view(points: usize, step: u64) -> Arc<LatentView> {
        let codes = (0..2 * points).map(|i| (i % 97) as f32 + step as f32);
        Arc::new(LatentView {
            width: 2,
            codes: codes.collect(),
            step,
            ..LatentView::default()
        })
    }

    /// What is shown after asking for `view`: change, step, and generation.
    fn ask(
        follow: &mut Follow,
        context: &Context,
        variant: VariantId,
        view: &Arc<LatentView>,
        generations: &mut u64,
    ) -> (Change, u64) {
        let plane = Plane::new(LatentAxes::Automatic, view).unwrap();
        let wanted = Wanted {
            variant,
            view,
            plane,
        };
        let change = follow.update(context, &wanted, false, generations);
        (change, follow.shown().unwrap().view.step)
    }

    #[test]
    fn few_points_are_there_at_once() {
        let (context, mut follow, mut generations) = (Context::default(), Follow::default(), 0);
        let mut ask = |view: &_| ask(&mut follow, &context, ID, view, &mut generations);
        let (first, second) = (view(1_000, 1), view(1_000, 2));
        assert_eq!(ask(&first), (Change::Moved, 1));
        assert_eq!(ask(&first), (Change::None, 1));
        assert_eq!(ask(&second), (Change::Moved, 2));
        assert_eq!(generations, 2);
    }

    #[test]
    fn many_points_move_in_a_later_frame_and_no_frame_waits() {
        let context = Context::default();
        let (asked, asks) = std::sync::mpsc::channel();
        context.set_request_repaint_callback(move |_| {
            let _ = asked.send(());
        });
        let (mut follow, mut generations) = (Follow::default(), 0);
        let mut ask = |id, view: &_| ask(&mut follow, &context, id, view, &mut generations);
        let (first, second, third) = (view(70_000, 1), view(70_000, 2), view(70_000, 3));
        assert_eq!(ask(ID, &first), (Change::Moved, 1));
        assert_eq!(ask(ID, &second), (Change::None, 1), "not in this frame");
        asks.recv_timeout(Duration::from_mins(1)).unwrap();
        assert_eq!(ask(ID, &second), (Change::Moved, 2));
        assert_eq!(ask(ID, &second), (Change::None, 2));

        // What comes after another variant was asked for is not shown.
        assert_eq!(ask(ID, &third), (Change::None, 2));
        assert_eq!(ask(VariantId(2), &first), (Change::Other, 1));
        assert_eq!(ask(VariantId(2), &first), (Change::None, 1));
    }
}
