//! The trained variants that a command is about.

use super::failure::{Failure, Result};
use super::{find, terminal};
use crate::project::{Document, Trained, Variant};

/// The trained variants called any of `names`, or all of them when nothing is named; a word about each that is not
/// trained. `project` is what the command calls it.
///
/// # Errors
/// When there is none of one of the names, or none is trained.
pub fn trained<'a>(
    document: &'a Document,
    names: &[String],
    project: &str,
) -> Result<Vec<(&'a Variant, &'a Trained)>> {
    let chosen = find::choose_each(document, names)?;
    let variants = || chosen.iter().filter_map(|&id| document.variant(id));
    let trained = variants().filter_map(|variant| Some((variant, variant.trained.as_ref()?)));
    let trained: Vec<_> = trained.collect();
    if trained.is_empty() {
        return Err(Failure::new(format!(
            "nothing is trained yet, run hourglass train first: {project}"
        )));
    }
    for variant in variants().filter(|variant| variant.trained.is_none()) {
        terminal::note(&format!("warning: not trained yet: {}", variant.name));
    }
    Ok(trained)
}
