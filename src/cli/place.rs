//! `--out` of a command that writes one file for others to read.

use std::path::Path;

use super::failure::{Failure, Result};
use crate::app::may_write;

/// Finds out before any work whether a file of the format `ending` can be written at `out`; over a file that this program
/// did not make only with `force`.
///
/// # Errors
/// One sentence on why it cannot.
pub fn check(out: &Path, ending: &str, force: bool) -> Result<()> {
    let at = |why: &str, path: &Path| Failure::new(format!("{why}: {}", path.display()));
    may_write(out, ending, force).map_err(|why| at(&why, out))?;
    let folder = out.parent().filter(|parent| *parent != Path::new(""));
    match folder {
        Some(folder) if !folder.is_dir() => {
            Err(at("there is no such folder to write into", folder))
        }
        _ => Ok(()),
    }
}
