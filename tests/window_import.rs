//! Data that are let go of over the window: looked at, read in another way, and taken.

mod common;
mod window_session_support;

use std::path::{Path, PathBuf};

use common::keep_picture;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Action, App, ImportState};
use hourglass::data::{Scaling, Source};
use window_session_support::{Window, project};

/// As when the file is let go of over the window.
fn drop_file(window: &mut Window, path: &Path) {
    let app = &mut window.harness.state_mut().app;
    app.apply(Action::Preview(path.to_path_buf()));
    window.frames(2);
}

fn looked_at(app: &App) -> bool {
    let import = app.import.as_ref();
    import.is_some_and(|import| matches!(import.state, ImportState::Ready(_)))
}

/// 60 rows of a number, a category and a class.
fn table(folder: &Path) -> PathBuf {
    let row = |row: usize| {
        let colour = ["red", "green", "blue"][row % 3];
        format!("{}.25,{colour},{}\n", row * 7 % 31, row % 2)
    };
    let path = folder.join("things.csv");
    let rows: String = (0..60).map(row).collect();
    std::fs::write(&path, format!("height,colour,class\n{rows}")).expect("written");
    path
}

#[test]
fn a_table_is_looked_at_and_used_in_this_project() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = Window::open_in(&project(folder.path()), [1_280.0, 800.0]);
    let before = window.app().document.clone();
    drop_file(&mut window, &table(folder.path()));
    window.until("a look", looked_at);
    window.harness.get_by_label("Import things.csv");
    assert_eq!(window.app().document, before, "looking changes nothing");
    keep_picture("import-table", &window.harness.render().expect("a picture"));

    // Enter in an open list is not for the sheet.
    window.click("Type of height");
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(
        (window.app().import.is_some(), &window.app().document),
        (true, &before)
    );
    window.key(Modifiers::NONE, Key::Escape);

    window.click("Cancel");
    assert!(window.harness.query_by_label("Import things.csv").is_none());
    assert_eq!(window.app().document, before);

    drop_file(&mut window, &table(folder.path()));
    window.until("a look", looked_at);
    window.click("Use in this project");
    window.until_ready();
    let data = window.app().dataset.prepared().expect("data");
    assert_eq!(data.dataset.train.len() + data.dataset.test.len(), 60);
    assert!(data.dataset.shape().columns().is_some());
    assert!(window.harness.query_by_label("Import things.csv").is_none());
}

#[test]
fn a_table_is_read_as_ratings_where_a_person_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = Window::open_in(&project(folder.path()), [1_280.0, 800.0]);
    let path = folder.path().join("films.csv");
    let row = |row: usize| format!("{},{},{},x\n", row / 6, row % 6, 1 + row % 5);
    let rows: String = (0..60).map(row).collect();
    std::fs::write(&path, format!("user,movie,rating,note\n{rows}")).expect("written");
    drop_file(&mut window, &path);
    window.until("a look", looked_at);
    window.click("Read as");
    window.click("ratings");
    window.until("ratings", |app| {
        let import = app.import.as_ref();
        let source = import.map(|import| &import.settings.source);
        looked_at(app) && matches!(source, Some(Source::Ratings(_)))
    });
    window.harness.get_by_label("Masks");
    keep_picture(
        "import-ratings",
        &window.harness.render().expect("a picture"),
    );
    window.click("Use in this project");
    window.until_ready();
    let app = window.app();
    let data = app.dataset.prepared().expect("data");
    assert!(data.dataset.train.are_ratings());
    assert_eq!(data.dataset.test.units(), 10);
    assert_eq!(app.document.data.scaling, Scaling::Centred);
    assert!(app.selected().settings.fits(data));
}

#[test]
fn images_are_shown_and_what_cannot_be_read_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = Window::open_in(&project(folder.path()), [1_024.0, 640.0]);
    drop_file(&mut window, &folder.path().join("images.idx"));
    window.until("a look", looked_at);
    keep_picture(
        "import-images",
        &window.harness.render().expect("a picture"),
    );
    // 24 of them, three rows of eight.
    let sheet = window.harness.get_by_label("Import images.idx").rect();
    assert!(sheet.left() > 0.0 && sheet.right() < 1_024.0);
    window.click("Cancel");

    let broken = folder.path().join("broken.idx");
    std::fs::write(&broken, [0, 0, 8]).expect("written");
    drop_file(&mut window, &broken);
    window.until("a failure", |app| {
        let import = app.import.as_ref();
        import.is_some_and(|import| matches!(import.state, ImportState::Failed(_)))
    });
    let path = broken.display().to_string();
    window.harness.get_by_label_contains(&path);
    keep_picture(
        "import-broken",
        &window.harness.render().expect("a picture"),
    );
}
