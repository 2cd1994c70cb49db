//! Drag and drop onto the window: projects open, data are imported.

use std::path::{Path, PathBuf};

use egui::Context;

use crate::app::{Action, SampleKind, UseAction};
use crate::data::Source;
use crate::ui::theme;
use crate::uses::Given;

/// The file that makes a folder a project.
const PROJECT_FILE: &str = "project.json";

/// What letting go of `path` asks for. What is neither data nor a project is asked for as data, which says so.
pub fn action(path: &Path) -> Action {
    if is_project(path) {
        Action::Open(path.to_path_buf())
    } else {
        Action::Preview(path.to_path_buf())
    }
}

/// The same while uses are on screen: a use that takes something else than the test part takes it.
pub fn action_in_use(path: &Path, takes: Given) -> Action {
    match takes {
        Given::Samples | Given::File if !is_project(path) => {
            Action::Use(UseAction::Input(Some(path.to_path_buf())))
        }
        Given::Samples | Given::File | Given::Nothing => action(path),
    }
}

/// Whether a project is there: a `project.json`, or a folder with one.
fn is_project(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == PROJECT_FILE) || path.join(PROJECT_FILE).is_file()
}

/// While a file or folder is held over the window, says what letting go does.
pub fn hint(ctx: &Context) {
    let held = ctx.input(|input| {
        let held = input.raw.hovered_files.first()?;
        Some(held.path.clone())
    });
    let text = held.map(|path| {
        // Files are looked at once, not in each frame.
        let id = egui::Id::unique("what is held over the window");
        let known = ctx.data(|data| data.get_temp::<(Option<PathBuf>, &'static str)>(id));
        match known {
            Some((of, text)) if of == path => text,
            _ => {
                let text = words(path.as_deref());
                ctx.data_mut(|data| data.insert_temp(id, (path, text)));
                text
            }
        }
    });
    let Some(text) = text else {
        return;
    };
    let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop hint"));
    let (painter, rect) = (ctx.layer_painter(layer), ctx.content_rect());
    painter.rect_filled(rect, 0.0, egui::Color32::from_black_alpha(160));
    let middle = egui::Align2::CENTER_CENTER;
    let font = theme::strong(ctx, 15.0);
    painter.text(rect.center(), middle, text, font, egui::Color32::WHITE);
}

/// What letting go does. Not every system tells what is held.
fn words(path: Option<&Path>) -> &'static str {
    let Some(path) = path else {
        return "Drop to open the project or the data";
    };
    match Source::of_path(path) {
        _ if is_project(path) => "Drop to open the project",
        Ok(source) if source.has_words() => "Drop to train on these texts",
        Ok(source) => match SampleKind::of_source(&source) {
            SampleKind::Image => "Drop to train on these images",
            SampleKind::Row => "Drop to train on this table",
            SampleKind::Sequence => "Drop to train on these series",
            SampleKind::Text => "Drop to train on these texts",
        },
        Err(_) => "This is neither a project nor data that can be read",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projects_open_and_all_else_is_imported() {
        let folder = tempfile::tempdir().expect("a folder");
        let inside = |name: &str| folder.path().join(name);
        // A folder can end like a table.
        let odd = inside("runs.csv");
        std::fs::create_dir(&odd).expect("a folder");
        assert_eq!(words(Some(&odd)), "Drop to train on these images");
        assert_eq!(action(&odd), Action::Preview(odd.clone()));
        std::fs::write(odd.join(PROJECT_FILE), "{}").expect("a file");
        for path in [odd, inside(PROJECT_FILE)] {
            assert_eq!(words(Some(&path)), "Drop to open the project");
            assert_eq!(action(&path), Action::Open(path));
        }
        for (name, said) in [
            ("a.csv", "Drop to train on this table"),
            ("a.tsv.gz", "Drop to train on this table"),
            (
                "train-images-idx3-ubyte.gz",
                "Drop to train on these images",
            ),
            (
                "a.docx",
                "This is neither a project nor data that can be read",
            ),
        ] {
            let path = inside(name);
            assert_eq!(words(Some(&path)), said);
            assert_eq!(action(&path), Action::Preview(path));
        }
        assert_eq!(words(None), "Drop to open the project or the data");
    }
}
