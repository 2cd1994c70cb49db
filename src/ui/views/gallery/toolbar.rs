//! The gallery's toolbar: which images, how errors are scaled, the mean error.

use egui::{Label, RichText, Ui};

use super::mode::Mode;
use super::pair::{Pair, Side};
use super::{Shown, noise};
use crate::app::{Action, App};
use crate::export::digits::three_digits;
use crate::training::GalleryChoice;
use crate::ui::theme;
use crate::ui::views::comparison::ErrorScale;
use crate::ui::views::words;

/// Each with its name and which samples it shows.
const CHOICES: [(GalleryChoice, &str, &str); 3] = [
    (
        GalleryChoice::Random,
        "Random",
        "drawn by a seed, the same ones throughout training",
    ),
    (GalleryChoice::Best, "Best", "with the smallest error"),
    (GalleryChoice::Worst, "Worst", "with the largest error"),
];

/// What the line changes of how the gallery looks.
pub(super) struct Looks<'a> {
    pub mode: &'a mut Mode,
    pub difference: &'a mut Pair,
    pub flicker: &'a mut Pair,
    pub scale: &'a mut ErrorScale,
    /// The two that are set against each other, in the modes that do so.
    pub sides: Option<[Side; 2]>,
    /// Whether all variants are shown, where that is a choice.
    pub all: Option<&'a mut bool>,
    /// How many variants have something to show.
    pub variants: usize,
}

pub(super) fn show(
    ui: &mut Ui,
    app: &App,
    shown: &[Shown],
    looks: Looks<'_>,
    actions: &mut Vec<Action>,
) {
    ui.horizontal_wrapped(|ui| {
        let noun = words::noun(app);
        let mut request = app.document.view.gallery;
        for (choice, name, which) in CHOICES {
            ui.selectable_value(&mut request.choice, choice, name)
                .on_hover_text(format!("The test {noun}s {which}"));
        }
        let random = request.choice == GalleryChoice::Random;
        let again = ui
            .add_enabled(random, egui::Button::new("Draw again"))
            .on_hover_text(format!("Show other test {noun}s, drawn by a new seed"))
            .on_disabled_hover_text(format!("Only random {noun}s can be drawn again"));
        if again.clicked() {
            request.seed = request.seed.wrapping_add(1);
        }
        noise::show(ui, app, &mut request);
        if request != app.document.view.gallery {
            let mut view = app.document.view.clone();
            view.gallery = request;
            actions.push(Action::View(view));
        }
        ui.add_space(4.0);
        let data = app.dataset.prepared();
        let is_rows = data.is_some_and(|data| data.dataset.shape().image().is_none());
        if !is_rows {
            modes(ui, looks.mode, looks.variants);
            ui.add_space(4.0);
        }
        if let Some(all) = looks.all
            && looks.variants > 1
            && *looks.mode == Mode::Errors
        {
            let toggle = ui.selectable_label(*all, "All variants");
            if toggle
                .on_hover_text("The rows of every shown variant, not of the selected one alone")
                .clicked()
            {
                *all ^= true;
            }
            ui.add_space(4.0);
        }
        match (*looks.mode, looks.sides) {
            _ if is_rows => {}
            (Mode::Errors, _) => scale_menu(ui, looks.scale, "Errors"),
            (Mode::Difference, Some(sides)) => {
                looks.difference.show(ui, shown, sides, false);
                scale_menu(ui, looks.scale, "B - A");
                return;
            }
            (Mode::Flicker, Some(sides)) => {
                looks.flicker.show(ui, shown, sides, true);
                return;
            }
            (_, None) => return,
        }
        let selected = shown
            .iter()
            .find(|shown| shown.variant.id == app.selected().id);
        if let Some(selected) = selected {
            ui.add_space(4.0);
            let figure = if is_rows { "Error" } else { "MSE" };
            let text = summary(figure, &selected.view.errors, selected.view.step);
            // In one piece, else its first word stays behind on the line before.
            ui.add(Label::new(RichText::new(text).color(theme::palette(ui).weak)).extend());
        }
    });
}

/// What the rows show.
fn modes(ui: &mut Ui, mode: &mut Mode, variants: usize) {
    // Not in a scope of its own: that would wrap its buttons beside the line instead of into the next one.
    let apart = std::mem::replace(&mut ui.spacing_mut().item_spacing.x, 4.0);
    for choice in Mode::ALL {
        let possible = choice != Mode::Difference || variants > 1;
        let button = egui::Button::selectable(*mode == choice, choice.name());
        let response = ui
            .add_enabled(possible, button)
            .on_hover_text(choice.hint())
            .on_disabled_hover_text("Only one variant has images to show");
        if response.clicked() {
            *mode = choice;
        }
    }
    ui.spacing_mut().item_spacing.x = apart;
}

fn scale_menu(ui: &mut Ui, scale: &mut ErrorScale, what: &str) {
    let menu = egui::ComboBox::from_id_salt("error scale")
        .selected_text(format!("{what} {}", scale.name()))
        .width(150.0)
        .show_ui(ui, |ui| {
            for choice in ErrorScale::ALL {
                ui.selectable_value(scale, choice, format!("{what} {}", choice.name()));
            }
        });
    menu.response
        .accessible_name("Error scale")
        .on_hover_text("Which error or difference, whatever its sign, gets the strongest colour");
}

/// Mean error of the shown images, and a hint before the first update.
fn summary(figure: &str, errors: &[f32], step: u64) -> String {
    if step == 0 {
        return "Fresh weights: press Train to see them learn".into();
    }
    let sum: f64 = errors.iter().map(|&error| f64::from(error)).sum();
    let mean = three_digits(sum / errors.len().max(1) as f64);
    format!("{figure} {mean}, mean of {} shown", errors.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_is_a_mean_or_a_hint() {
        assert_eq!(
            summary("MSE", &[0.01, 0.03], 7),
            "MSE 0.0200, mean of 2 shown"
        );
        assert!(summary("MSE", &[0.01], 0).contains("press Train"));
    }
}
