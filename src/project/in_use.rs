//! Who has a project open: each program puts a small file into its folder, which it locks as long as it lives, so that
//! what a killed one leaves is known as such.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

const BEGINNING: &str = ".hourglass-in-use-";

/// A program that has a project open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// What it is: "the window", "a training in the terminal".
    pub program: String,
    /// Its number in the system.
    pub process: u32,
    pub since: SystemTime,
}

/// Says to others that this program has a project open, until dropped.
#[derive(Debug)]
pub struct InUse {
    path: PathBuf,
    /// Its lock ends with the process, however that ends.
    _lock: File,
}

impl InUse {
    /// Says that `program` has the project in `folder` open.
    ///
    /// # Errors
    /// When nothing can be written there.
    pub fn claim(folder: &Path, program: &str) -> io::Result<Self> {
        let process = process::id();
        let mut path = folder.join(format!("{BEGINNING}{process}"));
        for number in 2.. {
            if fs::symlink_metadata(&path).is_err() {
                break;
            }
            path = folder.join(format!("{BEGINNING}{process}-{number}"));
        }
        let user = User {
            program: program.into(),
            process,
            since: SystemTime::now(),
        };
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)?;
        // Without locks nobody can tell whether it lives, and nobody is told.
        let _ = file.try_lock();
        file.write_all(&serde_json::to_vec(&user)?)?;
        Ok(Self { path, _lock: file })
    }

    /// Who else has the project of this claim open, in the order in which they opened it. What dead programs left is
    /// removed.
    pub fn others(&self) -> Vec<User> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let mut users = Vec::new();
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if !is_claim(&entry.file_name().to_string_lossy()) || path == self.path {
                continue;
            }
            let Ok(file) = File::open(&path) else {
                continue;
            };
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => {
                    let text = fs::read(&path).unwrap_or_default();
                    users.extend(serde_json::from_slice::<User>(&text).ok());
                }
                Ok(()) => {
                    let _ = fs::remove_file(&path);
                }
                Err(TryLockError::Error(_)) => {}
            }
        }
        users.sort_by_key(|user| user.since);
        users
    }
}

impl Drop for InUse {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether a file's name is that of a claim.
pub fn is_claim(name: &str) -> bool {
    name.starts_with(BEGINNING)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{Document, save};

    #[test]
    fn each_is_told_of_the_others_and_of_no_dead_ones() {
        let folder = tempfile::tempdir().unwrap();
        let window = InUse::claim(folder.path(), "the window").unwrap();
        assert_eq!(window.others(), []);
        let training = InUse::claim(folder.path(), "a training").unwrap();
        let programs = |claim: &InUse| -> Vec<String> {
            let others = claim.others().into_iter();
            others.map(|user| user.program).collect()
        };
        assert_eq!(programs(&training), ["the window"]);
        assert_eq!(programs(&window), ["a training"]);
        drop(training);
        assert_eq!(programs(&window), [""; 0]);
        // Left by a program that was killed: nobody holds its lock.
        let dead = folder.path().join(".hourglass-in-use-1");
        fs::write(&dead, "{}").unwrap();
        assert_eq!(window.others(), []);
        assert!(!dead.exists());
        // A folder with nothing but a claim is free for a project.
        save(&Document::default(), folder.path()).unwrap();
        assert!(window.path.exists());
    }
}
