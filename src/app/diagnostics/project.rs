//! The project: its settings as its file has them, and where its runs are.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use crate::app::{App, DatasetState, SaveState};
use crate::project::{Document, Variant};

impl App {
    pub(super) fn project_words(&self) -> String {
        let saved = match self.save {
            SaveState::Saved if self.path.is_none() => "not saved yet",
            SaveState::Saved => "saved",
            SaveState::Unsaved => "with changes that are not saved",
            SaveState::Saving => "being saved",
        };
        let data = match &self.dataset {
            DatasetState::Loading { .. } => "being read".into(),
            DatasetState::Ready(data) => format!(
                "{} training and {} test samples",
                data.split.train.len(),
                data.dataset.test.len()
            ),
            DatasetState::Failed { message } => format!("could not be read, {message}"),
        };
        let mut text = format!(
            "\nProject: {}, {saved}\nIts data: {data}\n",
            self.document.name
        );
        for variant in &self.document.variants {
            text += &self.run_words(variant);
        }
        text
    }

    fn run_words(&self, variant: &Variant) -> String {
        let mut text = format!("- {}: ", variant.name);
        let Some(run) = self.runs.get(&variant.id) else {
            return text + "not loaded\n";
        };
        let progress = &run.progress;
        let _ = write!(
            text,
            "{}, {} of {} epochs, {} updates",
            run.state.name(),
            progress.epoch,
            progress.epochs,
            progress.step
        );
        if let Some((device, _)) = self.device_of(variant.id) {
            let _ = write!(text, ", on {device}");
        }
        if let Some(step) = run.history.steps.last() {
            let _ = write!(text, ", loss {}", step.loss);
        }
        if let Some(epoch) = run.history.epochs.last() {
            let _ = write!(text, ", validation loss {}", epoch.validation.loss);
        }
        text + "\n"
    }
}

/// As in the project file, with the names of data files alone.
pub(super) fn settings(document: &Document) -> String {
    let mut text = format!("\nSettings of the data:\n{}\n", pretty(&document.data));
    for variant in &document.variants {
        let (name, settings) = (&variant.name, pretty(&variant.settings));
        let _ = writeln!(text, "\nSettings of {name}:\n{settings}");
    }
    text
}

fn pretty(settings: &impl Serialize) -> String {
    let mut value = serde_json::to_value(settings).unwrap_or_default();
    without_folders(&mut value);
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

/// Paths of data can be relative, and then nothing else tells them from other texts.
fn without_folders(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(at) = text.rfind(['/', '\\']) {
                *text = text.split_off(at + 1);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(without_folders),
        Value::Object(map) => map.values_mut().for_each(without_folders),
        _ => {}
    }
}
