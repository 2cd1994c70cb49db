//! The gallery's noise: that of training, or by a slider.

use egui::{Button, RichText, Slider, Ui};

use crate::app::App;
use crate::data::Corruption;
use crate::project::VariantSettings;
use crate::training::GalleryRequest;
use crate::ui::theme;

/// Strength of the noise that a variant trains with, in its first phase that has any; `None` without noise.
pub fn of_training(settings: &VariantSettings) -> Option<f32> {
    let phases = settings.phases.iter().filter_map(|phase| phase.corruption);
    let mut all = std::iter::once(settings.corruption).chain(phases);
    all.find_map(strength)
}

fn strength(corruption: Corruption) -> Option<f32> {
    match corruption {
        // What has no strength.
        Corruption::None | Corruption::Rectangle { .. } | Corruption::Downsampling { .. } => None,
        Corruption::Gaussian { std } => Some(std),
        Corruption::Masking { fraction, .. }
        | Corruption::SaltAndPepper { fraction }
        | Corruption::MaskedSteps { fraction, .. } => Some(fraction),
    }
}

/// The slider, where a shown variant trains with noise. Moving it changes `request`.
pub fn show(ui: &mut Ui, app: &App, request: &mut GalleryRequest) {
    let selected = app.selected();
    let others = app.document.variants.iter().filter(|v| !v.hidden);
    let mut all = std::iter::once(selected).chain(others);
    let Some(trained) = all.find_map(|variant| of_training(&variant.settings)) else {
        return;
    };
    ui.add_space(4.0);
    let label = ui.label(RichText::new("Noise").color(theme::palette(ui).weak));
    let mut noise = request.noise.map_or(trained, |n| f32::from(n) / 1_000.0);
    ui.spacing_mut().slider_width = 88.0;
    let slider = ui
        .add(Slider::new(&mut noise, 0.0..=1.0).fixed_decimals(2))
        .labelled_by(label.id)
        .on_hover_text("Strength of the noise in this view: a deviation or a share of the values; training keeps its own");
    if slider.changed() {
        request.noise = Some((noise.clamp(0.0, 1.0) * 1_000.0).round() as u16);
    }
    let back = ui
        .add_enabled(request.noise.is_some(), Button::new("As in training"))
        .on_hover_text("Look at the noise that the model trains with again")
        .on_disabled_hover_text("This is the noise that the model trains with");
    if back.clicked() {
        request.noise = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::Phase;

    #[test]
    fn the_strength_is_that_of_the_first_phase_with_noise() {
        let mut settings = VariantSettings::default();
        assert_eq!(of_training(&settings), None);
        settings.phases = vec![
            Phase::default(),
            Phase {
                corruption: Some(Corruption::Gaussian { std: 0.5 }),
                ..Phase::default()
            },
        ];
        assert_eq!(of_training(&settings), Some(0.5));
        settings.corruption = Corruption::Masking {
            fraction: 0.25,
            block: 4,
        };
        assert_eq!(of_training(&settings), Some(0.25));
    }
}
