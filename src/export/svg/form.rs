//! In which form a drawing is saved: format, page and sharpness.

use serde::{Deserialize, Serialize};

use super::figure::Figure;
use super::page::{Page, check_size};
use super::raster::SCALES;
use crate::export::png::png_file;

/// What a drawing becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    #[default]
    Svg,
    Png,
}

impl Format {
    pub const ALL: [Self; 2] = [Self::Svg, Self::Png];

    pub fn name(self) -> &'static str {
        match self {
            Self::Svg => "SVG",
            Self::Png => "PNG",
        }
    }

    /// Of its files, without the point.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }

    /// The format of files with this ending.
    pub fn of_ending(ending: &str) -> Option<Self> {
        let is_its = |format: &Self| ending.eq_ignore_ascii_case(format.ending());
        Self::ALL.into_iter().find(is_its)
    }
}

/// How a drawing is saved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Form {
    pub format: Format,
    pub page: Page,
    /// Pixels of a point, where there are pixels.
    pub scale: u32,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            format: Format::Svg,
            page: Page::default(),
            scale: 2,
        }
    }
}

impl Form {
    /// Whether there can be such a picture.
    ///
    /// # Errors
    /// One clause, with what is wrong last.
    pub fn check(&self) -> Result<(), String> {
        if !SCALES.contains(&self.scale) {
            let [least, .., most] = SCALES;
            return Err(format!(
                "a point can be {least} to {most} pixels: {}",
                self.scale
            ));
        }
        self.page.size.map_or(Ok(()), check_size)
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// One clause, when there is nothing to draw, or it is too large.
    pub fn bytes(&self, figure: &dyn Figure) -> Result<Vec<u8>, String> {
        self.check()?;
        let svg = figure.draw(&self.page)?;
        match self.format {
            Format::Svg => Ok(svg.document().into_bytes()),
            Format::Png => png_file(&svg.pixels(self.scale)?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::columns::{Row, Table};
    use crate::export::svg::{DrawnTable, Paper};

    fn table(name: &str) -> DrawnTable {
        DrawnTable {
            table: Table {
                rows: vec![Row {
                    name: name.into(),
                    ..Row::default()
                }],
                ..Table::default()
            },
            ..DrawnTable::default()
        }
    }

    fn pixels(name: &str, scale: u32, paper: Paper) -> image::RgbaImage {
        let form = Form {
            format: Format::Png,
            page: Page {
                size: Some([200.0, 120.0]),
                paper,
                ..Page::default()
            },
            scale,
        };
        let bytes = form.bytes(&table(name)).unwrap();
        image::load_from_memory(&bytes).unwrap().to_rgba8()
    }

    #[test]
    fn a_point_is_as_many_pixels_as_asked_for() {
        for scale in SCALES {
            let picture = pixels("A", scale, Paper::Light);
            assert_eq!(picture.dimensions(), (200 * scale, 120 * scale));
        }
    }

    #[test]
    fn letters_of_all_faces_are_drawn() {
        let none = pixels("", 2, Paper::Light);
        let [latin, chinese] = ["Sparse", "稀疏编码"].map(|name| pixels(name, 2, Paper::Light));
        let differing = |a: &image::RgbaImage, b: &image::RgbaImage| {
            a.pixels().zip(b.pixels()).filter(|(a, b)| a != b).count()
        };
        assert!(differing(&none, &latin) > 100);
        assert!(differing(&none, &chinese) > 200);
        // A letter that is in no face has its box, and ends nothing.
        assert!(differing(&none, &pixels("\u{13080}A", 2, Paper::Light)) > 20);
    }

    #[test]
    fn paper_is_light_or_dark() {
        let corner = |paper| pixels("A", 1, paper).get_pixel(0, 0).0;
        assert_eq!(corner(Paper::Light), [255; 4]);
        assert_eq!(corner(Paper::Dark), [0x16, 0x18, 0x1d, 255]);
    }

    #[test]
    fn senseless_forms_are_refused() {
        let form = |scale, size| Form {
            scale,
            page: Page {
                size,
                ..Page::default()
            },
            ..Form::default()
        };
        let refused = |form: Form| form.bytes(&table("A")).unwrap_err();
        assert_eq!(refused(form(5, None)), "a point can be 1 to 4 pixels: 5");
        assert!(refused(form(1, Some([1e9, 1.0]))).ends_with("points: 1000000000 × 1"));
        assert_eq!(Format::of_ending("PNG"), Some(Format::Png));
        assert_eq!(Format::of_ending("pdf"), None);
    }
}
