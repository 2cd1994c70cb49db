//! Pictures of the panels, light and dark and narrow, under the build folder to be looked at; what is checked here is
//! that nothing stands beyond the panel's edge.

use egui::Frame;
use hourglass::project::VariantSettings;
use hourglass::ui::setup::{
    ArchitecturePanel, CodePanel, LossPanel, NoisePanel, PhasesPanel, TrainingPanel,
};
use hourglass::ui::{Panel, picture, theme};

use crate::common::{keep_picture, made_up};
use crate::samples;

/// All that is drawn for one panel.
fn picture<P: Panel + Default>(name: &str, settings: &VariantSettings, size: [u32; 2]) {
    let mut app = made_up::with_latent(20, 2, true);
    app.document.variants[0].settings = settings.clone();
    for (dark, mode) in [(true, "dark"), (false, "light")] {
        let mut panel = P::default();
        let pixels = size.map(|points| points * 2);
        let image = picture::render(pixels, 2.0, dark, |ui| {
            if !theme::is_installed(ui.ctx()) {
                return;
            }
            let fill = theme::palette(ui).panel;
            Frame::new().fill(fill).inner_margin(16).show(ui, |ui| {
                ui.take_available_space();
                let right = ui.max_rect().right();
                panel.panel_ui(ui, &app, &mut Vec::new());
                assert!(
                    ui.min_rect().right() <= right + 0.5,
                    "{name} is {} points too wide",
                    ui.min_rect().right() - right
                );
            });
        });
        keep_picture(&format!("build-{name}-{}-{mode}", size[0]), &image);
    }
}

#[test]
fn every_family_fits_every_width() {
    for (name, settings) in samples::families() {
        for width in [300, 220] {
            picture::<ArchitecturePanel>(name, &settings, [width, 940]);
        }
    }
}

#[test]
fn every_choice_of_the_loss_fits_every_width() {
    for (name, settings) in samples::losses() {
        for width in [300, 220] {
            picture::<LossPanel>(name, &settings, [width, 480]);
        }
    }
}

#[test]
fn code_noise_and_training_fit_every_width() {
    let settings = samples::everything();
    for width in [300, 220] {
        picture::<CodePanel>("code", &settings, [width, 420]);
        picture::<NoisePanel>("noise", &settings, [width, 300]);
        picture::<PhasesPanel>("phases", &settings, [width, 480]);
        picture::<TrainingPanel>("training", &settings, [width, 600]);
    }
}
