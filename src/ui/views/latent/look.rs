//! What a picture of points depends on.

use egui::{Color32, Pos2, Rect, pos2};

/// What the picture depends on besides the points themselves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Changes with the points.
    pub points: u64,
    /// Changes with what the points are coloured by.
    pub colours: u64,
    /// Where `[0, 0]` of the plane is on the screen, and how far one unit goes along x and along y.
    pub origin: Pos2,
    pub scale: [f32; 2],
    /// Points outside are left out.
    pub frame: Rect,
    /// This class in front, the others as a faint backdrop.
    pub front: Option<u32>,
    /// The colour of points without a class.
    pub plain: Color32,
    pub backdrop: Color32,
    /// Of so many points one is drawn, always the same ones; all of the class in front. At least 1.
    pub one_in: u32,
    /// As large as points are drawn, of their usual size.
    pub emphasis: f32,
}

impl Look {
    pub fn place(&self, point: [f32; 2]) -> Pos2 {
        pos2(
            self.origin.x + point[0] * self.scale[0],
            self.origin.y + point[1] * self.scale[1],
        )
    }
}
