//! A drawing under way: shapes and words as elements of an SVG file.

use std::fmt::Write as _;

use super::page::Page;
use super::text::{Anchor, Short, Style, Tone, escaped};
use crate::export::palette::{self, Colour, Tones, hex};
use crate::export::png::data_uri;

/// Stands in a file that this program made, and in no other: such a file may be replaced.
pub const MADE_BY: &str = "<!-- Generator: Hourglass -->";

/// The window's typeface, what it takes Chinese characters from, and what stands for both on other machines.
const FAMILIES: &str = "Inter, 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif";

/// A drawing. Lengths inside are points where the page is large enough for it.
#[derive(Debug, Clone)]
pub struct Svg {
    /// Of the page.
    size: [f64; 2],
    /// Of what is drawn: as large as the page, or larger and made smaller as a whole.
    room: [f64; 2],
    tones: Tones,
    /// What it shows, for those who cannot see it.
    title: String,
    body: String,
}

impl Svg {
    /// On `page`, `natural` where that says no size; what needs more than the page has (`least`) is made smaller.
    pub(super) fn new(page: &Page, natural: [f64; 2], least: [f64; 2], title: &str) -> Self {
        let size = page.size.unwrap_or(natural);
        let shrink = (size[0] / least[0]).min(size[1] / least[1]).min(1.0);
        let mut svg = Self {
            size,
            room: size.map(|side| side / shrink),
            tones: page.paper.tones(),
            title: escaped(title),
            body: String::new(),
        };
        let ([width, height], fill) = (svg.room.map(Short), hex(svg.tones.background));
        svg.put(format_args!(
            r#"<rect class="paper" width="{width}" height="{height}" fill="{fill}"/>"#
        ));
        svg
    }

    /// Of the page, in points.
    pub fn size(&self) -> [f64; 2] {
        self.size
    }

    /// What there is to draw in.
    pub(super) fn room(&self) -> [f64; 2] {
        self.room
    }

    pub(super) fn tones(&self) -> &Tones {
        &self.tones
    }

    /// As a file of its own.
    pub fn document(&self) -> String {
        let [width, height] = self.size.map(Short);
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{MADE_BY}\n{}",
            self.text(&format!(
                r#" xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt""#
            ))
        )
    }

    /// To stand inside of a page.
    pub fn inline(&self) -> String {
        let [width, height] = self.size.map(Short);
        self.text(&format!(r#" width="{width}" height="{height}""#))
    }

    fn text(&self, attributes: &str) -> String {
        let Self { title, body, .. } = self;
        let [width, height] = self.room.map(Short);
        format!(
            "<svg{attributes} viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FAMILIES}\" \
             font-size=\"11\" style=\"font-variant-numeric:tabular-nums\">\n<title>{title}</title>\n{body}</svg>\n"
        )
    }

    fn put(&mut self, element: std::fmt::Arguments) {
        // Writing into a string cannot fail.
        let _ = writeln!(self.body, "{element}");
    }

    pub(super) fn hairline(&mut self, from: [f64; 2], to: [f64; 2]) {
        let ([x1, y1], [x2, y2]) = (from.map(Short), to.map(Short));
        let line = hex(self.tones.line);
        self.put(format_args!(
            r#"<line class="line" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{line}"/>"#
        ));
    }

    pub(super) fn frame(&mut self, at: [f64; 2], size: [f64; 2]) {
        let ([left, top], [width, height]) = (at.map(Short), size.map(Short));
        let line = hex(self.tones.line);
        self.put(format_args!(
            r#"<rect class="line" x="{left}" y="{top}" width="{width}" height="{height}" fill="none" stroke="{line}"/>"#
        ));
    }

    pub(super) fn polyline(&mut self, points: &[[f64; 2]], stroke: Stroke) {
        if points.len() < 2 {
            return;
        }
        let list = list(points);
        let dashes = match stroke.dashed {
            true => r#" stroke-dasharray="5 3""#,
            false => "",
        };
        let (paint, width) = (self.paint(stroke.paint, "stroke"), stroke.width);
        self.put(format_args!(
            r#"<polyline points="{list}" fill="none" {paint} stroke-width="{width}" stroke-linejoin="round"{dashes}/>"#
        ));
    }

    pub(super) fn polygon(&mut self, corners: &[[f64; 2]], paint: Paint) {
        let (list, paint) = (list(corners), self.paint(paint, "fill"));
        self.put(format_args!(r#"<polygon points="{list}" {paint}/>"#));
    }

    /// A filled rectangle with corners of `radius`.
    pub(super) fn block(&mut self, at: [f64; 2], size: [f64; 2], radius: f64, paint: Paint) {
        let ([left, top], [width, height]) = (at.map(Short), size.map(Short));
        let (radius, paint) = (Short(radius), self.paint(paint, "fill"));
        self.put(format_args!(
            r#"<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="{radius}" {paint}/>"#
        ));
    }

    pub(super) fn dot(&mut self, at: [f64; 2], radius: f64, paint: Paint) {
        let ([x, y], paint) = (at.map(Short), self.paint(paint, "fill"));
        self.put(format_args!(
            r#"<circle cx="{x}" cy="{y}" r="{radius}" {paint}/>"#
        ));
    }

    /// What the variant with palette `index` is known by, in its colour.
    pub(super) fn variant(&mut self, at: [f64; 2], radius: f64, index: u8) {
        let paint = Paint::Colour(palette::variant(index));
        let corners = palette::marker(index).corners();
        if corners.is_empty() {
            self.dot(at, radius, paint);
            return;
        }
        let corner = |corner: &[f32; 2]| {
            let [x, y] = corner.map(|side| radius * f64::from(side));
            [at[0] + x, at[1] + y]
        };
        let corners: Vec<_> = corners.iter().map(corner).collect();
        self.polygon(&corners, paint);
    }

    /// A circle on the paper, of which only the line has a colour.
    pub(super) fn ring(&mut self, at: [f64; 2], radius: f64, paint: Paint) {
        let ([x, y], paint) = (at.map(Short), self.paint(paint, "stroke"));
        let fill = hex(self.tones.background);
        self.put(format_args!(
            r#"<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}" {paint} stroke-width="1.5"/>"#
        ));
    }

    pub(super) fn label(&mut self, at: [f64; 2], anchor: Anchor, style: Style, text: &str) {
        if text.is_empty() {
            return;
        }
        let ([x, y], text) = (at.map(Short), escaped(text));
        let style = self.style(style);
        let anchor = anchor.name();
        self.put(format_args!(
            r#"<text {style} x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>"#
        ));
    }

    /// Upwards, at the left of a plot.
    pub(super) fn label_upwards(&mut self, at: [f64; 2], text: &str) {
        if text.is_empty() {
            return;
        }
        let ([x, y], text) = (at.map(Short), escaped(text));
        let style = self.style(Style::WEAK);
        self.put(format_args!(
            r#"<text {style} transform="translate({x} {y}) rotate(-90)" text-anchor="middle">{text}</text>"#
        ));
    }

    /// A picture, whose bytes are those of a PNG file; each of its pixels stays a square.
    pub(super) fn picture(&mut self, at: [f64; 2], size: [f64; 2], png: &[u8]) {
        self.image(at, size, png, r#" style="image-rendering:pixelated""#);
    }

    /// As [`Self::picture`], but smooth between its pixels.
    pub(super) fn smooth_picture(&mut self, at: [f64; 2], size: [f64; 2], png: &[u8]) {
        self.image(at, size, png, "");
    }

    fn image(&mut self, at: [f64; 2], size: [f64; 2], png: &[u8], rendering: &str) {
        let ([left, top], [width, height]) = (at.map(Short), size.map(Short));
        let data = data_uri(png);
        self.put(format_args!(
            r#"<image x="{left}" y="{top}" width="{width}" height="{height}" preserveAspectRatio="none"{rendering} href="{data}"/>"#
        ));
    }

    fn style(&self, style: Style) -> String {
        let (class, fill) = match style.tone {
            Tone::Text => (r#"class="text" "#, self.tones.text),
            Tone::Weak => (r#"class="weak" "#, self.tones.weak),
            Tone::Accent => ("", self.tones.accent),
        };
        let mut words = format!(r#"{class}fill="{}""#, hex(fill));
        if style.size != Style::TEXT.size {
            let _ = write!(words, r#" font-size="{}""#, style.size);
        }
        if style.is_strong {
            words += r#" font-weight="600""#;
        }
        words
    }

    /// Attributes for `what`: "fill" or "stroke".
    fn paint(&self, paint: Paint, what: &str) -> String {
        match paint {
            Paint::Colour(colour) => format!(r#"{what}="{}""#, hex(colour)),
            Paint::Weak => {
                let weak = hex(self.tones.weak);
                format!(r#"class="weak-{what}" {what}="{weak}""#)
            }
        }
    }
}

fn list(points: &[[f64; 2]]) -> String {
    let mut list = String::new();
    for [x, y] in points {
        let _ = write!(list, "{},{} ", Short(*x), Short(*y));
    }
    list.truncate(list.trim_end().len());
    list
}

/// How a line looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stroke {
    pub paint: Paint,
    pub width: f64,
    pub dashed: bool,
}

/// What a shape is drawn in.
#[derive(Debug, Clone, Copy)]
pub(super) enum Paint {
    Colour(Colour),
    /// The tone of captions.
    Weak,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::svg::Paper;

    fn on(size: Option<[f64; 2]>, least: [f64; 2]) -> Svg {
        let page = Page {
            size,
            paper: Paper::Dark,
            ..Page::default()
        };
        Svg::new(&page, [20.0, 10.0], least, "a < b")
    }

    #[test]
    fn variants_of_one_colour_have_markers_of_their_own() {
        let drawn = |index| {
            let mut svg = on(None, [20.0, 10.0]);
            svg.variant([10.0, 5.0], 2.0, index);
            svg.inline()
        };
        assert!(drawn(0).contains(r##"<circle cx="10" cy="5" r="2" fill="#56b4e9""##));
        let square = drawn(7);
        assert!(square.contains("<polygon") && square.contains("#56b4e9"));
        assert_ne!(square, drawn(14));
    }

    #[test]
    fn only_a_file_names_its_format() {
        let svg = on(None, [20.0, 10.0]);
        let file = svg.document();
        assert!(file.starts_with("<?xml") && file.contains(MADE_BY));
        assert!(file.contains("xmlns=") && file.contains(r#"width="20pt" height="10pt""#));
        assert!(!svg.inline().contains("http"));
        assert!(svg.inline().contains("<title>a &lt; b</title>"));
        assert!(svg.inline().contains(r##"fill="#16181d""##));
    }

    #[test]
    fn what_needs_more_room_is_made_smaller_as_a_whole() {
        let svg = on(Some([300.0, 100.0]), [200.0, 200.0]);
        assert_eq!((svg.size(), svg.room()), ([300.0, 100.0], [600.0, 200.0]));
        let svg = on(Some([300.0, 300.0]), [200.0, 200.0]);
        assert_eq!(svg.room(), [300.0, 300.0]);
    }
}
