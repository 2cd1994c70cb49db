//! The views of codes in the window, and a message with long advice.

use std::sync::Arc;

use egui::vec2;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Action, App, Contents, ExportFile, Message, MessageKind, Question};
use hourglass::ui::views::Latent;
use hourglass::ui::{Workbench, theme};

use crate::common::pixels::like;
use crate::common::screen::look;
use crate::common::{PictureRenderer, families, keep_picture};

fn window(app: App, size: [f32; 2], mode: &str) -> Harness<'static, Workbench> {
    let workbench = Workbench::new(app);
    let mut harness = Harness::builder()
        .with_size(size)
        .renderer(PictureRenderer::default())
        .build_ui_state(
            |ui, workbench: &mut Workbench| workbench.frame_ui(ui),
            workbench,
        );
    harness.run_steps(4);
    click(&mut harness, "View");
    click(&mut harness, mode);
    harness
}

fn click(harness: &mut Harness<'_, Workbench>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(10);
}

#[test]
fn the_views_of_codes_are_chosen_by_tab_in_every_layout() {
    for size in [[1920.0, 1080.0], [1440.0, 900.0], [900.0, 600.0]] {
        let mut harness = window(families::variational(20), size, "Dark");
        harness.state_mut().preferences.build_panel = false;
        harness.run_steps(2);
        click(&mut harness, "Codes");
        harness.get_by_label("KL divergence by dimension");
        click(&mut harness, "Samples");
        harness.get_by_label("Draw other samples");
        assert!(
            harness
                .query_by_label("KL divergence by dimension")
                .is_none()
        );
        click(&mut harness, "Latent space");
        harness.get_by_label("Latent space of the test images");
    }
}

#[test]
fn pictures_of_the_window() {
    let long = Message::new(
        MessageKind::Warning,
        "vae: the code says almost nothing about the images, 1 of 20 dimensions is active and the KL divergence is 0.03 nats",
        "Make beta smaller, let it warm up over the first epochs, or give each dimension some free bits; a decoder with fewer layers needs its code more",
    );
    for (name, size, mode) in [
        ("families-1920", [1920.0, 1080.0], "Dark"),
        ("families-1440", [1440.0, 900.0], "Light"),
        ("families-1100", [1100.0, 700.0], "Dark"),
    ] {
        let mut app = families::variational(20);
        app.say(long.clone());
        let mut harness = window(app, size, mode);
        click(&mut harness, "Codes");
        keep_picture(name, &harness.render().unwrap());
        let text = harness
            .get_by_label_contains("the code says almost nothing")
            .rect();
        let advice = harness.get_by_label_contains("Make beta smaller").rect();
        let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, vec2(size[0], size[1]));
        assert!(
            screen.contains_rect(text) && screen.contains_rect(advice),
            "{name}"
        );
    }
}

fn file(name: &str) -> ExportFile {
    ExportFile {
        what: "picture",
        name: name.into(),
        ending: "png",
        contents: Contents::Text("the picture".into()),
    }
}

#[test]
fn a_picture_is_saved_where_the_dialog_says() {
    let mut harness = window(families::variational(20), [1440.0, 900.0], "Dark");
    let file = file("vae-samples");
    let app = &mut harness.state_mut().app;
    app.apply(Action::SaveFile(Arc::new(file)));
    assert!(matches!(app.question, Some(Question::SaveFile(_))));
    harness.run_steps(4);
    let path = harness.get_by_label("Path").value().unwrap_or_default();
    assert!(path.ends_with("vae-samples.png"), "{path}");
    click(&mut harness, "Save");
    let wrote = harness.state().recent_actions().any(|action| {
        matches!(action, Action::WriteFile { path: to, replace: false } if to.to_string_lossy() == path)
    });
    assert!(wrote);
    assert_eq!(harness.state().app.question, None);
    assert!(harness.query_by_label("Save picture").is_none());
}

#[test]
fn a_picture_that_cannot_be_saved_is_asked_for_again_as_it_was_typed() {
    let mut harness = window(families::variational(20), [1440.0, 900.0], "Dark");
    let app = &mut harness.state_mut().app;
    app.apply(Action::SaveFile(Arc::new(file("x"))));
    harness.run_steps(4);
    harness.key_combination_modifiers(egui::Modifiers::COMMAND, &[egui::Key::A]);
    harness.run_steps(2);
    harness.get_by_label("Path").type_text("/tmp/codes.jpg");
    harness.run_steps(2);
    click(&mut harness, "Save");
    harness.get_by_label(
        "The picture was not saved, it is made as PNG and its name says otherwise: /tmp/codes.jpg",
    );
    let typed = harness.get_by_label("Path").value();
    assert_eq!(typed.as_deref(), Some("/tmp/codes.jpg"));
    click(&mut harness, "Cancel");
    assert_eq!(harness.state().app.question, None);
    // Another file is asked for as if nothing had been.
    let app = &mut harness.state_mut().app;
    app.apply(Action::SaveFile(Arc::new(file("y"))));
    harness.run_steps(4);
    let typed = harness.get_by_label("Path").value().unwrap_or_default();
    assert!(typed.ends_with("y.png"), "{typed}");
    assert!(harness.query_by_label_contains("was not saved").is_none());
}

#[test]
fn a_picture_that_is_not_saved_leaves_no_question() {
    let mut harness = window(families::variational(20), [1440.0, 900.0], "Dark");
    let file = file("x");
    let app = &mut harness.state_mut().app;
    app.apply(Action::SaveFile(Arc::new(file)));
    harness.run_steps(4);
    click(&mut harness, "Cancel");
    assert_eq!(harness.state().app.question, None);
    let app = &mut harness.state_mut().app;
    app.apply(Action::WriteFile {
        path: "x.png".into(),
        replace: true,
    });
    let said = app
        .messages
        .iter()
        .any(|m| m.text == "There is no file to save");
    assert!(said);
}

#[test]
fn the_prior_of_an_adversary_lies_behind_the_codes() {
    let app = families::adversarial();
    for image in look::<Latent>("latent-adversarial", &app, [860, 360]) {
        for class in 0..10 {
            let found = like(&image, theme::label_colour(class));
            assert!(found > 100, "{found} pixels of class {class}");
        }
    }
    let mut harness = window(app, [1440.0, 900.0], "Light");
    harness.get_by_label("Latent space of the test images");
    click(&mut harness, "Samples");
    click(&mut harness, "Draws");
    harness.get_by_label("Decoded draws from the prior, a standard normal");
}
