//! Weights in a file that is not there.

use std::path::{Path, PathBuf};

use hourglass::model::Tensors;
use hourglass::training::StoredWeights;

/// Weights that are not there.
#[derive(Debug)]
pub struct Gone(pub PathBuf);

impl StoredWeights for Gone {
    fn load(&self) -> Result<Tensors, String> {
        Err(format!("the file is gone: {}", self.0.display()))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}
