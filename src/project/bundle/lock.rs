//! The lock on a project's folder: one save at a time, and no opening meanwhile, whichever window or program asks.
//!
//! The lock is the system's own on the folder, so nothing is left on disk and a kill frees it. Where the system has
//! no such lock (a folder cannot be locked on Windows, nor on some network disks) all goes on without it. A program
//! that holds it for long (stopped in the middle of a save, a disk that hangs) is waited for with a word, and not for
//! ever.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::BundleError;

/// Between two looks whether the lock is free.
const PAUSE: Duration = Duration::from_millis(20);
/// A save of a large project takes some seconds; after this long somebody should know what is waited for.
const WORD_AFTER: Duration = Duration::from_secs(2);
const LIMIT: Duration = Duration::from_secs(30);

/// Folders that this program waits for, each once for every wait.
static WAITED_FOR: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A folder that this program has waited for longer than usual, as another one holds it.
pub fn waited_for() -> Option<PathBuf> {
    let waits = WAITED_FOR.lock().unwrap_or_else(PoisonError::into_inner);
    waits.first().cloned()
}

/// Held until dropped.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "its drop is its use")] Option<File>);

impl Lock {
    /// Waits until nobody else saves into `folder` or opens it.
    ///
    /// # Errors
    /// When that takes too long.
    pub fn to_save(folder: &Path) -> Result<Self, BundleError> {
        Self::taken(folder, File::try_lock, LIMIT)
    }

    /// Waits until nobody saves into `folder`.
    ///
    /// # Errors
    /// When that takes too long.
    pub fn to_open(folder: &Path) -> Result<Self, BundleError> {
        Self::taken(folder, File::try_lock_shared, LIMIT)
    }

    fn taken(
        folder: &Path,
        lock: impl Fn(&File) -> Result<(), TryLockError>,
        limit: Duration,
    ) -> Result<Self, BundleError> {
        // The parent of a bare file name is the empty path.
        let is_here = folder.as_os_str().is_empty();
        let folder = if is_here { Path::new(".") } else { folder };
        let Ok(file) = File::open(folder) else {
            return Ok(Self(None));
        };
        let began = Instant::now();
        let mut word = None;
        loop {
            match lock(&file) {
                Ok(()) => return Ok(Self(Some(file))),
                Err(TryLockError::Error(_)) => return Ok(Self(None)),
                Err(TryLockError::WouldBlock) => {}
            }
            if began.elapsed() >= limit {
                let seconds = limit.as_secs();
                return Err(BundleError::new(
                    folder,
                    format!(
                        "another program has held the project for {seconds} s; end it, or try again later"
                    ),
                ));
            }
            if word.is_none() && began.elapsed() >= WORD_AFTER {
                word = Some(Word::new(folder));
            }
            sleep(PAUSE);
        }
    }
}

/// Says that a folder is waited for, until dropped.
struct Word(PathBuf);

impl Word {
    fn new(folder: &Path) -> Self {
        log::warn!(
            "another program holds the project, waiting: {}",
            folder.display()
        );
        let mut waits = WAITED_FOR.lock().unwrap_or_else(PoisonError::into_inner);
        waits.push(folder.to_path_buf());
        Self(folder.to_path_buf())
    }
}

impl Drop for Word {
    fn drop(&mut self) {
        let mut waits = WAITED_FOR.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = waits.iter().position(|folder| *folder == self.0) {
            waits.remove(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_waited_for_and_not_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let held = Lock::to_save(folder.path()).unwrap();
        let short = Duration::from_millis(60);
        let refused = Lock::taken(folder.path(), File::try_lock_shared, short).unwrap_err();
        let sentence = refused.to_string();
        assert!(
            sentence.starts_with("another program has held the project"),
            "{sentence}"
        );
        assert!(
            sentence.ends_with(&folder.path().display().to_string()),
            "{sentence}"
        );
        let place = folder.path().to_path_buf();
        let waiting = std::thread::spawn(move || Lock::to_open(&place).map(drop));
        sleep(Duration::from_millis(50));
        drop(held);
        waiting.join().unwrap().unwrap();
        // Two may read at once.
        let _first = Lock::to_open(folder.path()).unwrap();
        Lock::to_open(folder.path()).unwrap();
    }
}
