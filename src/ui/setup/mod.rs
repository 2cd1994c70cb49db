//! The setup panels at the left of the window: data, architecture, loss, noise, training and phases.

mod architecture;
mod cells;
mod code;
mod data;
mod features;
mod fold;
mod image;
mod limits;
mod loss;
pub(super) mod misread;
mod noise;
mod number;
pub(super) mod phases;
pub(super) mod reveal;
mod rows;
mod segments;
mod some_of;
mod training;
mod uses;

pub use architecture::ArchitecturePanel;
pub use code::CodePanel;
pub use data::{DataPanel, ImportView};
pub use loss::LossPanel;
pub use noise::NoisePanel;
pub use phases::PhasesPanel;
pub use training::TrainingPanel;
pub use uses::UsesPanel;
