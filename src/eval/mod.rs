//! Measures of autoencoders that need no training: the PCA baseline, reconstruction metrics.

mod eigen;
mod metrics;
mod moments;
mod pca;
mod product;
mod rows;
mod subspace;

pub use metrics::{psnr, ssim};
pub use pca::{Pca, PcaError};
