//! Drawings as pixels.

use std::sync::{Arc, LazyLock};

use image::RgbaImage;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, ID, Source};
use resvg::usvg::{FontResolver, Options, Tree};

use crate::export::faces::{CHINESE, REGULAR, SEMIBOLD};

use super::Svg;

/// How many pixels of a picture one point can become.
pub const SCALES: [u32; 4] = [1, 2, 3, 4];

/// The program's own fonts, in the order in which letters are looked for.
static FONTS: LazyLock<(Arc<Database>, Vec<ID>)> = LazyLock::new(|| {
    let mut fonts = Database::new();
    let mut order = Vec::new();
    for bytes in [REGULAR, SEMIBOLD, CHINESE] {
        order.extend(fonts.load_font_source(Source::Binary(Arc::new(bytes))));
    }
    // Its file calls the semibold face a family of its own; drawings ask for a weight.
    let family = order
        .first()
        .and_then(|id| Some(fonts.face(*id)?.families.clone()));
    if let (Some(families), Some(semibold)) = (family, order.get(1).copied())
        && let Some(face) = fonts.face(semibold).cloned()
    {
        fonts.remove_face(semibold);
        order[1] = fonts.push_face_info(resvg::usvg::fontdb::FaceInfo { families, ..face });
    }
    // What no font is named for; text of unknown families is left out otherwise.
    for set in [Database::set_serif_family, Database::set_sans_serif_family] {
        set(&mut fonts, "Inter");
    }
    (Arc::new(fonts), order)
});

impl Svg {
    /// The drawing as pixels, `scale` of them a point.
    ///
    /// # Errors
    /// One clause, when it is too large or cannot be drawn.
    pub fn pixels(&self, scale: u32) -> Result<RgbaImage, String> {
        let (fonts, order) = &*FONTS;
        let options = Options {
            // One pixel is a point of the page.
            dpi: 72.0,
            fontdb: Arc::clone(fonts),
            font_resolver: FontResolver {
                select_font: FontResolver::default_font_selector(),
                select_fallback: Box::new(|_, used, _| {
                    order.iter().copied().find(|id| !used.contains(id))
                }),
            },
            ..Options::default()
        };
        let tree = Tree::from_str(&self.document(), &options).map_err(|e| e.to_string())?;
        let [width, height] = self
            .size()
            .map(|side| (side * f64::from(scale)).round() as u32);
        let mut pixels = Pixmap::new(width, height)
            .ok_or_else(|| format!("there is no room for so many pixels: {width} x {height}"))?;
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
