//! One variant's scatter.

use std::sync::Arc;

use egui::{Align2, Context, Pos2, Rect, Stroke, StrokeKind, Ui, pos2};

use super::aligned::{Aligned, Target};
use crate::data::Prepared;
use crate::eval::bounds::Bounds;
use crate::eval::plane::LatentAxes;
use crate::eval::plane::Plane;
use crate::export::colouring::Colouring;
use crate::training::{LatentView, VariantId};
use crate::ui::later::Later;
use crate::ui::theme;
use crate::ui::views::latent::cloud::Cloud;
use crate::ui::views::latent::follow::{Follow, Wanted};
use crate::ui::views::latent::look::Look;
use crate::ui::views::latent::projection::Projection;
use crate::ui::views::plot;

/// How far from a point the pointer still means it, in points of the screen.
const REACH: f32 = 8.0;
/// More points than this are laid onto others in the background.
const MANY: usize = 20_000;

/// What a cell shows.
pub struct Cell {
    points: Follow,
    /// Why there are none.
    why: &'static str,
    aligned: Option<Aligned>,
    laying: Later<Aligned>,
    cloud: Cloud,
}

impl Default for Cell {
    fn default() -> Self {
        Self {
            points: Follow::default(),
            why: "No codes yet: train this variant",
            aligned: None,
            laying: Later::default(),
            cloud: Cloud::patient(),
        }
    }
}

impl Cell {
    /// Brings the points up to date; each new set gets the next number of `generations`.
    pub fn follow(
        &mut self,
        context: &Context,
        variant: VariantId,
        view: Option<&Arc<LatentView>>,
        axes: LatentAxes,
        data: &Prepared,
        generations: &mut u64,
    ) {
        // Codes of another dataset than the one on screen: the next view is on its way.
        let fits =
            |view: &&Arc<LatentView>| view.codes.len() == view.width * data.dataset.test.len();
        let Some(view) = view.filter(fits) else {
            *self = Self::default();
            return;
        };
        let Some(plane) = Plane::new(axes, view) else {
            *self = Self {
                why: "A code of one number has no plane",
                ..Self::default()
            };
            return;
        };
        let wanted = Wanted {
            variant,
            view,
            plane,
        };
        self.points.update(context, &wanted, true, generations);
        self.why = if self.points.is_coming() {
            "Placing the points…"
        } else {
            "No code is a finite number"
        };
    }

    /// The points as they are.
    pub fn projection(&self) -> Option<&Arc<Projection>> {
        self.points.shown()
    }

    /// Whether points are there or on their way.
    pub fn has_points(&self) -> bool {
        self.points.shown().is_some() || self.points.is_coming()
    }

    /// The points as they are shown.
    pub fn placed(&self) -> Option<&Projection> {
        let aligned = self.aligned.as_ref();
        let placed = aligned.and_then(|aligned| aligned.placed.as_ref());
        placed.or(self.projection().map(Arc::as_ref))
    }

    /// What others are laid onto.
    pub fn target(&self) -> Option<Target> {
        self.projection().map(|projection| Target::of(projection))
    }

    /// How the plane was laid over another.
    pub fn aligned(&self) -> Option<&Aligned> {
        self.aligned.as_ref()
    }

    /// Lays the points onto `target`; many of them in one of the next frames.
    pub fn align(&mut self, context: &Context, target: &Target, generations: &mut u64) {
        let Some(projection) = self.points.shown() else {
            self.stay();
            return;
        };
        if let Some(made) = self.laying.take() {
            self.aligned = Some(made);
        }
        let as_many = |aligned: &Aligned| aligned.fits(projection);
        if !self.aligned.as_ref().is_none_or(as_many) {
            self.aligned = None;
        }
        let before = self.aligned.as_ref();
        if before.is_some_and(|before| before.is_of(projection, target))
            || self.laying.is_under_way()
        {
            return;
        }
        *generations += 1;
        let generation = *generations;
        if projection.points.len() > MANY {
            let (projection, target) = (Arc::clone(projection), target.clone());
            let lay = move || Aligned::new(&projection, &target, generation);
            self.laying.begin(context, lay);
        } else {
            self.aligned = Some(Aligned::new(projection, target, generation));
        }
    }

    pub fn stay(&mut self) {
        self.aligned = None;
        self.laying.forget();
    }

    /// How the points lie in `frame`: units are as long along both axes, and `bounds` (the points' own without) fill it.
    #[expect(clippy::too_many_arguments, reason = "one call, from the grid")]
    pub fn look(
        &self,
        ui: &Ui,
        frame: Rect,
        bounds: Option<Bounds>,
        colours: u64,
        front: Option<u32>,
        plain: egui::Color32,
        one_in: u32,
    ) -> Option<Look> {
        let placed = self.placed()?;
        let bounds = bounds.unwrap_or(placed.bounds);
        let size = bounds.size();
        let scale = (frame.width() / size[0]).min(frame.height() / size[1]);
        let middle = [0, 1].map(|axis| (bounds.min[axis] + bounds.max[axis]) / 2.0);
        let centre = frame.center();
        Some(Look {
            points: placed.generation,
            colours,
            origin: pos2(centre.x - middle[0] * scale, centre.y + middle[1] * scale),
            scale: [scale, -scale],
            frame,
            front,
            plain,
            backdrop: theme::palette(ui).weak,
            one_in,
            emphasis: theme::emphasis(ui.ctx()).sqrt(),
        })
    }

    /// The test image the pointer means, if any; of class `alone` where there is one.
    pub fn nearest(
        &self,
        look: &Look,
        data: &Prepared,
        colouring: &Colouring,
        alone: Option<u32>,
        pointer: Pos2,
    ) -> Option<usize> {
        let test = &data.dataset.test;
        let at = [
            (pointer.x - look.origin.x) / look.scale[0],
            (pointer.y - look.origin.y) / look.scale[1],
        ];
        let wanted = |index: usize| alone.is_none() || colouring.class(index) == alone;
        let nearest = self.placed()?.nearest(at, look.scale, REACH, wanted);
        nearest.filter(|&index| index < test.len())
    }

    /// The points in their frame, or why there are none.
    pub fn paint(
        &mut self,
        ui: &Ui,
        frame: Rect,
        look: Option<Look>,
        colouring: &Colouring,
        selected: bool,
    ) {
        let palette = theme::palette(ui);
        let colour = if selected {
            palette.accent
        } else {
            palette.line
        };
        let painter = ui.painter_at(frame);
        let aligned = self.aligned.as_ref();
        let placed = aligned.and_then(|aligned| aligned.placed.as_ref());
        let placed = placed.or(self.points.shown().map(Arc::as_ref));
        if let (Some(look), Some(placed)) = (look, placed) {
            if !placed.is_moved {
                let zero = Stroke::new(1.0, palette.line);
                painter.hline(frame.x_range(), look.origin.y, zero);
                painter.vline(look.origin.x, frame.y_range(), zero);
            }
            self.cloud.paint(&painter, look, &placed.points, colouring);
        } else {
            let galley = painter.layout(
                self.why.to_owned(),
                plot::CAPTION,
                palette.weak,
                frame.width() - 16.0,
            );
            let at = Align2::CENTER_CENTER.anchor_size(frame.center(), galley.size());
            painter.galley(at.min, galley, palette.weak);
        }
        painter.rect_stroke(frame, 2.0, Stroke::new(1.0, colour), StrokeKind::Inside);
    }
}
