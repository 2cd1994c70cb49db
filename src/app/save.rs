//! Saving in the background, one save at a time, without stopping training.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::background::Report;
use super::files::bundle_folder;
use super::{App, Question, SaveState};
use crate::project::{self, Document};
use crate::training::{Command, VariantId};

/// Training answers within one batch; after this a save does without its latest weights.
const PATIENCE: Duration = Duration::from_secs(10);

/// The save under way.
#[derive(Debug)]
pub(super) struct Saving {
    path: PathBuf,
    /// Runs whose latest weights are still to come.
    waiting: BTreeSet<VariantId>,
    until: Instant,
    /// Ticket and revision of the document, once it is being written.
    writing: Option<(u64, u64)>,
}

/// Saves under way and waiting.
#[derive(Debug, Default)]
pub(super) struct Saves {
    tickets: u64,
    now: Option<Saving>,
    /// Asked for while another was under way.
    next: Option<PathBuf>,
    /// Still being written although its project was left; two at once could remove each other's files.
    abandoned: Option<u64>,
}

impl App {
    pub(super) fn save_here(&mut self) {
        match self.path.clone() {
            Some(path) => self.begin_save(path),
            None => self.question = Some(Question::SaveAs),
        }
    }

    pub(super) fn save_as(&mut self, path: &Path) {
        if self.question == Some(Question::SaveAs) {
            self.question = None;
        }
        let path = bundle_folder(path);
        if self.document.name == Document::default().name
            && let Some(name) = path.file_name()
        {
            self.document.name = name.to_string_lossy().into_owned();
            self.touch();
        }
        self.begin_save(path);
    }

    fn begin_save(&mut self, path: PathBuf) {
        let Some(background) = &self.background else {
            return;
        };
        if self.saves.now.is_some() || self.saves.abandoned.is_some() {
            self.saves.next = Some(path);
            return;
        }
        let loaded = self.link.loaded_variants().into_iter();
        let waiting: BTreeSet<_> = loaded.filter(|id| self.is_training(*id)).collect();
        if !waiting.is_empty() {
            background.after(PATIENCE);
        }
        for id in &waiting {
            self.link.tell(*id, Command::Snapshot);
        }
        self.saves.now = Some(Saving {
            path,
            waiting,
            until: Instant::now() + PATIENCE,
            writing: None,
        });
        self.save = SaveState::Saving;
        self.write_if_complete();
    }

    pub(super) fn checkpoint_came(&mut self, id: VariantId) {
        if let Some(saving) = &mut self.saves.now {
            saving.waiting.remove(&id);
            self.write_if_complete();
        }
    }

    /// The run failed or is gone: a save goes on without it.
    pub(super) fn checkpoint_will_not_come(&mut self, id: VariantId) {
        self.checkpoint_came(id);
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
        let (Some(background), Some(saving)) = (&self.background, &mut self.saves.now) else {
            return;
        };
        if !saving.waiting.is_empty() || saving.writing.is_some() {
            return;
        }
        self.saves.tickets += 1;
        let ticket = self.saves.tickets;
        saving.writing = Some((ticket, self.revision));
        let (document, path) = (self.document.clone(), saving.path.clone());
        background.run(
            "save",
            move || project::save(&document, &path).map_err(|error| error.to_string()),
            move |result| Report::Saved { ticket, result },
        );
    }

    pub(super) fn saved(&mut self, ticket: u64, result: Result<(), String>) {
        let wanted = |saving: &mut Saving| saving.writing.is_some_and(|(t, _)| t == ticket);
        let Some(saving) = self.saves.now.take_if(wanted) else {
            self.abandoned_save_done(ticket, result);
            return;
        };
        let next = self.saves.next.take();
        let revision = saving.writing.map_or(0, |(_, revision)| revision);
        match result {
            Ok(()) => {
                self.saved_revision = revision;
                self.save = if self.revision == revision {
                    SaveState::Saved
                } else {
                    SaveState::Unsaved
                };
                self.remember_recent(&saving.path);
                self.inform(format!("Saved: {}", saving.path.display()));
                self.path = Some(saving.path);
                if let Some(path) = next {
                    self.begin_save(path);
                } else if let Some(then) = self.after_save.take() {
                    self.go(then);
                }
            }
            Err(problem) => {
                self.save = SaveState::Unsaved;
                self.after_save = None;
                self.fail(problem, "Save in another folder");
                if let Some(path) = next {
                    self.begin_save(path);
                }
            }
        }
    }

    /// The end of a save whose project was left meanwhile.
    fn abandoned_save_done(&mut self, ticket: u64, result: Result<(), String>) {
        if self.saves.abandoned.take_if(|t| *t == ticket).is_none() {
            return;
        }
        if let Err(problem) = result {
            self.fail(problem, "The project left before is not saved");
        }
        if let Some(path) = self.saves.next.take() {
            self.begin_save(path);
        }
    }

    /// Whether a save is being written that leaves nothing out.
    pub(super) fn is_saving_everything(&self) -> bool {
        let writing = self.saves.now.as_ref().and_then(|saving| saving.writing);
        writing.is_some_and(|(_, revision)| revision == self.revision)
    }

    /// The project is left: its save, if one is under way, no longer concerns the screen.
    pub(super) fn forget_save(&mut self) {
        let writing = self.saves.now.take().and_then(|saving| saving.writing);
        if let Some((ticket, _)) = writing {
            self.saves.abandoned = Some(ticket);
        }
        self.saves.next = None;
    }
}
