//! Pictures of the data panel, the gallery and the inspector on real digits, kept for a person to look at.

mod common;
mod gallery_common;

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use gallery_common::{Screen, paint, prepared};
use hourglass::app::{Action, App, DatasetState};
use hourglass::data::{DataSettings, Dataset, ImageShape, Prepared, Samples, Scaling, Source};
use hourglass::eval::Pca;
use hourglass::project::{Document, Variant};
use hourglass::training::{Decoded, GalleryRequest, GalleryView, LatentView, VariantId};
use hourglass::ui::build::DataPanel;
use hourglass::ui::views::selection::select_image;
use hourglass::ui::views::{Gallery, Inspect};
use hourglass::ui::{Panel, theme};

const COUNT: usize = 2_000;
const CODE: usize = 16;

fn file(name: &str, header: usize) -> Option<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/mnist");
    let path: PathBuf = folder.join(name);
    let Ok(file) = std::fs::File::open(&path) else {
        println!("skipped: no file {}", path.display());
        return None;
    };
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(file)
        .read_to_end(&mut bytes)
        .unwrap();
    Some(bytes.split_off(header))
}

/// An application that has MNIST's first test images as its data and blurred copies of them as outputs.
fn digits(scaling: Scaling) -> Option<App> {
    let pixels = file("t10k-images-idx3-ubyte.gz", 16)?;
    let labels = file("t10k-labels-idx1-ubyte.gz", 8)?;
    let shape = ImageShape {
        height: 28,
        width: 28,
        channels: 1,
    };
    let images = Samples::images(
        shape,
        &pixels[..COUNT * 784],
        Some(labels[..COUNT].to_vec()),
    )
    .unwrap();
    let settings = DataSettings {
        scaling,
        validation: 500,
        ..DataSettings::default()
    };
    let mut app = App::detached(Document::default());
    app.document.data = settings.clone();
    let data = prepared(images.clone(), images, settings);
    let test = &data.dataset.test;
    let indices: Vec<u32> = (0..12).collect();
    let outputs: Vec<f32> = indices
        .iter()
        .flat_map(|&i| blurred(test.image(i as usize)))
        .collect();
    let errors = indices
        .iter()
        .zip(outputs.chunks_exact(784))
        .map(|(&i, output)| {
            let squares = test
                .image(i as usize)
                .iter()
                .zip(output)
                .map(|(&b, o)| (f32::from(b) / 255.0 - o).powi(2));
            squares.sum::<f32>() / 784.0
        })
        .collect();
    let id = app.selected().id;
    let run = app.runs.entry(id).or_default();
    run.gallery = Some(Arc::new(GalleryView {
        request: GalleryRequest::default(),
        indices,
        outputs,
        errors,
        step: 1_234,
        ..Default::default()
    }));
    let codes = (0..COUNT)
        .flat_map(|i| code(test.image(i)))
        .collect::<Vec<f32>>();
    run.latent = Some(Arc::new(LatentView {
        width: CODE,
        codes,
        pca: None,
        step: 1_234,
        ..Default::default()
    }));
    app.dataset = DatasetState::Ready(data);
    Some(app)
}

fn blurred(image: &[u8]) -> Vec<f32> {
    let at = |y: isize, x: isize| {
        let inside = (0..28).contains(&y) && (0..28).contains(&x);
        if inside {
            f32::from(image[(y * 28 + x) as usize]) / 255.0
        } else {
            0.0
        }
    };
    (0..784_isize)
        .map(|p| {
            let (y, x) = (p / 28, p % 28);
            (-1..=1)
                .flat_map(|dy| (-1..=1).map(move |dx| (dy, dx)))
                .map(|(dy, dx)| at(y + dy, x + dx))
                .sum::<f32>()
                / 9.0
        })
        .collect()
}

/// Some numbers that depend on the image: means of 16 blocks of rows, centred.
fn code(image: &[u8]) -> Vec<f32> {
    image
        .chunks_exact(784 / CODE)
        .map(|block| block.iter().map(|&b| f32::from(b)).sum::<f32>() / 2_000.0 - 1.2)
        .collect()
}

/// Light and dark pictures; a picture of one colour would mean that nothing was drawn.
fn look<P: Panel + Default>(name: &str, app: &App, size: [u32; 2], scale: f32) {
    for (mode, dark) in [("dark", true), ("light", false)] {
        let picture = paint(&mut P::default(), app, size, scale, dark);
        let first = *picture.get_pixel(0, 0);
        assert!(
            picture.pixels().any(|pixel| *pixel != first),
            "{name} {mode}"
        );
        common::keep_picture(&format!("{name}-{mode}"), &picture);
    }
}

#[test]
fn gallery() {
    let Some(app) = digits(Scaling::Unit) else {
        return;
    };
    look::<Gallery>("gallery", &app, [900, 280], 1.0);
    look::<Gallery>("gallery-narrow", &app, [460, 300], 1.0);
    look::<Gallery>("gallery-fine", &app, [1800, 640], 2.0);
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
fn inspector() {
    let Some(mut app) = digits(Scaling::Unit) else {
        return;
    };
    look::<Picked>("inspect", &app, [280, 760], 1.0);
    look::<Picked>("inspect-fine", &app, [560, 1520], 2.0);
    look::<Inspect>("inspect-empty", &app, [280, 100], 1.0);
    let id = app.selected().id;
    let run = app.runs.get_mut(&id).unwrap();
    run.latent = Some(Arc::new(LatentView {
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
    look::<Picked>("inspect-wide", &app, [280, 760], 1.0);
}

#[test]
fn data_panel() {
    let Some(app) = digits(Scaling::Unit) else {
        return;
    };
    look::<DataPanel>("data", &app, [300, 700], 1.0);
    let Some(mut app) = digits(Scaling::Standardised) else {
        return;
    };
    app.document.data.source = Source::Idx {
        images: "letters/train-images-idx3-ubyte.gz".into(),
        labels: None,
        test_images: None,
        test_labels: None,
    };
    look::<DataPanel>("data-files", &app, [300, 900], 1.0);
    app.dataset = DatasetState::Failed {
        message: "The file ends after 12 of 60,000 images: letters/train-images-idx3-ubyte.gz"
            .into(),
    };
    look::<DataPanel>("data-failed", &app, [300, 520], 1.0);
}

/// A panel in a harness that can be pointed at and drawn.
fn pointed_at<P: Panel + Default + 'static>(
    app: App,
    size: [f32; 2],
) -> Harness<'static, Screen<P>> {
    let state = Screen {
        panel: P::default(),
        app,
        actions: Vec::new(),
    };
    Harness::builder()
        .with_size(size)
        .with_theme(egui::Theme::Dark)
        .with_render_cursor(false)
        .renderer(common::PictureRenderer::default())
        .build_ui_state(
            |ui, screen: &mut Screen<P>| {
                if !common::themed(ui) {
                    return;
                }
                ui.painter()
                    .rect_filled(ui.max_rect().expand(64.0), 0.0, theme::DARK.panel);
                screen.panel.panel_ui(ui, &screen.app, &mut screen.actions);
            },
            state,
        )
}

#[test]
fn a_hovered_column_shows_its_numbers() {
    let Some(app) = digits(Scaling::Unit) else {
        return;
    };
    let mut harness = pointed_at::<Gallery>(app, [900.0, 500.0]);
    harness.run();
    let column = harness.get_by_label_contains("Test image 2, MSE").rect();
    harness.hover_at(column.center());
    harness.run_steps(60);
    harness.get_by_label("Test image 2");
    harness.get_by_label_contains("Row ");
    common::keep_picture("gallery-hover", &harness.render().unwrap());
}

#[test]
fn a_moved_slider_shows_its_output() {
    let Some(mut app) = digits(Scaling::Unit) else {
        return;
    };
    let variants = &mut app.document.variants;
    variants[0].name = "A rather long name".into();
    let mut harness = pointed_at::<Inspect>(app, [280.0, 900.0]);
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
    harness.state_mut().app.decoded.sliders = Some(Decoded {
        variant: VariantId(1),
        code,
        output: (0..784).map(|i| i as f32 / 784.0).collect(),
    });
    harness.run();
    harness.get_by_label("From the sliders");
    common::keep_picture("inspect-edited", &harness.render().unwrap());
}

#[test]
fn two_variants_with_class_names() {
    let Some(mut app) = digits(Scaling::Unit) else {
        return;
    };
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
    let dataset = Dataset {
        class_names: Some(names.collect()),
        ..data.dataset.clone()
    };
    let data = Prepared::new(dataset, &data.settings).unwrap();
    app.dataset = DatasetState::Ready(Arc::new(data));
    look::<Gallery>("gallery-two", &app, [900, 440], 1.0);
    look::<DataPanel>("data-names", &app, [300, 700], 1.0);
}
