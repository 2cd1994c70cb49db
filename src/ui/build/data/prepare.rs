//! What is done to the data: scaling and the validation split.

use egui::{RichText, Ui, vec2};

use super::whole::{Limits, WholeField};
use crate::app::PreparedData;
use crate::data::{DataSettings, Scaler, Scaling};
use crate::ui::theme;

/// Width of the names at the left.
const NAME: f32 = 112.0;

/// The settings; keeps numbers that are being typed.
#[derive(Default)]
pub struct PrepareEditor {
    validation: WholeField,
    seed: WholeField,
}

impl PrepareEditor {
    /// Draws the settings; gives new ones once a person changed them. `data` limits the numbers when it is there.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        settings: &DataSettings,
        data: Option<&PreparedData>,
    ) -> Option<DataSettings> {
        let mut new = settings.clone();
        row(ui, "Scaling", |ui| {
            ui.selectable_value(&mut new.scaling, Scaling::Unit, "0 to 1")
                .on_hover_text("Each pixel becomes byte / 255");
            ui.selectable_value(&mut new.scaling, Scaling::Standardised, "Standardised")
                .on_hover_text(
                    "Each pixel becomes (byte / 255 - mean) / deviation, both taken over all \
                     pixels of the training images; undone for showing",
                );
        });
        let fitted = data.filter(|data| data.settings.scaling == new.scaling);
        for text in formula(new.scaling, fitted.map(|data| data.scaler)) {
            let weak = theme::palette(ui).weak;
            ui.label(RichText::new(text).size(11.0).color(weak));
        }

        let limits = Limits {
            most: data.map_or(u64::MAX, |data| {
                data.dataset.train.len().saturating_sub(1) as u64
            }),
            because: "one image is left for training",
            grouped: true,
        };
        row(ui, "Validation images", |ui| {
            let tooltip = "Training images set aside to watch the loss on; 0 watches the test set";
            let value = settings.validation as u64;
            let field = &mut self.validation;
            if let Some(count) = field.show(ui, "Validation images", tooltip, value, &limits) {
                new.validation = usize::try_from(count).unwrap_or(usize::MAX);
            }
        });
        self.validation.problem(ui, &limits);
        if settings.validation == 0 {
            let text = "The test set is watched during training";
            ui.label(
                RichText::new(text)
                    .size(11.0)
                    .color(theme::palette(ui).weak),
            );
        }

        let limits = Limits {
            most: u64::MAX,
            because: "seeds have 64 bits",
            grouped: false,
        };
        row(ui, "Split seed", |ui| {
            let tooltip = "Draws the validation images: the same seed gives the same ones";
            let field = &mut self.seed;
            let seed = field.show(ui, "Split seed", tooltip, settings.split_seed, &limits);
            new.split_seed = seed.unwrap_or(settings.split_seed);
        });
        self.seed.problem(ui, &limits);
        (new != *settings).then_some(new)
    }
}

fn row(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        let weak = theme::palette(ui).weak;
        let height = ui.spacing().interact_size.y;
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        ui.allocate_ui_with_layout(vec2(NAME, height), layout, |ui| {
            ui.set_min_width(NAME);
            ui.label(RichText::new(name).color(weak));
        });
        add(ui);
    });
}

/// How a byte becomes the number `x` that the model sees, with the numbers of `scaler` once they are known.
fn formula(scaling: Scaling, scaler: Option<Scaler>) -> Vec<String> {
    if scaling == Scaling::Unit {
        return vec!["x = byte / 255".into()];
    }
    let mut lines = vec!["x = (byte / 255 - mean) / deviation".into()];
    if let Some(Scaler { mean, deviation }) = scaler {
        lines.push(format!("mean {mean:.4}, deviation {deviation:.4}"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_name_their_numbers() {
        let scaler = Scaler {
            mean: 0.130_66,
            deviation: 0.308_11,
        };
        assert_eq!(formula(Scaling::Unit, Some(scaler)), ["x = byte / 255"]);
        assert_eq!(
            formula(Scaling::Standardised, Some(scaler)),
            [
                "x = (byte / 255 - mean) / deviation",
                "mean 0.1307, deviation 0.3081"
            ]
        );
        assert_eq!(formula(Scaling::Standardised, None).len(), 1);
    }
}
