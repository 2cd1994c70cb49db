//! Pictures of the live views, light and dark. Written under the build folder to be looked at; what is checked
//! here is that the data is there in its colours, with the words that belong to it.

mod common;

use common::pixels::{count, like};
use common::{PictureRenderer, as_panel, keep_picture, made_up};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use hourglass::app::Action;
use hourglass::ui::{Panel, picture, theme, views};

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
            let pixels = like(&image, theme::variant_colour(variant));
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
    let middle = harness.get_by_label("Loss curves").rect().center();
    let before = harness.render().unwrap();
    harness.hover_at(middle);
    harness.run();
    let image = harness.render().unwrap();
    keep_picture("loss-crosshair", &image);
    // The test set is watched where no validation images are set aside.
    for name in ["A dense 32 train", "A dense 32 test", "B tanh 2 train"] {
        harness.get_by_label(name);
    }
    harness.get_by_label_contains("epoch 6.");
    // A line through the plot, beside which the curves and the table of readings stand.
    let line = egui::Rect::from_center_size(middle, egui::vec2(2.0, 200.0));
    let changed =
        |y: u32| before.get_pixel(middle.x as u32, y) != image.get_pixel(middle.x as u32, y);
    let changed = (line.top() as u32..line.bottom() as u32).filter(|&y| changed(y));
    assert!(changed.count() > 150);
}

#[test]
fn empty_loss_plot() {
    let app = hourglass::app::App::detached(hourglass::project::Document::default());
    let mut panel = views::LossPlot::default();
    let mut harness = Harness::builder()
        .with_size([820.0, 300.0])
        .with_theme(egui::Theme::Dark)
        .renderer(PictureRenderer::default())
        .build_ui(|ui| as_panel(ui, |ui| panel.panel_ui(ui, &app, &mut Vec::new())));
    harness.run();
    let image = harness.render().unwrap();
    keep_picture("loss-empty", &image);
    harness.get_by_label("The loss will stand here once training runs");
    assert!(harness.query_by_label("Loss curves").is_none());
    assert_eq!(like(&image, theme::variant_colour(0)), 0);
}

#[test]
fn latent_points_in_their_colours() {
    let app = made_up::with_latent(10_000, 2, true);
    for (dark, mode) in [(true, "dark"), (false, "light")] {
        let mut panel = views::Latent::default();
        let image = picture::render([820, 360], 1.0, dark, |ui| {
            as_panel(ui, |ui| panel.panel_ui(ui, &app, &mut Vec::new()));
        });
        keep_picture(&format!("latent-{mode}"), &image);
        for label in 0..10 {
            let pixels = like(&image, theme::label_colour(label));
            assert!(pixels > 100, "class {label} has {pixels} pixels in {mode}");
        }
    }
}

#[test]
fn latent_points_of_wide_codes_without_labels() {
    let app = made_up::with_latent(70_000, 8, false);
    let mut panel = views::Latent::default();
    let image = picture::render([820, 360], 1.0, true, |ui| {
        as_panel(ui, |ui| panel.panel_ui(ui, &app, &mut Vec::new()));
    });
    keep_picture("latent-wide", &image);
    let bluish = |pixel: &&image::Rgba<u8>| pixel.0[2] > pixel.0[0].saturating_add(30);
    assert!(image.pixels().filter(bluish).count() > 10_000);
}

#[test]
fn latent_hover_and_drag() {
    let mut app = made_up::with_latent(10_000, 2, true);
    app.decoded.latest.probe = Some(hourglass::training::Decoded {
        variant: hourglass::training::VariantId(1),
        code: vec![0.0, 0.0],
        output: (0..784).map(|i| (i % 28) as f32 / 27.0).collect(),
    });
    let mut panel = views::Latent::default();
    let mut actions = Vec::new();
    let mut harness = Harness::builder()
        .with_size([820.0, 360.0])
        .with_theme(egui::Theme::Light)
        .renderer(PictureRenderer::default())
        .build_ui(|ui| as_panel(ui, |ui| panel.panel_ui(ui, &app, &mut actions)));
    harness.run();
    let before = harness.render().unwrap();
    harness.hover_at(egui::pos2(420.0, 250.0));
    harness.run();
    let hovered = harness.render().unwrap();
    keep_picture("latent-hover", &hovered);
    // The test image under the pointer appears beside it: made-up images are black and of the grey 230.
    let grey = |pixel| pixel == egui::Color32::from_gray(230);
    let count = |image| count(image, egui::Rect::EVERYTHING, 1.0, grey);
    assert!(count(&hovered) > count(&before) + 50);
    harness.drag_at(egui::pos2(300.0, 150.0));
    harness.run();
    harness.hover_at(egui::pos2(360.0, 170.0));
    harness.run();
    harness.get_by_label("Decoded image");
    keep_picture("latent-drag", &harness.render().unwrap());
    harness.drop_at(egui::pos2(360.0, 170.0));
    harness.get_by_label("Class 4").click();
    harness.run();
    let isolated = harness.render().unwrap();
    keep_picture("latent-isolated", &isolated);
    let points = |image, class| like(image, theme::label_colour(class));
    assert!(points(&isolated, 4) > 100);
    for class in [0, 2, 6, 8] {
        // The legend keeps its dot.
        let (before, after) = (points(&before, class), points(&isolated, class));
        assert!(
            after < 100 && before > 3 * after,
            "class {class}: {before}, {after}"
        );
    }
    drop(harness);
    let decodes = |action: &Action| matches!(action, Action::Decode(..));
    assert!(actions.iter().any(decodes), "a drag asks for an image");
}

#[test]
fn narrow_panels_keep_to_their_width() {
    let (runs, latent) = (made_up::two_runs(), made_up::with_latent(2_000, 8, true));
    let mut panels: [(&str, &hourglass::app::App, Box<dyn Panel>); 2] = [
        ("loss-narrow", &runs, Box::new(views::LossPlot::default())),
        ("latent-narrow", &latent, Box::new(views::Latent::default())),
    ];
    for (name, app, panel) in &mut panels {
        let mut right = 0.0;
        let image = picture::render([380, 220], 1.0, true, |ui| {
            as_panel(ui, |ui| {
                panel.panel_ui(ui, app, &mut Vec::new());
                right = ui.min_rect().right();
            });
        });
        keep_picture(name, &image);
        assert!(right <= 380.0, "{name} reaches {right}");
    }
}
