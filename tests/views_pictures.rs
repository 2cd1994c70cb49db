//! Pictures of the live views, light and dark. Written under the build folder to be looked at; what is checked
//! here is that the data is there in its colours.

mod common;

use common::{PictureRenderer, as_panel, keep_picture, made_up};
use egui_kittest::Harness;
use hourglass::ui::{Panel, picture, theme, views};

/// How many pixels are close to `colour`.
fn pixels_like(image: &image::RgbaImage, colour: egui::Color32) -> usize {
    let near = |pixel: &image::Rgba<u8>| {
        let parts = pixel.0.iter().zip(colour.to_array());
        parts.map(|(a, b)| a.abs_diff(b)).max().unwrap_or(0) < 24
    };
    image.pixels().filter(|pixel| near(pixel)).count()
}

#[test]
fn loss_curves_of_two_variants() {
    let app = made_up::two_runs();
    for (dark, mode) in [(true, "dark"), (false, "light")] {
        let mut panel = views::LossPlot::default();
        let image = picture::render([820, 300], 1.0, dark, |ui| {
            as_panel(ui, |ui| panel.panel_ui(ui, &app, &mut Vec::new()));
        });
        keep_picture(&format!("loss-{mode}"), &image);
        for variant in 0..2 {
            let pixels = pixels_like(&image, theme::variant_colour(variant));
            assert!(
                pixels > 300,
                "variant {variant} has {pixels} pixels in {mode}"
            );
        }
    }
}

#[test]
fn crosshair_over_loss_curves() {
    let mut app = made_up::two_runs();
    app.document.view.log_loss = false;
    app.document.view.smoothing = 0.95;
    app.document.data.validation = 0;
    let mut panel = views::LossPlot::default();
    let mut harness = Harness::builder()
        .with_size([820.0, 300.0])
        .renderer(PictureRenderer::default())
        .build_ui(|ui| as_panel(ui, |ui| panel.panel_ui(ui, &app, &mut Vec::new())));
    harness.run();
    harness.hover_at(egui::pos2(420.0, 150.0));
    harness.run();
    keep_picture("loss-crosshair", &harness.render().unwrap());
}

#[test]
fn empty_loss_plot() {
    let app = hourglass::app::App::detached(hourglass::project::Document::default());
    let mut panel = views::LossPlot::default();
    let image = picture::render([820, 300], 1.0, true, |ui| {
        as_panel(ui, |ui| panel.panel_ui(ui, &app, &mut Vec::new()));
    });
    keep_picture("loss-empty", &image);
}
