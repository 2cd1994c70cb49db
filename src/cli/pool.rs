//! The compute threads of a command.

use std::num::NonZero;

use super::failure::{Failure, Result};
use super::terminal;

/// The compute threads of a command that was asked for `asked` of them (0 for one a core): no more than the machine has
/// cores, which more would only get in the way of, and a word about it.
pub fn threads(asked: usize) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    if asked > cores {
        terminal::note(&format!(
            "warning: this machine has {cores} cores, so {cores} threads are used and not {asked}: --threads"
        ));
    }
    asked.min(cores)
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_no_more_threads_than_cores() {
        let cores = threads(usize::MAX);
        assert!(cores >= 1);
        assert_eq!((threads(0), threads(1)), (0, 1));
        assert_eq!(threads(cores), cores);
    }
}
