//! The path dialog for a folder to open or save into, or a file to read or write: typed, chosen in the system's own
//! dialog, or picked from recent ones.

use std::path::{Path, PathBuf};

use egui::{Button, Context, Key, TextEdit, Ui, vec2};

use super::{buttons, export_file, file_path, first_path, modal};
use crate::app::{Action, Answer, App, Question};
use crate::ui::icons::Icon;
use crate::ui::shell::files::{FileDialogs, Purpose};
use crate::ui::typed_path::typed_path;
use crate::ui::{theme, widgets};

/// An open path dialog.
pub struct PathDialog {
    pub purpose: Purpose,
    text: String,
    /// What the system's dialog came back with, where that needs words.
    note: &'static str,
    /// Why what is to be saved was not, in one sentence.
    problem: Option<String>,
    /// What a file to save is called, and its ending.
    file: (&'static str, &'static str),
    /// Chosen in the system's dialog: taken without another click.
    chosen: Option<PathBuf>,
    shown: bool,
}

impl PathDialog {
    pub fn new(purpose: Purpose, app: &App) -> Self {
        let unwritten = app.unwritten_now().filter(|_| purpose == Purpose::SaveFile);
        let path = match purpose {
            Purpose::Open | Purpose::OpenData => None,
            Purpose::SaveAs => Some(app.path.clone().unwrap_or_else(|| first_path(app))),
            Purpose::SaveFile => Some(match unwritten {
                Some(unwritten) => unwritten.path.clone(),
                None => file_path(app),
            }),
        };
        Self {
            purpose,
            text: path
                .map(|path| path.display().to_string())
                .unwrap_or_default(),
            note: "",
            problem: unwritten.map(|unwritten| unwritten.problem.clone()),
            file: export_file(app).map_or(("file", ""), |file| (file.what, file.ending)),
            chosen: None,
            shown: false,
        }
    }

    /// Puts `path` into the field.
    pub fn begin_at(&mut self, path: &Path) {
        self.text = path.display().to_string();
    }

    /// Takes the answer of the system's dialog.
    pub fn picked(&mut self, path: Option<PathBuf>) {
        match path {
            Some(path) => self.chosen = Some(path),
            None => self.note = "Nothing was chosen. Where no dialog appeared, type the path here",
        }
    }

    /// Draws the dialog; true when it is over.
    pub fn show(
        &mut self,
        ctx: &Context,
        app: &App,
        files: &mut FileDialogs,
        actions: &mut Vec<Action>,
    ) -> bool {
        let (heading, verb) = match self.purpose {
            Purpose::Open => ("Open project".to_owned(), "Open"),
            Purpose::OpenData => ("Open data".to_owned(), "Open"),
            Purpose::SaveAs => ("Save project as".to_owned(), "Save"),
            Purpose::SaveFile => (format!("Save {}", self.file.0), "Save"),
        };
        let mut result = self.chosen.take();
        // The system's dialog has asked whether a file may go.
        let replace = result.is_some();
        let mut cancelled = false;
        let left = modal(ctx, "path", &heading, |ui| {
            let typed = self.field_ui(ui, files);
            if self.purpose == Purpose::Open {
                result = result.take().or_else(|| recent_ui(ui, app));
            }
            buttons(ui, |ui| {
                let path = typed_path(&self.text);
                let allowed = match path {
                    Some(_) => Ok(()),
                    None if self.purpose == Purpose::OpenData => {
                        Err("Type or choose the path of a file or folder first".to_owned())
                    }
                    None if self.purpose == Purpose::SaveFile => {
                        Err("Type or choose the path of a file first".to_owned())
                    }
                    None => Err("Type or choose the path of a folder first".to_owned()),
                };
                let button = widgets::primary(ui, None, verb).min_size(vec2(72.0, 28.0));
                let tooltip = find_tooltip(self.purpose);
                if widgets::checked_button(ui, button, tooltip, allowed) || typed {
                    result = result.take().or(path);
                }
                let cancel = Button::new("Cancel").min_size(vec2(72.0, 28.0));
                cancelled = ui.add(cancel).clicked();
            });
        });
        let asked_by_app = matches!(app.question, Some(Question::SaveAs | Question::SaveFile(_)));
        if let Some(path) = result {
            actions.push(match self.purpose {
                Purpose::Open => Action::Open(path),
                Purpose::OpenData => Action::Preview(path),
                Purpose::SaveAs => Action::SaveAs(path),
                Purpose::SaveFile => Action::WriteFile { path, replace },
            });
            return true;
        }
        if left || cancelled {
            if asked_by_app && matches!(self.purpose, Purpose::SaveAs | Purpose::SaveFile) {
                actions.push(Action::Answer(Answer::Cancel));
            }
            return true;
        }
        false
    }

    /// The path field and the way to the system's dialog; true when Enter was pressed in the field.
    fn field_ui(&mut self, ui: &mut Ui, files: &mut FileDialogs) -> bool {
        let mut typed = false;
        let hint = match self.purpose {
            Purpose::Open => "Folder of a project, or its project.json".to_owned(),
            Purpose::OpenData => "A folder of pictures, a table, NPY, NPZ or IDX".to_owned(),
            Purpose::SaveAs => "Folder to make or to write into".to_owned(),
            Purpose::SaveFile => match self.file.1 {
                "" => "Folder to make".to_owned(),
                ending => format!("File to make, ending in .{ending}"),
            },
        };
        let label = ui.label("Path");
        ui.horizontal(|ui| {
            let button_width = 100.0;
            let width = ui.available_width() - button_width - ui.spacing().item_spacing.x;
            let edit = TextEdit::singleline(&mut self.text)
                .hint_text(hint)
                .margin(egui::Margin::symmetric(8, 5));
            let field = ui.scope(|ui| {
                ui.visuals_mut().selection.stroke.color = theme::palette(ui).accent;
                ui.add_sized([width, 28.0], edit).labelled_by(label.id)
            });
            let field = field.inner;
            typed = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if !self.shown {
                field.request_focus();
                self.shown = true;
            }
            let choose =
                widgets::labelled_icon(Icon::Folder, "Choose…").min_size(vec2(button_width, 28.0));
            let waiting = if files.is_open() {
                Err("The system's dialog is open already".to_owned())
            } else {
                Ok(())
            };
            let tooltip = "Opens the system's own dialog";
            if widgets::checked_button(ui, choose, tooltip, waiting) {
                self.note = "";
                let near = typed_path(&self.text).unwrap_or_default();
                files.ask(ui.ctx(), self.purpose, self.file, &near);
            }
        });
        if let Some(problem) = &self.problem {
            widgets::warn(ui, problem);
        }
        if !self.note.is_empty() {
            widgets::hint(ui, self.note);
        }
        typed
    }
}

fn find_tooltip(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Open => "Opens the project at this path",
        Purpose::OpenData => "Makes this file the data of the project",
        Purpose::SaveAs => "Writes the project into this folder",
        Purpose::SaveFile => "Writes this file",
    }
}

/// The last few projects; the one clicked.
fn recent_ui(ui: &mut Ui, app: &App) -> Option<PathBuf> {
    if app.recent.is_empty() {
        return None;
    }
    ui.add_space(12.0);
    ui.label(widgets::strong(ui, "Recent", 13.0));
    let mut chosen = None;
    for path in app.recent.iter().take(6) {
        let text = path.display().to_string();
        let button = Button::new(&text).frame_when_inactive(false).truncate();
        if ui.add(button).on_hover_text(&text).clicked() {
            chosen = Some(path.clone());
        }
    }
    chosen
}
