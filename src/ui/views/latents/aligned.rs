//! Aligns one variant's plane with another's by Procrustes analysis.

use std::sync::Arc;

use crate::eval::Procrustes;
use crate::ui::views::latent::projection::Projection;

/// Points to lay others onto.
#[derive(Clone)]
pub struct Target {
    points: Arc<[[f32; 2]]>,
    generation: u64,
}

impl Target {
    pub fn of(projection: &Projection) -> Self {
        Self {
            points: Arc::clone(&projection.points),
            generation: projection.generation,
        }
    }
}

/// Points in another's plane.
pub struct Aligned {
    /// Generations of the points and of those they were laid onto.
    of: [u64; 2],
    pub fit: Option<Procrustes>,
    /// `None` where the two have nothing in common; the points are then shown as they are.
    pub placed: Option<Projection>,
}

impl Aligned {
    /// Lays `projection` onto `target`; the result is the set of points `generation`.
    pub fn new(projection: &Projection, target: &Target, generation: u64) -> Self {
        let fit = Procrustes::fit(&projection.points, &target.points);
        Self {
            of: [projection.generation, target.generation],
            fit,
            placed: fit.and_then(|fit| projection.moved(generation, |point| fit.place(point))),
        }
    }

    /// Whether it has a place for each of these points.
    pub fn fits(&self, projection: &Projection) -> bool {
        let placed = self.placed.as_ref();
        placed.is_none_or(|placed| placed.points.len() == projection.points.len())
    }

    pub fn is_of(&self, projection: &Projection, target: &Target) -> bool {
        self.of == [projection.generation, target.generation]
    }
}
