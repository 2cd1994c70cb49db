//! A file to save that a panel made: its contents, its format, and how it is written.

use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::background::Report;
use super::{App, Picture, Question};

/// A file to save.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportFile {
    /// What sentences call it: "picture", "table".
    pub what: &'static str,
    /// What its file is called unless a person says otherwise, without ending.
    pub name: String,
    /// The ending of its format, without the point.
    pub ending: &'static str,
    pub contents: Contents,
}

/// What stands in a file to save.
#[derive(Debug, Clone, PartialEq)]
pub enum Contents {
    Picture(Picture),
    Text(String),
    /// Worked out in the background when the file is written.
    Made(Maker),
}

/// Works out the contents of one file or of several that stand beside each other.
#[derive(Clone)]
pub struct Maker(Arc<dyn Fn() -> Result<Vec<FileBytes>, String> + Send + Sync>);

/// The bytes of one file; several of one save differ by their ending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileBytes {
    /// Without the point.
    pub ending: &'static str,
    pub bytes: Vec<u8>,
}

impl Maker {
    /// `make` gives the file itself first; its error is one clause.
    pub fn new(make: impl Fn() -> Result<Vec<FileBytes>, String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(make))
    }
}

impl PartialEq for Maker {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Maker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Maker")
    }
}

impl From<Picture> for ExportFile {
    fn from(picture: Picture) -> Self {
        Self {
            what: "picture",
            name: picture.name.clone(),
            ending: "png",
            contents: Contents::Picture(picture),
        }
    }
}

impl ExportFile {
    /// Writes the file, each part whole or not at all; over another one only with `replace`, and over what would stand
    /// beside it only together with it.
    ///
    /// # Errors
    /// One sentence that ends with the path.
    pub fn write(&self, path: &Path, replace: bool) -> Result<(), String> {
        let cannot = |why: String, path: &Path| {
            format!("The {} was not saved, {why}: {}", self.what, path.display())
        };
        let parts = self.parts().map_err(|why| cannot(why, path))?;
        let path_of = |index: usize, part: &FileBytes| match index {
            0 => path.to_owned(),
            _ => path.with_extension(part.ending),
        };
        let files: Vec<_> = parts.iter().enumerate().collect();
        // Who lets the file go that is named lets go of those beside it, but not of others' beside a new one.
        let replace = replace && path.exists();
        // Better none of them than the first alone.
        let taken = files.iter().map(|(index, part)| path_of(*index, part));
        if let Some(taken) = taken.filter(|_| !replace).find(|path| path.exists()) {
            return Err(cannot(TAKEN.into(), &taken));
        }
        for (index, part) in files {
            let path = path_of(index, part);
            write_whole(&path, &part.bytes, replace).map_err(|why| cannot(why, &path))?;
        }
        Ok(())
    }

    fn parts(&self) -> Result<Vec<FileBytes>, String> {
        let bytes = match &self.contents {
            Contents::Picture(picture) => picture.png()?,
            Contents::Text(text) => text.clone().into_bytes(),
            Contents::Made(maker) => return maker.0(),
        };
        let ending = self.ending;
        Ok(vec![FileBytes { ending, bytes }])
    }
}

/// Why a file is not written over.
const TAKEN: &str = "there is a file of this name already";

/// Writes a file whole or not at all; over another one only with `replace`.
///
/// # Errors
/// One clause on why not.
pub(super) fn write_whole(path: &Path, bytes: &[u8], replace: bool) -> Result<(), String> {
    let why = |error: &dyn fmt::Display| error.to_string();
    let mut builder = tempfile::Builder::new();
    // Temporary files are for their owner alone by default; these are ordinary ones.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let folder = path.parent().filter(|parent| *parent != Path::new(""));
    let mut file = builder
        .tempfile_in(folder.unwrap_or(Path::new(".")))
        .map_err(|error| why(&error))?;
    file.write_all(bytes).map_err(|error| why(&error))?;
    let done = if replace {
        file.persist(path)
    } else {
        file.persist_noclobber(path)
    };
    match done {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => Err(TAKEN.into()),
        Err(error) => Err(why(&error.error)),
    }
}

impl App {
    /// Writes the file that [`Question::SaveFile`] asks about, in the background.
    pub(super) fn write_file(&mut self, path: &Path, replace: bool) {
        let Some(Question::SaveFile(file)) = &self.question else {
            return;
        };
        let file = Arc::clone(file);
        let (what, path) = (file.what, with_ending(path, file.ending));
        self.question = None;
        if let Some(background) = &self.background {
            background.run(
                "file",
                move || file.write(&path, replace).map(|()| path),
                move |result| Report::File { what, result },
            );
        }
    }

    pub(super) fn file_written(&mut self, what: &str, result: Result<PathBuf, String>) {
        match result {
            Ok(path) => self.inform(format!("The {what} is saved: {}", path.display())),
            Err(problem) => self.fail(problem, "Save it under another name"),
        }
    }
}

/// The path with the ending of the format.
fn with_ending(path: &Path, wanted: &str) -> PathBuf {
    let is_there = |ending: &std::ffi::OsStr| ending.eq_ignore_ascii_case(wanted);
    if path.extension().is_some_and(is_there) {
        return path.to_owned();
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(wanted);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture() -> Picture {
        Picture {
            name: "samples".into(),
            size: [2, 1],
            rgba: vec![255, 0, 0, 255, 0, 0, 255, 255],
        }
    }

    #[test]
    fn a_picture_is_written_and_never_over_another_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("samples.png");
        let file = ExportFile::from(picture());
        file.write(&path, false).unwrap();
        let read = image::open(&path).unwrap().to_rgba8();
        assert_eq!(read.dimensions(), (2, 1));
        assert_eq!(read.get_pixel(1, 0).0, [0, 0, 255, 255]);

        let refused = file.write(&path, false).unwrap_err();
        assert!(
            refused.starts_with("The picture was not saved, there is a file of this name already"),
            "{refused}"
        );
        file.write(&path, true).unwrap();
    }

    #[test]
    fn what_cannot_be_written_is_a_sentence() {
        let nowhere = tempfile::tempdir().unwrap().path().join("gone/samples.png");
        let problem = picture().write(&nowhere, false).unwrap_err();
        assert!(problem.ends_with("samples.png"), "{problem}");
        let short = Picture {
            rgba: vec![0; 3],
            ..picture()
        };
        let problem = ExportFile::from(short).write(&nowhere, false).unwrap_err();
        assert!(problem.contains("its pixels do not fill its size"));
    }

    #[test]
    fn parts_stand_beside_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let part = |ending, bytes: &[u8]| FileBytes {
            ending,
            bytes: bytes.to_vec(),
        };
        let made = vec![part("py", b"one"), part("safetensors", b"two")];
        let file = ExportFile {
            what: "model",
            name: "model".into(),
            ending: "py",
            contents: Contents::Made(Maker::new(move || Ok(made.clone()))),
        };
        file.write(&folder.path().join("model.py"), false).unwrap();
        let read = |name| std::fs::read(folder.path().join(name)).unwrap();
        assert_eq!(read("model.py"), b"one");
        assert_eq!(read("model.safetensors"), b"two");

        // Where one of them is in the way, none is written.
        std::fs::rename(
            folder.path().join("model.safetensors"),
            folder.path().join("other.safetensors"),
        )
        .unwrap();
        let refused = file.write(&folder.path().join("other.py"), false);
        assert!(refused.unwrap_err().ends_with("other.safetensors"));
        let refused = file.write(&folder.path().join("other.py"), true);
        assert!(refused.unwrap_err().ends_with("other.safetensors"));
        assert!(!folder.path().join("other.py").exists());
        file.write(&folder.path().join("model.py"), true).unwrap();
        assert_eq!(read("model.safetensors"), b"two");
    }

    #[test]
    fn names_get_the_ending_of_the_format() {
        let png = |path| with_ending(Path::new(path), "png");
        assert_eq!(png("a/b"), Path::new("a/b.png"));
        assert_eq!(png("a/b.PNG"), Path::new("a/b.PNG"));
        assert_eq!(png("beta.4"), Path::new("beta.4.png"));
    }
}
