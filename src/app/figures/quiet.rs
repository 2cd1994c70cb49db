//! A pool of compute threads for work beside training.

use super::super::App;

impl App {
    /// One while something trains, one a core (which 0 means) otherwise.
    pub(in crate::app) fn threads_beside(&self) -> usize {
        usize::from(self.runs.are_any_training())
    }
}

/// Does `work` on `threads` threads (0 for one a core), which its kernels share; on this thread and the common ones
/// where the system refuses them.
pub(in crate::app) fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|index| format!("figures-{index}"))
        .build();
    match pool {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}
