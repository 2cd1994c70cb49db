//! A picture that a panel made, encoded as PNG.

use std::path::Path;

use super::whole_file::write_whole;
use crate::export::png_file;

/// A picture to save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
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
        png_file(&pixels)
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
