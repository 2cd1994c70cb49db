//! The compiled kernels' functions, each looked up once.

use std::sync::Arc;

use cudarc::driver::sys::CUresult;
use cudarc::driver::{CudaDevice, CudaFunction, DriverError};
use cudarc::nvrtc::Ptx;

/// Made by `build.rs`; empty where types are checked without a compiler.
pub const PTX: &str = include_str!(concat!(env!("OUT_DIR"), "/kernels.ptx"));
const MODULE: &str = "hourglass";

macro_rules! functions {
    ($($name:ident),* $(,)?) => {
        /// Named as in `kernels/*.cu`.
        pub struct Functions {
            $(pub $name: CudaFunction,)*
        }

        impl Functions {
            /// Hands the kernels to the driver, which compiles them for its GPU (and keeps that for the next start).
            ///
            /// # Errors
            /// When the driver refuses them.
            pub fn load(device: &Arc<CudaDevice>) -> Result<Self, DriverError> {
                device.load_ptx(Ptx::from_src(PTX), MODULE, &[$(stringify!($name)),*])?;
                let find = |name| {
                    let missing = DriverError(CUresult::CUDA_ERROR_NOT_FOUND);
                    device.get_func(MODULE, name).ok_or(missing)
                };
                Ok(Self { $($name: find(stringify!($name))?,)* })
            }
        }
    };
}

functions!(
    add_bias_and_activate,
    slope_and_column_sums,
    gather_windows,
    spread_windows,
    turn_weights,
    turn_weights_back,
    max_pool,
    unpool,
    upsample,
    add_repetitions,
    column_means,
    column_variances,
    normalise,
    norm_sums,
    norm_slopes,
    follow,
    mean_loss,
    mean_loss_slopes,
    softmax_loss,
    softmax_loss_slopes,
    divergences,
    mean_divergence,
    divergence_slopes,
    wavelet_split,
    wavelet_join,
    weighted_error,
    weighted_mean,
    weighted_mean_slopes,
    add_weighted,
    square_sum,
    update,
    gather_images,
    note,
    clip_factor,
    share_above_zero,
);
