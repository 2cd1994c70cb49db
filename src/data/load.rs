//! Loads a dataset from the program itself or from files.

use super::{DataError, DataSettings, Dataset};

/// Reads the samples that `settings` name. Slow (about half a second for MNIST): never call it on the UI thread.
///
/// # Errors
/// When a file is missing, truncated, not what it should be, or the parts do not fit together.
pub fn load(settings: &DataSettings) -> Result<Dataset, DataError> {
    let mut dataset = settings.source.read(settings.parting())?;
    dataset.about.content = settings.source.content();
    Ok(dataset)
}
