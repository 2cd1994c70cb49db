//! What leaves the program about a project: the comparison of its variants as numbers, plots, pictures and a report,
//! and a variant for other programs.

pub mod bounds;
pub mod columns;
pub mod digits;
pub mod palette;
pub mod plane;
pub mod torch;
