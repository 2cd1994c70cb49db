//! The dialogs: questions, paths and help.

mod help;
mod import;
mod misread;
mod path;
mod picture;
mod question;
mod start;

use std::path::PathBuf;

use egui::{Context, Id, Key, Modal, Ui};

use self::import::ImportSheet;
use self::path::PathDialog;
use self::picture::PictureDialog;
use super::files::{FileDialogs, Purpose};
use super::picture_choice::PictureChoice;
use crate::app::{Action, App, ExportFile, Question, Shot};
use crate::ui::widgets;

/// What the shell itself shows; questions stand in the application's state.
#[derive(Default)]
enum Dialog {
    #[default]
    None,
    Path(PathDialog),
    Picture(PictureDialog),
    Shortcuts,
    About,
    Start(start::Start),
}

/// At most one dialog, and the system's file dialog beside it.
#[derive(Default)]
pub struct Dialogs {
    dialog: Dialog,
    import: ImportSheet,
    files: FileDialogs,
    /// The folder a save was refused for; the dialog after it goes on from there.
    refused: Option<PathBuf>,
}

impl Dialogs {
    /// Whether a dialog takes all input now.
    pub fn is_open(&self, app: &App) -> bool {
        app.question.is_some() || app.import.is_some() || !matches!(self.dialog, Dialog::None)
    }

    /// Asks for the folder to open or to save into; does nothing when that is being asked already.
    pub fn ask_path(&mut self, purpose: Purpose, app: &App) {
        let asked = matches!(&self.dialog, Dialog::Path(dialog) if dialog.purpose == purpose);
        if !asked {
            let mut dialog = PathDialog::new(purpose, app);
            if let Some(path) = self.refused.take().filter(|_| purpose == Purpose::SaveAs) {
                dialog.begin_at(&path);
            }
            self.dialog = Dialog::Path(dialog);
        }
    }

    /// Asks what a picture is to be like.
    pub fn ask_picture(&mut self, shot: Shot, choice: &PictureChoice) {
        self.dialog = Dialog::Picture(PictureDialog::new(shot, choice));
    }

    pub fn show_shortcuts(&mut self) {
        self.dialog = Dialog::Shortcuts;
    }

    /// Asks what to begin with; `leaves` says whether the present project is left for it.
    pub fn show_start(&mut self, leaves: bool) {
        self.dialog = Dialog::Start(start::Start::new(leaves));
    }

    pub fn show_about(&mut self) {
        self.dialog = Dialog::About;
    }

    /// Draws whatever is open; answers go into `actions`, and what a person wants of pictures into `choice`.
    pub fn show(
        &mut self,
        ctx: &Context,
        app: &App,
        choice: &mut PictureChoice,
        actions: &mut Vec<Action>,
    ) {
        match &app.question {
            Some(Question::SaveAs | Question::SaveFile(_)) => {}
            None => self.refused = None,
            Some(asked) => {
                if let Question::Replace { path, .. } = asked {
                    self.refused = Some(path.clone());
                }
                question::show(ctx, app, asked, actions);
            }
        }
        // A question of the application comes first, such as that for unsaved work.
        if let Some(import) = app.import.as_ref().filter(|_| app.question.is_none()) {
            self.import.show(ctx, app, import, actions);
        }
        let picked = self.files.take();
        match &mut self.dialog {
            Dialog::None => {}
            Dialog::Path(dialog) => {
                if let Some(picked) = picked.filter(|picked| picked.purpose == dialog.purpose) {
                    dialog.picked(picked.path);
                }
                let done = dialog.show(ctx, app, &mut self.files, actions);
                if done {
                    self.dialog = Dialog::None;
                }
            }
            Dialog::Picture(dialog) => {
                if dialog.show(ctx, app, choice, actions) {
                    self.dialog = Dialog::None;
                }
            }
            Dialog::Shortcuts => {
                if help::shortcuts(ctx) {
                    self.dialog = Dialog::None;
                }
            }
            Dialog::About => {
                if help::about(ctx) {
                    self.dialog = Dialog::None;
                }
            }
            // A question of the application, such as that for work left behind, comes first.
            Dialog::Start(_) if app.question.is_some() => {}
            Dialog::Start(start) => match start.show(ctx, app, actions) {
                Some(start::Choice::Done) => self.dialog = Dialog::None,
                Some(start::Choice::OwnData) => self.ask_path(Purpose::OpenData, app),
                None => {}
            },
        }
    }
}

/// Where a project without a path is saved unless a person says otherwise.
fn first_path(app: &App) -> PathBuf {
    if let Some(original) = &app.copy_of {
        let name = original.file_name().unwrap_or_default();
        return original.with_file_name(format!("{}-copy", name.to_string_lossy()));
    }
    let folder = std::env::current_dir().unwrap_or_default();
    let name = app.document.name.trim();
    folder.join(if name.is_empty() { "project" } else { name })
}

/// The file that the application asks a place for.
fn export_file(app: &App) -> Option<&ExportFile> {
    match &app.question {
        Some(Question::SaveFile(file)) => Some(file),
        _ => None,
    }
}

/// Where a file is saved unless a person says otherwise: beside the project.
fn file_path(app: &App) -> PathBuf {
    let (name, ending) =
        export_file(app).map_or(("picture", "png"), |file| (&*file.name, file.ending));
    let project = app.path.clone().unwrap_or_else(|| first_path(app));
    project.with_file_name(match ending {
        "" => name.to_owned(),
        ending => format!("{name}.{ending}"),
    })
}

/// A dialog with a heading; true when it was left by Escape or a click beside it.
fn modal(ctx: &Context, name: &str, heading: &str, add: impl FnOnce(&mut Ui)) -> bool {
    let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(16);
    let response = Modal::new(Id::unique(("dialog", name)))
        .frame(frame)
        .show(ctx, |ui| {
            ui.set_width(400.0);
            ui.add(egui::Label::new(widgets::strong(ui, heading, 15.0)).wrap());
            ui.add_space(8.0);
            add(ui);
        });
    response.should_close()
}

/// A large dialog of at most `size` points: the heading, and what `add` draws into the rest. True when it was left by
/// Escape or a click beside it.
fn sheet(
    ctx: &Context,
    heading: &str,
    size: [f32; 2],
    add: impl FnOnce(&mut Ui, egui::Rect),
) -> bool {
    let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(16);
    let room = ctx.content_rect().size() - egui::vec2(80.0, 80.0);
    let size = egui::Vec2::from(size).min(room);
    let modal = Modal::new(Id::unique("sheet")).frame(frame);
    let response = modal.show(ctx, |ui| {
        ui.set_min_size(size);
        ui.set_max_size(size);
        let top = ui.cursor().top();
        ui.add(egui::Label::new(widgets::strong(ui, heading, 15.0)).truncate());
        ui.add_space(8.0);
        let used = ui.cursor().top() - top;
        let area = egui::Rect::from_min_size(ui.cursor().min, size - egui::vec2(0.0, used));
        add(ui, area);
    });
    response.should_close()
}

/// The buttons of a dialog, the primary one at the right.
fn buttons(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.add_space(16.0);
    ui.spacing_mut().button_padding.x = 12.0;
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), add);
}

/// Whether Enter was pressed while no button has the focus, nor is a list of choices open, which takes it.
fn entered(ui: &Ui) -> bool {
    let is_taken = ui.ctx().egui_wants_keyboard_input() || egui::Popup::is_any_open(ui.ctx());
    !is_taken && ui.input(|input| input.key_pressed(Key::Enter))
}
