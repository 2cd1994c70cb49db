//! Text that a project, a data file or a path brought along, made fit for a terminal.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of a terminal that a name may take.
const SHORT: usize = 40;
/// Characters that a column may hold: letters can carry any number of marks that take no place.
const CHARS_A_COLUMN: usize = 4;

/// Whether a terminal obeys `c` rather than showing it: control characters, line separators, and what turns the
/// direction of text around.
fn is_obeyed(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns || matches!(c, '\u{2028}' | '\u{2029}')
}

/// `text` with what a terminal would obey written out: `\n`, `\u{1b}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    escaped(text, |c| c.escape_default().to_string())
}

/// A line of JSON in the same way: such characters stand in strings alone, where `\u001b` is the same text. None is
/// beyond 16 bits.
pub fn visible_json(json: &str) -> Cow<'_, str> {
    escaped(json, |c| format!("\\u{:04x}", u32::from(c)))
}

fn escaped(text: &str, escape: impl Fn(char) -> String) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return text.into();
    }
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if is_obeyed(c) {
            escaped += &escape(c);
        } else {
            escaped.push(c);
        }
    }
    escaped.into()
}

/// A name as it stands in a line or a table: visible, and cut where it is long.
pub fn short(name: &str) -> String {
    let name = visible(name);
    let is_short = |name: &str| name.width() <= SHORT && name.len() <= SHORT * CHARS_A_COLUMN;
    if is_short(&name) {
        return name.into_owned();
    }
    let (mut cut, mut columns) = (String::new(), 1);
    for c in name.chars().take((SHORT - 1) * CHARS_A_COLUMN) {
        columns += c.width().unwrap_or(0);
        if columns > SHORT {
            break;
        }
        cut.push(c);
    }
    cut + "…"
}

/// `text` with blanks at its end, or at its beginning where it is to stand `right`, up to so many columns.
pub fn padded(text: &str, columns: usize, right: bool) -> String {
    let blanks = " ".repeat(columns.saturating_sub(text.width()));
    if right {
        blanks + text
    } else {
        text.to_owned() + &blanks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_written_out() {
        assert_eq!(visible("größer, 日本, a\u{301}"), "größer, 日本, a\u{301}");
        assert_eq!(visible("\u{1b}[31m\r\n\t\u{7f}"), r"\u{1b}[31m\r\n\t\u{7f}");
        assert_eq!(
            visible("\u{9b}2J\u{202e}a\u{2069}"),
            r"\u{9b}2J\u{202e}a\u{2069}"
        );
    }

    #[test]
    fn json_stays_the_same_text() {
        let text = "a\u{7f}\u{9b}\u{202e}\u{2028}\u{1b}\"\\b";
        let json = serde_json::to_string(text).unwrap();
        let line = visible_json(&json);
        assert!(!line.contains(is_obeyed), "{line}");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }

    #[test]
    fn names_are_cut_by_the_columns_they_take() {
        assert_eq!(short(&"a".repeat(40)), "a".repeat(40));
        assert_eq!(short(&"a".repeat(100_000)), "a".repeat(39) + "…");
        assert_eq!(short(&"日".repeat(21)), "日".repeat(19) + "…");
        let marks = short(&("a".to_owned() + &"\u{301}".repeat(100_000)));
        assert!(
            marks.width() <= 40 && marks.chars().count() < 200,
            "{marks}"
        );
        assert!(!short(&"\u{1b}".repeat(50)).contains('\u{1b}'));
    }

    #[test]
    fn any_width_is_filled() {
        assert_eq!(padded("日", 4, false), "日  ");
        assert_eq!(padded("12", 4, true), "  12");
        assert_eq!(padded("", 70_000, true).len(), 70_000);
    }
}
