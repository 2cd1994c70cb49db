//! Work that is in no project of the person's yet, kept in a folder of the program: each window has a session there,
//! which lives as long as its process holds the lock. What a session leaves behind when its process dies is offered at
//! the next start.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use image::{DynamicImage, RgbaImage};
use serde::{Deserialize, Serialize};

use super::bundle::{self, BundleError, Opened, Over, Version, open, save_over};
use super::{Document, Misread, atomic};
use crate::system::moment;

/// Beside it stand the bundle and the lock.
const ABOUT: &str = "session.json";
const LOCK: &str = "lock";
const BUNDLE: &str = "project";
const PICTURE: &str = "picture.png";
/// Most pixels of a picture, so that nothing but one of its own is taken for it.
const MAX_PIXELS: u32 = 4_000_000;
/// Bytes that all that is left behind may take; the oldest goes first.
const BUDGET: u64 = 2_000_000_000;

/// What is kept, for a person to know it by and for the way back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The project's name.
    pub name: String,
    /// Where it lives, if it does.
    pub path: Option<PathBuf>,
    /// Hash of the project file there, as it was when the work began to differ from it.
    pub file: Option<String>,
    /// How far training has come, in words; empty where nothing is trained.
    pub reached: String,
    /// What could not be read of the project there, and nobody has looked at yet.
    #[serde(default)]
    pub misread: Vec<Misread>,
}

/// The session of this process.
#[derive(Debug)]
pub struct Session {
    folder: PathBuf,
    /// Its lock ends with the process, however that ends.
    _lock: File,
}

impl Session {
    /// A new one in the folder `root`, made if needed.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn begin(root: &Path) -> io::Result<Self> {
        let name = format!("{}-{}", moment::for_file_name(), std::process::id());
        let mut folder = root.join(&name);
        for number in 2.. {
            if !folder.exists() {
                break;
            }
            folder = root.join(format!("{name}-{number}"));
        }
        fs::create_dir_all(&folder)?;
        Self::on(folder)
    }

    fn on(folder: PathBuf) -> io::Result<Self> {
        let lock = File::create(folder.join(LOCK))?;
        // Where there are no locks, sessions are offered while they live, which is better than never.
        let _ = lock.try_lock();
        Ok(Self {
            folder,
            _lock: lock,
        })
    }

    /// Keeps `document` in place of what was kept before, and `picture`, a PNG, to know it by. Without checkpoints, which no training needs to go on.
    ///
    /// # Errors
    /// When it cannot be written; what was kept before is then still there.
    pub fn keep(
        &self,
        document: &Document,
        about: &About,
        picture: Option<&[u8]>,
    ) -> Result<(), BundleError> {
        let (newest, _) = bundle::without_checkpoints(document);
        save_over(&newest, &self.folder.join(BUNDLE), &Over::Any)?;
        let file = self.folder.join(ABOUT);
        let text = serde_json::to_vec_pretty(about).map_err(BundleError::cannot("write", &file))?;
        if let Some(picture) = picture {
            let file = self.folder.join(PICTURE);
            atomic::replace(&self.folder, PICTURE, picture)
                .map_err(BundleError::writing("write", &file))?;
        }
        atomic::replace(&self.folder, ABOUT, &text).map_err(BundleError::writing("write", &file))
    }

    /// What was kept is saved elsewhere, or not wanted any more.
    pub fn clear(&self) {
        remove(&self.folder.join(BUNDLE), false);
        let _ = fs::remove_file(self.folder.join(ABOUT));
        let _ = fs::remove_file(self.folder.join(PICTURE));
    }

    /// As [`Self::clear`], with the session's folder.
    pub fn end(&self) {
        remove(&self.folder, false);
    }
}

/// What a session has left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftBehind {
    pub about: About,
    /// When it was kept.
    pub time: SystemTime,
    /// What it reconstructed last, where it did.
    pub picture: Option<Arc<RgbaImage>>,
    folder: PathBuf,
}

/// What is left behind, opened.
#[derive(Debug)]
pub struct Recovered {
    pub opened: Opened,
    /// Where it belongs; `None` where that is nowhere, or where the project has changed since.
    pub path: Option<PathBuf>,
    /// Goes on where the other session ended.
    pub session: Session,
}

/// What sessions have left in `root` that live no more, newest first. The oldest beyond the budget are removed, and
/// sessions that kept nothing.
pub fn left_behind(root: &Path) -> Vec<LeftBehind> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let folder = entry.path();
        if is_alive(&folder) {
            continue;
        }
        match read_about(&folder) {
            Ok((about, time)) => found.push(LeftBehind {
                about,
                time,
                picture: read_picture(&folder).map(Arc::new),
                folder,
            }),
            Err(_) => remove(&folder, true),
        }
    }
    found.sort_by_key(|left| std::cmp::Reverse(left.time));
    let mut bytes = 0;
    found.retain(|left| {
        bytes += size(&left.folder);
        let fits = bytes <= BUDGET;
        if !fits {
            log::warn!("unsaved work is removed to make room: {}", left.about.name);
            remove(&left.folder, true);
        }
        fits
    });
    found
}

impl LeftBehind {
    /// Opens it and goes on with its session.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn recover(&self) -> Result<Recovered, BundleError> {
        let mut opened = open(&self.folder.join(BUNDLE))?;
        let session =
            Session::on(self.folder.clone()).map_err(BundleError::cannot("lock", &self.folder))?;
        // Saving compares with the project, not with this copy.
        opened.version = None;
        opened.document.misread.clone_from(&self.about.misread);
        let own = self
            .about
            .path
            .as_ref()
            .and_then(|path| Some((path, open(path).ok()?)));
        let same = own.filter(|(_, own)| {
            let hash = own.version.as_deref().and_then(Version::file_hash);
            hash.is_some() && hash == self.about.file
        });
        let path = same.map(|(path, own)| {
            opened.version = own.version;
            path.clone()
        });
        Ok(Recovered {
            opened,
            path,
            session,
        })
    }

    /// Throws it away.
    pub fn discard(&self) {
        remove(&self.folder, true);
    }
}

/// Whether a process holds the session's lock.
fn is_alive(folder: &Path) -> bool {
    let lock = File::open(folder.join(LOCK));
    lock.is_ok_and(|lock| matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock)))
}

fn read_about(folder: &Path) -> io::Result<(About, SystemTime)> {
    let file = folder.join(ABOUT);
    let about = serde_json::from_slice(&fs::read(&file)?)?;
    Ok((about, fs::metadata(&file)?.modified()?))
}

fn read_picture(folder: &Path) -> Option<RgbaImage> {
    let path = folder.join(PICTURE);
    let (width, height) = image::image_dimensions(&path).ok()?;
    let fits = width.checked_mul(height)? <= MAX_PIXELS;
    fits.then(|| image::open(path).ok())?
        .map(DynamicImage::into_rgba8)
}

fn remove(folder: &Path, says: bool) {
    if let Err(error) = fs::remove_dir_all(folder)
        && says
    {
        log::warn!("cannot remove, {error}: {}", folder.display());
    }
}

fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let each = entries.map(|entry| match entry.metadata() {
        Ok(about) if about.is_dir() => size(&entry.path()),
        Ok(about) => about.len(),
        Err(_) => 0,
    });
    each.sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::save;

    fn about(name: &str, path: Option<&Path>, file: Option<String>) -> About {
        About {
            name: name.into(),
            path: path.map(Path::to_path_buf),
            file,
            reached: String::new(),
            misread: Vec::new(),
        }
    }

    fn named(name: &str) -> Document {
        Document {
            name: name.into(),
            ..Document::default()
        }
    }

    #[test]
    fn what_a_dead_session_kept_is_offered_and_goes_on() {
        let root = tempfile::tempdir().unwrap();
        let session = Session::begin(root.path()).unwrap();
        let keep = |name: &str, picture: Option<&[u8]>| {
            let about = about(name, None, None);
            session.keep(&named(name), &about, picture).unwrap();
        };
        keep("a", None);
        let mut picture = io::Cursor::new(Vec::new());
        RgbaImage::from_pixel(3, 2, image::Rgba([1, 2, 3, 255]))
            .write_to(&mut picture, image::ImageFormat::Png)
            .unwrap();
        keep("b", Some(picture.get_ref()));
        assert_eq!(left_behind(root.path()), [], "it lives");
        drop(session);
        let left = left_behind(root.path());
        assert_eq!(left.len(), 1);
        let picture = left[0].picture.as_ref().unwrap();
        assert_eq!(
            (picture.dimensions(), picture[(2, 1)].0),
            ((3, 2), [1, 2, 3, 255])
        );
        let Recovered {
            opened,
            path,
            session,
        } = left[0].recover().unwrap();
        assert_eq!((&*opened.document.name, path), ("b", None));
        assert_eq!(left_behind(root.path()), []);
        session.clear();
        drop(session);
        // It kept nothing, so nothing is left of it.
        assert_eq!(left_behind(root.path()), []);
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    }

    #[test]
    fn it_belongs_to_its_project_as_long_as_that_is_as_it_was() {
        let root = tempfile::tempdir().unwrap();
        let place = root.path().join("mine");
        save(&named("mine"), &place).unwrap();
        let file = open(&place).unwrap().version.unwrap().file_hash();
        let sessions = root.path().join("sessions");
        let session = Session::begin(&sessions).unwrap();
        let about = about("changed", Some(&place), file);
        session.keep(&named("changed"), &about, None).unwrap();
        drop(session);
        let recovered = || left_behind(&sessions)[0].recover().unwrap();
        let own = recovered();
        assert_eq!(own.path.as_deref(), Some(&*place));
        assert_eq!(own.opened.version, open(&place).unwrap().version);
        drop(own);
        save(&named("another"), &place).unwrap();
        let copy = recovered();
        assert_eq!((copy.path, copy.opened.version), (None, None));
        drop(copy.session);
        left_behind(&sessions)[0].discard();
        assert_eq!(left_behind(&sessions), []);
    }
}
