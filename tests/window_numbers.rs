//! The whole window works out the numbers of a comparison while it shows them.

mod common;
#[path = "window_session_support/mod.rs"]
mod support;

use egui_kittest::kittest::Queryable as _;
use support::{Window, project};

#[test]
fn measures_come_while_the_table_is_on_screen() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = Window::open_in(&project(folder.path()), [1_100.0, 700.0]);
    window.press("Step");
    window.until("an update", |app| app.selected().trained.is_some());
    window.frames(10);
    assert!(
        window.app().figures.by_variant.is_empty(),
        "nobody looks yet"
    );

    window.harness.state_mut().preferences.mode = hourglass::ui::views::WindowMode::Compare;
    window.frames(4);
    window.click("Table");
    window.until("figures", |app| {
        app.figures.by_variant.len() == 1 && app.figures.pca.is_some()
    });
    window.click("Trade-off");
    window.harness.get_by_label_contains("PCA at its code size");
    window.harness.get_by_label("Point A");
    assert_eq!(window.app().messages, []);
}
