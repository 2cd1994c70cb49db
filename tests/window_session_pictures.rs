//! Pictures of the main window after some training, light and dark, in the sizes of common screens. Written under the
//! build folder to be looked at; what is checked here is that every panel has something to show.

mod common;
mod window_session_support;

use std::collections::HashSet;

use common::keep_picture;
use egui::{Rect, pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use hourglass::data::{DataSettings, IdxFiles, Source};
use hourglass::model::{Activation, Architecture, Code, Distribution, Layer, Loss};
use hourglass::project::{self, Document, Variant, VariantSettings};
use hourglass::training::{LatentView, RunState, TrainingSettings};
use image::RgbaImage;
use window_session_support::Window;

const SIZES: [[u32; 2]; 3] = [[1100, 700], [1440, 900], [1920, 1080]];

/// Digits of the set that comes with the program: its 10,000 test images, without their training images.
fn digits() -> Document {
    let file = |name: &str| {
        let assets = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/mnist");
        assets.join(name)
    };
    let layer = |width| Layer {
        width,
        activation: Activation::Relu,
        dropout: 0.0,
    };
    let settings = VariantSettings {
        architecture: Architecture {
            encoder: vec![layer(128), layer(32)],
            code: Code {
                width: 2,
                activation: Activation::Identity,
                ..Default::default()
            },
            ..Architecture::default()
        },
        training: TrainingSettings {
            epochs: 2,
            batch: 128,
            learning_rate: 3e-3,
            ..TrainingSettings::default()
        },
        ..VariantSettings::default()
    };
    Document {
        name: "digits".into(),
        data: DataSettings {
            source: Source::Idx(IdxFiles {
                images: file("t10k-images-idx3-ubyte.gz"),
                labels: Some(file("t10k-labels-idx1-ubyte.gz")),
                test_images: None,
                test_labels: None,
                ..IdxFiles::default()
            }),
            validation: 1_000,
            ..DataSettings::default()
        },
        variants: vec![Variant {
            settings,
            ..Variant::default()
        }],
        ..Document::default()
    }
}

/// How many colours there are in `rect`.
fn colours(image: &RgbaImage, rect: Rect) -> usize {
    let mut seen = HashSet::new();
    let within = |value: f32, most: u32| (value.max(0.0) as u32).min(most);
    for y in within(rect.top(), image.height())..within(rect.bottom(), image.height()) {
        for x in within(rect.left(), image.width())..within(rect.right(), image.width()) {
            seen.insert(image.get_pixel(x, y).0);
        }
    }
    seen.len()
}

fn brightness(image: &RgbaImage) -> f64 {
    let sum: f64 = image
        .pixels()
        .map(|pixel| {
            pixel.0[..3]
                .iter()
                .map(|&part| f64::from(part))
                .sum::<f64>()
        })
        .sum();
    sum / f64::from(image.width() * image.height() * 3)
}

/// Where a view stands by its name, and how many colours show that it has content.
const VIEWS: [(&str, usize); 2] = [
    ("Latent space of the test images", 200),
    ("Loss curves", 40),
];

fn look(window: &mut Window, dark: bool, size: [u32; 2], what: &str) -> RgbaImage {
    let mode = if dark { "Dark" } else { "Light" };
    window.menu("View", mode);
    window
        .harness
        .set_size(vec2(size[0] as f32, size[1] as f32));
    // The gallery asks for as many images as there is room for, and waits until the room is still.
    for _ in 0..12 {
        window.frames(1);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let image = window.harness.render().expect("a picture");
    let mode = mode.to_lowercase();
    keep_picture(
        &format!("window-{what}-{}x{}-{mode}", size[0], size[1]),
        &image,
    );
    image
}

#[test]
fn the_window_after_training() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = folder.path().join("digits");
    project::save(&digits(), &bundle).expect("saved");
    let mut window = Window::open_in(&bundle, [1440.0, 900.0]);
    let fresh = look(&mut window, true, SIZES[1], "fresh");
    window.press("Train");
    window.until("the end", |app| app.selected_state() == RunState::Finished);
    window.until("the views", |app| {
        let run = &app.runs[&app.selected().id];
        let latent = run.views.get::<LatentView>().map(|view| view.step);
        latent == Some(run.progress.step)
    });
    for size in SIZES {
        let dark = look(&mut window, true, size, "trained");
        let light = look(&mut window, false, size, "trained");
        let wanted = (size[0], size[1]);
        assert_eq!(dark.dimensions(), wanted);
        assert_eq!(light.dimensions(), wanted);
        assert!(
            brightness(&light) > brightness(&dark) + 80.0,
            "{} and {}",
            brightness(&light),
            brightness(&dark)
        );
        for image in [&dark, &light] {
            // In the lowest window it lies behind the gallery.
            let behind = |label: &str| size == SIZES[0] && label.starts_with("Latent");
            for (label, least) in VIEWS.into_iter().filter(|(label, _)| !behind(label)) {
                let rect = window.harness.get_by_label(label).rect();
                let found = colours(image, rect);
                assert!(found >= least, "{found} colours in {label} at {size:?}");
            }
            // The samples of the data panel at the left, the digits of the gallery in the middle.
            let sides = window.harness.state().preferences.build_width;
            let side = Rect::from_min_max(pos2(8.0, 120.0), pos2(sides, size[1] as f32));
            let found = colours(image, side);
            assert!(found > 60, "{found} colours at the left at {size:?}");
            let best = window.harness.get_by_label("Best").rect();
            let gallery = Rect::from_min_size(best.left_bottom(), vec2(300.0, 120.0));
            let found = colours(image, gallery);
            assert!(found > 60, "{found} colours in the gallery at {size:?}");
        }
    }
    let trained = look(&mut window, true, SIZES[1], "trained");
    assert_ne!(fresh, trained, "training shows");
}

#[test]
fn the_window_of_a_variational_autoencoder() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = folder.path().join("digits");
    let mut document = digits();
    let settings = &mut document.variants[0].settings;
    settings.architecture.code.distribution = Distribution::Gaussian;
    settings.loss = Loss::Bce;
    project::save(&document, &bundle).expect("saved");
    let mut window = Window::open_in(&bundle, [1440.0, 900.0]);
    // Panels find their places in the first frames; a click before goes astray.
    while window
        .harness
        .query_by_label("Draw other samples")
        .is_none()
    {
        window.frames(4);
        window.harness.get_by_label("Samples").click();
        window.frames(2);
    }
    window.press("Train");
    window.until("the end", |app| app.selected_state() == RunState::Finished);
    // The manifold by the last weights: it follows them once a second.
    let last = |app: &hourglass::app::App| {
        let run = &app.runs[&app.selected().id];
        let latent = run.views.get::<LatentView>().map(|view| view.step);
        latent == Some(run.progress.step) && app.decoded.latest.samples.is_some()
    };
    window.until("the samples", last);
    window.frames(8);
    let image = look(&mut window, true, SIZES[1], "manifold");
    let rect = window.harness.get_by_label_contains("Manifold of ").rect();
    let found = colours(&image, rect);
    assert!(found > 100, "{found} colours in the manifold");

    window.harness.get_by_label("Codes").click();
    window.frames(2);
    let image = look(&mut window, false, SIZES[0], "codes");
    let rect = window
        .harness
        .get_by_label("KL divergence by dimension")
        .rect();
    let colour = hourglass::ui::theme::variant_colour(0).to_array();
    let bars = (rect.top() as u32..rect.bottom() as u32)
        .flat_map(|y| (rect.left() as u32..rect.right() as u32).map(move |x| (x, y)))
        .filter(|&(x, y)| image.get_pixel(x, y).0 == colour);
    assert!(bars.count() > 1_000);
}
