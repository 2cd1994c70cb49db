//! A picture that a panel made, encoded as PNG.

use std::io::Cursor;
use std::path::Path;

use image::ImageFormat;

use flate2::Crc;

use super::whole_file::write_whole;

/// The keyword and the text in a PNG file that this program made.
pub(super) const MADE_BY: &str = "Software\0Hourglass";
/// Bytes of a PNG file before its first chunk of text: the signature, and the chunk of the size.
const HEADER: usize = 8 + 25;

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
    /// The bytes of a PNG file.
    ///
    /// # Errors
    /// One clause, when the pixels do not fill the size.
    pub fn png(&self) -> Result<Vec<u8>, String> {
        let [width, height] = self.size;
        let pixels = image::RgbaImage::from_raw(width, height, self.rgba.clone())
            .ok_or("its pixels do not fill its size")?;
        let mut bytes = Cursor::new(Vec::new());
        pixels
            .write_to(&mut bytes, ImageFormat::Png)
            .map_err(|error| error.to_string())?;
        let mut bytes = bytes.into_inner();
        bytes.splice(HEADER..HEADER, text_chunk(MADE_BY));
        Ok(bytes)
    }

    /// Writes a PNG file whole or not at all; over another one only with `replace`.
    ///
    /// # Errors
    /// One sentence that ends with the path.
    pub fn write(&self, path: &Path, replace: bool) -> Result<(), String> {
        self.png()
            .and_then(|bytes| write_whole(path, &bytes, replace))
            .map_err(|why| format!("The picture was not saved, {why}: {}", path.display()))
    }
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
