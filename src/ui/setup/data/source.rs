//! The source of the data: a built-in set, or files of one of the kinds that can be read.

use egui::{RichText, TextEdit, Ui};

use super::dialog::FileDialog;
use super::draft::Draft;
use super::field::{Field, Files};
use super::sets::{self, Sets};
use crate::app::DataFailure;
use crate::data::Source;
use crate::ui::theme;

/// Height of the menu, in points: all sets and kinds of files without scrolling.
const MENU: f32 = 520.0;

/// The choice of the source; keeps paths that are not loaded yet.
#[derive(Default)]
pub struct SourceEditor {
    draft: Option<Draft>,
    /// The source that the draft started from: another one (undo, open) ends it.
    started_from: Option<Source>,
    /// The failure whose paths the draft took over.
    failure: Option<DataFailure>,
    dialog: FileDialog,
    sets: Sets,
}

impl SourceEditor {
    /// Draws the choice; gives a new source once a person asked for it.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        source: &Source,
        failure: Option<&DataFailure>,
    ) -> Option<Source> {
        if self.started_from.as_ref() != Some(source) {
            self.draft = None;
            self.started_from = Some(source.clone());
        }
        if self.failure.as_ref() != failure {
            self.failure = failure.cloned();
            // What was typed can be corrected instead of typed again.
            if let Some(typed) = failure.and_then(|failed| Draft::of(&failed.source)) {
                self.draft = Some(typed);
            }
        }
        let mut chosen = self.menu(ui, source);
        let draft = self.draft.clone().or_else(|| Draft::of(source));
        if let Some(draft) = draft {
            chosen = self.files(ui, source, draft).or(chosen);
        }
        if let Some(failed) = &self.failure {
            let text = RichText::new(&failed.message).color(ui.visuals().error_fg_color);
            ui.add(egui::Label::new(text).wrap());
        }
        chosen
    }

    fn menu(&mut self, ui: &mut Ui, source: &Source) -> Option<Source> {
        let mut chosen = None;
        let typed = self.draft.as_ref().map(|draft| draft.files);
        let files = typed.or_else(|| Files::of(source));
        let selected = match (source, files) {
            (_, Some(files)) => files.name(),
            (Source::BuiltIn { set }, None) => set.name(),
            (_, None) => "",
        };
        let menu = egui::ComboBox::from_id_salt("dataset")
            .width(ui.available_width())
            .height(MENU)
            .selected_text(selected)
            .show_ui(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                let now = match source {
                    Source::BuiltIn { set } if files.is_none() => Some(*set),
                    _ => None,
                };
                if let Some(set) = self.sets.show(ui, now) {
                    self.draft = None;
                    chosen = Some(Source::BuiltIn { set });
                }
                sets::heading(ui, "Your own");
                for option in Files::ALL {
                    let about = option.about();
                    let is = files == Some(option);
                    let text = format!("{}…", option.name());
                    let label = ui.selectable_label(is, text).on_hover_text(about);
                    if label.clicked() && !is {
                        let here = Draft::of(source).filter(|draft| draft.files == option);
                        self.draft = Some(here.unwrap_or(Draft::empty(option)));
                    }
                }
            });
        menu.response
            .accessible_name("Dataset")
            .on_hover_text("Where the samples come from");
        chosen
    }

    /// The paths, and the button that loads them.
    fn files(&mut self, ui: &mut Ui, source: &Source, mut draft: Draft) -> Option<Source> {
        if let Some((field, path)) = self.dialog.poll() {
            *draft.path_mut(field) = path.display().to_string();
        }
        let mut entered = false;
        for &field in draft.files.fields() {
            entered |= self.path(ui, field, draft.path_mut(field));
        }
        let ready = draft.source(source);
        let problem = ready.as_ref().err().copied();
        let same = ready.as_ref().is_ok_and(|ready| ready == source);
        let load = ui
            .add_enabled(ready.is_ok() && !same, egui::Button::new("Load"))
            .on_hover_text("Read these files and use them as the data")
            .on_disabled_hover_text(problem.unwrap_or("These files are the data already"));
        if let Some(problem) = problem
            && !draft.is_empty()
        {
            ui.label(RichText::new(problem).color(ui.visuals().warn_fg_color));
        }
        // A single path is complete with Enter.
        let wanted = load.clicked() || entered && draft.files.is_single() && !same;
        let loaded = ready.ok().filter(|_| wanted);
        if self.draft.is_some() || Draft::of(source).as_ref() != Some(&draft) {
            self.draft = Some(draft);
        }
        loaded
    }

    /// Draws one path; true when Enter was pressed in it.
    fn path(&mut self, ui: &mut Ui, field: Field, text: &mut String) -> bool {
        let weak = theme::palette(ui).weak;
        let label = ui.label(RichText::new(field.name()).size(11.0).color(weak));
        ui.horizontal(|ui| {
            let edit = TextEdit::singleline(text)
                .font(egui::TextStyle::Monospace)
                .hint_text(field.hint())
                .desired_width((ui.available_width() - 84.0).max(60.0));
            let response = ui.add(edit).labelled_by(label.id);
            let entered =
                response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            // A path is often longer than its field.
            response.on_hover_text(match text.trim() {
                "" => field.tooltip().to_owned(),
                path => format!("{}\n{path}", field.tooltip()),
            });
            let choose = ui
                .add_enabled(!self.dialog.is_open(), egui::Button::new("Choose…"))
                .on_hover_text("Pick the file in a dialog")
                .on_disabled_hover_text("Another file is being picked");
            if choose.clicked() {
                self.dialog.open(ui.ctx(), field);
            }
            entered
        })
        .inner
    }
}
