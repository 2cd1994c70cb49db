//! Who has a project open: each program puts a small file into its folder, which it locks as long as it lives, so that
//! what a killed one leaves is known as such. The file also says what the program does with the project, and that it
//! wants it for itself.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

const BEGINNING: &str = ".hourglass-in-use-";
/// Bytes of a claim: always as many, so that a new one takes the place of the old at one stroke.
const LENGTH: usize = 512;
/// A claim that is taken for a dead program's before it is locked is made anew.
const TRIES: usize = 5;

/// What a program does with a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It trains and saves.
    #[default]
    Works,
    /// It saves nothing.
    Looks,
    /// It wants to work here, and asks those who do to save and to look from then on.
    TakesOver,
    /// It was asked to, and saves what it has.
    Leaves,
}

/// A program that has a project open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// What it is: "the window", "a training in the terminal".
    pub program: String,
    /// Its number in the system.
    pub process: u32,
    pub since: SystemTime,
    #[serde(default)]
    pub role: Role,
    /// It has the project from others, who may not have noticed yet.
    #[serde(default)]
    pub took_over: bool,
}

impl User {
    /// Whether the project is its to write.
    pub fn is_working(&self) -> bool {
        matches!(self.role, Role::Works | Role::Leaves)
    }

    /// Whether it wants the project of `other`, who was here before.
    pub fn takes_over(&self, other: &Self) -> bool {
        (self.role == Role::TakesOver || self.took_over) && self.since > other.since
    }
}

/// Says to others that this program has a project open, until dropped.
#[derive(Debug)]
pub struct InUse {
    path: PathBuf,
    /// Its lock ends with the process, however that ends.
    file: File,
    user: User,
}

impl InUse {
    /// Says that `program` has the project in `folder` open, and for what.
    ///
    /// # Errors
    /// When nothing can be written there.
    pub fn claim(folder: &Path, program: &str, role: Role) -> io::Result<Self> {
        let process = process::id();
        let user = User {
            program: program.into(),
            process,
            since: SystemTime::now(),
            role,
            took_over: role == Role::TakesOver,
        };
        for _ in 0..TRIES {
            let mut path = folder.join(format!("{BEGINNING}{process}"));
            for number in 2.. {
                if fs::symlink_metadata(&path).is_err() {
                    break;
                }
                path = folder.join(format!("{BEGINNING}{process}-{number}"));
            }
            let file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(&path)?;
            // Without locks nobody can tell whether it lives, and nobody is told.
            let is_tested = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
            let mut claim = Self {
                path,
                file,
                user: user.clone(),
            };
            claim.write()?;
            if !is_tested && claim.path.exists() {
                return Ok(claim);
            }
        }
        Err(io::ErrorKind::WouldBlock.into())
    }

    /// Says what this program does with the project from now on. Where it cannot be said, nobody is told.
    pub fn set_role(&mut self, role: Role) {
        if self.user.role != role {
            self.user.role = role;
            if let Err(error) = self.write() {
                log::warn!("{error}: {}", self.path.display());
            }
        }
    }

    /// What is said of this program.
    pub fn user(&self) -> &User {
        &self.user
    }

    /// The way to see who else there is.
    pub fn others(&self) -> Others {
        self.others_in(self.path.parent().unwrap_or(Path::new(".")))
    }

    /// As [`Self::others`], of the project in `folder`, which may be this one by another name.
    pub fn others_in(&self, folder: &Path) -> Others {
        Others {
            folder: folder.to_path_buf(),
            own: Some(self.path.clone()),
        }
    }

    fn write(&mut self) -> io::Result<()> {
        let mut text = serde_json::to_vec(&self.user)?;
        text.resize(text.len().max(LENGTH), b' ');
        self.file.rewind()?;
        self.file.write_all(&text)
    }
}

impl Drop for InUse {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// All that have a project open but one of them.
#[derive(Debug, Clone)]
pub struct Others {
    folder: PathBuf,
    own: Option<PathBuf>,
}

impl Others {
    /// Those in `folder`, without the program that looks.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            folder: folder.to_path_buf(),
            own: None,
        }
    }

    /// Who they are now, in the order in which they opened it. What dead programs left is removed.
    pub fn look(&self) -> Vec<User> {
        let mut users = Vec::new();
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if !is_claim(&entry.file_name().to_string_lossy()) || self.is_own(&path) {
                continue;
            }
            match lives(&path) {
                Some(true) => {
                    let text = fs::read(&path).unwrap_or_default();
                    users.extend(serde_json::from_slice::<User>(&text).ok());
                }
                Some(false) => {
                    let _ = fs::remove_file(&path);
                }
                None => {}
            }
        }
        users.sort_by_key(|user| user.since);
        users
    }

    fn is_own(&self, claim: &Path) -> bool {
        let Some(own) = self.own.as_deref() else {
            return false;
        };
        let whole = |path: &Path| fs::canonicalize(path).ok();
        own == claim || (own.file_name() == claim.file_name() && whole(own) == whole(claim))
    }
}

/// Whether a file's name is that of a claim.
pub fn is_claim(name: &str) -> bool {
    name.starts_with(BEGINNING)
}

/// Whether the file at `path` is a claim of a program that has ended.
pub fn is_dead_claim(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    is_claim(&name.to_string_lossy()) && lives(path) == Some(false)
}

/// Whether the program whose claim is at `path` lives; `None` where nobody can tell.
fn lives(path: &Path) -> Option<bool> {
    let file = File::open(path).ok()?;
    // Shared: so that two who look at once do not take each other for the program.
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Some(true),
        Ok(()) => Some(false),
        Err(TryLockError::Error(_)) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{Document, save};

    fn programs(claim: &InUse) -> Vec<(String, Role)> {
        let others = claim.others().look().into_iter();
        others.map(|user| (user.program, user.role)).collect()
    }

    #[test]
    fn each_is_told_of_the_others_and_of_no_dead_ones() {
        let folder = tempfile::tempdir().unwrap();
        let window = InUse::claim(folder.path(), "the window", Role::Works).unwrap();
        assert_eq!(programs(&window), []);
        let training = InUse::claim(folder.path(), "a training", Role::Works).unwrap();
        assert_eq!(programs(&training), [("the window".into(), Role::Works)]);
        assert_eq!(programs(&window), [("a training".into(), Role::Works)]);
        drop(training);
        assert_eq!(programs(&window), []);
        // Left by a program that was killed: nobody holds its lock.
        let dead = folder.path().join(".hourglass-in-use-1");
        fs::write(&dead, "{}").unwrap();
        assert!(is_dead_claim(&dead) && !is_dead_claim(&window.path));
        assert_eq!(programs(&window), []);
        assert!(!dead.exists());
        // A folder with nothing but a claim is free for a project.
        save(&Document::default(), folder.path()).unwrap();
        assert!(window.path.exists());
    }

    #[test]
    fn roles_change_and_whoever_comes_later_can_take_over() {
        let folder = tempfile::tempdir().unwrap();
        let mut first = InUse::claim(folder.path(), "a", Role::Works).unwrap();
        let mut second = InUse::claim(folder.path(), "b", Role::TakesOver).unwrap();
        assert!(second.user().takes_over(first.user()));
        assert!(!first.user().takes_over(second.user()));
        first.set_role(Role::Leaves);
        assert_eq!(programs(&second), [("a".into(), Role::Leaves)]);
        first.set_role(Role::Looks);
        second.set_role(Role::Works);
        let user = &first.others().look()[0];
        assert_eq!(user, second.user());
        assert!(user.takes_over(first.user()) && user.is_working());
    }
}
