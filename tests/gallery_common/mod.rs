//! Hand-made states of the application for tests of the data panel, the gallery and the inspector.

#![allow(dead_code, reason = "each test binary uses its own part of this")]

use std::sync::Arc;

use egui_kittest::{Harness, HarnessBuilder, TestRenderer};
use hourglass::app::{Action, App, DatasetState};
use hourglass::data::{DataSettings, Dataset, ImageShape, Prepared, Samples};
use hourglass::project::Document;
use hourglass::training::{GalleryRequest, GalleryView, LatentView};
use hourglass::ui::Panel;

/// A panel on screen with all it asked for.
pub struct Screen<P> {
    pub panel: P,
    pub app: App,
    pub actions: Vec<Action>,
}

pub fn harness<P: Panel + 'static>(
    panel: P,
    app: App,
    size: [f32; 2],
) -> Harness<'static, Screen<P>> {
    builder(panel, app, size, |builder| builder)
}

fn builder<P: Panel + 'static>(
    panel: P,
    app: App,
    size: [f32; 2],
    with: impl FnOnce(HarnessBuilder<Screen<P>>) -> HarnessBuilder<Screen<P>>,
) -> Harness<'static, Screen<P>> {
    let state = Screen {
        panel,
        app,
        actions: Vec::new(),
    };
    with(Harness::builder().with_size(size)).build_ui_state(
        |ui, screen: &mut Screen<P>| {
            if !hourglass::ui::theme::is_installed(ui.ctx()) {
                hourglass::ui::theme::install(ui.ctx());
                ui.ctx().request_repaint();
                return;
            }
            screen.panel.panel_ui(ui, &screen.app, &mut screen.actions);
        },
        state,
    )
}

/// As [`show`], with `renderer` for pictures of it.
pub fn drawn<P: Panel + 'static>(
    panel: P,
    app: App,
    size: [f32; 2],
    renderer: impl TestRenderer + 'static,
) -> Harness<'static, Screen<P>> {
    let mut harness = builder(panel, app, size, |builder| builder.renderer(renderer));
    harness.run();
    harness
}

/// A harness whose first frames are done.
pub fn show<P: Panel + 'static>(panel: P, app: App, size: [f32; 2]) -> Harness<'static, Screen<P>> {
    let mut harness = harness(panel, app, size);
    harness.run();
    harness
}

/// Images of 4 x 4 grey pixels; image `i` is filled with `i * 8` and labelled `i % 10`.
pub fn images(count: usize) -> Samples {
    let shape = ImageShape {
        height: 4,
        width: 4,
        channels: 1,
    };
    let pixels: Vec<u8> = (0..count * 16).map(|i| (i / 16 * 8) as u8).collect();
    let labels = (0..count).map(|i| (i % 10) as u8).collect();
    Samples::images(shape, pixels, Some(labels)).unwrap()
}

pub fn prepared(train: Samples, test: Samples, settings: DataSettings) -> Arc<Prepared> {
    let dataset = Dataset::new("tiny", train, test);
    Arc::new(Prepared::new(dataset, &settings).unwrap())
}

/// 60 training and 30 test images, loaded; no model yet.
pub fn app() -> App {
    let mut app = App::detached(Document::default());
    app.document.data.validation = 10;
    let data = prepared(images(60), images(30), app.document.data.clone());
    app.dataset = DatasetState::Ready(data);
    app
}

/// As [`app`], with a gallery of the first `count` test images: outputs 0.5 everywhere, the error of image `i`
/// set to `i / 100`; and a latent view of 4 numbers a code.
pub fn decoded_app(count: usize) -> App {
    let mut app = app();
    let id = app.selected().id;
    let run = app.runs.entry(id).or_default();
    run.views.set(Arc::new(GalleryView {
        request: GalleryRequest::default(),
        indices: (0..count as u32).collect(),
        outputs: vec![0.5; count * 16],
        errors: (0..count).map(|i| i as f32 / 100.0).collect(),
        step: 7,
        ..Default::default()
    }));
    run.views.set(Arc::new(LatentView {
        width: 4,
        codes: (0..30 * 4).map(|i| i as f32 / 10.0 - 5.0).collect(),
        pca: None,
        step: 7,
        ..Default::default()
    }));
    app
}
