//! Where the images come from: a built-in set or IDX files.

use std::path::PathBuf;

use egui::{RichText, TextEdit, Ui};

use super::dialog::FileDialog;
use crate::app::DataFailure;
use crate::data::{BuiltIn, Source};
use crate::ui::theme;
use crate::ui::typed_path::typed_path;

/// The paths of an IDX dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Images,
    Labels,
    TestImages,
    TestLabels,
}

impl Field {
    const ALL: [Self; 4] = [
        Self::Images,
        Self::Labels,
        Self::TestImages,
        Self::TestLabels,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Images => "Training images",
            Self::Labels => "Training labels",
            Self::TestImages => "Test images",
            Self::TestLabels => "Test labels",
        }
    }

    fn tooltip(self) -> &'static str {
        match self {
            Self::Images => "An IDX file of images, plain or .gz",
            Self::Labels => "An IDX file of one label an image; optional",
            Self::TestImages => {
                "An IDX file of images; without one every sixth training image becomes a test image"
            }
            Self::TestLabels => "An IDX file of one label a test image; optional",
        }
    }
}

/// Paths as typed, not loaded yet.
#[derive(Debug, Clone, PartialEq, Default)]
struct Draft {
    paths: [String; 4],
}

impl Draft {
    fn of(source: &Source) -> Self {
        let Source::Idx {
            images,
            labels,
            test_images,
            test_labels,
        } = source
        else {
            return Self::default();
        };
        let text = |path: Option<&PathBuf>| {
            path.map(|path| path.display().to_string())
                .unwrap_or_default()
        };
        Self {
            paths: [
                text(Some(images)),
                text(labels.as_ref()),
                text(test_images.as_ref()),
                text(test_labels.as_ref()),
            ],
        }
    }

    /// The source these paths name.
    ///
    /// # Errors
    /// One sentence on what is missing.
    fn source(&self) -> Result<Source, &'static str> {
        let path = |field: Field| typed_path(&self.paths[field as usize]);
        let Some(images) = path(Field::Images) else {
            return Err("Give the path of the training images first");
        };
        if path(Field::TestLabels).is_some() && path(Field::TestImages).is_none() {
            return Err("Test labels need the path of their test images");
        }
        Ok(Source::Idx {
            images,
            labels: path(Field::Labels),
            test_images: path(Field::TestImages),
            test_labels: path(Field::TestLabels),
        })
    }
}

/// The choice of the source; keeps paths that are not loaded yet.
#[derive(Default)]
pub struct SourceEditor {
    draft: Option<Draft>,
    /// The source that the draft started from: another one (undo, open) ends it.
    started_from: Option<Source>,
    /// The failure whose paths the draft took over.
    failure: Option<DataFailure>,
    dialog: FileDialog,
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
            if let Some(failed) = failure.filter(|f| matches!(f.source, Source::Idx { .. })) {
                self.draft = Some(Draft::of(&failed.source));
            }
        }
        let mut chosen = None;
        let idx = self.draft.is_some() || matches!(source, Source::Idx { .. });
        let selected = match source {
            Source::BuiltIn { set } if !idx => set.name(),
            _ => "IDX files",
        };
        let menu = egui::ComboBox::from_id_salt("dataset")
            .width(ui.available_width())
            .selected_text(selected)
            .show_ui(ui, |ui| {
                for set in BuiltIn::ALL {
                    let option = Source::BuiltIn { set };
                    let is = !idx && *source == option;
                    let label = ui
                        .selectable_label(is, set.name())
                        .on_hover_text(set.contents());
                    if label.clicked() {
                        self.draft = None;
                        chosen = (*source != option).then_some(option);
                    }
                }
                if ui
                    .selectable_label(idx, "IDX files…")
                    .on_hover_text("Files in the format of MNIST, plain or .gz")
                    .clicked()
                    && !idx
                {
                    self.draft = Some(Draft::default());
                }
            });
        menu.response
            .accessible_name("Dataset")
            .on_hover_text("Where the images come from");
        if idx {
            chosen = self.files(ui, source).or(chosen);
        }
        chosen
    }

    /// The paths, and the button that loads them.
    fn files(&mut self, ui: &mut Ui, source: &Source) -> Option<Source> {
        let mut draft = self.draft.clone().unwrap_or_else(|| Draft::of(source));
        if let Some((field, path)) = self.dialog.poll() {
            draft.paths[field as usize] = path.display().to_string();
        }
        for field in Field::ALL {
            self.path(ui, field, &mut draft.paths[field as usize]);
        }
        let ready = draft.source();
        let problem = ready.as_ref().err().copied();
        let same = ready.as_ref().is_ok_and(|ready| ready == source);
        let load = ui
            .add_enabled(ready.is_ok() && !same, egui::Button::new("Load"))
            .on_hover_text("Read these files and use them as the data")
            .on_disabled_hover_text(problem.unwrap_or("These files are the data already"));
        if problem.is_some() && draft.paths.iter().any(|path| !path.trim().is_empty()) {
            ui.label(RichText::new(problem.unwrap_or_default()).color(ui.visuals().warn_fg_color));
        }
        if let Some(failed) = self.failure.as_ref().filter(|_| self.draft.is_some()) {
            let text = RichText::new(&failed.message).color(ui.visuals().error_fg_color);
            ui.add(egui::Label::new(text).wrap());
        }
        let loaded = ready.ok().filter(|_| load.clicked());
        if draft != Draft::of(source) || self.draft.is_some() {
            self.draft = Some(draft);
        }
        loaded
    }

    fn path(&mut self, ui: &mut Ui, field: Field, text: &mut String) {
        let weak = theme::palette(ui).weak;
        let label = ui.label(RichText::new(field.name()).size(11.0).color(weak));
        ui.horizontal(|ui| {
            let edit = TextEdit::singleline(text)
                .font(egui::TextStyle::Monospace)
                .desired_width((ui.available_width() - 84.0).max(60.0));
            let response = ui.add(edit).labelled_by(label.id);
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
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_a_source_and_back() {
        let mut draft = Draft::default();
        assert!(draft.source().unwrap_err().contains("training images"));
        draft.paths = ["a.gz", " ", "t.gz", "l.gz"].map(String::from);
        let source = draft.source().unwrap();
        assert_eq!(
            source,
            Source::Idx {
                images: "a.gz".into(),
                labels: None,
                test_images: Some("t.gz".into()),
                test_labels: Some("l.gz".into()),
            }
        );
        draft.paths[1].clear();
        assert_eq!(Draft::of(&source), draft);
    }

    #[test]
    fn the_home_folder_has_its_short_name() {
        let Some(folders) = directories::BaseDirs::new() else {
            return;
        };
        let draft = Draft {
            paths: ["~/sets/a.gz", "", "", ""].map(String::from),
        };
        let Ok(Source::Idx { images, .. }) = draft.source() else {
            panic!("it is a source");
        };
        assert_eq!(images, folders.home_dir().join("sets/a.gz"));
    }

    #[test]
    fn test_labels_alone_are_refused() {
        let draft = Draft {
            paths: ["a", "", "", "l"].map(String::from),
        };
        assert!(draft.source().unwrap_err().contains("test images"));
    }
}
