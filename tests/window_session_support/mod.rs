//! A window on a small project of its own, driven by label, and waits that end when what they wait for is there.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Action, App, AppOptions, DatasetState};
use hourglass::data::{DataSettings, IdxFiles, Source};
use hourglass::model::{Activation, Architecture, Code, Layer};
use hourglass::project::{self, Document, Variant, VariantSettings};
use hourglass::training::TrainingSettings;
use hourglass::ui::Workbench;

use crate::common::PictureRenderer;

const SIDE: usize = 8;
const IMAGES: usize = 300;

/// Long enough never to be reached by a test that passes.
const LONG: Duration = Duration::from_mins(1);

/// Three kinds of images: a bar across, a bar down, a square, each at places of its own.
fn pixel(image: usize, place: usize) -> u8 {
    let (x, y) = (place % SIDE, place / SIDE);
    let at = 1 + (image / 3) % 5;
    let lit = match image % 3 {
        0 => y == at || y == at + 1,
        1 => x == at || x == at + 1,
        _ => (at..at + 3).contains(&x) && (at..at + 3).contains(&y),
    };
    if lit { 200 + (image % 50) as u8 } else { 10 }
}

/// Writes `images.idx` and `labels.idx` into `folder`.
pub fn write_idx(folder: &Path) -> Source {
    let mut images = vec![0, 0, 8, 3];
    for size in [IMAGES, SIDE, SIDE] {
        images.extend((size as u32).to_be_bytes());
    }
    for image in 0..IMAGES {
        images.extend((0..SIDE * SIDE).map(|place| pixel(image, place)));
    }
    let mut labels = vec![0, 0, 8, 1];
    labels.extend((IMAGES as u32).to_be_bytes());
    labels.extend((0..IMAGES).map(|image| (image % 3) as u8));
    let (image_path, label_path) = (folder.join("images.idx"), folder.join("labels.idx"));
    fs::write(&image_path, images).expect("written");
    fs::write(&label_path, labels).expect("written");
    Source::Idx(IdxFiles {
        images: image_path,
        labels: Some(label_path),
        test_images: None,
        test_labels: None,
        ..IdxFiles::default()
    })
}

/// 64 - 16 - 2 - 16 - 64 on 200 training, 50 validation and 50 test images, in batches of 25, for as long as a
/// person likes.
pub fn document(folder: &Path) -> Document {
    let settings = VariantSettings {
        architecture: Architecture {
            encoder: vec![Layer {
                width: 16,
                activation: Activation::Relu,
                dropout: 0.0,
            }],
            code: Code {
                width: 2,
                activation: Activation::Identity,
                ..Default::default()
            },
            ..Architecture::default()
        },
        training: TrainingSettings {
            batch: 25,
            epochs: 1_000_000,
            learning_rate: 0.003,
            ..TrainingSettings::default()
        },
        ..VariantSettings::default()
    };
    Document {
        name: "shapes".into(),
        data: DataSettings {
            source: write_idx(folder),
            validation: 50,
            ..DataSettings::default()
        },
        variants: vec![Variant {
            settings,
            ..Variant::default()
        }],
        ..Document::default()
    }
}

/// Saves the project and gives its folder.
pub fn project(folder: &Path) -> PathBuf {
    let bundle = folder.join("shapes");
    project::save(&document(folder), &bundle).expect("saved");
    bundle
}

/// The whole window, without a display.
pub struct Window {
    pub harness: Harness<'static, Workbench>,
}

impl Window {
    /// High enough that no setting has to be scrolled to.
    pub fn open(bundle: &Path) -> Self {
        Self::open_in(bundle, [1_500.0, 2_300.0])
    }

    pub fn open_in(bundle: &Path, size: [f32; 2]) -> Self {
        let mut window = Self::open_without_waiting(bundle, size);
        window.until("the project", |app| app.path.is_some());
        window.until_ready();
        window
    }

    /// The same before anything is read, which may not be there.
    pub fn open_without_waiting(bundle: &Path, size: [f32; 2]) -> Self {
        let options = AppOptions {
            threads: 1,
            ..AppOptions::default()
        };
        let path = bundle.to_str().expect("a path of text");
        let app = App::start(Arc::new(|| {}), Some(path), options);
        let harness = Harness::builder()
            .with_size(size)
            .renderer(PictureRenderer::default())
            .build_ui_state(
                |ui, workbench: &mut Workbench| workbench.frame_ui(ui),
                Workbench::new(app),
            );
        Self { harness }
    }

    pub fn app(&self) -> &App {
        &self.harness.state().app
    }

    /// As a click that asks for `action`.
    pub fn act(&mut self, action: Action) {
        self.harness.state_mut().app.apply(action);
        self.frames(3);
    }

    pub fn frames(&mut self, count: usize) {
        self.harness.run_steps(count);
    }

    /// Clicks what is called `label`, again where that had no effect for a second, until `there`.
    pub fn click_until(&mut self, label: &str, there: impl Fn(&App) -> bool) {
        let deadline = Instant::now() + LONG;
        while !there(self.app()) {
            assert!(Instant::now() < deadline, "clicking {label}");
            self.click(label);
            let again = Instant::now() + Duration::from_secs(1);
            while !there(self.app()) && Instant::now() < again {
                self.harness.step();
                std::thread::sleep(Duration::from_millis(1));
            }
        }
    }

    /// Draws frames until `there`, or fails with what the application says.
    pub fn until(&mut self, what: &str, there: impl Fn(&App) -> bool) {
        let deadline = Instant::now() + LONG;
        loop {
            self.harness.step();
            if there(self.app()) {
                // What has come is drawn, too.
                self.frames(2);
                return;
            }
            assert!(
                Instant::now() < deadline,
                "waiting for {what}; the application says {:?}",
                self.app().messages
            );
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    pub fn until_ready(&mut self) {
        self.until("the data", |app| {
            matches!(app.dataset, DatasetState::Ready(_))
        });
    }

    pub fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.frames(3);
    }

    /// Clicks the button of the toolbar: a menu above it or a choice of a view below it can have the same name.
    pub fn press(&mut self, label: &str) {
        {
            let mut nodes = self.harness.get_all_by_label(label);
            let button = nodes.find(|node| (28.0..80.0).contains(&node.rect().center().y));
            button
                .unwrap_or_else(|| panic!("no button {label}"))
                .click();
        }
        self.frames(3);
    }

    /// Opens the menu named `menu` and takes `item`.
    pub fn menu(&mut self, menu: &str, item: &str) {
        let nodes = self.harness.get_all_by_label(menu);
        let highest = nodes.min_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
        highest.unwrap_or_else(|| panic!("no menu {menu}")).click();
        self.frames(4);
        self.harness.get_by_label_contains(item).click();
        self.frames(4);
    }

    /// Opens the list named `label` and takes `item`.
    pub fn choose(&mut self, label: &str, item: &str) {
        self.harness.get_by_label(label).click();
        self.frames(4);
        let items = self.harness.get_all_by_label(item).last();
        items
            .unwrap_or_else(|| panic!("{label} offers no {item}"))
            .click();
        self.frames(4);
    }

    /// Types `text` into the number named `label` and presses Enter.
    pub fn enter(&mut self, label: &str, text: &str) {
        // A small window has more rows than it shows.
        self.harness.get_by_label(label).scroll_to_me();
        self.frames(3);
        self.harness.get_by_label(label).click();
        self.frames(3);
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.frames(2);
        self.key(Modifiers::NONE, Key::Enter);
    }

    /// Puts `text` in place of what the field named `label` holds.
    pub fn replace(&mut self, label: &str, text: &str) {
        self.harness.get_by_label(label).focus();
        self.frames(2);
        self.key(Modifiers::COMMAND, Key::A);
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.frames(2);
    }

    pub fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.frames(3);
    }
}
