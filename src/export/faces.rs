//! The typefaces of the window and of everything that is drawn for paper, and how wide their letters are.

use std::sync::LazyLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

pub static REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.otf");
pub static SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");
/// Common Chinese characters, for what the others have no letters for.
pub static CHINESE: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Common.otf");

static FACES: LazyLock<[Option<FontRef<'static>>; 3]> =
    LazyLock::new(|| [REGULAR, SEMIBOLD, CHINESE].map(|bytes| FontRef::new(bytes).ok()));

/// How wide `text` is at `size`, letter beside letter; one that no face has counts as a square.
pub fn text_width(text: &str, size: f64, is_strong: bool) -> f64 {
    let [regular, semibold, chinese] = &*FACES;
    let order = [if is_strong { semibold } else { regular }, chinese];
    let faces: Vec<_> = order
        .into_iter()
        .flatten()
        .map(|face| {
            let metrics = face.glyph_metrics(Size::new(size as f32), LocationRef::default());
            (face.charmap(), metrics)
        })
        .collect();
    let wide = |letter: char| {
        let found = faces.iter().find_map(|(letters, metrics)| {
            let glyph = letters.map(letter)?;
            metrics.advance_width(glyph).map(f64::from)
        });
        found.unwrap_or(size)
    };
    text.chars().map(wide).sum()
}

/// `text` as far as it fits into `room`, an ellipsis where something is left out; at least its first letter.
pub fn fitted(text: &str, room: f64, size: f64, is_strong: bool) -> String {
    if text_width(text, size, is_strong) <= room {
        return text.into();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while kept.len() > 1 {
        kept.pop();
        let start: String = kept.iter().collect();
        let start = format!("{}…", start.trim_end());
        if text_width(&start, size, is_strong) <= room {
            return start;
        }
    }
    kept.into_iter().chain(['…']).collect()
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
    }
}
