//! Weights of a checkpoint that stay in their file until somebody looks.

use std::path::{Path, PathBuf};

use super::content_file::Unreadable;
use super::held::Held;
use super::weights::load_weights;
use crate::model::Tensors;
use crate::training::StoredWeights;

/// A weight file of a bundle, not yet read.
#[derive(Debug)]
pub struct WeightsOnDisk {
    path: PathBuf,
    held: Held,
}

impl WeightsOnDisk {
    /// The file `name` at `path`.
    pub fn new(path: PathBuf, name: String) -> Self {
        let held = Held::new(name, &path);
        Self { path, held }
    }
}

impl StoredWeights for WeightsOnDisk {
    fn load(&self) -> Result<Tensors, String> {
        load_weights(&self.path).or_else(|why| {
            // The project may have been saved elsewhere since, and its first folder removed.
            let mut elsewhere = self.held.places().into_iter();
            elsewhere
                .find_map(|place| load_weights(&place).ok())
                .ok_or_else(|| sentence(&why, &self.path))
        })
    }

    fn path(&self) -> &Path {
        &self.path
    }
}

fn sentence(why: &Unreadable, path: &Path) -> String {
    format!(
        "{}: {}",
        why.of("the checkpoint's weight file"),
        path.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Tensor;
    use crate::project::bundle::held;
    use crate::project::bundle::weights::encode_weights;

    #[test]
    fn a_file_is_read_when_asked_for_and_where_it_was_seen_last() {
        let folder = tempfile::tempdir().unwrap();
        let tensor = Tensor {
            shape: vec![2],
            data: vec![0.5, -3.25],
        };
        let weights = Tensors::from([("encoder.0.bias".to_owned(), tensor)]);
        let file = encode_weights(&weights).unwrap();
        let path = folder.path().join(&file.name);
        let stored = WeightsOnDisk::new(path.clone(), file.name.clone());
        let missing = stored.load().unwrap_err();
        assert!(missing.starts_with("cannot read the checkpoint's weight file, "));
        assert!(missing.ends_with(&path.display().to_string()), "{missing}");

        std::fs::write(&path, &file.bytes).unwrap();
        assert_eq!(stored.load(), Ok(weights.clone()));
        std::fs::write(&path, &file.bytes[1..]).unwrap();
        let damaged = stored.load().unwrap_err();
        assert!(damaged.contains("damaged, its content"), "{damaged}");

        let second = folder.path().join("second");
        std::fs::create_dir(&second).unwrap();
        let second = second.join(&file.name);
        std::fs::write(&second, &file.bytes).unwrap();
        held::seen(&file.name, &second);
        assert_eq!(stored.load(), Ok(weights));
    }
}
