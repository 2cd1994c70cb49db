//! A first look at a file: whether it is a picture, its size and whether it has colours, without decoding it.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek};
use std::path::Path;

use image::metadata::Orientation;
use image::{ImageDecoder, ImageError, ImageReader};

use crate::data::{DataError, regular_file};

/// Largest picture that is read, in pixels; cameras make up to half of it.
const MAX_PIXELS: u64 = 400_000_000;
const EMPTY: &str = "the file is empty";
/// Endings that only pictures have.
const ENDINGS: [&str; 9] = [
    "png", "jpg", "jpeg", "webp", "bmp", "tif", "tiff", "gif", "jfif",
];

/// What is known of a picture before it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// As it is shown: turned as it says it should be.
    pub width: u32,
    pub height: u32,
    pub has_colour: bool,
    /// Bytes that it takes decoded.
    pub bytes: u64,
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    Picture(Seen),
    /// Neither by its content nor by its name.
    Other,
    /// Why it cannot be read, in one clause.
    Bad(String),
}

/// Looks at the file at `path`.
pub fn look(path: &Path) -> Look {
    let (reader, length) = match open_any(path) {
        Ok(opened) => opened,
        Err(problem) => return Look::Bad(problem),
    };
    if reader.format().is_none() {
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase());
        let is_called = ending.is_some_and(|ending| ENDINGS.contains(&&*ending));
        return match (is_called, length) {
            (false, _) => Look::Other,
            (true, 0) => Look::Bad(EMPTY.into()),
            (true, _) => Look::Bad("the file is no picture".into()),
        };
    }
    match see(reader) {
        Ok((seen, ..)) => Look::Picture(seen),
        Err(problem) => Look::Bad(problem),
    }
}

/// Opens the picture at `path`, whose format is known by how it begins.
pub(super) fn open(path: &Path) -> Result<ImageReader<BufReader<File>>, String> {
    match open_any(path)? {
        (_, 0) => Err(EMPTY.into()),
        (reader, _) => Ok(reader),
    }
}

/// Opens the regular file at `path`, and says how many bytes it has.
fn open_any(path: &Path) -> Result<(ImageReader<BufReader<File>>, u64), String> {
    let opened = regular_file::open(path, "a picture").map_err(|error| match error {
        DataError::File { problem, .. } => problem,
        other => other.to_string(),
    });
    let (file, length) = opened?;
    let reader = ImageReader::new(BufReader::new(file)).with_guessed_format();
    let reader = reader.map_err(|error| format!("the file could not be read ({error})"))?;
    Ok((reader, length))
}

/// What a picture says of itself, and what decodes it.
pub(super) fn see<'a, R: BufRead + Seek + 'a>(
    reader: ImageReader<R>,
) -> Result<(Seen, Orientation, impl ImageDecoder + 'a), String> {
    let mut decoder = reader.into_decoder().map_err(problem)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PIXELS {
        return Err(format!(
            "a picture of {width} × {height} pixels is more than the 400 million pixels that are read"
        ));
    }
    if pixels == 0 {
        return Err(format!(
            "a picture of {width} × {height} pixels has nothing in it"
        ));
    }
    // What it says of its place on the wall can be damaged where the picture is not.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let is_turned = matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let (width, height) = match is_turned {
        true => (height, width),
        false => (width, height),
    };
    let seen = Seen {
        width,
        height,
        has_colour: decoder.color_type().has_color(),
        bytes: decoder.total_bytes(),
    };
    Ok((seen, orientation, decoder))
}

/// Why a picture cannot be read, in one clause.
pub(super) fn problem(error: ImageError) -> String {
    match error {
        ImageError::Decoding(error) => format!("the picture is damaged ({error})"),
        ImageError::IoError(error) => match error.kind() {
            std::io::ErrorKind::UnexpectedEof => "the picture is cut short".into(),
            _ => format!("the picture is damaged ({error})"),
        },
        ImageError::Limits(_) => "the picture is larger than it can be".into(),
        other => format!("the picture cannot be read ({other})"),
    }
}
