//! Draws a test part for data that come without one.

use std::path::Path;

use super::{DataError, DataSettings, Samples, TestPart};

/// Parts `all`, read from `path` without a test part, into training and test samples.
pub(super) fn part(
    all: &Samples,
    settings: &DataSettings,
    path: &Path,
) -> Result<(Samples, Samples, TestPart), DataError> {
    let (how, seed) = (settings.hold_out, settings.split_seed);
    let parts = how.parts(all.len(), seed);
    let [train, test] = parts.map_err(|problem| DataError::file(path, problem))?;
    let part = TestPart::HeldOut { how, seed };
    Ok((all.chosen(&train), all.chosen(&test), part))
}
