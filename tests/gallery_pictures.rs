//! The data panel, the gallery and the inspector on real digits: the digits are there, with their errors and codes, and
//! nothing stands beyond the panel's edge. Their pictures are kept for a person to look at.

#[path = "gallery_common/blurred.rs"]
mod blurred;
mod common;
mod gallery_common;

use std::sync::Arc;

use blurred::{CODE, COUNT, blurred_digits};
use common::pixels::{count, is_an_error, is_near, is_white};
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use gallery_common::Screen;
use hourglass::app::{Action, App, DatasetState};
use hourglass::data::Prepared;
use hourglass::data::{IdxFiles, Scaling, Source};
use hourglass::eval::Pca;
use hourglass::project::{Document, Variant};
use hourglass::training::{Decoded, LatentView, VariantId};
use hourglass::ui::setup::DataPanel;
use hourglass::ui::views::selection::select_image;
use hourglass::ui::views::{Gallery, Inspect};
use hourglass::ui::{Panel, theme};
use image::RgbaImage;

/// The first test images are 7, 2, 1, 0, 4, 1; their errors when blurred, and how many of their pixels are white.
const MSE: [&str; 6] = ["0.0101", "0.0127", "0.00679", "0.0116", "0.0131", "0.00569"];
const WHITE: [usize; 6] = [31, 65, 15, 104, 33, 31];

/// A panel of `size` points on screen, its first frames done; in no frame it is wider than that.
fn open<P: Panel + Default + 'static>(
    app: App,
    size: [f32; 2],
    scale: f32,
    theme: egui::Theme,
) -> Harness<'static, Screen<P>> {
    let state = Screen {
        panel: P::default(),
        app,
        actions: Vec::new(),
    };
    let mut harness = Harness::builder()
        .with_size(size)
        .with_pixels_per_point(scale)
        .with_theme(theme)
        .with_render_cursor(false)
        .renderer(common::PictureRenderer::default())
        .build_ui_state(
            |ui, screen: &mut Screen<P>| {
                common::as_panel(ui, |ui| {
                    ui.take_available_space();
                    let right = ui.max_rect().right();
                    screen.panel.panel_ui(ui, &screen.app, &mut screen.actions);
                    let beyond = ui.min_rect().right() - right;
                    assert!(beyond <= 0.5, "{beyond} points too wide");
                });
            },
            state,
        );
    // Some panels ask for frame after frame.
    harness.run_steps(8);
    harness
}

/// Keeps light and dark pictures of a panel of `size` points, and lets `check` look at each.
fn look<P: Panel + Default + 'static>(
    name: &str,
    app: &dyn Fn() -> App,
    size: [f32; 2],
    scale: f32,
    check: impl Fn(&Harness<'static, Screen<P>>, &RgbaImage),
) {
    for (mode, theme) in [("dark", egui::Theme::Dark), ("light", egui::Theme::Light)] {
        let mut harness = open::<P>(app(), size, scale, theme);
        let picture = harness.render().unwrap();
        common::keep_picture(&format!("{name}-{mode}"), &picture);
        check(&harness, &picture);
    }
}

/// Looks for the first `columns` test images with their errors below them, in each of `rows` rows of pictures.
fn has_columns(
    harness: &Harness<'_, Screen<Gallery>>,
    picture: &RgbaImage,
    scale: f32,
    columns: usize,
) {
    for (index, (mse, white)) in MSE.iter().zip(WHITE).enumerate().take(columns) {
        let label = format!("Test image {index}, MSE {mse}");
        let rect = harness.get_by_label(&label).rect();
        // The input is drawn at least pixel by pixel.
        let found = count(picture, rect, scale, is_white);
        assert!(found >= white, "{found} white pixels in {label}");
        let found = count(picture, rect, scale, is_an_error);
        assert!(found > 20, "{found} pixels of errors in {label}");
    }
}

#[test]
fn the_gallery_shows_digits_and_their_errors() {
    let app = || blurred_digits(Scaling::Unit);
    for (name, size, scale, columns) in [
        ("gallery", [900.0, 280.0], 1.0, 6),
        ("gallery-narrow", [460.0, 420.0], 1.0, 3),
        ("gallery-fine", [900.0, 320.0], 2.0, 6),
    ] {
        look::<Gallery>(name, &app, size, scale, |harness, picture| {
            has_columns(harness, picture, scale, columns);
        });
    }
}

/// The inspector with image 4 picked.
#[derive(Default)]
struct Picked(Inspect);

impl Panel for Picked {
    fn title(&self) -> &'static str {
        self.0.title()
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        select_image(ui.ctx(), 4);
        self.0.panel_ui(ui, app, actions);
    }
}

#[test]
fn the_inspector_shows_one_digit_and_its_code() {
    let app = || blurred_digits(Scaling::Unit);
    for (name, scale) in [("inspect", 1.0), ("inspect-fine", 2.0)] {
        look::<Picked>(name, &app, [280.0, 760.0], scale, |harness, picture| {
            harness.get_by_label("Test image 4");
            harness.get_by_label(&format!("MSE {}", MSE[4]));
            let everywhere = harness.ctx.content_rect();
            assert!(count(picture, everywhere, scale, is_white) >= WHITE[4]);
            assert!(count(picture, everywhere, scale, is_an_error) > 20);
            let code = harness.get_by_label("Code of 16 numbers").rect();
            let bars = is_near(theme::variant_colour(0));
            assert!(count(picture, code, scale, bars) > 200);
        });
    }
    let wide = || {
        let mut app = app();
        let id = app.selected().id;
        let run = app.runs.get_mut(&id).unwrap();
        run.views.set(Arc::new(LatentView {
            width: 128,
            codes: (0..COUNT * 128).map(|i| (i as f32 * 0.7).sin()).collect(),
            pca: Some(Pca {
                mean: vec![0.0; 128],
                components: (0..1024)
                    .map(|i| f32::from(u8::from(i % 129 == 0)))
                    .collect(),
                variances: (1..=8).map(|i| 8.0 / f64::from(i)).collect(),
                total_variance: 40.0,
            }),
            step: 1_234,
            ..Default::default()
        }));
        app
    };
    look::<Picked>(
        "inspect-wide",
        &wide,
        [280.0, 760.0],
        1.0,
        |harness, picture| {
            // Numbers of both signs, as a map of colours.
            let code = harness.get_by_label("Code of 128 numbers").rect();
            let red = |pixel: egui::Color32| pixel.r() > pixel.b().saturating_add(60);
            let blue = |pixel: egui::Color32| pixel.b() > pixel.r().saturating_add(60);
            assert!(count(picture, code, 1.0, red) > 200);
            assert!(count(picture, code, 1.0, blue) > 200);
        },
    );
}

#[test]
fn the_inspector_asks_for_an_image_where_there_is_none() {
    let app = || App::detached(Document::default());
    look::<Inspect>("inspect-empty", &app, [280.0, 100.0], 1.0, |harness, _| {
        harness.get_by_label("Pick an image in the gallery or the latent space");
        assert!(harness.query_by_label("Code").is_none());
    });
}

/// Looks for samples of digits and the bars of ten classes.
fn has_samples_and_classes(picture: &RgbaImage, harness: &Harness<'_, Screen<DataPanel>>) {
    assert!(count(picture, harness.ctx.content_rect(), 1.0, is_white) > 100);
    for class in 0..10 {
        let name = format!("Class {class}");
        let bar = harness.get_by_label_contains(&name).rect();
        let found = count(picture, bar, 1.0, is_near(theme::label_colour(class)));
        assert!(found > 100, "{found} pixels in the bar of {name}");
    }
}

#[test]
fn the_data_panel_shows_counts_samples_and_classes() {
    let app = || blurred_digits(Scaling::Unit);
    look::<DataPanel>("data", &app, [300.0, 700.0], 1.0, |harness, picture| {
        for fact in [
            "1,500 training",
            "500 validation",
            "2,000 test",
            "28 × 28 grey",
        ] {
            harness.get_by_label(fact);
        }
        harness.get_by_label("Class 1: 234 images");
        has_samples_and_classes(picture, harness);
    });
}

#[test]
fn the_data_panel_names_files() {
    let app = || {
        let mut app = blurred_digits(Scaling::Standardised);
        app.document.data.source = Source::Idx(IdxFiles {
            images: "letters/train-images-idx3-ubyte.gz".into(),
            labels: None,
            test_images: None,
            test_labels: None,
            ..IdxFiles::default()
        });
        app
    };
    look::<DataPanel>(
        "data-files",
        &app,
        [300.0, 900.0],
        1.0,
        |harness, picture| {
            let path = harness.get_by_role_and_label(Role::TextInput, "Training images");
            let typed = path.value();
            assert_eq!(typed.as_deref(), Some("letters/train-images-idx3-ubyte.gz"));
            harness.get_by_label_contains("x = (byte / 255 - 0.");
            has_samples_and_classes(picture, harness);
        },
    );
    let message = "The file ends after 12 of 60,000 images: letters/train-images-idx3-ubyte.gz";
    let failed = || {
        let mut app = app();
        app.dataset = DatasetState::Failed {
            message: message.into(),
        };
        app
    };
    look::<DataPanel>(
        "data-failed",
        &failed,
        [300.0, 520.0],
        1.0,
        |harness, picture| {
            let red = harness.ctx.global_style().visuals.error_fg_color;
            let rect = harness.get_by_label(message).rect();
            assert!(count(picture, rect, 1.0, is_near(red)) > 100);
            assert!(harness.query_by_label_contains("Class 1").is_none());
        },
    );
}

#[test]
fn a_hovered_column_shows_its_numbers() {
    let app = blurred_digits(Scaling::Unit);
    let mut harness = open::<Gallery>(app, [900.0, 500.0], 1.0, egui::Theme::Dark);
    let column = harness.get_by_label_contains("Test image 2, MSE").rect();
    harness.hover_at(column.center());
    harness.run_steps(60);
    let name = harness.get_by_label("Test image 2").rect();
    harness.get_by_label_contains("Row ");
    let picture = harness.render().unwrap();
    common::keep_picture("gallery-hover", &picture);
    // The digit stands enlarged below its name, five times as high and wide; a mark covers some of it.
    let below = egui::Rect::from_min_size(name.left_bottom(), egui::vec2(140.0, 150.0));
    assert!(count(&picture, below, 1.0, is_white) >= WHITE[2] * 20);
}

#[test]
fn a_moved_slider_shows_its_output() {
    let mut app = blurred_digits(Scaling::Unit);
    let variants = &mut app.document.variants;
    variants[0].name = "A rather long name".into();
    let mut harness = open::<Inspect>(app, [280.0, 900.0], 1.0, egui::Theme::Dark);
    select_image(&harness.ctx, 4);
    harness.run();
    harness
        .get_by_role_and_label(Role::Slider, "Code 3")
        .set_value_accesskit(1.0);
    harness.run();
    let code = match harness.state().actions.last() {
        Some(Action::Decode(_, code)) => code.clone(),
        other => panic!("{other:?}"),
    };
    // The slider ends at the largest third number of all codes.
    assert_eq!(
        (code.len(), format!("{:.3}", code[2])),
        (CODE, "0.758".into())
    );
    harness.state_mut().app.decoded.latest.sliders = Some(Decoded {
        variant: VariantId(1),
        code,
        output: vec![0.6; 784],
    });
    harness.run();
    harness.get_by_label("From the sliders");
    let picture = harness.render().unwrap();
    common::keep_picture("inspect-edited", &picture);
    // An output of one grey: 0.6 of 255, on at least a point for each of its numbers.
    let grey = |pixel| pixel == egui::Color32::from_gray(153);
    let found = count(&picture, harness.ctx.content_rect(), 1.0, grey);
    assert!(found >= 784, "{found} pixels of the output");
}

#[test]
fn two_variants_with_class_names() {
    let app = || {
        let mut app = blurred_digits(Scaling::Unit);
        let first = app.document.variants[0].clone();
        app.document.variants.push(Variant {
            id: VariantId(2),
            name: "B with a name that is long".into(),
            colour: 1,
            ..first
        });
        let run = app.runs[&VariantId(1)].clone();
        app.runs.insert(VariantId(2), run);
        let DatasetState::Ready(data) = &app.dataset else {
            unreachable!()
        };
        let names = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"];
        let names = names.iter().cycle().take(10).map(|&name| name.into());
        let mut data = Prepared::clone(data);
        data.dataset.class_names = Some(names.collect());
        app.dataset = DatasetState::Ready(Arc::new(data));
        app
    };
    look::<Gallery>(
        "gallery-two",
        &app,
        [900.0, 440.0],
        1.0,
        |harness, picture| {
            // Both variants' dots stand before their names.
            for variant in 0..2 {
                let dot = is_near(theme::variant_colour(variant));
                assert!(count(picture, harness.ctx.content_rect(), 1.0, dot) > 20);
            }
            for (index, white) in WHITE.into_iter().enumerate() {
                let name = format!("Test image {index}, ");
                let column = harness.get_all_by_label_contains(&name).next();
                let rect = column.map(|column| column.rect()).unwrap();
                assert!(count(picture, rect, 1.0, is_white) >= white);
            }
        },
    );
    look::<DataPanel>("data-names", &app, [300.0, 700.0], 1.0, |harness, _| {
        harness.get_by_label("Class T-shirt/top: 175 images");
        harness.get_by_label("Class Coat: 217 images");
    });
}
