//! What the application does on each answer to its questions.

use super::reading::Purpose;
use super::{Action, Answer, App, Question};

impl App {
    /// [`App::check`] has made sure that the answer belongs to the question.
    pub(super) fn answer(&mut self, answer: Answer) {
        let Some(question) = self.question.take() else {
            return;
        };
        match (question, answer) {
            (Question::SaveAs, _) => self.saves.then = None,
            (Question::Unsaved { then }, Answer::Save) => {
                self.saves.then = Some(*then);
                match self.only_looks() {
                    true => self.question = Some(Question::SaveAs),
                    false => self.apply(Action::Save),
                }
            }
            (Question::Unsaved { then }, Answer::Discard) => self.go(*then),
            (Question::Revert, Answer::Discard) => self.go(Action::Revert),
            (Question::InUse { path, .. }, Answer::Look) => self.open(&path, Purpose::Look),
            (Question::InUse { path, .. }, Answer::Copy) => self.open(&path, Purpose::Copy),
            (Question::InUse { path, .. }, Answer::TakeOver) => {
                self.open(&path, Purpose::TakeOver);
            }
            (Question::InUse { .. }, _) => self.stay(),
            (Question::Misread { then }, Answer::Use) => {
                self.use_all_instead();
                if let Some(then) = then {
                    self.apply(*then);
                }
            }
            (Question::Misread { .. }, _) => self.saves.then = None,
            (Question::Replace { path }, Answer::Replace) => self.save_replacing(path),
            // Another place can be chosen, and what was to follow still follows.
            (Question::Replace { .. }, _) => self.question = Some(Question::SaveAs),
            (Question::Locked { edit, .. }, Answer::Restart) => self.edit_with_restart(*edit),
            (Question::Locked { edit, .. }, Answer::Fork) => self.edit_in_fork(&edit),
            (
                Question::Locked {
                    keep: Some(keep), ..
                },
                Answer::KeepWeights,
            ) => self.keep_weights(*keep),
            (Question::Restart, Answer::Restart) => self.restart(),
            (Question::Recover(found), Answer::Open) => self.recover(*found),
            (Question::Recover(found), Answer::Discard) => {
                self.question = Some(Question::DiscardLeftBehind(found));
            }
            (Question::DiscardLeftBehind(found), Answer::Discard) => self.discard(&found),
            (Question::DiscardLeftBehind(found), _) => {
                self.question = Some(Question::Recover(found));
            }
            _ => {}
        }
    }
}
