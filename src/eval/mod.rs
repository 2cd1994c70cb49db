//! Measures of autoencoders that need no training: the PCA baseline, reconstruction metrics.

mod metrics;
mod pca;

pub use metrics::{psnr, ssim};
pub use pca::{Pca, PcaError};
