//! Exports the selected variant as a PyTorch model.

use std::sync::Arc;

use super::{App, Contents, DatasetState, ExportFile, FileBytes, Maker};
use crate::export::torch::{Subject, export};
use crate::training::{Checkpoint, ResumeState, RunState, checkpoint_at};

/// The weights that are on screen.
#[derive(Clone)]
enum Shown {
    Present(Arc<ResumeState>),
    Checkpoint(Arc<Checkpoint>),
}

impl App {
    /// The selected variant as a Python file and its weights: those that views show, present or past.
    ///
    /// # Errors
    /// One sentence when there is nothing to export now.
    pub fn torch_model(&self) -> Result<ExportFile, String> {
        let variant = self.selected();
        let Some(trained) = &variant.trained else {
            return Err(match self.selected_state() {
                RunState::Training => "Pause training to export the variant".into(),
                _ => "The variant is not trained yet".into(),
            });
        };
        // Only projects that did not keep it need their data for it.
        let scaler = match (&trained.resume_state.scaler, &self.dataset) {
            (Some(scaler), _) => Arc::clone(scaler),
            (None, DatasetState::Ready(data)) => trained.resume_state.scaler_for(data),
            (None, DatasetState::Loading { .. }) => {
                return Err("The data is still loading".into());
            }
            (None, DatasetState::Failed { message }) => {
                return Err(format!(
                    "The project does not hold how samples were scaled, and its data cannot be had: {message}"
                ));
            }
        };
        let data = self.document.data.source.name();
        let kept = self
            .runs
            .get(&variant.id)
            .map(|run| &run.checkpoints)
            .filter(|kept| !kept.is_empty())
            .unwrap_or(&trained.resume_state.checkpoints);
        let past = self
            .looking_at()
            .and_then(|epochs| checkpoint_at(kept, epochs));
        let shown = match past {
            Some(checkpoint) => Shown::Checkpoint(Arc::clone(checkpoint)),
            // The newest weights are the worker's alone.
            None if self.selected_state() == RunState::Training => {
                return Err("Pause training to export the variant".into());
            }
            None => Shown::Present(Arc::clone(&trained.resume_state)),
        };
        let architecture = trained.settings.architecture.clone();
        let loss = trained.settings.loss;
        let name = variant.name.clone();
        let stem = module_name(&name);
        let make = move || {
            let (weights, epochs, steps) = match &shown {
                Shown::Checkpoint(kept) => (&*kept.weights()?, kept.epochs, kept.step),
                Shown::Present(resume_state) => {
                    let epochs = Subject::epochs_at(resume_state);
                    (
                        &resume_state.state.weights,
                        epochs,
                        resume_state.position.step,
                    )
                }
            };
            let exported = export(&Subject {
                name: &name,
                data: &data,
                scaler: &scaler,
                architecture: &architecture,
                loss,
                weights,
                epochs,
                steps,
            })?;
            let part = |ending, bytes| FileBytes { ending, bytes };
            Ok(vec![
                part("py", exported.python.into_bytes()),
                part("safetensors", exported.weights),
            ])
        };
        Ok(ExportFile {
            what: "PyTorch model",
            name: stem,
            ending: "py",
            contents: Contents::Made(Maker::new(make)),
        })
    }
}

/// A name that Python can import: letters, digits and underscores.
fn module_name(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let name = words.join("_");
    match name.chars().next() {
        None => "model".into(),
        Some(first) if first.is_ascii_digit() => format!("model_{name}"),
        Some(_) => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Action;
    use crate::data::{DataSettings, Dataset, ImageShape, Prepared, Samples};
    use crate::model::{self, Code, ModelState};
    use crate::project::{Document, Trained};
    use crate::training::{EpochRecord, History, Position};

    /// A linear model of 6 pixels and 2 numbers after one epoch and a half of 8 images, never saved.
    fn trained() -> App {
        let mut app = App::detached(Document::default());
        let shape = ImageShape {
            height: 2,
            width: 3,
            channels: 1,
        };
        let images = Samples::images(shape, vec![0u8; 60], None).unwrap();
        let settings = DataSettings {
            validation: 2,
            ..app.document.data.clone()
        };
        let dataset = Dataset::new("black", images.clone(), images);
        let data = Prepared::new(dataset, &settings).unwrap();
        app.dataset = DatasetState::Ready(Arc::new(data));
        let variant = &mut app.document.variants[0];
        variant.name = "Two numbers".into();
        let architecture = &mut variant.settings.architecture;
        architecture.encoder.clear();
        architecture.code = Code {
            width: 2,
            ..Code::default()
        };
        let model = model::build(&model::Blueprint {
            architecture: architecture.clone(),
            loss: variant.settings.loss,
            shape: shape.into(),
            seed: 1,
        })
        .unwrap();
        let weights = model.weights();
        variant.trained = Some(Trained {
            resume_state: Arc::new(ResumeState {
                position: Position {
                    epoch: 1,
                    batch: 1,
                    images: 4,
                    step: 3,
                    ..Position::default()
                },
                history: History {
                    epochs: vec![EpochRecord {
                        epoch: 1,
                        step: 2,
                        ..EpochRecord::default()
                    }],
                    ..History::default()
                },
                checkpoints: vec![Arc::new(Checkpoint::new(
                    1.0,
                    2,
                    None,
                    Arc::new(weights.clone()),
                ))],
                state: Arc::new(ModelState {
                    weights,
                    ..ModelState::default()
                }),
                ..ResumeState::default()
            }),
            settings: variant.settings.clone(),
            state: RunState::Paused,
        });
        app
    }

    #[test]
    fn names_of_variants_become_names_of_modules() {
        assert_eq!(module_name("A dense 32"), "a_dense_32");
        assert_eq!(module_name("../beta=4"), "beta_4");
        assert_eq!(module_name("2 numbers"), "model_2_numbers");
        assert_eq!(module_name("\u{e9}tat"), "tat");
        assert_eq!(module_name("\u{6570}"), "model");
    }

    #[test]
    fn the_weights_on_screen_are_saved() {
        let folder = tempfile::tempdir().unwrap();
        let saved = |app: &App, name: &str| {
            let file = app.torch_model().unwrap();
            assert_eq!((&*file.name, file.ending), ("two_numbers", "py"));
            let path = folder.path().join(name);
            file.write(&path, false).unwrap();
            assert!(path.with_extension("safetensors").exists());
            std::fs::read_to_string(path).unwrap()
        };
        let mut app = trained();
        let present = saved(&app, "present.py");
        assert!(
            present.contains("\nTraining: 1.5 epochs, 3 steps.\n"),
            "{present}"
        );
        app.apply(Action::LookAt(Some(1.2)));
        let past = saved(&app, "past.py");
        assert!(past.contains("\nTraining: 1 epoch, 2 steps.\n"), "{past}");

        // The newest weights are not at hand during training, those of checkpoints are.
        let id = app.selected().id;
        app.runs.entry(id).or_default().state = RunState::Training;
        assert!(app.torch_model().is_ok());
        app.apply(Action::LookAt(None));
        let refused = app.torch_model().expect_err("refused");
        assert_eq!(refused, "Pause training to export the variant");
    }

    #[test]
    fn what_cannot_be_exported_now_says_why() {
        let refused = |app: &App| app.torch_model().expect_err("refused");
        let mut app = App::detached(Document::default());
        assert_eq!(refused(&app), "The variant is not trained yet");
        let id = app.selected().id;
        app.runs.entry(id).or_default().state = RunState::Training;
        assert_eq!(refused(&app), "Pause training to export the variant");
        let mut app = trained();
        app.dataset = App::detached(Document::default()).dataset;
        assert_eq!(refused(&app), "The data is still loading");
        app.dataset = DatasetState::Failed {
            message: "there is no such file: a".into(),
        };
        assert_eq!(
            refused(&app),
            "The project does not hold how samples were scaled, and its data cannot be had: there is no such file: a"
        );
    }

    #[test]
    fn a_model_is_exported_without_its_data() {
        let mut app = trained();
        let data = Arc::clone(app.dataset.prepared().expect("data"));
        app.dataset = DatasetState::Failed {
            message: "gone".into(),
        };
        let trained = app.document.variants[0].trained.as_mut().expect("trained");
        let resume_state = Arc::make_mut(&mut trained.resume_state);
        resume_state.scaler = Some(Arc::new(data.scaler.clone()));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.py");
        app.torch_model().unwrap().write(&path, false).unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        assert!(
            text.contains("\nData: MNIST, images of 2 x 3 pixels"),
            "{text}"
        );
    }
}
