//! Pictures of the data panel, the gallery and the inspector on real digits, kept for a person to look at.

mod common;
mod gallery_common;

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gallery_common::{paint, prepared};
use hourglass::app::{Action, App, DatasetState};
use hourglass::data::{DataSettings, ImageShape, Images, Scaling, Source};
use hourglass::eval::Pca;
use hourglass::project::Document;
use hourglass::training::{GalleryRequest, GalleryView, LatentView};
use hourglass::ui::Panel;
use hourglass::ui::build::DataPanel;
use hourglass::ui::views::selection::select_image;
use hourglass::ui::views::{Gallery, Inspect};

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
    let images = Images::new(
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
    }));
    let codes = (0..COUNT)
        .flat_map(|i| code(test.image(i)))
        .collect::<Vec<f32>>();
    run.latent = Some(Arc::new(LatentView {
        width: CODE,
        codes,
        pca: None,
        step: 1_234,
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
