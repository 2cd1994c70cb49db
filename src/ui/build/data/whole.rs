//! A typed whole number that is refused in place when it is not one.

use egui::{RichText, TextEdit, Ui};

use crate::ui::digits::{grouped, parse_whole};

/// A field for a whole number; keeps what is being typed.
#[derive(Default)]
pub struct WholeField {
    /// The text while it differs from the value in force.
    text: Option<String>,
}

/// What a field accepts.
pub struct Limits<'a> {
    pub most: u64,
    /// Why not more: ends the sentence "At most 59,999, …".
    pub because: &'a str,
    /// Commas between groups of three digits.
    pub grouped: bool,
}

impl WholeField {
    /// Draws the field with the accessible name `name`; gives the new value once it is entered (by Enter or by
    /// leaving the field). A refused text stays, with the reason below.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        name: &str,
        tooltip: &str,
        value: u64,
        limits: &Limits,
    ) -> Option<u64> {
        let shown = if limits.grouped {
            grouped(value)
        } else {
            value.to_string()
        };
        let mut text = self.text.clone().unwrap_or_else(|| shown.clone());
        let response = ui
            .add(
                TextEdit::singleline(&mut text)
                    .desired_width(88.0)
                    .align(egui::Align2::RIGHT_CENTER),
            )
            .on_hover_text(tooltip)
            .accessible_name(name);
        let read = read(&text, limits);
        let done = response.lost_focus();
        let cancelled = done && ui.input(|input| input.key_pressed(egui::Key::Escape));
        if cancelled || text == shown || (done && read.is_ok()) {
            self.text = None;
        } else {
            self.text = Some(text);
        }
        if cancelled {
            return None;
        }
        read.ok().filter(|new| done && *new != value)
    }

    /// The reason for refusing what is typed now; stands under the field.
    pub fn problem(&self, ui: &mut Ui, limits: &Limits) {
        if let Some(Err(problem)) = self.text.as_ref().map(|text| read(text, limits)) {
            ui.label(RichText::new(problem).color(ui.visuals().warn_fg_color));
        }
    }
}

fn read(text: &str, limits: &Limits) -> Result<u64, String> {
    match parse_whole(text) {
        None => Err("Give a whole number from 0 on".into()),
        Some(number) if number > limits.most => Err(format!(
            "At most {}, {}",
            grouped(limits.most),
            limits.because
        )),
        Some(number) => Ok(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_or_refused_with_a_reason() {
        let limits = Limits {
            most: 59_999,
            because: "one image is left for training",
            grouped: true,
        };
        assert_eq!(read("5,000", &limits), Ok(5_000));
        assert_eq!(read("0", &limits), Ok(0));
        assert_eq!(
            read("60000", &limits),
            Err("At most 59,999, one image is left for training".into())
        );
        for bad in ["", "-3", "1.5", "many"] {
            assert_eq!(
                read(bad, &limits),
                Err("Give a whole number from 0 on".into())
            );
        }
    }
}
