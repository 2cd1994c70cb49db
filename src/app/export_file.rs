//! A file to save that a panel made: its contents, its format, and how it is written.

mod file;
mod folder;
mod own;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::background::Report;
use super::{App, Question};

pub use file::{Contents, ExportFile, FileBytes, FolderWriter, Maker, Written};
pub use folder::{is_free_for_files, takes_files, write_files};
pub use own::may_write;

/// A file that was to be saved and was not: where, and why in one sentence. It is asked for again, and what was typed stays.
#[derive(Debug, Clone)]
pub struct Unwritten {
    file: Arc<ExportFile>,
    pub path: PathBuf,
    pub problem: String,
}

impl App {
    /// Writes the file that [`Question::SaveFile`] asks about, in the background.
    pub(super) fn write_file(&mut self, path: &Path, replace: bool) {
        let Some(Question::SaveFile(file)) = &self.question else {
            return;
        };
        let (file, asked) = (Arc::clone(file), path.to_owned());
        self.question = None;
        let path = match with_ending(path, file.ending) {
            Ok(path) => path,
            Err(why) => return self.file_written(file, asked, Err(why)),
        };
        if let Some(background) = &self.background {
            let written = Arc::clone(&file);
            background.run(
                "file",
                move || written.write(&path, replace).map(|()| path),
                move |result| Report::File {
                    file,
                    path: asked,
                    result,
                },
            );
        }
    }

    pub(super) fn file_written(
        &mut self,
        file: Arc<ExportFile>,
        asked: PathBuf,
        result: Result<PathBuf, String>,
    ) {
        match result {
            Ok(path) => {
                self.unwritten = None;
                self.inform(format!("The {} is saved: {}", file.what, path.display()));
            }
            Err(problem) if self.question.is_none() => {
                self.question = Some(Question::SaveFile(Arc::clone(&file)));
                self.unwritten = Some(Unwritten {
                    file,
                    path: asked,
                    problem,
                });
            }
            // Something else is being asked.
            Err(problem) => self.fail(problem, "Save it under another name"),
        }
    }

    /// Why the file that is asked about was not saved, where that was tried.
    pub fn unwritten_now(&self) -> Option<&Unwritten> {
        let Some(Question::SaveFile(asked)) = &self.question else {
            return None;
        };
        let unwritten = self.unwritten.as_ref();
        unwritten.filter(|unwritten| Arc::ptr_eq(&unwritten.file, asked))
    }
}

/// Endings of pictures, of which none is added to another.
const PICTURES: [&str; 10] = [
    "svg", "png", "pdf", "eps", "jpg", "jpeg", "gif", "webp", "tif", "tiff",
];

/// The path with the ending of the format; that of a folder has none.
///
/// # Errors
/// One sentence, where a picture is called as if it were one of another format.
fn with_ending(path: &Path, wanted: &str) -> Result<PathBuf, String> {
    let is = |wanted: &&str| {
        let ending = path.extension();
        ending.is_some_and(|ending| ending.eq_ignore_ascii_case(wanted))
    };
    if wanted.is_empty() || is(&wanted) {
        return Ok(path.to_owned());
    }
    if PICTURES.contains(&wanted) && PICTURES.iter().any(is) {
        return Err(format!(
            "The picture was not saved, it is made as {} and its name says otherwise: {}",
            wanted.to_uppercase(),
            path.display()
        ));
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(wanted);
    Ok(name.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Picture;

    fn picture() -> Picture {
        Picture {
            size: [2, 1],
            rgba: vec![255, 0, 0, 255, 0, 0, 255, 255],
        }
    }

    fn file() -> ExportFile {
        let bytes = picture().png().unwrap();
        let made = FileBytes {
            ending: "png",
            bytes,
        };
        ExportFile {
            what: "picture",
            name: "samples".into(),
            ending: "png",
            contents: Contents::Made(Maker::new(move || Ok(vec![made.clone()]))),
        }
    }

    #[test]
    fn a_picture_is_written_and_never_over_another_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("samples.png");
        let file = file();
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
        let problem = short.write(&nowhere, false).unwrap_err();
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
        assert_eq!(png("a/b").as_deref(), Ok(Path::new("a/b.png")));
        assert_eq!(png("a/b.PNG").as_deref(), Ok(Path::new("a/b.PNG")));
        assert_eq!(png("beta.4").as_deref(), Ok(Path::new("beta.4.png")));
        assert_eq!(
            png("a/b.pdf").unwrap_err(),
            "The picture was not saved, it is made as PNG and its name says otherwise: a/b.pdf"
        );
        let csv = with_ending(Path::new("a.png"), "csv");
        assert_eq!(csv.as_deref(), Ok(Path::new("a.png.csv")));
    }
}
