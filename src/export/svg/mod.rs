//! Plots as SVG text: they open in any browser or drawing program and stand in the report as they are.
//!
//! Colours are attributes for a light page; what is drawn neutrally also has a class (`paper`, `line`, `text`, `weak`),
//! so that a page can give it colours of its own.

mod axis;
mod chart;
mod curves;
mod latent;
mod legend;
mod trade_off;

use std::fmt::Write as _;

pub use curves::{Curve, curves};
pub use latent::latent;
pub use trade_off::{Point, trade_off};

use super::palette::{Colour, hex};

/// Neutral colours of a light page.
const PAPER: &str = "#ffffff";
const LINE: &str = "#dfe2e7";
const TEXT: &str = "#1b1e24";
const WEAK: &str = "#59616d";

/// What a label is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anchor {
    Start,
    Middle,
    End,
}

/// A drawing under way; lengths are in pixels.
#[derive(Debug, Clone)]
pub struct Svg {
    width: f64,
    height: f64,
    /// What it shows, for those who cannot see it.
    title: String,
    body: String,
}

impl Svg {
    fn new(width: f64, height: f64, title: &str) -> Self {
        let mut svg = Self {
            width,
            height,
            title: escaped(title),
            body: String::new(),
        };
        svg.put(format_args!(
            r#"<rect class="paper" width="{width}" height="{height}" fill="{PAPER}"/>"#
        ));
        svg
    }

    /// As a file of its own.
    pub fn document(&self) -> String {
        let xmlns = r#" xmlns="http://www.w3.org/2000/svg""#;
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}",
            self.text(xmlns)
        )
    }

    /// To stand inside of a page.
    pub fn inline(&self) -> String {
        self.text("")
    }

    fn text(&self, xmlns: &str) -> String {
        let Self {
            width,
            height,
            title,
            body,
        } = self;
        format!(
            "<svg{xmlns} width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
             font-family=\"Inter, system-ui, sans-serif\" font-size=\"11\">\n<title>{title}</title>\n{body}</svg>\n"
        )
    }

    fn put(&mut self, element: std::fmt::Arguments) {
        // Writing into a string cannot fail.
        let _ = writeln!(self.body, "{element}");
    }

    fn hairline(&mut self, from: [f64; 2], to: [f64; 2]) {
        let ([x1, y1], [x2, y2]) = (from.map(Short), to.map(Short));
        self.put(format_args!(
            r#"<line class="line" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{LINE}"/>"#
        ));
    }

    fn frame(&mut self, [left, top]: [f64; 2], [width, height]: [f64; 2]) {
        self.put(format_args!(
            r#"<rect class="line" x="{left}" y="{top}" width="{width}" height="{height}" fill="none" stroke="{LINE}"/>"#
        ));
    }

    fn polyline(&mut self, points: &[[f64; 2]], stroke: Stroke) {
        if points.len() < 2 {
            return;
        }
        let mut list = String::new();
        for [x, y] in points {
            let _ = write!(list, "{},{} ", Short(*x), Short(*y));
        }
        let list = list.trim_end();
        let dashes = match stroke.dashed {
            true => r#" stroke-dasharray="5 3""#,
            false => "",
        };
        let (paint, width) = (stroke.paint.attributes("stroke"), stroke.width);
        self.put(format_args!(
            r#"<polyline points="{list}" fill="none" {paint} stroke-width="{width}" stroke-linejoin="round"{dashes}/>"#
        ));
    }

    fn dot(&mut self, [x, y]: [f64; 2], radius: f64, paint: Paint) {
        let (x, y, paint) = (Short(x), Short(y), paint.attributes("fill"));
        self.put(format_args!(
            r#"<circle cx="{x}" cy="{y}" r="{radius}" {paint}/>"#
        ));
    }

    fn label(&mut self, [x, y]: [f64; 2], anchor: Anchor, weak: bool, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let (class, fill) = if weak { ("weak", WEAK) } else { ("text", TEXT) };
        let (x, y, text) = (Short(x), Short(y), escaped(text));
        self.put(format_args!(
            r#"<text class="{class}" x="{x}" y="{y}" fill="{fill}" text-anchor="{anchor}">{text}</text>"#
        ));
    }

    /// Upwards, at the left of a plot.
    fn label_upwards(&mut self, [x, y]: [f64; 2], text: &str) {
        let (x, y, text) = (Short(x), Short(y), escaped(text));
        self.put(format_args!(
            r#"<text class="weak" transform="translate({x} {y}) rotate(-90)" fill="{WEAK}" text-anchor="middle">{text}</text>"#
        ));
    }

    /// A picture, whose bytes are those of a PNG file.
    fn picture(&mut self, [left, top]: [f64; 2], [width, height]: [f64; 2], png: &[u8]) {
        let data = super::data_uri(png);
        self.put(format_args!(
            r#"<image x="{left}" y="{top}" width="{width}" height="{height}" href="{data}"/>"#
        ));
    }
}

/// How a line looks.
#[derive(Debug, Clone, Copy)]
struct Stroke {
    paint: Paint,
    width: f64,
    dashed: bool,
}

/// What a shape is drawn in.
#[derive(Debug, Clone, Copy)]
enum Paint {
    Colour(Colour),
    /// The tone of captions.
    Weak,
}

impl Paint {
    /// Attributes for `what`: "fill" or "stroke".
    fn attributes(self, what: &str) -> String {
        match self {
            Self::Colour(colour) => format!(r#"{what}="{}""#, hex(colour)),
            Self::Weak => format!(r#"class="weak-{what}" {what}="{WEAK}""#),
        }
    }
}

/// A position with at most one hundredth of a pixel.
struct Short(f64);

impl std::fmt::Display for Short {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", (self.0 * 100.0).round() / 100.0)
    }
}

/// Text as it stands between tags and inside of quotes; what XML has no place for is left out.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\t' => safe.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if letter.is_control() => {}
            _ => safe.push(letter),
        }
    }
    safe
}

/// About how wide `text` is, in pixels.
fn text_width(text: &str) -> f64 {
    6.2 * text.chars().count() as f64
}

/// At most `most` letters, an ellipsis where there are more.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.into();
    }
    let start: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_place() {
        assert_eq!(escaped("<b>&\"'\u{0}\u{1b}ö"), "&lt;b&gt;&amp;&quot;&#39;ö");
        assert_eq!(shortened("a long name", 7), "a long…");
        assert_eq!(shortened("short", 7), "short");
    }

    #[test]
    fn only_a_file_names_its_format() {
        let svg = Svg::new(20.0, 10.0, "a < b");
        assert!(svg.document().starts_with("<?xml"));
        assert!(svg.document().contains("xmlns="));
        assert!(!svg.inline().contains("http"));
        assert!(svg.inline().contains("<title>a &lt; b</title>"));
    }
}
