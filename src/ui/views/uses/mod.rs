//! What a use found, of the variants that are shown: figures, samples, curves, and what is said of each sample.

mod curves;
mod figures;
mod list;
mod paint;
mod plot;
mod samples;

pub use curves::UseCurves;
pub use figures::UseFigures;
pub use list::UseList;
pub use samples::UseSamples;
