//! Reads many files on all cores, and says which could not be read.

use std::path::Path;

use rayon::prelude::*;

use crate::data::{DataError, Progress};

/// Reasons that are given one by one; more are counted.
const MAX_WARNINGS: usize = 100;

/// What `make` makes of each of `all`, which lie at `path`, on all cores and in their order.
///
/// # Errors
/// When nobody waits for it any more.
pub fn each<T: Sync, R: Send>(
    path: &Path,
    all: &[T],
    make: impl Fn(&T) -> R + Sync,
) -> Result<Vec<R>, DataError> {
    let progress = Progress::present();
    progress.expect(all.len() as u64);
    let made = all.par_iter().map(|one| {
        progress.add(1);
        (!progress.is_stopped()).then(|| make(one))
    });
    let made: Option<Vec<R>> = made.collect();
    made.ok_or_else(|| DataError::file(path, "it was stopped"))
}

/// A problem and the file that has it.
pub fn said(problem: &str, path: &Path) -> String {
    format!("{problem}: {}", path.display())
}

/// The first of many.
pub fn shortened(mut warnings: Vec<String>) -> Vec<String> {
    if warnings.len() > MAX_WARNINGS {
        let more = warnings.len() - MAX_WARNINGS;
        warnings.truncate(MAX_WARNINGS);
        warnings.push(format!(
            "{more} more files are left out for reasons like these"
        ));
    }
    warnings
}
