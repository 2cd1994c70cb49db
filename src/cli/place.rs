//! `--out` of a command that writes one file for others to read, or a folder of pictures.

use std::path::Path;

use super::failure::{Failure, Result};
use crate::app::{is_free_for_files, may_write, takes_files};

/// Finds out before any work whether a file of the format `ending` can be written at `out`; over a file that this program
/// did not make only with `force`.
///
/// # Errors
/// One sentence on why it cannot.
pub fn check(out: &Path, ending: &str, force: bool) -> Result<()> {
    may_write(out, ending, force).map_err(|why| at(&why, out))?;
    takes(parent(out))
}

/// The same of a folder of pictures: it is new or empty, or what is in it may go with `force`.
///
/// # Errors
/// One sentence on why it cannot.
pub fn check_folder(out: &Path, force: bool) -> Result<()> {
    let is_free = is_free_for_files(out).map_err(|why| at(&why, out))?;
    if !is_free && !force {
        let why = "there are files in this folder already, name another one or replace its pictures with --force";
        return Err(at(why, out));
    }
    takes(if out.is_dir() { out } else { parent(out) })
}

fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

fn takes(folder: &Path) -> Result<()> {
    takes_files(folder).map_err(|why| match folder == Path::new("") {
        true => at(&why, Path::new(".")),
        false => at(&why, folder),
    })
}

fn at(why: &str, path: &Path) -> Failure {
    Failure::new(format!("{why}: {}", path.display()))
}
