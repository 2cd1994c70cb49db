//! Trains a classifier on the project's labelled pictures, beside everything else.

use std::sync::{Arc, Mutex, PoisonError};

use super::App;
use super::background::Report;
use super::figures::on_threads;
use crate::data::Progress;
use crate::model::{FeaturesOf, TrainedClassifier};
use crate::training::{
    ClassifierEpoch, ClassifierError, ClassifierTraining, LabelledPictures, VariantId,
};

/// One request about classifiers.
#[derive(Debug, Clone, PartialEq)]
pub enum ClassifierAction {
    /// How often the next one sees all training pictures.
    Epochs(u32),
    /// Trains one, for the selected variant and all others.
    Train,
    /// Goes on no further; what the last whole epoch made of it stays.
    Stop,
}

/// The classifier that is trained, and how the next one will be.
#[derive(Debug)]
pub struct Classifying {
    epochs: u32,
    now: Option<UnderWay>,
    failed: Option<String>,
    tickets: u64,
}

/// A classifier in training.
#[derive(Debug)]
struct UnderWay {
    ticket: u64,
    /// The variant that was selected when it was asked for.
    variant: VariantId,
    epochs: u32,
    progress: Progress,
    last: LastEpoch,
}

/// What the thread that trains says of the last epoch.
type LastEpoch = Arc<Mutex<Option<ClassifierEpoch>>>;

impl Default for Classifying {
    fn default() -> Self {
        Self {
            epochs: ClassifierTraining::default().epochs,
            now: None,
            failed: None,
            tickets: 0,
        }
    }
}

impl Classifying {
    /// How often the next one sees all training pictures.
    pub fn epochs(&self) -> u32 {
        self.epochs
    }

    /// How far the one in training is, the last epoch that it has done, and how many it will do.
    pub fn under_way(&self) -> Option<(&Progress, Option<ClassifierEpoch>, u32)> {
        let now = self.now.as_ref()?;
        let last = now.last.lock().unwrap_or_else(PoisonError::into_inner);
        Some((&now.progress, *last, now.epochs))
    }

    /// Why the last one could not be trained, in one sentence.
    pub fn failed(&self) -> Option<&str> {
        self.failed.as_deref()
    }

    /// Other data, or another project.
    pub(super) fn forget(&mut self) {
        self.failed = None;
        if let Some(now) = self.now.take() {
            now.progress.stop();
        }
    }
}

impl App {
    pub(super) fn can_classify(&self, action: &ClassifierAction) -> Result<(), String> {
        match action {
            ClassifierAction::Epochs(1..=1000) => Ok(()),
            ClassifierAction::Epochs(epochs) => Err(format!(
                "A classifier is trained for 1 to 1000 epochs, not {epochs}"
            )),
            ClassifierAction::Stop if self.classifying.now.is_none() => {
                Err("No classifier is in training".into())
            }
            ClassifierAction::Stop => Ok(()),
            ClassifierAction::Train if self.classifying.now.is_some() => {
                Err("A classifier is in training already".into())
            }
            ClassifierAction::Train => {
                let Some(data) = self.dataset.prepared() else {
                    return Err("The data is still loading".into());
                };
                match data.dataset.train.labels() {
                    Some(_) => Ok(()),
                    None => Err("The pictures have no labels to train a classifier by".into()),
                }
            }
        }
    }

    pub(super) fn classify(&mut self, action: &ClassifierAction) {
        match action {
            ClassifierAction::Epochs(epochs) => self.classifying.epochs = *epochs,
            ClassifierAction::Train => self.begin_classifier(),
            ClassifierAction::Stop => {
                if let Some(now) = &self.classifying.now {
                    now.progress.stop();
                }
            }
        }
    }

    fn begin_classifier(&mut self) {
        let (Some(data), Some(background)) = (self.dataset.prepared(), &self.background) else {
            return;
        };
        let data = Arc::clone(data);
        self.classifying.tickets += 1;
        self.classifying.failed = None;
        let now = UnderWay {
            ticket: self.classifying.tickets,
            variant: self.selected().id,
            epochs: self.classifying.epochs,
            progress: Progress::default(),
            last: LastEpoch::default(),
        };
        let (ticket, progress, last) = (now.ticket, now.progress.clone(), Arc::clone(&now.last));
        let training = ClassifierTraining {
            epochs: now.epochs,
            ..ClassifierTraining::default()
        };
        let threads = self.threads_beside();
        let train = move || {
            let pictures = LabelledPictures::of(&data).map_err(|invalid| invalid.problem)?;
            let tell = |epoch| {
                *last.lock().unwrap_or_else(PoisonError::into_inner) = Some(epoch);
            };
            let trained = training.train(&pictures, &progress, tell);
            trained.map_err(|error| in_plain_words(&error))
        };
        background.run(
            "classifier",
            move || on_threads(threads, train),
            move |result| Report::Classified { ticket, result },
        );
        self.classifying.now = Some(now);
    }

    pub(super) fn take_classifier(
        &mut self,
        ticket: u64,
        result: Result<Arc<TrainedClassifier>, String>,
    ) {
        // What was given up belongs to other data.
        let of_ticket = |now: &mut UnderWay| now.ticket == ticket;
        let Some(now) = self.classifying.now.take_if(of_ticket) else {
            return;
        };
        match result {
            Ok(classifier) => {
                let features = FeaturesOf::from(&*classifier);
                self.document.add_classifier(classifier);
                self.touch();
                if self.selected().id == now.variant {
                    self.take_features(features);
                }
            }
            Err(problem) => self.classifying.failed = Some(problem),
        }
    }
}

/// Without the setting that a sentence ends with, which has another name in the window.
fn in_plain_words(error: &ClassifierError) -> String {
    let whole = error.to_string();
    match (error, whole.rsplit_once(": ")) {
        (ClassifierError::Model(_), _) | (_, None) => whole,
        (_, Some((sentence, _))) => sentence.to_owned(),
    }
}
