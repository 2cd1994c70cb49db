//! Weights and other files of the same kind: the same data at another place are known by their content and taken as they
//! are, other data only where a person says so and their samples have the shape that the weights were made for.

use std::path::PathBuf;

use super::background::Report;
use super::data::Before;
use super::snapshot::Snapshot;
use super::{About, App, Edit, Question};
use crate::data::{DataSettings, Fingerprint, Prepared};
use crate::training::{RunState, VariantId};

/// Files that are compared with those that the variants were trained on.
#[derive(Debug)]
pub(super) struct Comparison {
    /// Those elsewhere.
    files: Vec<PathBuf>,
    /// The project's data when it began.
    before: DataSettings,
    /// What is asked where they hold something else.
    question: Question,
}

impl App {
    /// Asks about an edit of the data that would cost weights, once it is known that its files hold something else than
    /// those that the weights were made with.
    pub(super) fn ask_about_data(&mut self, what: String, edit: Edit) {
        let before = self.document.data.clone();
        let keep = match &edit {
            Edit::Data(wanted) => before.with_files_of(&wanted.source),
            _ => None,
        };
        let files = keep.as_ref().map(|keep| keep.source.files());
        let question = Question::Locked {
            what,
            edit: Box::new(edit),
            keep: keep.map(Box::new),
        };
        let is_known = self.document.content_of_trained().is_some();
        let trains = self
            .document
            .variants
            .iter()
            .any(|v| self.is_training(v.id));
        match (files, &self.background) {
            // A run under way is only looked at once its weights are here, which a question gives time for.
            (Some(files), Some(background))
                if is_known && !trains && files.iter().all(|file| file.exists()) =>
            {
                let read = files.clone();
                let compared = files.clone();
                background.run(
                    "compare data",
                    move || Fingerprint::of(&read).map_err(|error| error.to_string()),
                    move |found| Report::Compared {
                        files: compared,
                        found,
                    },
                );
                self.comparison = Some(Comparison {
                    files,
                    before,
                    question,
                });
            }
            _ => self.ask(question),
        }
    }

    /// What `files` elsewhere hold is known.
    pub(super) fn compared(&mut self, files: &[PathBuf], found: Result<Fingerprint, String>) {
        // Others may have been named since.
        let wanted = |comparison: &mut Comparison| comparison.files == files;
        let Some(comparison) = self.comparison.take_if(wanted) else {
            return;
        };
        if comparison.before != self.document.data {
            return;
        }
        let mut variants = self.document.variants.iter();
        let trains = variants.any(|variant| self.is_training(variant.id));
        let same = found.is_ok_and(|found| self.document.content_of_trained() == Some(&found));
        match comparison.question {
            // The newest weights of a run that was begun since are not here.
            Question::Locked {
                keep: Some(keep), ..
            } if same && !trains => {
                self.inform("These are the data the variants were trained on, at another place");
                self.keep_weights(*keep);
            }
            question => self.ask(question),
        }
    }

    /// Takes `data` without giving the weights up.
    pub(super) fn keep_weights(&mut self, data: DataSettings) {
        let before = Before::now(&self.document, &self.dataset);
        let all: Vec<VariantId> = self.document.variants.iter().map(|v| v.id).collect();
        let moment = Snapshot::of(&self.document).with_weights(&self.document, all.clone());
        self.record("the place of the data", None, moment);
        for variant in &mut self.document.variants {
            if let Some(trained) = &mut variant.trained
                && trained.state == RunState::Training
            {
                trained.state = RunState::Paused;
            }
        }
        self.drop_all_runs();
        for id in all {
            self.show_resume_state(id);
        }
        self.loading.keeps_weights();
        self.document.data = data;
        self.touch();
        self.load_data(Some(before));
    }

    /// Says which variants were trained on something else than what was read.
    pub(super) fn compare_with_trained(&mut self, data: &Prepared) {
        self.withdraw(|message| message.about == Some(About::OtherData));
        if let Some(sentence) = self.document.changed_since(data) {
            self.warn_about(
                About::OtherData,
                sentence,
                "Figures and pictures are of what is there now",
            );
        }
    }
}
