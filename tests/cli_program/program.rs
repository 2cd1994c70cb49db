//! A folder with a tiny project, and the program run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use hourglass::data::{DataSettings, IdxFiles, Source};
use hourglass::model::{Architecture, Code, Layer};
use hourglass::project::{self, Document, Variant};
use hourglass::training::VariantId;
use serde_json::Value;

/// Side of an image in pixels.
const SIDE: usize = 8;

/// A folder for one test, gone at its end, and one that is the home of the program there.
pub struct Folder(tempfile::TempDir, tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap())
    }

    /// A folder with the project `tiny` in it.
    pub fn with_tiny() -> Self {
        let folder = Self::new();
        project::save(&folder.tiny(), &folder.path("tiny")).unwrap();
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Where the program keeps what is its own.
    pub fn data_home(&self) -> &Path {
        self.1.path()
    }

    /// A project on 240 training and 48 test images of 8 x 8, of which 40 are for validation; one variant, A.
    pub fn tiny(&self) -> Document {
        let (images, labels) = (self.path("images"), self.path("labels"));
        write_images(&images, 288);
        write_labels(&labels, 288);
        let mut document = Document {
            name: "tiny".into(),
            data: DataSettings {
                source: Source::Idx(IdxFiles {
                    images,
                    labels: Some(labels),
                    test_images: None,
                    test_labels: None,
                    ..IdxFiles::default()
                }),
                validation: 40,
                ..DataSettings::default()
            },
            ..Document::default()
        };
        let settings = &mut document.variants[0].settings;
        settings.architecture = Architecture {
            encoder: vec![Layer {
                width: 16,
                ..Layer::default()
            }],
            code: Code {
                width: 4,
                ..Code::default()
            },
            ..Architecture::default()
        };
        settings.training.batch = 32;
        settings.training.epochs = 2;
        settings.training.learning_rate = 0.01;
        document
    }

    /// The program in this folder, without a display.
    pub fn hourglass(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hourglass"));
        command.args(arguments).current_dir(self.0.path());
        for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "RUST_LOG"] {
            command.env_remove(name);
        }
        command.env("HOME", self.data_home());
        for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
            command.env(name, self.data_home());
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.hourglass(arguments).output().unwrap()
    }

    /// Standard output of a run that must succeed.
    pub fn succeed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The sentence of a run that must fail with status 1.
    pub fn fail(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let text = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{text}");
        let line = text.lines().last().unwrap_or_default();
        line.strip_prefix("error: ")
            .unwrap_or_else(|| panic!("no error line: {text}"))
            .to_owned()
    }

    /// The document of the bundle `name`, which must open without a warning.
    pub fn open(&self, name: &str) -> Document {
        let opened = project::open(&self.path(name)).unwrap();
        assert_eq!(opened.warnings, []);
        opened.document
    }

    /// What the bundle `name` calls the weights to go on from: hashes of their files' content.
    pub fn weights(&self, name: &str) -> Vec<String> {
        let text = fs::read(self.path(name).join("project.json")).unwrap();
        let json: Value = serde_json::from_slice(&text).unwrap();
        let variants = json["variants"].as_array().unwrap();
        let files = variants
            .iter()
            .map(|variant| &variant["trained"]["weights"]);
        let files = files.map(|file| file.as_str().unwrap().to_owned());
        files.collect()
    }
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every line as JSON, which each must be.
pub fn events(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

/// The events of one kind.
pub fn of_kind<'a>(events: &'a [Value], kind: &str) -> Vec<&'a Value> {
    events.iter().filter(|e| e["event"] == kind).collect()
}

/// The keys of an object in their order.
pub fn keys(value: &Value) -> Vec<&str> {
    let object = value.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
}

/// Adds a second variant, B, with a code of 2.
pub fn add_variant(document: &mut Document) {
    let mut settings = document.variants[0].settings.clone();
    settings.architecture.code.width = 2;
    document.variants.push(Variant {
        id: VariantId(2),
        name: "B".into(),
        colour: 1,
        settings,
        ..Variant::default()
    });
    document.next_id = 3;
}

/// Bright bars at places and of widths that differ from image to image.
fn write_images(path: &Path, count: usize) {
    let mut file = vec![0, 0, 8, 3];
    for size in [count, SIDE, SIDE] {
        file.extend((size as u32).to_be_bytes());
    }
    for image in 0..count {
        let (first, wide) = (image % 5, 1 + image / 5 % 3);
        for row in 0..SIDE {
            for column in 0..SIDE {
                let inside = (first..first + wide).contains(&column) && row > image % 4;
                file.push(if inside {
                    160 + (image % 7) as u8 * 13
                } else {
                    0
                });
            }
        }
    }
    fs::write(path, file).unwrap();
}

fn write_labels(path: &Path, count: usize) {
    let mut file = vec![0, 0, 8, 1];
    file.extend((count as u32).to_be_bytes());
    file.extend((0..count).map(|image| (image % 5) as u8));
    fs::write(path, file).unwrap();
}
