//! The points of a view projected onto a plane, computed once for each.

use std::sync::{Arc, OnceLock};

use super::bounds::Bounds;
use super::grid::Grid;
use super::plane::{self, Plane};
use crate::training::{LatentView, VariantId};

/// Everything that follows from a view and a plane.
pub struct Projection {
    pub variant: VariantId,
    pub view: Arc<LatentView>,
    pub plane: Plane,
    /// One for each test image.
    pub points: Arc<[[f32; 2]]>,
    pub bounds: Bounds,
    /// Mean code.
    pub mean: Vec<f32>,
    /// Another number for every projection made.
    pub generation: u64,
    /// Points no longer lie where the plane says.
    pub is_moved: bool,
    /// Sorted when the pointer first asks.
    grid: OnceLock<Grid>,
}

impl Projection {
    /// `None` where there is no finite point. Of what was shown `before`, `bounds` are kept in view where they can be.
    pub fn new(
        variant: VariantId,
        view: &Arc<LatentView>,
        plane: Plane,
        before: Option<Bounds>,
        generation: u64,
    ) -> Option<Self> {
        let points = plane.project(view);
        let wanted = Bounds::around(&points)?;
        Some(Self {
            variant,
            view: Arc::clone(view),
            plane,
            bounds: before.map_or(wanted, |before| before.follow(wanted)),
            mean: plane::mean(view),
            generation,
            points: points.into(),
            is_moved: false,
            grid: OnceLock::new(),
        })
    }

    /// With its points sorted, for pointers to come.
    pub fn sorted(self) -> Self {
        self.grid();
        self
    }

    /// The same codes at other places, to be known as `generation`. `None` where none of these is finite.
    pub fn moved(&self, generation: u64, place: impl Fn([f32; 2]) -> [f32; 2]) -> Option<Self> {
        let points: Arc<[[f32; 2]]> = self.points.iter().map(|&point| place(point)).collect();
        Some(Self {
            variant: self.variant,
            view: Arc::clone(&self.view),
            plane: self.plane,
            bounds: Bounds::around(&points)?,
            mean: self.mean.clone(),
            generation,
            points,
            is_moved: true,
            grid: OnceLock::new(),
        })
    }

    pub fn is_of(&self, variant: VariantId, view: &Arc<LatentView>, plane: Plane) -> bool {
        self.variant == variant && self.plane == plane && Arc::ptr_eq(&self.view, view)
    }

    /// See [`Grid::nearest`].
    pub fn nearest(
        &self,
        at: [f32; 2],
        scale: [f32; 2],
        radius: f32,
        wanted: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        self.grid().nearest(&self.points, at, scale, radius, wanted)
    }

    fn grid(&self) -> &Grid {
        self.grid
            .get_or_init(|| Grid::new(&self.points, self.bounds))
    }
}
