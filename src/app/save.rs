//! Saves the project in the background, one save at a time, while training goes on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::background::{Outcome, Report};
use super::files::bundle_folder;
use super::{Action, App, News, Question, SaveState};
use crate::project::{self, BundleError, Document, Over, Saved, Stamp};
use crate::training::{Command, VariantId};

/// Training answers within one batch; after this a save does without its latest weights.
const PATIENCE: Duration = Duration::from_secs(10);

/// A save as asked for.
#[derive(Debug)]
struct Wish {
    path: PathBuf,
    /// Whether another project in that folder may go.
    replace: bool,
}

/// The save under way.
#[derive(Debug)]
pub(super) struct Saving {
    wish: Wish,
    /// Runs whose latest weights are still to come, and how many updates each had made when the save began: the answer
    /// to an earlier question can be older.
    waiting: BTreeMap<VariantId, u64>,
    until: Instant,
    /// Ticket and revision of the document, once it is being written.
    writing: Option<(u64, u64)>,
}

/// Saving: what is under way, what waits, and what is on disk.
#[derive(Debug, Default)]
pub(super) struct Saves {
    tickets: u64,
    now: Option<Saving>,
    /// Asked for while another was under way.
    next: Option<Wish>,
    /// Still being written although its project was left; two at once could remove each other's files.
    abandoned: Option<(u64, PathBuf)>,
    /// What this application last read from or wrote to the project's folder.
    pub stamp: Option<Stamp>,
    /// What to go on with once everything is saved.
    pub then: Option<Action>,
    /// Counts changes of the document.
    revision: u64,
    /// The revision on disk.
    on_disk: u64,
}

impl Saves {
    /// The document has changed.
    pub fn changed(&mut self) {
        self.revision += 1;
    }

    /// The document is another one, and nothing is to be saved of it yet.
    pub fn begin_anew(&mut self) {
        self.changed();
        self.on_disk = self.revision;
        self.then = None;
        self.stamp = None;
    }

    /// Whether the document is on disk as it is.
    pub fn is_on_disk(&self) -> bool {
        self.revision == self.on_disk
    }

    /// As far as no save is under way.
    fn state(&self) -> SaveState {
        match self.is_on_disk() {
            true => SaveState::Saved,
            false => SaveState::Unsaved,
        }
    }
}

impl App {
    pub(super) fn save_here(&mut self) {
        match self.path.clone() {
            Some(path) => self.begin_save(Wish {
                path,
                replace: false,
            }),
            None => self.question = Some(Question::SaveAs),
        }
    }

    pub(super) fn save_as(&mut self, path: &Path) {
        if self.question == Some(Question::SaveAs) {
            self.question = None;
        }
        self.begin_save(Wish {
            path: bundle_folder(path),
            replace: false,
        });
    }

    /// The answer "replace".
    pub(super) fn save_replacing(&mut self, path: PathBuf) {
        self.begin_save(Wish {
            path,
            replace: true,
        });
    }

    fn begin_save(&mut self, wish: Wish) {
        let Some(background) = &self.background else {
            return;
        };
        if self.saves.now.is_some() || self.saves.abandoned.is_some() {
            self.saves.next = Some(wish);
            return;
        }
        let waiting = self.runs.in_training();
        if !waiting.is_empty() {
            background.after(PATIENCE);
        }
        for id in waiting.keys() {
            self.runs.link.tell(*id, Command::Snapshot);
        }
        self.saves.now = Some(Saving {
            wish,
            waiting,
            until: Instant::now() + PATIENCE,
            writing: None,
        });
        self.save = SaveState::Saving;
        self.write_if_complete();
    }

    /// `step` is how many updates made its weights.
    pub(super) fn resume_state_came(&mut self, id: VariantId, step: u64) {
        // A run that diverged says that it went back before it hands over what it went back to.
        let updates = self.runs.updates(id);
        if let Some(saving) = &mut self.saves.now {
            saving
                .waiting
                .retain(|waiting, wanted| *waiting != id || step < updates.min(*wanted));
            self.write_if_complete();
        }
    }

    /// The run failed or is gone: what waits for it goes on without it.
    pub(super) fn resume_state_will_not_come(&mut self, id: VariantId) {
        self.resume_state_came(id, u64::MAX);
        self.go_on_with(id);
    }

    /// Ends the wait for a worker that does not answer.
    pub(super) fn check_save_patience(&mut self) {
        let Some(saving) = &mut self.saves.now else {
            return;
        };
        if !saving.waiting.is_empty() && Instant::now() >= saving.until {
            saving.waiting.clear();
            self.warn(
                "Training did not hand over its latest weights, so the ones before are saved",
                "Save again once training is paused",
            );
            // What was not saved is still to be saved.
            self.write_if_complete();
            self.touch();
        }
    }

    fn write_if_complete(&mut self) {
        let Saves {
            tickets,
            now: Some(saving),
            stamp,
            revision,
            ..
        } = &mut self.saves
        else {
            return;
        };
        let Some(background) = &self.background else {
            return;
        };
        if !saving.waiting.is_empty() || saving.writing.is_some() {
            return;
        }
        *tickets += 1;
        let ticket = *tickets;
        saving.writing = Some((ticket, *revision));
        let over = match (&self.path, *stamp) {
            _ if saving.wish.replace => Over::Any,
            (Some(path), Some(stamp)) => Over::Own {
                path: path.clone(),
                stamp,
            },
            _ => Over::Nothing,
        };
        let path = saving.wish.path.clone();
        let document = Document {
            name: self.name_in(&path),
            ..self.document.clone()
        };
        background.run(
            "save",
            move || write(&document, &path, &over),
            move |result| Report::Saved { ticket, result },
        );
    }

    pub(super) fn saved(&mut self, ticket: u64, result: Result<Outcome, String>) {
        let wanted = |saving: &mut Saving| saving.writing.is_some_and(|(t, _)| t == ticket);
        let Some(saving) = self.saves.now.take_if(wanted) else {
            self.abandoned_save_done(ticket, result);
            return;
        };
        let next = self.saves.next.take();
        let revision = saving.writing.map_or(0, |(_, revision)| revision);
        match result {
            Ok(Outcome::Written(Saved { stamp, left_out })) => {
                let path = saving.wish.path;
                self.document.name = self.name_in(&path);
                self.saves.stamp = Some(stamp);
                self.saves.on_disk = revision;
                self.save = self.saves.state();
                self.remember_recent(&path);
                self.inform(format!("Saved: {}", path.display()));
                self.tell(|| News::Saved {
                    path: path.clone(),
                    left_out: left_out.clone(),
                });
                for sentence in left_out {
                    self.say_warning(sentence, "Bring its file back and save again to keep it");
                }
                self.path = Some(path);
                if let Some(wish) = next {
                    self.begin_save(wish);
                } else if let Some(then) = self.saves.then.take() {
                    self.go(then);
                }
            }
            Ok(Outcome::Occupied { changed }) => {
                self.save = self.saves.state();
                self.ask_to_replace(saving.wish.path, changed);
                if let Some(wish) = next {
                    self.begin_save(wish);
                }
            }
            Err(problem) => {
                self.save = SaveState::Unsaved;
                self.saves.then = None;
                self.tell(|| News::NotSaved(problem.clone()));
                self.fail(problem, "Save in another folder");
                if let Some(wish) = next {
                    self.begin_save(wish);
                }
            }
        }
    }

    fn ask_to_replace(&mut self, path: PathBuf, changed: bool) {
        if self.question.is_none() {
            self.question = Some(Question::Replace { path, changed });
            return;
        }
        // A question that came meanwhile must not get lost.
        self.saves.then = None;
        self.warn(
            format!("Not saved, {}: {}", occupied(changed), path.display()),
            "Save again to be asked whether it may be replaced",
        );
    }

    /// The end of a save whose project was left meanwhile.
    fn abandoned_save_done(&mut self, ticket: u64, result: Result<Outcome, String>) {
        let wanted = self.saves.abandoned.take_if(|(t, _)| *t == ticket);
        let Some((_, path)) = wanted else {
            return;
        };
        let problem = match result {
            Ok(Outcome::Written(Saved { stamp, .. })) => {
                // Reverted while it was being written: that was no other program.
                if self.path.as_ref() == Some(&path) {
                    self.saves.stamp = Some(stamp);
                }
                None
            }
            Ok(Outcome::Occupied { changed }) => {
                Some(format!("{}: {}", occupied(changed), path.display()))
            }
            Err(problem) => Some(problem),
        };
        if let Some(problem) = problem {
            self.fail(problem, "The project left before is not saved");
        }
        if let Some(wish) = self.saves.next.take() {
            self.begin_save(wish);
        }
    }

    /// The project's name once it is in the folder `path`: a new place names a project that has no name yet.
    fn name_in(&self, path: &Path) -> String {
        let name = &self.document.name;
        match path.file_name() {
            Some(folder)
                if *name == Document::default().name && self.path.as_deref() != Some(path) =>
            {
                folder.to_string_lossy().into_owned()
            }
            _ => name.clone(),
        }
    }

    /// Whether a save waits for what training has reached.
    #[cfg(test)]
    pub(super) fn waits_for_weights(&self) -> bool {
        let now = self.saves.now.as_ref();
        now.is_some_and(|saving| !saving.waiting.is_empty())
    }

    /// Whether a save is being written that leaves nothing out.
    pub(super) fn is_saving_everything(&self) -> bool {
        let writing = self.saves.now.as_ref().and_then(|saving| saving.writing);
        writing.is_some_and(|(_, revision)| revision == self.saves.revision)
    }

    /// The project is left: its save, if one is under way, no longer concerns the screen.
    pub(super) fn forget_save(&mut self) {
        if let Some(saving) = self.saves.now.take()
            && let Some((ticket, _)) = saving.writing
        {
            self.saves.abandoned = Some((ticket, saving.wish.path));
        }
        self.saves.next = None;
    }
}

/// On a thread of its own.
fn write(document: &Document, path: &Path, over: &Over) -> Result<Outcome, String> {
    match project::save_over(document, path, over) {
        Ok(saved) => Ok(Outcome::Written(saved)),
        Err(BundleError::Taken { .. }) => Ok(Outcome::Occupied { changed: false }),
        Err(BundleError::Changed { .. }) => Ok(Outcome::Occupied { changed: true }),
        Err(error) => Err(error.to_string()),
    }
}

fn occupied(changed: bool) -> &'static str {
    if changed {
        "the project was changed by another program"
    } else {
        "another project is there already"
    }
}
