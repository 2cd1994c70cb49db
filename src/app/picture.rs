//! Saving a picture that a panel made, where a person says.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::ImageFormat;

use super::background::Report;
use super::{App, Question};

/// A picture to save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What its file is called unless a person says otherwise, without ending.
    pub name: String,
    /// Width and height in pixels.
    pub size: [u32; 2],
    /// Red, green, blue and opacity of each pixel, row by row.
    pub rgba: Vec<u8>,
}

impl Picture {
    /// Writes a PNG file whole or not at all; over another one only with `replace`.
    ///
    /// # Errors
    /// One sentence that ends with the path.
    pub fn write(&self, path: &Path, replace: bool) -> Result<(), String> {
        let cannot = |why: &dyn std::fmt::Display| {
            format!("The picture was not saved, {why}: {}", path.display())
        };
        let [width, height] = self.size;
        let pixels = image::RgbaImage::from_raw(width, height, self.rgba.clone())
            .ok_or_else(|| cannot(&"its pixels do not fill its size"))?;
        let mut bytes = Cursor::new(Vec::new());
        pixels
            .write_to(&mut bytes, ImageFormat::Png)
            .map_err(|error| cannot(&error))?;
        let mut builder = tempfile::Builder::new();
        // Temporary files are for their owner alone by default; a picture is an ordinary file.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let folder = path.parent().filter(|parent| *parent != Path::new(""));
        let mut file = builder
            .tempfile_in(folder.unwrap_or(Path::new(".")))
            .map_err(|error| cannot(&error))?;
        file.write_all(bytes.get_ref())
            .map_err(|error| cannot(&error))?;
        let done = if replace {
            file.persist(path)
        } else {
            file.persist_noclobber(path)
        };
        match done {
            Ok(_) => Ok(()),
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                Err(cannot(&"there is a file of this name already"))
            }
            Err(error) => Err(cannot(&error.error)),
        }
    }
}

impl App {
    /// Writes the picture that [`Question::SavePicture`] asks about, in the background.
    pub(super) fn write_picture(&mut self, path: &Path, replace: bool) {
        let Some(Question::SavePicture(picture)) = &self.question else {
            return;
        };
        let (picture, path) = (Arc::clone(picture), with_ending(path));
        self.question = None;
        if let Some(background) = &self.background {
            background.run(
                "picture",
                move || picture.write(&path, replace).map(|()| path),
                |result| Report::Picture { result },
            );
        }
    }

    pub(super) fn picture_written(&mut self, result: Result<PathBuf, String>) {
        match result {
            Ok(path) => self.inform(format!("The picture is saved: {}", path.display())),
            Err(problem) => self.fail(problem, "Save it under another name"),
        }
    }
}

/// The path with the ending of the format.
fn with_ending(path: &Path) -> PathBuf {
    let is_png = |ending: &std::ffi::OsStr| ending.eq_ignore_ascii_case("png");
    if path.extension().is_some_and(is_png) {
        return path.to_owned();
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".png");
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
        picture().write(&path, false).unwrap();
        let read = image::open(&path).unwrap().to_rgba8();
        assert_eq!(read.dimensions(), (2, 1));
        assert_eq!(read.get_pixel(1, 0).0, [0, 0, 255, 255]);

        let refused = picture().write(&path, false).unwrap_err();
        assert!(
            refused.starts_with("The picture was not saved, there is a file of this name already"),
            "{refused}"
        );
        picture().write(&path, true).unwrap();
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
    fn names_get_the_ending_of_the_format() {
        assert_eq!(with_ending(Path::new("a/b")), Path::new("a/b.png"));
        assert_eq!(with_ending(Path::new("a/b.PNG")), Path::new("a/b.PNG"));
        assert_eq!(with_ending(Path::new("beta.4")), Path::new("beta.4.png"));
    }
}
