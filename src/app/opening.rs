//! Opens a project: in the background, and after a question where another program has it open.

use std::path::{Path, PathBuf};

use super::background::Report;
use super::files::bundle_folder;
use super::in_use::Claim;
use super::reading::{Purpose, Reading};
use super::take_over::take;
use super::users::who_all;
use super::{About, Action, App, Offer, Question};
use crate::project::{self, InUse, Opened, Role, User};

impl App {
    /// Reads the bundle in the background; the present project stays until the new one is there.
    pub(super) fn open(&mut self, path: &Path, purpose: Purpose) {
        let Some(background) = &self.background else {
            return;
        };
        self.opening += 1;
        let (ticket, path) = (self.opening, bundle_folder(path));
        let others = self.claim.others_in(&path);
        if purpose == Purpose::TakeOver && self.path.as_ref() == Some(&path) {
            // Else it would wait for itself.
            self.claim = Claim::default();
        }
        let reading = path.clone();
        background.run(
            "open",
            move || {
                let mut users = match purpose {
                    Purpose::Ask => others.look(),
                    _ => Vec::new(),
                };
                users.retain(User::is_working);
                // Where no claim can be written, nothing can be saved anyway.
                if !users.is_empty() && InUse::claim(&reading, "", Role::Looks).is_err() {
                    users.clear();
                }
                let claim = match purpose {
                    Purpose::TakeOver => take(&reading),
                    _ => None,
                };
                let opened = project::open(&reading).map(Box::new);
                Ok(Reading {
                    opened: opened.map_err(|error| error.to_string()),
                    users,
                    claim,
                })
            },
            move |reading: Result<Reading, String>| {
                let reading = reading.unwrap_or_else(|problem| Reading {
                    opened: Err(problem),
                    users: Vec::new(),
                    claim: None,
                });
                Report::Opened {
                    ticket,
                    path,
                    purpose,
                    reading: Box::new(reading),
                }
            },
        );
        if purpose == Purpose::TakeOver {
            let text = "Taking the project over: what is open elsewhere is saved first";
            self.inform_about(About::InUse, text);
        }
    }

    pub(super) fn opened_in_background(
        &mut self,
        ticket: u64,
        path: PathBuf,
        purpose: Purpose,
        reading: Reading,
    ) {
        if ticket != self.opening {
            return;
        }
        let Reading {
            opened,
            users,
            claim,
        } = reading;
        let opened = match opened {
            Ok(opened) => *opened,
            Err(problem) => {
                self.not_opened(problem);
                return;
            }
        };
        if !users.is_empty() {
            self.ask(Question::InUse { path, users });
            return;
        }
        match purpose {
            Purpose::Copy => self.opened_as_copy(opened, path),
            Purpose::Look => self.opened_to_look(opened, path),
            Purpose::Ask | Purpose::Work | Purpose::TakeOver => {
                self.remember_recent(&path);
                match claim {
                    Some(claim) => self.opened_over(opened, path, claim),
                    None => self.opened(opened, Some(path), Role::Works),
                }
            }
        }
    }

    fn not_opened(&mut self, problem: String) {
        // It may have been given up to take the project over.
        self.claim_folder();
        if self.data_was_asked_for() {
            self.fail(problem, "The project of before is kept");
        } else {
            // Nothing was open yet.
            self.fail(problem, "The default project is open instead");
            self.load_data(None);
        }
    }

    fn opened_to_look(&mut self, opened: Opened, path: PathBuf) {
        self.remember_recent(&path);
        self.opened(opened, Some(path), Role::Looks);
        self.warn_with_offer(
            "This project is open to look",
            "Another program works on it: nothing is trained or saved here",
            Offer::SaveCopy,
            Some(About::Looking),
        );
    }

    /// Says why `action` is refused, with what can be done.
    pub(super) fn refuse_while_looking(&mut self, action: &Action, reason: String) {
        match action {
            Action::Save
            | Action::SaveAs(_)
            | Action::Train
            | Action::TrainMore
            | Action::Step
            | Action::TrainVariants(_) => {
                self.warn_with_offer(reason, "", Offer::SaveCopy, Some(About::Looking));
            }
            _ => self.warn(reason, ""),
        }
    }

    /// The project is worked on here again.
    pub(super) fn stop_telling_of_looking(&mut self) {
        let about = [Some(About::Looking), Some(About::InUse)];
        self.withdraw(|told| about.contains(&told.about));
    }

    fn opened_as_copy(&mut self, opened: Opened, path: PathBuf) {
        self.opened(opened, None, Role::Works);
        self.touch();
        self.copy_of = Some(path);
        self.ask(Question::SaveAs);
    }

    /// With the claim of who took it over.
    fn opened_over(&mut self, opened: Opened, path: PathBuf, claim: (InUse, Vec<User>)) {
        let (claim, silent) = claim;
        self.claim = Claim::on(path.clone());
        self.opened(opened, Some(path.clone()), Role::Works);
        let others = claim.others().look();
        self.claimed(path, Some(claim), others);
        match silent.as_slice() {
            [] => self.inform_about(About::InUse, "The project is taken over"),
            silent => self.warn_about(
                About::InUse,
                format!(
                    "No answer came, so the project is taken over without what is not saved in {}",
                    who_all(silent)
                ),
                "Should that go on, it gives the project up",
            ),
        }
    }

    /// Asks now, or once the question that is open is answered.
    pub(super) fn ask(&mut self, question: Question) {
        match self.question {
            None => self.question = Some(question),
            Some(_) => self.questions.push_back(question),
        }
    }

    /// What waited for another question to be answered is asked.
    pub(super) fn ask_next(&mut self) {
        if self.question.is_none() {
            self.question = self.questions.pop_front();
        }
    }

    /// Nothing is opened, so what was to begin with begins.
    pub(super) fn stay(&mut self) {
        if !self.data_was_asked_for() {
            self.load_data(None);
        }
    }
}
