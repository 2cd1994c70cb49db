//! Measures that need no training: reconstruction metrics, statistics of codes, the PCA baseline, the plane of a latent
//! plot.

mod baseline;
pub mod bounds;
mod codes;
mod discrepancy;
mod eigen;
mod error_curve;
mod fitted;
mod metrics;
mod moments;
mod pca;
pub mod plane;
mod procrustes;
mod product;
mod quantile;
mod rating_baselines;
mod row_errors;
mod rows;
mod ssim;
mod subspace;

pub use baseline::Baseline;
pub use codes::{ACTIVE, CodeStatistics, NEAR_ZERO, PosteriorStatistics};
pub use discrepancy::{prior_distance, squared_discrepancy};
pub use fitted::FittedGaussian;
pub use metrics::{image_mses, mse, psnr};
pub use pca::{Pca, PcaError};
pub use procrustes::Procrustes;
pub use quantile::normal_quantile;
pub use rating_baselines::RatingBaselines;
pub use row_errors::{mean_error, row_errors};
pub use ssim::{mean_ssim, ssim};
