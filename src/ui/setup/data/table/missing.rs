//! The row of words that count as missing cells.

use egui::{TextEdit, Ui};

use crate::data::TableOptions;
use crate::data::table::DEFAULT_MISSING;
use crate::ui::setup::rows::Row;

/// The field, with what is typed into it and not taken over yet.
#[derive(Default)]
pub struct MissingWords {
    typed: Option<String>,
}

impl MissingWords {
    /// Draws the field; changes `options` once a person left it.
    pub fn show(&mut self, ui: &mut Ui, options: &mut TableOptions) {
        let row = Row::new(
            "Missing cells",
            "Words that count as missing, between commas; a comma alone for none. Empty cells are always missing",
        );
        let mut text = self
            .typed
            .clone()
            .unwrap_or_else(|| written(options.missing.as_deref()));
        let response = row.show(ui, |ui| {
            let edit = TextEdit::singleline(&mut text)
                .hint_text(DEFAULT_MISSING.join(", "))
                .desired_width(ui.available_width());
            ui.add(edit)
        });
        if response.has_focus() || response.changed() {
            self.typed = Some(text);
        } else if let Some(typed) = self.typed.take() {
            options.missing = read(&typed);
        }
    }
}

/// As it stands in the field.
fn written(words: Option<&[String]>) -> String {
    match words {
        None => String::new(),
        Some([]) => ",".into(),
        Some(words) => words.join(", "),
    }
}

/// Nothing typed means the usual words.
fn read(text: &str) -> Option<Vec<String>> {
    if text.trim().is_empty() {
        return None;
    }
    let words = text.split(',').map(str::trim);
    Some(
        words
            .filter(|word| !word.is_empty())
            .map(String::from)
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_they_are_written() {
        assert_eq!(read("  "), None);
        assert_eq!(read(","), Some(vec![]));
        assert_eq!(read(" -9 ,none"), Some(vec!["-9".into(), "none".into()]));
        for text in ["", ",", "-9, none"] {
            assert_eq!(written(read(text).as_deref()), text);
        }
    }
}
