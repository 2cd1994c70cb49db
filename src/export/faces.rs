//! The typefaces of the window and of everything that is drawn for paper, and how wide their letters are.

use std::sync::LazyLock;

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

pub static REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.otf");
pub static SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");
/// Common Chinese characters, for what the others have no letters for.
pub static CHINESE: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Common.otf");

static FACES: LazyLock<[Option<FontRef<'static>>; 3]> =
    LazyLock::new(|| [REGULAR, SEMIBOLD, CHINESE].map(|bytes| FontRef::new(bytes).ok()));

/// Measures letters of one face and size.
struct Ruler {
    faces: Vec<(Charmap<'static>, GlyphMetrics<'static>)>,
    size: f64,
}

impl Ruler {
    fn new(size: f64, is_strong: bool) -> Self {
        let [regular, semibold, chinese] = &*FACES;
        let order = [if is_strong { semibold } else { regular }, chinese];
        let measured = order.into_iter().flatten().map(|face| {
            let metrics = face.glyph_metrics(Size::new(size as f32), LocationRef::default());
            (face.charmap(), metrics)
        });
        Self {
            faces: measured.collect(),
            size,
        }
    }

    /// One that no face has counts as a square.
    fn letter(&self, letter: char) -> f64 {
        let found = self.faces.iter().find_map(|(letters, metrics)| {
            let glyph = letters.map(letter)?;
            metrics.advance_width(glyph).map(f64::from)
        });
        found.unwrap_or(self.size)
    }
}

/// How wide `text` is at `size`, letter beside letter.
pub fn text_width(text: &str, size: f64, is_strong: bool) -> f64 {
    let ruler = Ruler::new(size, is_strong);
    text.chars().map(|letter| ruler.letter(letter)).sum()
}

/// `text` as far as it fits into `room`, an ellipsis where something is left out; at least its first letter.
pub fn fitted(text: &str, room: f64, size: f64, is_strong: bool) -> String {
    let ruler = Ruler::new(size, is_strong);
    let room_before = room - ruler.letter('…');
    let (mut wide, mut kept) = (0.0, 0);
    for (at, letter) in text.char_indices() {
        wide += ruler.letter(letter);
        let end = at + letter.len_utf8();
        if wide <= room_before || kept == 0 {
            kept = end;
        }
        // A name can be of any length.
        if wide > room {
            return format!("{}…", text[..kept].trim_end());
        }
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_the_widths_of_their_face() {
        let wide = |text| text_width(text, 10.0, false);
        // Digits are all as wide, Chinese characters square.
        assert_eq!(wide("111"), wide("888"));
        assert!((wide("编码器") - 30.0).abs() < 1e-3);
        assert!(wide("ii") < wide("WW"));
        assert!(wide("weight") < text_width("weight", 10.0, true));
        assert_eq!(wide("\u{13080}"), 10.0);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let short = fitted("a long name", 40.0, 11.0, false);
        assert!(short.ends_with('…') && text_width(&short, 11.0, false) <= 40.0);
        assert_eq!(fitted("short", 40.0, 11.0, false), "short");
        assert_eq!(fitted("自编码器", 1.0, 11.0, false), "自…");
        assert_eq!(fitted("", 1.0, 11.0, false), "");
        let exact = text_width("short", 11.0, false);
        assert_eq!(fitted("short", exact, 11.0, false), "short");
        let endless = fitted(&"n".repeat(1_000_000), 40.0, 11.0, false);
        assert!(text_width(&endless, 11.0, false) <= 40.0 && endless.len() < 20);
    }
}
