//! Exports: the comparison of variants as numbers, plots, pictures and a report, and a variant as a PyTorch model.

pub mod animation;
pub mod canvas;
mod checkpoint_model;
mod cloud;
pub mod colouring;
pub mod columns;
mod comparison;
pub mod digits;
pub mod gallery;
mod histories;
pub mod html;
pub mod loss;
pub mod names;
pub mod palette;
pub mod rows;
mod spaces;
pub mod svg;
pub mod torch;
mod verdict;
pub mod work;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub use cloud::Cloud;
pub use comparison::{Compared, Comparison, Reached};
pub use histories::Recorded;
pub use spaces::{Space, picture as latent_picture};
pub use verdict::{against_pca, count as count_against_pca};

/// The bytes of a PNG file as an address that holds them.
fn data_uri(png: &[u8]) -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(png))
}
