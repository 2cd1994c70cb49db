//! Measures of autoencoders that need no training: the PCA baseline, reconstruction metrics.

mod eigen;
mod metrics;
mod moments;
mod pca;
mod product;
mod rows;
mod ssim;
mod subspace;

pub use metrics::{image_mses, mse, psnr};
pub use pca::{Pca, PcaError};
pub use ssim::{mean_ssim, ssim};
