//! An application on a tiny dataset in a folder of its own, for the tests of `app`.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use hourglass::app::{App, AppOptions, DatasetState};
use hourglass::data::{DataSettings, IdxFiles, Source};
use hourglass::model::{
    Activation, Architecture, Code, Decoder, DeviceChoice, Initialisation, Layer, Optimiser,
};
use hourglass::project::{self, Document, Variant, VariantSettings};
use hourglass::training::{RunState, TrainingSettings};

pub const SIDE: usize = 4;
pub const IMAGES: usize = 60;

/// A running application and the calls of its worker threads.
pub struct Session {
    pub app: App,
    wakes: Receiver<()>,
}

impl Session {
    pub fn start(project: Option<&Path>) -> Self {
        Self::start_with(project, None)
    }

    pub fn start_with(project: Option<&Path>, config_folder: Option<PathBuf>) -> Self {
        Self::start_on(project, config_folder, None)
    }

    /// Keeps what is not saved in `data_folder`.
    pub fn start_keeping(project: Option<&Path>, data_folder: &Path) -> Self {
        Self::start_in(project, [None, Some(data_folder.to_path_buf())], None)
    }

    pub fn start_on(
        project: Option<&Path>,
        config_folder: Option<PathBuf>,
        device: Option<DeviceChoice>,
    ) -> Self {
        Self::start_in(project, [config_folder, None], device)
    }

    fn start_in(
        project: Option<&Path>,
        [config_folder, data_folder]: [Option<PathBuf>; 2],
        device: Option<DeviceChoice>,
    ) -> Self {
        let (sender, wakes) = channel();
        let wake = Arc::new(move || {
            // After the test nobody listens any more.
            let _ = sender.send(());
        });
        let options = AppOptions {
            threads: 1,
            config_folder,
            data_folder,
            device,
            ..AppOptions::default()
        };
        let project = project.map(|path| path.to_str().expect("a path of text"));
        Self {
            app: App::start(wake, project, options),
            wakes,
        }
    }

    /// The project of `bundle` as a training in the terminal has it.
    pub fn without_screen(bundle: &Path) -> Self {
        let (sender, wakes) = channel();
        let wake = Arc::new(move || {
            let _ = sender.send(());
        });
        let options = AppOptions {
            threads: 1,
            ..AppOptions::default()
        };
        let opened = project::open(bundle).expect("opened");
        let project = (opened.document, bundle.to_path_buf(), opened.version);
        Self {
            app: App::without_screen(wake, project, options, None),
            wakes,
        }
    }

    /// As [`Self::until`], while the `other` one is alive, too.
    pub fn until_with(&mut self, other: &mut Self, what: &str, there: impl Fn(&App, &App) -> bool) {
        let deadline = Instant::now() + Duration::from_mins(1);
        loop {
            self.app.poll();
            other.app.poll();
            if there(&self.app, &other.app) {
                return;
            }
            let (told, others) = (&self.app.messages, &other.app.messages);
            assert!(
                Instant::now() < deadline,
                "waiting for {what}; the applications say {told:?} and {others:?}"
            );
            let _ = self.wakes.recv_timeout(Duration::from_millis(5));
        }
    }

    /// Polls as the window does until `there`, or fails with what the application says.
    pub fn until(&mut self, what: &str, there: impl Fn(&App) -> bool) {
        let deadline = Instant::now() + Duration::from_mins(1);
        loop {
            self.app.poll();
            if there(&self.app) {
                return;
            }
            let told = &self.app.messages;
            assert!(
                Instant::now() < deadline,
                "waiting for {what}; the application says {told:?}"
            );
            let _ = self.wakes.recv_timeout(Duration::from_millis(50));
        }
    }

    pub fn until_ready(&mut self) {
        self.until("the data", |app| {
            matches!(app.dataset, DatasetState::Ready(_)) && app.path.is_some()
        });
    }

    pub fn until_state(&mut self, state: RunState) {
        self.until(&format!("{state:?}"), |app| app.selected_state() == state);
    }
}

/// Writes images with a pattern and their labels as IDX files.
pub fn write_idx(folder: &Path, name: &str, count: usize) -> Source {
    let mut images = vec![0, 0, 8, 3];
    for size in [count, SIDE, SIDE] {
        images.extend((size as u32).to_be_bytes());
    }
    for image in 0..count {
        images.extend((0..SIDE * SIDE).map(|pixel| (image * 37 + pixel * 11) as u8));
    }
    let mut labels = vec![0, 0, 8, 1];
    labels.extend((count as u32).to_be_bytes());
    labels.extend((0..count).map(|image| (image % 3) as u8));
    let at = |part: &str| folder.join(format!("{name}-{part}.idx"));
    fs::write(at("images"), images).expect("written");
    fs::write(at("labels"), labels).expect("written");
    Source::Idx(IdxFiles {
        images: at("images"),
        labels: Some(at("labels")),
        test_images: None,
        test_labels: None,
        ..IdxFiles::default()
    })
}

/// As [`tiny_document`], with a learning rate that no run survives.
pub fn diverging_document(folder: &Path) -> Document {
    let mut document = tiny_document(folder);
    let settings = &mut document.variants[0].settings;
    settings.architecture.output = Activation::Identity;
    settings.training.optimiser = Optimiser::Sgd {
        momentum: 0.9,
        nesterov: false,
    };
    settings.training.learning_rate = 1e6;
    document
}

/// 16 - 8 - 2 - 8 - 16 on 60 images, of which every sixth is for testing, in batches of 10.
pub fn tiny_document(folder: &Path) -> Document {
    let settings = VariantSettings {
        architecture: Architecture {
            encoder: vec![Layer {
                width: 8,
                activation: Activation::Tanh,
                dropout: 0.1,
            }],
            code: Code {
                width: 2,
                activation: Activation::Identity,
                ..Default::default()
            },
            decoder: Decoder::Mirrored,
            output: Activation::Sigmoid,
            initialisation: Initialisation::default(),
            ..Default::default()
        },
        training: TrainingSettings {
            batch: 10,
            epochs: 2,
            ..TrainingSettings::default()
        },
        ..VariantSettings::default()
    };
    Document {
        name: "tiny".into(),
        data: DataSettings {
            source: write_idx(folder, "tiny", IMAGES),
            validation: 10,
            ..DataSettings::default()
        },
        variants: vec![Variant {
            settings,
            ..Variant::default()
        }],
        ..Document::default()
    }
}

/// Saves the tiny project and gives its folder.
pub fn tiny_project(folder: &Path) -> PathBuf {
    let bundle = folder.join("tiny");
    project::save(&tiny_document(folder), &bundle).expect("saved");
    bundle
}
