//! Which actions are possible now, and the one-sentence reason why not.

use super::files::bundle_folder;
use super::{Action, Answer, App, DatasetState, Edit, Question};
use crate::data::DataSettings;
use crate::project::{is_bundle, shipped_names};
use crate::training::{Asker, RunState, VariantId};

/// Why nothing is trained or saved.
const LOOKS: &str =
    "The project is open to look, another program works on it: save as a copy to go on";

impl App {
    /// Whether `action` is possible now; where it is not, buttons show why as their tooltip.
    ///
    /// # Errors
    /// One sentence on why not.
    pub fn check(&self, action: &Action) -> Result<(), String> {
        match action {
            Action::Save if self.only_looks() => Err(LOOKS.into()),
            Action::SaveAs(path)
                if self.only_looks() && self.path.as_ref() == Some(&bundle_folder(path)) =>
            {
                Err(LOOKS.into())
            }
            Action::TakeOver if !self.only_looks() => Err("The project is not open to look".into()),
            Action::Train => self.can_train_scope("Training is under way already"),
            Action::TrainMore if self.more_epochs().is_some() => self.can_train_at_all(),
            Action::TrainMore => Err("Training has not come to its end yet".into()),
            Action::Step => self.can_train_scope("Pause training to go on step by step"),
            Action::Pause if self.training_in_scope() > 0 => Ok(()),
            Action::Pause => Err("Nothing is training".into()),
            Action::Stop if self.can_stop_scope() => Ok(()),
            Action::Stop => Err("There is no run to stop".into()),
            Action::Restart if self.is_trained() || self.selected().trained.is_some() => Ok(()),
            Action::Restart => Err("There are no trained weights to throw away".into()),

            Action::TrainVariants(ids) => ids.iter().try_for_each(|id| self.can_train(*id)),
            Action::PauseVariants(ids) if ids.iter().any(|id| self.is_training(*id)) => Ok(()),
            Action::PauseVariants(_) => Err("Nothing is training".into()),

            Action::ChooseDevice(choice) => self.can_choose_device(*choice),
            Action::GoOnWithCpu(variant) => self.can_train(*variant),
            Action::TryRemedy(variant, remedy) => self.can_try_remedy(*variant, *remedy),

            Action::Use(action) => self.can_use(action),
            Action::Classifier(action) => self.can_classify(action),
            Action::Edit(edit) => self.check_edit(edit),
            Action::Undo => match self.undo.undo_moment() {
                None => Err("There is nothing to undo".into()),
                Some(moment) if self.disturbs_training(moment) => {
                    Err("Pause training to undo this change of its model".into())
                }
                Some(_) => Ok(()),
            },
            Action::Redo => match self.undo.redo_moment() {
                None => Err("There is nothing to redo".into()),
                Some(moment) if self.disturbs_training(moment) => {
                    Err("Pause training to redo this change of its model".into())
                }
                Some(_) => Ok(()),
            },

            Action::Variants(edit) => self.can_edit_variants(edit),
            Action::LookAt(Some(epochs)) if !epochs.is_finite() || *epochs < 0.0 => {
                Err("There are no weights of then".into())
            }
            Action::Answer(answer) => self.can_answer(*answer),
            Action::Select(id) if self.document.variant(*id).is_none() => {
                Err(format!("There is no variant {}", id.0))
            }
            Action::Dismiss(number) if !self.messages.iter().any(|m| m.number == *number) => {
                Err("There is no such message".into())
            }
            Action::Decode(asker, code) => self.can_decode(*asker, code),

            Action::Export(export) => self.can_export(*export),
            Action::CopyPicture(export) => self.can_draw(*export),
            Action::SavePicture(..) if self.question.is_some() => {
                Err("Another question is open".into())
            }
            Action::SavePicture(_, form) | Action::CopyShot(_, form) => {
                let refused = |why| format!("There is no such picture, {why}");
                form.check().map_err(refused)
            }
            Action::SaveFile(_) | Action::ChooseFolder | Action::Look
                if self.question.is_some() =>
            {
                Err("Another question is open".into())
            }
            Action::WriteFile { .. } if !matches!(self.question, Some(Question::SaveFile(_))) => {
                Err("There is no file to save".into())
            }
            Action::WriteFile { path, .. } if path.as_os_str().is_empty() => {
                Err("A file must be named".into())
            }

            Action::Look if self.document.misread.is_empty() => {
                Err("Everything in the project file could be read".into())
            }
            Action::UseInstead(keys)
                if !self.document.misread.iter().any(|m| keys.contains(&m.key)) =>
            {
                Err("This could be read in the project file".into())
            }

            Action::OpenShipped(name) if !shipped_names().contains(&name.as_str()) => {
                Err(format!("There is no example of this name: {name}"))
            }
            Action::Open(path) | Action::SaveAs(path) if path.as_os_str().is_empty() => {
                Err("A folder must be named".into())
            }
            // Before a question about unsaved work is asked.
            Action::Open(path) if !is_bundle(path) => {
                Err(format!("There is no project here: {}", path.display()))
            }
            Action::TakeImport(take) => self.can_take(*take),
            Action::CopyData => self.can_copy_data(),
            Action::StopLoading if !matches!(self.dataset, DatasetState::Loading { .. }) => {
                Err("No data are being read".into())
            }
            Action::Preview(path) => DataSettings::of_path(path)
                .map(drop)
                .map_err(|error| error.to_string()),
            Action::Revert if self.path.is_none() => {
                Err("The project is not on disk yet, so there is nothing to go back to".into())
            }
            // What is looked at is read again, for others write it.
            Action::Revert if !self.is_dirty() && !self.only_looks() => {
                Err("There are no changes to take back".into())
            }
            Action::New
            | Action::NewWithImport
            | Action::PreviewAs(_)
            | Action::LeaveImport
            | Action::StopLoading
            | Action::Open(_)
            | Action::OpenShipped(_)
            | Action::Save
            | Action::SaveAs(_)
            | Action::Revert
            | Action::TakeOver
            | Action::ForgetRecent(_)
            | Action::Quit
            | Action::ImportSource(_)
            | Action::Select(_)
            | Action::View(_)
            | Action::Watch(_)
            | Action::Together(_)
            | Action::CheckpointMegabytes(_)
            | Action::Autosave(_)
            | Action::LookAt(_)
            | Action::Figures
            | Action::SaveFile(_)
            | Action::CopyText(..)
            | Action::ChooseFolder
            | Action::Look
            | Action::UseInstead(_)
            | Action::WriteFile { .. }
            | Action::Dismiss(_)
            | Action::ReadMessages
            | Action::ClearMessages
            | Action::Diagnose(_) => Ok(()),
        }
    }

    /// `Err` with one sentence when no variant can be trained.
    pub(super) fn can_train_at_all(&self) -> Result<(), String> {
        if self.only_looks() {
            return Err(LOOKS.into());
        }
        if let Some(reason) = self.runs.link.why_not() {
            return Err(format!("There is no thread to train on: {reason}"));
        }
        match &self.dataset {
            DatasetState::Loading { .. } => Err("The data is still loading".into()),
            DatasetState::Failed { .. } => {
                Err("There are no data to train on: choose some in the data panel".into())
            }
            DatasetState::Ready(_) => Ok(()),
        }
    }

    /// `Err` with one sentence when this variant cannot be trained now.
    pub(super) fn can_train(&self, id: VariantId) -> Result<(), String> {
        self.can_train_at_all()?;
        let Some(variant) = self.document.variant(id) else {
            return Err(format!("There is no variant {}", id.0));
        };
        let run = self.runs.get(&id);
        match self.state_of(id) {
            RunState::Training => return Err("Training is under way already".into()),
            RunState::Diverged | RunState::Failed => return Ok(()),
            RunState::Ready | RunState::Paused | RunState::Finished | RunState::Stopped => {}
        }
        let training = &variant.settings.training;
        let epochs = training.epochs;
        if run.is_some_and(|run| run.progress.epoch >= epochs) {
            return Err(match epochs {
                1 => "The 1 epoch is done: raise the epochs to train on".into(),
                _ => format!("All {epochs} epochs are done: raise the epochs to train on"),
            });
        }
        if let Some(trained) = &variant.trained
            && trained.resume_state.is_out_of_patience(training)
        {
            return Err(
                "Training stopped early: raise the patience or switch early stopping off to train on"
                    .into(),
            );
        }
        Ok(())
    }

    fn can_answer(&self, answer: Answer) -> Result<(), String> {
        let data = "The data belong to all variants, so a fork cannot have others";
        match (&self.question, answer) {
            (None, _) => Err("There is no question to answer".into()),
            (Some(_), Answer::Cancel)
            | (Some(Question::Unsaved { .. }), Answer::Save | Answer::Discard)
            | (Some(Question::Recover(_)), Answer::Open | Answer::Discard)
            | (Some(Question::Revert | Question::DiscardLeftBehind(_)), Answer::Discard)
            | (Some(Question::Replace { .. }), Answer::Replace)
            | (Some(Question::Misread { .. }), Answer::Use)
            | (Some(Question::InUse { .. }), Answer::Look | Answer::Copy | Answer::TakeOver)
            | (Some(Question::Restart | Question::Locked { .. }), Answer::Restart) => Ok(()),
            (Some(Question::Locked { edit, .. }), Answer::Fork) => match **edit {
                Edit::Data(_) => Err(data.into()),
                _ => Ok(()),
            },
            (Some(Question::Locked { keep, .. }), Answer::KeepWeights) => match keep {
                Some(_) => Ok(()),
                None => Err("The weights do not fit this change".into()),
            },
            (Some(_), _) => Err("This is no answer to the question".into()),
        }
    }

    fn can_decode(&self, asker: Asker, code: &[f32]) -> Result<(), String> {
        let architecture = &self.selected().settings.architecture;
        let width = match self.dataset.prepared() {
            Some(data) => architecture.code_width(data.dataset.shape()),
            None => architecture.code.width,
        };
        let fits = match asker {
            // Many codes at once, row after row.
            Asker::Samples => width > 0 && !code.is_empty() && code.len().is_multiple_of(width),
            Asker::Probe | Asker::Sliders => code.len() == width,
        };
        if !fits {
            return Err(format!(
                "A code has {width} numbers here, not {}",
                code.len()
            ));
        }
        if code.iter().any(|number| !number.is_finite()) {
            return Err("A code is made of finite numbers".into());
        }
        Ok(())
    }
}
