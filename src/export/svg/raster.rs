//! Drawings as pixels.

use image::RgbaImage;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::{Svg, fonts};

/// How many pixels of a picture one point can become.
pub const SCALES: [u32; 4] = [1, 2, 3, 4];

impl Svg {
    /// The drawing as pixels, `scale` of them a point.
    ///
    /// # Errors
    /// One clause, when it is too large or cannot be drawn.
    pub fn pixels(&self, scale: u32) -> Result<RgbaImage, String> {
        let options = Options {
            // One pixel is a point of the page.
            dpi: 72.0,
            fontdb: fonts::own(),
            font_resolver: fonts::resolver(),
            ..Options::default()
        };
        let tree = Tree::from_str(&self.document(), &options).map_err(|e| e.to_string())?;
        let [width, height] = self
            .size()
            .map(|side| (side * f64::from(scale)).round() as u32);
        let mut pixels = Pixmap::new(width, height)
            .ok_or_else(|| format!("there is no room for so many pixels: {width} × {height}"))?;
        let [x, y] = [
            width as f32 / tree.size().width(),
            height as f32 / tree.size().height(),
        ];
        resvg::render(&tree, Transform::from_scale(x, y), &mut pixels.as_mut());
        // The page is opaque, so colours are what they are.
        RgbaImage::from_raw(width, height, pixels.take())
            .ok_or_else(|| "its pixels do not fill its size".into())
    }
}
