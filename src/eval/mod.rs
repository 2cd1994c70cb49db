//! Measures that need no training: reconstruction metrics, statistics of codes, the PCA baseline, the plane of a latent
//! plot.

mod baseline;
pub mod bounds;
mod codes;
mod discrepancy;
mod eigen;
mod error_curve;
mod fitted;
mod lbfgs;
mod logistic;
mod metrics;
mod moments;
mod neighbours;
mod pca;
mod pca_samples;
pub mod plane;
mod procrustes;
mod product;
mod quantile;
mod ranking;
mod rating_baselines;
mod row_errors;
mod rows;
mod sample_error;
mod ssim;
mod standardised;
mod subspace;

pub use baseline::Baseline;
pub use codes::{ACTIVE, CodeStatistics, NEAR_ZERO, PosteriorStatistics};
pub use discrepancy::{prior_distance, squared_discrepancy};
pub use fitted::FittedGaussian;
pub use logistic::LogisticRegression;
pub use metrics::{image_mses, mse, psnr};
pub use neighbours::nearest_classes;
pub use pca::{Pca, PcaError};
pub use procrustes::Procrustes;
pub use quantile::normal_quantile;
pub use ranking::{average_precision, ranks, roc_auc};
pub use rating_baselines::RatingBaselines;
pub use row_errors::{mean_error, row_errors};
pub use rows::scaled_rows;
pub use sample_error::sample_error;
pub use ssim::{mean_ssim, ssim};
pub use standardised::Standardised;
