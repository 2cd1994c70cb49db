//! The window on a project that another program has open: the question, and what can be done while looking.

mod app_support;
mod common;
mod window_session_support;

use app_support::Session;
use common::keep_picture;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use hourglass::app::Question;
use hourglass::ui::ThemeChoice;
use window_session_support::{Window, project};

#[test]
fn the_question_loses_nothing_by_enter_and_looking_says_what_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = project(folder.path());
    let mut first = Session::start(Some(&bundle));
    first.until_ready();
    let other = folder.path().join("other");
    hourglass::project::save(&window_session_support::document(folder.path()), &other)
        .expect("saved");
    let mut window = Window::open_in(&other, [1_024.0, 640.0]);
    let open = |window: &mut Window| {
        let open = hourglass::app::Action::Open(bundle.clone());
        window.harness.state_mut().app.apply(open);
        window.until("the question", |app| {
            matches!(app.question, Some(Question::InUse { .. }))
        });
        window.frames(4);
    };
    open(&mut window);
    for (name, theme) in [("light", ThemeChoice::Light), ("dark", ThemeChoice::Dark)] {
        window.harness.state_mut().preferences.theme = theme;
        window.frames(4);
        let drawn = window.harness.render().expect("drawn");
        keep_picture(&format!("in_use_question_{name}"), &drawn);
    }
    window.click("Cancel");
    assert_eq!(window.app().path.as_ref(), Some(&other));

    open(&mut window);
    window.key(Modifiers::NONE, Key::Enter);
    window.until("the project", |app| app.path.as_ref() == Some(&bundle));
    window.until_ready();
    assert!(window.app().only_looks());
    window.frames(8);
    let drawn = window.harness.render().expect("drawn");
    keep_picture("in_use_looking", &drawn);
    assert!(window.harness.query_by_label("open to look").is_some());
    window.click("Save as a copy");
    window.frames(4);
    assert!(window.harness.query_by_label("Save project as").is_some());
}
