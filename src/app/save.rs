//! Saves the project in the background, one save at a time, while training goes on.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::background::{Outcome, Report};
use super::files::bundle_folder;
use super::saves::{Saves, Saving, Wish, Writing};
use super::{App, News, Question, SaveState};
use crate::project::{self, BundleError, Document, Over, Saved};
use crate::system::name_of_folder;
use crate::training::{Command, VariantId};

/// Training answers within one batch; after this a save does without its latest weights.
const PATIENCE: Duration = Duration::from_secs(10);

/// After this long it is known whether a folder is waited for.
const WORD_AFTER: Duration = Duration::from_millis(2_500);

impl App {
    pub(super) fn save_here(&mut self) {
        match self.path.clone() {
            Some(path) => self.begin_save(Wish {
                path,
                replace: false,
                by_clock: false,
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
            by_clock: false,
        });
    }

    /// The answer "replace".
    pub(super) fn save_replacing(&mut self, path: PathBuf) {
        self.begin_save(Wish {
            path,
            replace: true,
            by_clock: false,
        });
    }

    /// Saves without having been asked, into the project's own folder.
    pub(super) fn save_by_clock(&mut self) {
        if let Some(path) = self
            .path
            .clone()
            .filter(|_| !self.would_lose() && !self.looks)
        {
            self.begin_save(Wish {
                path,
                replace: false,
                by_clock: true,
            });
        }
    }

    pub(super) fn begin_save(&mut self, wish: Wish) {
        let Some(background) = &self.background else {
            return;
        };
        if self.saves.is_under_way() {
            self.saves.next = Some(wish);
            return;
        }
        let waiting = self.runs.in_training();
        if !waiting.is_empty() {
            background.after(PATIENCE);
        }
        // Somebody may hold the folder; then it is said what is waited for.
        background.after(WORD_AFTER);
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

    /// A moment has come that something waits for.
    pub(super) fn take_time(&mut self) {
        self.check_save_patience();
        self.retry_save();
        self.time_to_keep();
        if let Some(folder) = project::waited_for() {
            let folder = folder.display();
            self.warn(
                format!("Another program holds the project, waiting: {folder}"),
                "",
            );
        }
    }

    /// Ends the wait for a worker that does not answer.
    fn check_save_patience(&mut self) {
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
            version,
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
        let revision = *revision;
        let over = match (&self.path, version) {
            _ if saving.wish.replace => Over::Any,
            _ if self.looks => Over::Nothing,
            (Some(path), Some(version)) => Over::Own {
                path: path.clone(),
                version: Arc::clone(version),
            },
            _ => Over::Nothing,
        };
        let path = saving.wish.path.clone();
        let document = Arc::new(Document {
            name: self.name_in(&path),
            ..self.document.clone()
        });
        if let Some(saving) = &mut self.saves.now {
            saving.writing = Some(Writing {
                ticket,
                revision,
                edits: self.unsaved.edits(),
                document: Arc::clone(&document),
            });
        }
        background.run(
            "save",
            move || write(&document, &path, &over),
            move |result| Report::Saved { ticket, result },
        );
    }

    pub(super) fn saved(&mut self, ticket: u64, result: Result<Outcome, String>) {
        let of_ticket = |writing: &Writing| writing.ticket == ticket;
        let wanted = |saving: &mut Saving| saving.writing.as_ref().is_some_and(of_ticket);
        let Some(saving) = self.saves.now.take_if(wanted) else {
            self.abandoned_save_done(ticket, result);
            return;
        };
        let next = self.saves.next.take();
        let Saving { wish, writing, .. } = saving;
        match result {
            Ok(Outcome::Written(saved)) => {
                self.saves.retry = None;
                if let Some(writing) = writing {
                    let before = self.path.clone();
                    self.take_saved(&wish, &writing, *saved);
                    self.take_data_along(before.as_deref());
                }
                if let Some(wish) = next {
                    self.begin_save(wish);
                } else if let Some(then) = self.saves.then.take() {
                    self.go(then);
                }
            }
            Ok(Outcome::Occupied) => {
                self.saves.retry = None;
                self.save = self.saves.state();
                self.ask_to_replace(wish.path);
                if let Some(wish) = next {
                    self.begin_save(wish);
                }
            }
            Err(problem) => {
                self.save = SaveState::Unsaved;
                self.saves.then = None;
                self.not_saved(wish, problem);
                if let Some(wish) = next {
                    self.begin_save(wish);
                }
            }
        }
    }

    /// What was written is on disk.
    fn take_saved(&mut self, wish: &Wish, writing: &Writing, saved: Saved) {
        let path = wish.path.clone();
        let Saved {
            version,
            merged,
            conflict,
            warnings,
        } = saved;
        self.document.name = self.name_in(&path);
        let before = self.saves.version.replace(version);
        self.saves.on_disk = writing.revision;
        self.forget_failed_save();
        let mut sentences = warnings;
        if let Some(merged) = merged {
            sentences.extend(self.adopt(&writing.document, *merged));
        }
        // Whoever changed what could not be read at first changed it here.
        let was_read = before.is_none_or(|version| version.is_read_whole());
        sentences.extend(conflict.map(|kept| {
            let what = match was_read {
                true => "Another program changed the same in this project; its version",
                false => "What could not be read is replaced; the project file as it was",
            };
            format!("{what} is kept beside: {}", kept.display())
        }));
        if self.document.misread.is_empty() {
            self.undo.forget_misread();
        }
        self.save = self.saves.state();
        log::info!("saved: {}", name_of_folder(&path));
        if !wish.by_clock {
            self.remember_recent(&path);
            self.inform(format!("Saved: {}", path.display()));
        }
        self.tell(|| News::Saved {
            path: path.clone(),
            warnings: sentences.clone(),
        });
        for sentence in sentences {
            self.say_warning(sentence, "");
        }
        if self.path.as_ref() != Some(&path) || wish.replace {
            self.looks = false;
            self.copy_of = None;
            self.stop_telling_of_looking();
        }
        self.path = Some(path);
        self.claim_folder();
        // Training goes on meanwhile; what was kept aside is older than what is on disk all the same.
        if writing.edits == self.unsaved.edits() {
            self.nothing_unsaved();
        }
    }

    fn ask_to_replace(&mut self, path: PathBuf) {
        if self.question.is_none() {
            self.question = Some(Question::Replace { path });
            return;
        }
        // A question that came meanwhile must not get lost.
        self.saves.then = None;
        self.warn(
            format!("Not saved, {OCCUPIED}: {}", path.display()),
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
            Ok(Outcome::Written(saved)) => {
                // Reverted while it was being written: that was no other program.
                if self.path.as_ref() == Some(&path) {
                    self.saves.version = Some(saved.version);
                }
                None
            }
            Ok(Outcome::Occupied) => Some(format!("{OCCUPIED}: {}", path.display())),
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
        let now = self.saves.now.as_ref();
        let writing = now.and_then(|saving| saving.writing.as_ref());
        writing.is_some_and(|writing| writing.revision == self.saves.revision)
    }

    /// The project is left: its save, if one is under way, no longer concerns the screen.
    pub(super) fn forget_save(&mut self) {
        if let Some(saving) = self.saves.now.take()
            && let Some(writing) = saving.writing
        {
            self.saves.abandoned = Some((writing.ticket, saving.wish.path));
        }
        self.saves.next = None;
    }
}

const OCCUPIED: &str = "another project is there already";

/// On a thread of its own.
fn write(document: &Document, path: &Path, over: &Over) -> Result<Outcome, String> {
    match project::save_over(document, path, over) {
        Ok(saved) => Ok(Outcome::Written(Box::new(saved))),
        Err(BundleError::Taken { .. }) => Ok(Outcome::Occupied),
        Err(error) => Err(error.to_string()),
    }
}
