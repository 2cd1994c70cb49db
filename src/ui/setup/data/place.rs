//! Where the files of the data lie, and the button that copies them into the project.

use egui::{RichText, Ui};

use crate::app::{Action, App};
use crate::data::Prepared;
use crate::ui::{theme, widgets};

/// Draws it for data that have files.
pub fn show(ui: &mut Ui, app: &App, data: &Prepared, actions: &mut Vec<Action>) {
    let Some(content) = &data.dataset.about.content else {
        return;
    };
    let weak = theme::palette(ui).weak;
    if app.has_data_inside() {
        let text = RichText::new("In the project's folder")
            .size(11.0)
            .color(weak);
        ui.label(text)
            .on_hover_text("The project can be moved or passed on with its data");
        return;
    }
    let button = egui::Button::new(format!("Copy into the project ({})", size(content.bytes)));
    let about = "Copies the files into the project's folder, so that it can be moved or passed on with its data; until then \
                 they are read where they are";
    if widgets::checked_button(ui, button, about, app.check(&Action::CopyData)) {
        actions.push(Action::CopyData);
    }
}

/// In powers of ten, as files are counted: "980 bytes", "4.0 MB".
fn size(bytes: u64) -> String {
    const UNITS: [(&str, f64); 3] = [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)];
    let exact = bytes as f64;
    match UNITS.iter().find(|(_, one)| exact >= 0.9995 * one) {
        Some((unit, one)) => {
            let number = exact / one;
            let decimals = usize::from(number < 9.95);
            format!("{number:.decimals$} {unit}")
        }
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_two_digits_or_more() {
        let sizes = [
            980,
            4_040,
            999_900,
            12_345_678,
            9_940_000_000,
            12_000_000_000,
        ]
        .map(size);
        assert_eq!(
            sizes,
            ["980 bytes", "4.0 kB", "1.0 MB", "12 MB", "9.9 GB", "12 GB"]
        );
    }
}
