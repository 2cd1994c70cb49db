//! Data that a person looks at before they become a project's: read in the background, changed in how they are read, and
//! then taken for this project or for a new one.

use std::path::Path;
use std::sync::Arc;

use super::background::Report;
use super::files::default_document;
use super::{Action, App, Edit, Message, MessageKind, Role, Take};
use crate::data::{DataSettings, Prepared, Progress, Source};
use crate::project::with_whole_paths;

/// Data under consideration.
#[derive(Debug, Clone)]
pub struct Import {
    /// How they are read.
    pub settings: DataSettings,
    pub state: ImportState,
    /// What was read before the present settings, to show until these are.
    pub before: Option<Arc<Prepared>>,
    /// Of the reading under way.
    pub progress: Progress,
    /// Why the settings chosen last were not taken: a sentence that ends with the path or field.
    pub refused: Option<String>,
}

/// How far the reading is.
#[derive(Debug, Clone)]
pub enum ImportState {
    Reading,
    Ready(Arc<Prepared>),
    /// A sentence that ends with the path or field.
    Failed(String),
}

impl Import {
    /// What can be shown of them.
    pub fn prepared(&self) -> Option<&Arc<Prepared>> {
        match &self.state {
            ImportState::Ready(data) => Some(data),
            ImportState::Reading | ImportState::Failed(_) => self.before.as_ref(),
        }
    }
}

impl App {
    /// Looks at the file or folder at `path`.
    pub(super) fn preview(&mut self, path: &Path) {
        match DataSettings::of_path(path) {
            Ok(settings) => {
                self.import = None;
                self.preview_as(with_whole_paths(settings));
            }
            Err(error) => {
                let advice = "Choose another file or folder";
                self.say(Message::new(MessageKind::Error, error.to_string(), advice));
            }
        }
    }

    /// Looks at the data of `settings`, which may be those looked at already, read in another way.
    pub(super) fn preview_as(&mut self, settings: DataSettings) {
        let Some(background) = &self.background else {
            return;
        };
        self.imports += 1;
        let ticket = self.imports;
        let before = self.import.take();
        if let Some(before) = &before {
            before.progress.stop();
        }
        let before = before.and_then(|import| import.prepared().cloned());
        let (read, progress) = (settings.clone(), Progress::default());
        let watched = progress.clone();
        background.run(
            "import",
            move || watched.during(|| read_to_look(read)).map(Arc::new),
            move |result| Report::Previewed { ticket, result },
        );
        self.import = Some(Import {
            settings,
            state: ImportState::Reading,
            before,
            progress,
            refused: None,
        });
    }

    pub(super) fn previewed(&mut self, ticket: u64, result: Result<Arc<Prepared>, String>) {
        let Some(import) = self.import.as_mut().filter(|_| ticket == self.imports) else {
            return;
        };
        import.state = match result {
            Ok(data) => {
                import.settings = data.settings.clone();
                ImportState::Ready(data)
            }
            // The data are as they were read before.
            Err(problem) => match import.before.take() {
                Some(data) => {
                    import.settings = data.settings.clone();
                    import.refused = Some(problem);
                    ImportState::Ready(data)
                }
                None => ImportState::Failed(problem),
            },
        };
    }

    /// Whether the data that are looked at can be taken.
    pub(super) fn can_take(&self, take: Take) -> Result<(), String> {
        match &self.import {
            None => Err("There are no data that are looked at".into()),
            Some(import) => match &import.state {
                ImportState::Reading => Err("The data are still read".into()),
                ImportState::Failed(problem) => Err(problem.clone()),
                ImportState::Ready(_) if take == Take::ThisProject && self.only_looks() => {
                    Err("This project is open to look: take the data for a new one".into())
                }
                ImportState::Ready(_) => Ok(()),
            },
        }
    }

    pub(super) fn take_import(&mut self, take: Take) {
        match take {
            Take::ThisProject => self.import_here(),
            Take::NewProject => self.leave(Action::NewWithImport),
        }
    }

    pub(super) fn leave_import(&mut self) {
        if let Some(import) = self.import.take() {
            import.progress.stop();
        }
    }

    /// A new project with the data that are looked at.
    pub(super) fn new_with_import(&mut self) {
        let import = self.import.take();
        self.replace_document(default_document(), None, Role::Works);
        self.import = import;
        self.import_here();
    }

    fn import_here(&mut self) {
        if let Some(import) = self.import.take()
            && let ImportState::Ready(data) = import.state
        {
            self.loading.imports(import.settings.source.clone());
            self.loading.looked_at(data);
            self.edit(Edit::Data(import.settings));
        }
    }

    /// `source` as the data of this project, with the scaling and the share for validation that suit it.
    pub(super) fn import_source(&mut self, mut source: Source) {
        if let Err(error) = source.settle() {
            self.fail_for_want_of_data(error.to_string(), "Choose another file");
            return;
        }
        let settings = with_whole_paths(DataSettings::of_source(source));
        self.loading.imports(settings.source.clone());
        self.edit(Edit::Data(settings));
    }
}

/// Reads what `settings` name, where files say what nobody has chosen as they say it.
fn read_to_look(mut settings: DataSettings) -> Result<Prepared, String> {
    let mut source = settings.source.clone();
    source.settle().map_err(|error| error.to_string())?;
    if source != settings.source {
        settings = DataSettings::of_source(source);
    }
    Prepared::import(&settings)
}
