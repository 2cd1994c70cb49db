//! Changes of project: new, open, revert, quit.

use std::path::{Path, PathBuf};

use super::reading::Purpose;
use super::{Action, App, Question, SaveState};
use crate::data::DataSettings;
use crate::project::{self, Document, Opened, Role, Variant, is_spare};
use crate::settings::words::capital;
use crate::system::name_of_folder;
use crate::training::{Command, VariantId};

/// The example that opens when nothing else is asked for.
const DEFAULT_PROJECT: &str = "article-mlp";

/// What the application starts with: the default example as a project of the person's own, not saved anywhere.
pub(super) fn default_document() -> Document {
    let document = project::shipped(DEFAULT_PROJECT).map(|opened| opened.document);
    let mut document = Document {
        name: Document::default().name,
        ..document.unwrap_or_default()
    };
    // A new project sets samples aside to watch; the example is the article's, which watches the test samples.
    document.data.validation = DataSettings::default().validation;
    for variant in &mut document.variants {
        variant.name_by_itself(variant.name.clone());
    }
    document
}

impl App {
    /// Leaves the project for `then`, asking first when something is not saved.
    pub(super) fn leave(&mut self, then: Action) {
        if self.is_saving_everything() {
            self.saves.then = Some(then);
        } else if self.is_dirty() {
            self.question = Some(match then {
                Action::Revert => Question::Revert,
                then => Question::Unsaved {
                    then: Box::new(then),
                },
            });
        } else {
            self.go(then);
        }
    }

    /// Goes there without asking.
    pub(super) fn go(&mut self, then: Action) {
        match then {
            Action::New => self.replace_document(default_document(), None, Role::Works),
            Action::NewWithImport => self.new_with_import(),
            Action::Open(path) => self.open(&path, Purpose::Ask),
            Action::OpenShipped(name) => {
                if let Some(opened) = project::shipped(&name) {
                    self.opened(opened, None, Role::Works);
                }
            }
            Action::Revert => {
                if let Some(path) = self.path.clone() {
                    let purpose = match self.only_looks() {
                        true => Purpose::Look,
                        false => Purpose::Work,
                    };
                    self.open(&path, purpose);
                }
            }
            Action::TakeOver => {
                if let Some(path) = self.path.clone() {
                    self.open(&path, Purpose::TakeOver);
                }
            }
            Action::Quit => {
                self.end_session();
                self.quit = true;
            }
            _ => {}
        }
    }

    /// Makes an opened project the present one, and says what could not be read of it.
    pub(super) fn opened(&mut self, opened: Opened, path: Option<PathBuf>, role: Role) {
        if let Some(path) = &path {
            log::info!("opened: {}", name_of_folder(path));
        }
        self.replace_document(opened.document, path, role);
        self.saves.version = opened.version;
        // Of all else the document says itself what it was.
        let spare = opened.warnings.into_iter();
        for warning in spare.filter(|warning| is_spare(&warning.key)) {
            self.warn(
                format!("{}: {}", warning.problem, warning.key),
                capital(&warning.outcome),
            );
        }
        self.tell_of_misread();
        let unfit = self.document.variants.iter().filter(|variant| {
            let trained = variant.trained.as_ref();
            trained.is_some_and(|trained| !trained.settings.can_become(&variant.settings))
        });
        let names: Vec<String> = unfit.map(|variant| variant.name.clone()).collect();
        for name in names {
            self.warn(
                format!("The saved weights were made with other settings: {name}"),
                "Training begins with fresh weights",
            );
        }
    }

    /// `role` is what this program does with it from now on.
    pub(super) fn replace_document(
        &mut self,
        document: Document,
        path: Option<PathBuf>,
        role: Role,
    ) {
        // An open under way would replace this project again.
        self.opening += 1;
        self.forks.clear();
        self.look_at(None);
        self.drop_all_runs();
        self.undo.clear();
        self.forget_messages_of_project();
        // What was left behind is of no project that is open.
        let left = self.question.take();
        let left = left.filter(|question| matches!(question, Question::Recover(_)));
        left.into_iter()
            .for_each(|left| self.questions.push_front(left));
        self.forget_save();
        self.document = with_a_variant(document);
        self.path = path;
        self.copy_of = None;
        self.looks = role == Role::Looks;
        self.saves.begin_anew();
        self.save = SaveState::Saved;
        self.nothing_unsaved();
        self.claim.giving = None;
        self.claim_folder();
        if let Some(held) = &mut self.claim.held {
            held.set_role(role);
        }
        let variants: Vec<VariantId> = self.document.variants.iter().map(|v| v.id).collect();
        for id in variants {
            self.show_resume_state(id);
        }
        self.ask_for_views();
        self.runs
            .link
            .send(Command::Order(self.document.together.order));
        self.load_data(None);
    }

    /// Notes a change that is not on disk: of a setting, or of anything else that a person did.
    pub(super) fn touch(&mut self) {
        self.follow_misread();
        self.unsaved.edited();
        self.trained_on();
    }

    /// Notes weights that are here and not on disk.
    pub(super) fn touch_weights(&mut self) {
        self.unsaved.trained();
        self.trained_on();
    }

    /// Notes that training went on, whose weights are still with the worker.
    pub(super) fn trained_on(&mut self) {
        self.saves.changed();
        if self.save != SaveState::Saving {
            self.save = SaveState::Unsaved;
        }
    }

    pub(super) fn is_dirty(&self) -> bool {
        self.has_unsaved_changes() || !self.saves.is_on_disk()
    }
}

/// A document that panels can rely on: at least one variant, one of them selected, the next id free.
fn with_a_variant(mut document: Document) -> Document {
    if document.variants.is_empty() {
        document.variants.push(Variant::unnamed());
    }
    if document.variant(document.selected).is_none() {
        document.selected = document.variants[0].id;
    }
    let highest = document.variants.iter().map(|v| v.id.0).max().unwrap_or(0);
    document.next_id = document.next_id.max(highest.saturating_add(1));
    document
}

/// The bundle's folder, also when its `project.json` is named.
pub(super) fn bundle_folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if path.file_name().is_some_and(|name| name == "project.json") => {
            if folder.as_os_str().is_empty() {
                PathBuf::from(".")
            } else {
                folder.to_path_buf()
            }
        }
        _ => path.to_path_buf(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_file_stands_for_its_folder() {
        assert_eq!(bundle_folder(Path::new("digits")), Path::new("digits"));
        assert_eq!(
            bundle_folder(Path::new("work/digits/project.json")),
            Path::new("work/digits")
        );
        assert_eq!(bundle_folder(Path::new("project.json")), Path::new("."));
    }

    #[test]
    fn a_document_gets_a_variant_and_a_free_id() {
        let document = with_a_variant(Document {
            variants: Vec::new(),
            selected: VariantId(9),
            next_id: 0,
            ..Document::default()
        });
        assert_eq!(document.selected, VariantId(1));
        assert_eq!(document.next_id, 2);
    }
}
