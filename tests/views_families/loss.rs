//! The parts of the loss, both players and the phases in the loss plot.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::App;
use hourglass::ui::theme;
use hourglass::ui::views::LossPlot;

use crate::common::pixels::like;
use crate::common::screen::{Screen, click, look, open};
use crate::common::{PictureRenderer, as_panel, families, is_enabled, keep_picture, made_up};

fn choose(harness: &mut Harness<'_, Screen<LossPlot>>, quantity: &str) {
    let menu = harness.get_by_role_and_label(Role::ComboBox, "Part of the loss");
    menu.click();
    harness.run_steps(6);
    click(harness, quantity);
}

/// The names that the crosshair reads in the middle.
fn read(harness: &mut Harness<'_, Screen<LossPlot>>) {
    let centre = harness.get_by_label("Loss curves").rect().center();
    harness.hover_at(centre);
    harness.run_steps(4);
}

#[test]
fn a_plain_run_has_nothing_to_choose() {
    let harness = open::<LossPlot>(made_up::two_runs(), [800.0, 300.0]);
    assert!(harness.query_by_label("Part of the loss").is_none());
}

#[test]
fn parts_of_a_variational_loss_are_chosen_and_read() {
    let mut harness = open::<LossPlot>(families::variational(20), [900.0, 340.0]);
    read(&mut harness);
    for name in ["vae train", "reconstruction", "KL divergence", "ELBO"] {
        harness.get_by_label(name);
    }
    assert!(harness.query_by_label("penalty").is_none());
    assert!(is_enabled(&harness.get_by_label("Log")));
    choose(&mut harness, "ELBO");
    assert!(!is_enabled(&harness.get_by_label("Log")));
    assert!(harness.query_by_label("Players").is_none());
    choose(&mut harness, "KL divergence");
    assert!(is_enabled(&harness.get_by_label("Log")));
}

#[test]
fn both_players_are_read_by_name() {
    let mut harness = open::<LossPlot>(families::adversarial(), [900.0, 340.0]);
    choose(&mut harness, "Players");
    read(&mut harness);
    harness.get_by_label("aae discriminator");
    harness.get_by_label("aae generator");
    choose(&mut harness, "Whole loss");
    read(&mut harness);
    harness.get_by_label_contains(" made up");
}

#[test]
fn a_choice_that_no_shown_variant_has_any_more_falls_back() {
    let mut harness = open::<LossPlot>(families::variational(20), [900.0, 340.0]);
    choose(&mut harness, "ELBO");
    harness.state_mut().app = made_up::two_runs();
    harness.run_steps(4);
    assert!(harness.query_by_label("Part of the loss").is_none());
    assert!(is_enabled(&harness.get_by_label("Log")));
}

/// The plot with `quantity` chosen and the pointer over it.
fn picture(name: &str, app: App, quantity: Option<&str>, theme: egui::Theme, size: [f32; 2]) {
    let screen = Screen {
        app,
        actions: Vec::new(),
        panel: LossPlot::default(),
    };
    let mut harness = Harness::builder()
        .with_size(size)
        .with_theme(theme)
        .with_render_cursor(false)
        .renderer(PictureRenderer::default())
        .build_ui_state(
            |ui, screen: &mut Screen<LossPlot>| {
                use hourglass::ui::Panel as _;
                as_panel(ui, |ui| {
                    screen.panel.panel_ui(ui, &screen.app, &mut screen.actions);
                });
            },
            screen,
        );
    harness.run_steps(4);
    if let Some(quantity) = quantity {
        choose(&mut harness, quantity);
    } else {
        read(&mut harness);
    }
    if quantity.is_some_and(|quantity| quantity != "Players") {
        // Away from the curves.
        harness.hover_at(egui::pos2(1.0, 1.0));
    }
    harness.run_steps(30);
    let image = harness.render().unwrap();
    keep_picture(name, &image);
    assert!(like(&image, theme::variant_colour(0)) > 200, "{name}");
}

#[test]
fn pictures_of_every_quantity() {
    let (dark, light) = (egui::Theme::Dark, egui::Theme::Light);
    let wide = [860.0, 320.0];
    let vae = families::variational;
    picture("loss-vae-reading", vae(20), None, dark, [860.0, 420.0]);
    picture("loss-elbo", vae(20), Some("ELBO"), light, wide);
    picture("loss-kl", vae(20), Some("KL divergence"), dark, wide);
    let aae = families::adversarial;
    picture("loss-players", aae(), Some("Players"), dark, wide);
    picture("loss-players-light", aae(), Some("Players"), light, wide);
    picture("loss-accuracies", aae(), Some("Accuracies"), light, wide);
    let low = [420.0, 240.0];
    picture(
        "loss-accuracies-narrow",
        aae(),
        Some("Accuracies"),
        dark,
        low,
    );
}

#[test]
fn phases_are_marked() {
    let app = families::sparse();
    let mut without = families::sparse();
    without.document.variants[0].settings.phases.clear();
    for (name, size) in [
        ("loss-phases", [860, 320]),
        ("loss-phases-narrow", [420, 220]),
    ] {
        let marked = look::<LossPlot>(name, &app, size);
        let plain = look::<LossPlot>(&format!("{name}-without"), &without, size);
        for (marked, plain) in marked.iter().zip(&plain) {
            for variant in 0..2 {
                assert!(like(marked, theme::variant_colour(variant)) > 100, "{name}");
            }
            // Lines through the plot where the second and the third phase begin, after 2 and 5 of 12 epochs.
            let changed = |x: u32| {
                (0..size[1])
                    .filter(|&y| marked.get_pixel(x, y) != plain.get_pixel(x, y))
                    .count()
            };
            // The axis at the left has other marks where a row of words takes height.
            let lines: Vec<u32> = (60..size[0])
                .filter(|&x| changed(x) > size[1] as usize / 4)
                .collect();
            let [second, third] = lines[..] else {
                panic!("{name}: {lines:?}");
            };
            // The plot begins before them, and all twelve epochs fill most of it.
            let epoch = f64::from(third - second) / 3.0;
            let begin = f64::from(second) - 2.0 * epoch;
            let whole = f64::from(size[0]);
            assert!(begin > 0.0 && begin < 0.15 * whole, "{name}: {lines:?}");
            // The names of the curves have the rest.
            assert!(12.0 * epoch > 0.6 * whole, "{name}: {lines:?}");
        }
    }
}
