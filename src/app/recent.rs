//! The projects opened and saved lately.

use std::path::{Path, PathBuf};

use super::App;

/// How many are remembered.
const LIMIT: usize = 10;

impl App {
    pub(super) fn remember_recent(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        put_first(&mut self.recent, path);
    }

    pub(super) fn forget_recent(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
    }
}

fn put_first(recent: &mut Vec<PathBuf>, path: PathBuf) {
    recent.retain(|known| *known != path);
    recent.insert(0, path);
    recent.truncate(LIMIT);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_comes_first_once() {
        let mut recent = Vec::new();
        for name in ["a", "b", "a"] {
            put_first(&mut recent, name.into());
        }
        assert_eq!(recent, [PathBuf::from("a"), PathBuf::from("b")]);
        for number in 0..20 {
            put_first(&mut recent, number.to_string().into());
        }
        assert_eq!(recent.len(), 10);
    }
}
