//! The left side of the window: what a person chooses.

mod architecture;
mod data;
mod limits;
mod loss;
mod number;
mod rows;
mod training;

pub use architecture::ArchitecturePanel;
pub use data::DataPanel;
pub use loss::LossPanel;
pub use training::TrainingPanel;
