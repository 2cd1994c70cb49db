//! Operations made of dfdx operations: those of GPUs, and the reference for the CPU kernels. Uses only dfdx operations
//! whose GPU kernels are compiled beforehand.

mod cell;
mod columns;
mod feedback;
mod gather;
mod recurrent;
mod rows_at;
mod steps;

pub use columns::{activate, column_loss, column_outputs, losses};
pub use feedback::feed_back;
pub use gather::gather;
pub use recurrent::recurrent;
pub use rows_at::rows_at;
pub use steps::{last_step, mask_steps, mean_of_steps, steps_there, windows_of_steps};
