//! The recently used projects, shown at once and written to disk in the background.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::App;
use super::background::Report;
use crate::project::{BundleError, forget_project, recent_projects, remember_project};

/// How many are shown.
const LIMIT: usize = 10;

/// Where the list is kept. One change at a time, or one would be lost.
#[derive(Debug, Clone)]
pub(super) struct RecentFile {
    folder: PathBuf,
    turn: Arc<Mutex<()>>,
}

impl RecentFile {
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            turn: Arc::default(),
        }
    }
}

impl App {
    pub(super) fn read_recent(&mut self) {
        self.with_recent_file(|folder| Ok(recent_projects(folder)));
    }

    pub(super) fn remember_recent(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        put_first(&mut self.recent, path.clone());
        self.with_recent_file(move |folder| remember_project(folder, &path));
    }

    pub(super) fn forget_recent(&mut self, path: PathBuf) {
        self.recent.retain(|known| *known != path);
        self.with_recent_file(move |folder| forget_project(folder, &path));
    }

    fn with_recent_file(
        &self,
        work: impl FnOnce(&Path) -> Result<Vec<PathBuf>, BundleError> + Send + 'static,
    ) {
        let (Some(background), Some(file)) = (&self.background, self.recent_file.clone()) else {
            return;
        };
        background.run(
            "recent",
            move || {
                let _turn = file.turn.lock().unwrap_or_else(PoisonError::into_inner);
                work(&file.folder).map_err(|error| error.to_string())
            },
            |result| Report::Recent { result },
        );
    }

    pub(super) fn recent_written(&mut self, result: Result<Vec<PathBuf>, String>) {
        match result {
            Ok(list) => self.recent = list,
            // The list is a convenience: it is still shown, and a project is never held up by it.
            Err(problem) => log::warn!("{problem}"),
        }
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
