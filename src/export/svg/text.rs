//! The words of drawings: their style, how wide they are, and how they stand in a file.

use std::fmt;

use crate::export::faces;

/// What a label is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Text,
    Weak,
    Accent,
}

/// How words look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub tone: Tone,
    pub size: f64,
    pub is_strong: bool,
}

impl Style {
    pub const TEXT: Self = Self {
        tone: Tone::Text,
        size: 11.0,
        is_strong: false,
    };
    pub const WEAK: Self = Self {
        tone: Tone::Weak,
        ..Self::TEXT
    };
    pub const STRONG: Self = Self {
        is_strong: true,
        ..Self::TEXT
    };
    /// Of a part of the drawing.
    pub const HEADING: Self = Self {
        size: 13.0,
        ..Self::STRONG
    };

    /// How wide `text` is.
    pub fn width(self, text: &str) -> f64 {
        faces::text_width(text, self.size, self.is_strong)
    }

    /// `text` in lines that fit into `room`, cut between words.
    pub fn lines(self, text: &str, room: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let with = lines.last().map(|line| format!("{line} {word}"));
            match with.filter(|line| self.width(line) <= room) {
                Some(longer) => {
                    lines.pop();
                    lines.push(longer);
                }
                None => lines.push(self.fitted(word, room)),
            }
        }
        lines
    }

    /// `text` as far as it fits into `room`.
    pub fn fitted(self, text: &str, room: f64) -> String {
        faces::fitted(text, room, self.size, self.is_strong)
    }
}

/// A position with at most one hundredth of a point.
pub(super) struct Short(pub f64);

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_between_words() {
        let words = "code 1 to the right, code 2 upwards";
        let lines = Style::WEAK.lines(words, 90.0);
        assert!(lines.len() > 1 && lines.join(" ") == words, "{lines:?}");
        assert!(lines.iter().all(|line| Style::WEAK.width(line) <= 90.0));
        assert_eq!(Style::WEAK.lines(words, 1_000.0), [words]);
        assert!(Style::WEAK.lines("", 90.0).is_empty());
    }

    #[test]
    fn text_cannot_leave_its_place() {
        assert_eq!(escaped("<b>&\"'\u{0}\u{1b}ö"), "&lt;b&gt;&amp;&quot;&#39;ö");
    }
}
