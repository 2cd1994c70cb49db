//! Pictures as PNG files.

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Crc;
use image::{DynamicImage, ImageFormat, RgbaImage};

/// The keyword and the text in a PNG file that this program made, and in no other: such a file may be replaced.
pub const MADE_BY: &str = "Software\0Hourglass";
/// Bytes of a PNG file before its first chunk of text: the signature, and the chunk of the size.
const HEADER: usize = 8 + 25;

/// The bytes of a PNG file, to stand inside of something.
///
/// # Errors
/// One clause, when the picture is empty.
pub fn png(picture: &RgbaImage) -> Result<Vec<u8>, String> {
    let mut bytes = Cursor::new(Vec::new());
    let written = picture.write_to(&mut bytes, ImageFormat::Png);
    written.map_err(|error| error.to_string())?;
    Ok(bytes.into_inner())
}

/// The bytes of a PNG file of its own, which says that this program made it.
///
/// # Errors
/// As [`png`].
pub fn png_file(picture: &RgbaImage) -> Result<Vec<u8>, String> {
    Ok(marked(png(picture)?))
}

/// As [`png_file`] of a picture of any channels.
///
/// # Errors
/// As [`png`].
pub fn png_file_of(picture: &DynamicImage) -> Result<Vec<u8>, String> {
    let mut bytes = Cursor::new(Vec::new());
    let written = picture.write_to(&mut bytes, ImageFormat::Png);
    written.map_err(|error| error.to_string())?;
    Ok(marked(bytes.into_inner()))
}

/// Says in a PNG file that this program made it.
fn marked(mut png: Vec<u8>) -> Vec<u8> {
    png.splice(HEADER..HEADER, text_chunk(MADE_BY));
    png
}

/// The bytes of a PNG file as an address that holds them.
pub(super) fn data_uri(png: &[u8]) -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(png))
}

/// A chunk of a PNG file with a keyword and a text.
fn text_chunk(text: &str) -> Vec<u8> {
    let content = [b"tEXt", text.as_bytes()].concat();
    let mut sum = Crc::new();
    sum.update(&content);
    [
        &(text.len() as u32).to_be_bytes(),
        &content[..],
        &sum.sum().to_be_bytes(),
    ]
    .concat()
}
