//! What leaves the program about a project: the comparison of its variants as numbers, plots, pictures and a report.

pub mod bounds;
pub mod columns;
pub mod digits;
pub mod palette;
pub mod plane;
