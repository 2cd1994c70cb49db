//! The compute threads of a command.

use super::failure::{Failure, Result};

/// Does `work` on one of `threads` compute threads (0 for one a core), which its kernels share.
///
/// # Errors
/// When the system refuses the threads, or as `work`.
pub fn with_threads<T: Send>(threads: usize, work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|index| format!("training-{index}"))
        .build()
        .map_err(|error| Failure::new(format!("cannot start the threads, {error}: --threads")))?;
    pool.install(work)
}
