//! How the views of all variants stand in the centre, by the room there is.

use egui::Vec2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrangement {
    /// Two by two.
    Grid,
    /// One above, everything else in one place, chosen by tab.
    Tabs,
}

impl Arrangement {
    /// A grid from the size `grid` on.
    pub fn of(size: Vec2, grid: [f32; 2]) -> Self {
        match size.x >= grid[0] && size.y >= grid[1] {
            true => Self::Grid,
            false => Self::Tabs,
        }
    }
}
