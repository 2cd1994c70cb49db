//! One variant's points.

use std::sync::Arc;

use egui::{Align2, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, pos2};

use super::aligned::{Aligned, Target};
use crate::app::PreparedData;
use crate::export::bounds::Bounds;
use crate::export::plane::Plane;
use crate::project::LatentAxes;
use crate::training::{LatentView, VariantId};
use crate::ui::theme;
use crate::ui::tiles::Same;
use crate::ui::views::latent::cloud::{Cloud, Look};
use crate::ui::views::latent::projection::Projection;
use crate::ui::views::plot;

/// How far from a point the pointer still means it, in points of the screen.
const REACH: f32 = 8.0;

/// What a cell shows.
#[derive(Default)]
pub struct Cell {
    made_of: Option<Source>,
    content: Content,
    aligned: Option<Aligned>,
    cloud: Cloud,
}

/// What the points were made from.
#[derive(PartialEq)]
struct Source {
    view: Same<LatentView>,
    data: Same<PreparedData>,
    plane: Option<Plane>,
}

enum Content {
    Points(Projection),
    /// Why there are none.
    Nothing(&'static str),
}

impl Default for Content {
    fn default() -> Self {
        Self::Nothing("No codes yet: train this variant")
    }
}

impl Cell {
    /// Brings the points up to date; each new set gets the next number of `generations`.
    pub fn follow(
        &mut self,
        variant: VariantId,
        view: Option<&Arc<LatentView>>,
        axes: LatentAxes,
        data: &Arc<PreparedData>,
        generations: &mut u64,
    ) {
        let Some(view) = view else {
            *self = Self::default();
            return;
        };
        let plane = Plane::new(axes, view);
        let source = Source {
            view: Same::of(view),
            data: Same::of(data),
            plane,
        };
        if self.made_of.as_ref() == Some(&source) {
            return;
        }
        self.made_of = Some(source);
        let before = match std::mem::take(&mut self.content) {
            Content::Points(before) => Some(before),
            Content::Nothing(_) => None,
        };
        self.content = if view.codes.len() != view.width * data.dataset.test.len() {
            // Of another dataset than the one on screen: the next view is on its way.
            Content::default()
        } else if let Some(plane) = plane {
            match Projection::new(variant, view, plane, before.as_ref()) {
                Some(mut projection) => {
                    *generations += 1;
                    projection.generation = *generations;
                    Content::Points(projection)
                }
                None => Content::Nothing("No code is a finite number"),
            }
        } else {
            Content::Nothing("A code of one number has no plane")
        };
    }

    /// The points as they are.
    pub fn projection(&self) -> Option<&Projection> {
        match &self.content {
            Content::Points(projection) => Some(projection),
            Content::Nothing(_) => None,
        }
    }

    /// The points as they are shown.
    pub fn placed(&self) -> Option<&Projection> {
        let aligned = self.aligned.as_ref();
        let placed = aligned.and_then(|aligned| aligned.placed.as_ref());
        placed.or(self.projection())
    }

    /// What others are laid onto.
    pub fn target(&self) -> Option<Target> {
        self.projection().map(Target::of)
    }

    /// How the plane was laid over another.
    pub fn aligned(&self) -> Option<&Aligned> {
        self.aligned.as_ref()
    }

    pub fn align(&mut self, target: &Target, generations: &mut u64) {
        let Content::Points(projection) = &self.content else {
            self.aligned = None;
            return;
        };
        let before = self.aligned.as_ref();
        if before.is_none_or(|before| !before.is_of(projection, target)) {
            *generations += 1;
            self.aligned = Some(Aligned::new(projection, target, *generations));
        }
    }

    pub fn stay(&mut self) {
        self.aligned = None;
    }

    /// How the points lie in `frame`: units are as long along both axes, and `bounds` (the points' own without) fill it.
    #[expect(clippy::too_many_arguments, reason = "one call, from the grid")]
    pub fn look(
        &self,
        ui: &Ui,
        frame: Rect,
        bounds: Option<Bounds>,
        data: &Arc<PreparedData>,
        front: Option<u8>,
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
            data: Arc::as_ptr(data).addr(),
            origin: pos2(centre.x - middle[0] * scale, centre.y + middle[1] * scale),
            scale: [scale, -scale],
            frame,
            front,
            plain,
            backdrop: theme::palette(ui).weak,
            one_in,
        })
    }

    /// The test image the pointer means, if any; of class `alone` where there is one.
    pub fn nearest(
        &self,
        look: &Look,
        data: &PreparedData,
        alone: Option<u8>,
        pointer: Pos2,
    ) -> Option<usize> {
        let test = &data.dataset.test;
        let at = [
            (pointer.x - look.origin.x) / look.scale[0],
            (pointer.y - look.origin.y) / look.scale[1],
        ];
        let wanted = |index: usize| {
            let class = || (index < test.len()).then(|| test.label(index)).flatten();
            alone.is_none() || class() == alone
        };
        let nearest = self.placed()?.nearest(at, look.scale, REACH, wanted);
        nearest.filter(|&index| index < test.len())
    }

    /// The points in their frame, or why there are none.
    pub fn paint(
        &mut self,
        ui: &Ui,
        frame: Rect,
        look: Option<Look>,
        data: &PreparedData,
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
        let placed = placed.or(match &self.content {
            Content::Points(projection) => Some(projection),
            Content::Nothing(_) => None,
        });
        if let (Some(look), Some(placed)) = (look, placed) {
            if !placed.is_moved {
                let zero = Stroke::new(1.0, palette.line);
                painter.hline(frame.x_range(), look.origin.y, zero);
                painter.vline(look.origin.x, frame.y_range(), zero);
            }
            let labels = data.dataset.test.labels();
            let mesh = self.cloud.mesh(ui.ctx(), look, &placed.points, labels);
            painter.add(Shape::mesh(mesh));
        } else if let Content::Nothing(why) = &self.content {
            let galley = painter.layout(
                (*why).to_owned(),
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
