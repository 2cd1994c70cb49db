//! Weight files of checkpoints that this program has not read yet.
//!
//! While one is held, a save does not remove it even if the project no longer names it, for undo can bring back the
//! variant it belonged to. And a file that a save has put into a second place is found there when the first is gone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// By file name, which is the content.
static HELD: Mutex<BTreeMap<String, Holders>> = Mutex::new(BTreeMap::new());

#[derive(Debug, Default)]
struct Holders {
    count: usize,
    places: Vec<PathBuf>,
}

/// Holds one file until dropped.
#[derive(Debug)]
pub struct Held {
    name: String,
}

impl Held {
    /// Of the file `name`, which is at `path`.
    pub fn new(name: String, path: &Path) -> Self {
        let mut held = lock();
        let holders = held.entry(name.clone()).or_default();
        holders.count += 1;
        holders.add(path);
        Self { name }
    }

    /// Where it was seen, the first place first.
    pub fn places(&self) -> Vec<PathBuf> {
        places(&self.name)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut held = lock();
        if let Some(holders) = held.get_mut(&self.name) {
            holders.count -= 1;
            if holders.count == 0 {
                held.remove(&self.name);
            }
        }
    }
}

impl Holders {
    fn add(&mut self, path: &Path) {
        if !self.places.iter().any(|place| place == path) {
            self.places.push(path.to_path_buf());
        }
    }
}

/// Whether somebody has still to read the file.
pub fn is_held(name: &str) -> bool {
    lock().contains_key(name)
}

/// Where the file `name` was seen; nowhere if nobody holds it.
pub fn places(name: &str) -> Vec<PathBuf> {
    lock()
        .get(name)
        .map_or_else(Vec::new, |holders| holders.places.clone())
}

/// The file `name` is at `path`, too.
pub fn seen(name: &str, path: &Path) {
    if let Some(holders) = lock().get_mut(name) {
        holders.add(path);
    }
}

fn lock() -> MutexGuard<'static, BTreeMap<String, Holders>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_held_until_its_last_holder_goes() {
        let (here, there) = (Path::new("a/held-test"), Path::new("b/held-test"));
        seen("held-test", there);
        assert_eq!(places("held-test"), [""; 0].map(PathBuf::from));
        let first = Held::new("held-test".into(), here);
        let second = Held::new("held-test".into(), here);
        seen("held-test", there);
        seen("held-test", there);
        drop(first);
        assert!(is_held("held-test"));
        assert_eq!(second.places(), [here, there]);
        drop(second);
        assert!(!is_held("held-test"));
    }
}
