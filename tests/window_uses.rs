//! The third mode of the window: what was trained is used.

mod common;
#[path = "window_session_support/mod.rs"]
mod support;

use common::keep_picture;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Action, App, DatasetState, UseAction, VariantsEdit};
use hourglass::ui::ThemeChoice;
use hourglass::ui::views::WindowMode;
use hourglass::uses::Use;
use support::{Window, project};

#[test]
fn what_is_found_stands_beside_what_pca_reaches_and_stays_in_the_project() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = project(folder.path());
    let mut window = Window::open_in(&path, [1_440.0, 900.0]);
    window.click("Use");
    assert_eq!(window.harness.state().preferences.mode, WindowMode::Use);
    // Nothing is trained yet: it says so, and there is no result.
    window
        .harness
        .get_all_by_label("Train a variant first")
        .next()
        .expect("a reason");
    window.press("Step");
    window.until("an update", |app| app.selected().trained.is_some());
    window.act(Action::Use(UseAction::Set("normal", Some("0,1".into()))));
    window.click("Run");
    window.until("a result", |app| app.use_result(app.selected()).is_some());
    window.frames(4);
    for label in ["AUC", "average precision", "PCA", "Scores", "ROC"] {
        window.harness.get_all_by_label(label).next().expect(label);
    }
    let auc = |window: &Window| {
        let (result, is_stale) = window
            .app()
            .use_result(window.app().selected())
            .expect("a result");
        (result.figures.numbers()[0].1, is_stale)
    };
    let (before, is_stale) = auc(&window);
    assert!((0.0..=1.0).contains(&before) && !is_stale);

    // A threshold at the greatest score is crossed by none, one below all by all.
    let crossed = |window: &mut Window, at: f64| {
        window.act(Action::Use(UseAction::Cut(at)));
        let app = window.app();
        let found = app.using.found(app.selected().id).expect("found");
        let table = &found.outcome.table;
        let column = table
            .0
            .iter()
            .find(|column| column.name == "odd")
            .expect("marks");
        (0..table.rows())
            .filter(|row| column.cells.text(*row) == "yes")
            .count()
    };
    assert_eq!(crossed(&mut window, 1e9), 0);
    let all = window
        .app()
        .dataset
        .prepared()
        .expect("data")
        .dataset
        .test
        .len();
    assert_eq!(crossed(&mut window, -1.0), all);

    // Other weights: the figures are of those before.
    window.press("Step");
    window.until("another update", |app| {
        app.use_result(app.selected())
            .is_some_and(|(_, is_stale)| is_stale)
    });
    assert_eq!(auc(&window), (before, true));
    window
        .harness
        .get_all_by_label("at epoch 0")
        .next()
        .expect("it says of when");

    window.act(Action::Save);
    window.until("saved", |app| app.save == hourglass::app::SaveState::Saved);
    drop(window);
    let window = Window::open_in(&path, [1_440.0, 900.0]);
    let (kept, _) = auc(&window);
    assert_eq!(kept, before);
}

#[test]
fn settings_that_cannot_be_are_refused_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = Window::open_in(&project(folder.path()), [1_024.0, 640.0]);
    let set = |value: &str| Action::Use(UseAction::Set("level", Some(value.into())));
    assert_eq!(
        window.app().check(&set("2")),
        Err("give at least 0 and at most 1, not 2: level".into())
    );
    window.press("Step");
    window.until("an update", |app| app.selected().trained.is_some());
    window.act(Action::Use(UseAction::Set("normal", Some("nobody".into()))));
    window.act(Action::Use(UseAction::Run));
    window.until("an answer", |app| {
        app.using.failed(app.selected().id).is_some()
    });
    let app = window.app();
    let failed = app.using.failed(app.selected().id).expect("a reason");
    assert!(failed.ends_with(": normal"), "{failed}");
    assert!(app.use_result(app.selected()).is_none());
}

#[test]
fn what_was_asked_for_goes_on_whatever_is_looked_at_since() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = Window::open_in(&project(folder.path()), [1_440.0, 900.0]);
    let step = |window: &mut Window| {
        window.press("Step");
        window.until("an update", |app| app.selected().trained.is_some());
    };
    step(&mut window);
    let first = window.app().selected().id;
    window.act(Action::Variants(VariantsEdit::Duplicate(first)));
    step(&mut window);
    window.act(Action::Use(UseAction::Set("level", Some("0.25".into()))));
    window.act(Action::Use(UseAction::Run));
    window.act(Action::Use(UseAction::Choose("features")));
    window.until("two results", |app| {
        let variants = app.document.variants.iter();
        variants
            .filter(|variant| !variant.results.is_empty())
            .count()
            == 2
    });
    for variant in &window.app().document.variants {
        let names: Vec<&str> = variant
            .results
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        assert_eq!(names, ["anomaly"]);
        assert_eq!(
            variant.results[0].settings,
            [("level".into(), "0.25".into())]
        );
    }
}

#[test]
fn pictures_that_were_made_are_saved_as_a_folder_and_a_refusal_keeps_what_was_typed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = Window::open_in(&project(folder.path()), [1_440.0, 1_400.0]);
    window.click("Use");
    window.press("Step");
    window.until("an update", |app| app.selected().trained.is_some());
    window.act(Action::Use(UseAction::Choose("generate")));
    window.act(Action::Use(UseAction::Set("count", Some("3".into()))));
    window.click("Run");
    window.until("samples", |app| {
        app.using.found(app.selected().id).is_some()
    });
    let place = folder.path().join("A generate");
    let save = |window: &mut Window| {
        window.frames(4);
        window.click("Folder of PNG…");
        window.frames(4);
        let typed = window.harness.get_by_label("Path").value();
        assert_eq!(typed, Some(place.display().to_string()));
        window.harness.key_press(egui::Key::Enter);
        window.frames(4);
    };
    save(&mut window);
    window.until("a folder of three", |_| place.join("2.png").is_file());
    window.until("a word on it", |app| {
        let mut said = app.messages.iter();
        said.any(|message| {
            message
                .text
                .starts_with("The folder of pictures is saved: ")
        })
    });
    // It is not written into a second time, and is asked for again.
    save(&mut window);
    window.until("a refusal", |app| app.unwritten_now().is_some());
    window.frames(4);
    let sentence = format!(
        "The folder of pictures was not saved, there are files in this folder already: {}",
        place.display()
    );
    window.harness.get_by_label(&sentence);
    let typed = window.harness.get_by_label("Path").value();
    assert_eq!(typed, Some(place.display().to_string()));
}

#[test]
fn what_was_trained_decodes_wherever_its_data_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = project(folder.path());
    let codes = folder.path().join("shapes.codes");
    let mut window = Window::open_in(&path, [1_440.0, 1_400.0]);
    window.press("Step");
    window.until("an update", |app| app.selected().trained.is_some());
    window.act(Action::Use(UseAction::Choose("compress")));
    window.act(Action::Use(UseAction::Run));
    window.until("codes", |app| app.using.found(app.selected().id).is_some());
    let app = window.app();
    let found = app.using.found(app.selected().id).expect("found");
    std::fs::write(&codes, found.outcome.codes.as_ref().expect("codes")).expect("written");
    window.act(Action::Save);
    window.until("saved", |app| app.save == hourglass::app::SaveState::Saved);
    drop(window);
    std::fs::remove_file(folder.path().join("images.idx")).expect("removed");
    let mut window = Window::open_without_waiting(&path, [1_440.0, 1_400.0]);
    window.until("no data", |app| {
        app.path.is_some() && matches!(app.dataset, DatasetState::Failed { .. })
    });
    window.click("Use");
    window.click("Compress");
    window
        .harness
        .get_all_by_label("The data cannot be read")
        .next()
        .expect("a reason");
    window.click("Decompress");
    window.act(Action::Use(UseAction::Input(Some(codes))));
    window.click("Run");
    window.until("samples", |app| {
        app.using.found(app.selected().id).is_some()
    });
    window.frames(4);
    window.harness.get_by_label("Folder of PNG…");
}

#[test]
fn every_use_is_drawn_light_and_dark_in_small_and_large_windows() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = Window::open_in(&project(folder.path()), [1_920.0, 1_080.0]);
    for _ in 0..3 {
        let before = window.app().runs[&window.app().selected().id].progress.step;
        window.press("Step");
        window.until("an update", |app| {
            app.selected()
                .trained
                .as_ref()
                .is_some_and(|trained| trained.resume_state.position.step > before)
        });
    }
    let codes = folder.path().join("shapes.codes");
    window.harness.state_mut().preferences.mode = WindowMode::Use;
    let shape = window
        .app()
        .dataset
        .prepared()
        .expect("data")
        .dataset
        .shape()
        .clone();
    let names: Vec<&str> = App::uses_of(&shape).map(Use::name).collect();
    assert_eq!(names.len(), 7, "{names:?}");
    for name in names {
        window.act(Action::Use(UseAction::Choose(name)));
        if name == "denoise" {
            window.act(Action::Use(UseAction::Set(
                "noise",
                Some("gaussian".into()),
            )));
        }
        if name == "decompress" {
            window.act(Action::Use(UseAction::Input(Some(codes.clone()))));
        }
        window.act(Action::Use(UseAction::Run));
        window.until(name, |app| {
            let id = app.selected().id;
            app.using.found(id).is_some() || app.using.failed(id).is_some()
        });
        let app = window.app();
        assert_eq!(app.using.failed(app.selected().id), None, "{name}");
        let found = app.using.found(app.selected().id).expect("found");
        if name == "compress" {
            std::fs::write(&codes, found.outcome.codes.as_ref().expect("codes")).expect("written");
        }
        let has = |is_there: bool| if is_there { "yes" } else { "no" };
        let seen = [
            has(!found.outcome.shown.lines.is_empty()),
            has(!found.outcome.table.0.is_empty()),
            has(!found.outcome.curves.is_empty()),
        ];
        assert!(seen.contains(&"yes"), "{name} shows nothing");
        for (theme, words) in [(ThemeChoice::Dark, "dark"), (ThemeChoice::Light, "light")] {
            for size in [[1_024.0, 640.0], [1_920.0, 1_080.0]] {
                window.harness.state_mut().preferences.theme = theme;
                window.harness.set_size(size.into());
                window.frames(6);
                let image = window.harness.render().expect("a picture");
                keep_picture(&format!("use-{name}-{words}-{}", size[0]), &image);
            }
        }
    }
}
