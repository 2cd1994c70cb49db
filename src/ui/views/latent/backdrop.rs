//! Samples of the adversary's prior, faintly behind the codes.

use std::sync::Arc;

use egui::Painter;

use super::cloud::Cloud;
use super::look::Look;
use super::projection::Projection;
use crate::export::colouring::Colouring;
use crate::model::Prior;

/// Enough to see a shape by.
const DRAWS: usize = 3_000;
/// Of the points' own opacity.
const FAINT: f32 = 0.3;

/// Draws from the prior in the plane that is shown, kept until that changes.
#[derive(Default)]
pub struct Backdrop {
    of: Option<(Prior, u64)>,
    points: Arc<[[f32; 2]]>,
    cloud: Cloud,
}

impl Backdrop {
    /// Draws what lies behind the points of `projection`, which `look` is of.
    pub fn paint(&mut self, painter: &Painter, prior: Prior, projection: &Projection, look: Look) {
        let of = Some((prior, projection.generation));
        if self.of != of {
            self.of = of;
            let (plane, view) = (projection.plane, &projection.view);
            let draws = prior.draws(DRAWS, view.width, 0);
            let codes = draws.chunks_exact(view.width.max(1));
            self.points = codes.filter_map(|code| plane.point(code, view)).collect();
        }
        let look = Look {
            front: None,
            plain: look.backdrop.gamma_multiply(FAINT),
            ..look
        };
        self.cloud
            .paint(painter, look, &self.points, &Colouring::default());
    }
}
