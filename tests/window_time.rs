//! The row from which views are taken back in time, driven by label without a display, and pictures of it.

mod common;
mod window_session_support;

use std::time::{Duration, Instant};

use common::keep_picture;
use egui::{Key, Modifiers, Pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hourglass::app::{Action, VariantsEdit};
use hourglass::project::{self, Variant};
use hourglass::training::{GalleryView, LatentView, RunState, VariantId};
use window_session_support::{Window, document};

const ONE: VariantId = VariantId(1);

/// Whether the row of time, which is always there, has nothing to play.
fn has_no_past(window: &Window) -> bool {
    let play = window.harness.get_by_label("Play the past");
    play.accesskit_node().is_disabled()
}

/// A window whose two variants were trained, for 5 and for 3 epochs; the first is selected.
fn trained() -> (tempfile::TempDir, Window) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut document = document(folder.path());
    document.variants[0].settings.training.epochs = 5;
    let mut second = Variant {
        id: VariantId(2),
        name: "B".into(),
        colour: 1,
        ..document.variants[0].clone()
    };
    second.settings.training.epochs = 3;
    document.variants.push(second);
    document.next_id = 3;
    let bundle = folder.path().join("shapes");
    project::save(&document, &bundle).expect("saved");
    let mut window = Window::open_in(&bundle, [1440.0, 900.0]);
    assert!(has_no_past(&window));
    for id in [2, 1] {
        window
            .harness
            .state_mut()
            .app
            .apply(Action::Select(VariantId(id)));
        window.harness.state_mut().app.apply(Action::Train);
        let id = VariantId(id);
        window.until("the end", |app| {
            app.runs.get(&id).is_some_and(|run| {
                let last = run.checkpoints.last().map(|kept| kept.epochs);
                run.state == RunState::Finished && last == Some(f64::from(run.progress.epochs))
            })
        });
    }
    (folder, window)
}

fn until_shown(window: &mut Window, epochs: Option<f64>) {
    window.until("the views", |app| {
        let run = &app.runs[&ONE];
        run.views
            .get::<GalleryView>()
            .is_some_and(|view| view.past == epochs)
            && run
                .views
                .get::<LatentView>()
                .is_some_and(|view| view.past == epochs)
    });
    assert_eq!(window.app().looking_at(), epochs);
}

fn click_at(window: &mut Window, at: Pos2) {
    window.harness.hover_at(at);
    window.frames(1);
    for pressed in [true, false] {
        window.harness.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        window.frames(2);
    }
}

#[test]
fn views_go_back_in_time_and_to_the_present_again() {
    let (_folder, mut window) = trained();
    // 8 batches: after 1, 2 and 4 of them, and after each epoch.
    let times = [0.0, 0.125, 0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0];
    assert_eq!(window.app().times(), times);
    assert!(window.harness.query_by_label("Epoch 5").is_none());

    window.click("Earlier");
    until_shown(&mut window, Some(5.0));
    window.key(Modifiers::NONE, Key::Comma);
    until_shown(&mut window, Some(4.0));
    // The second variant is behind; the badges tell of the first.
    assert_eq!(window.app().shown_time(VariantId(2)), Some(3.0));
    assert!(window.harness.get_by_label("Epoch 4 of 5").rect().width() > 0.0);
    assert!(window.harness.get_all_by_label("Epoch 4").count() >= 2);
    let past = window.app().runs[&ONE].views.get::<GalleryView>().unwrap();
    let kept = window.app().runs[&ONE].checkpoints.clone();
    let checkpoint = kept.iter().find(|kept| kept.epochs == 4.0).unwrap();
    assert_eq!(past.step, checkpoint.step);

    let slider = window.harness.get_by_label("Moment on screen").rect();
    click_at(&mut window, slider.left_center() + vec2(9.0, 0.0));
    until_shown(&mut window, Some(0.0));
    click_at(&mut window, slider.right_center() - vec2(9.0, 0.0));
    until_shown(&mut window, None);

    window.key(Modifiers::NONE, Key::Comma);
    window.key(Modifiers::NONE, Key::Comma);
    until_shown(&mut window, Some(4.0));
    window.key(Modifiers::NONE, Key::Period);
    until_shown(&mut window, Some(5.0));
    window.key(Modifiers::NONE, Key::L);
    until_shown(&mut window, None);
}

#[test]
fn the_past_plays_over_and_over_until_it_is_paused() {
    let (_folder, mut window) = trained();
    window.click("Play the past");
    let times = window.app().times();
    let mut seen = Vec::new();
    let deadline = Instant::now() + Duration::from_mins(1);
    while seen.len() <= times.len() + 1 {
        window.frames(1);
        let at = window.app().looking_at();
        if seen.last() != Some(&at) {
            seen.push(at);
        }
        assert!(Instant::now() < deadline, "only {seen:?} was played");
        std::thread::sleep(Duration::from_millis(1));
    }
    let begun = times.iter().position(|&time| seen[0] == Some(time));
    let expected = times.iter().cycle().skip(begun.expect("a moment"));
    let expected: Vec<_> = expected.take(seen.len()).copied().map(Some).collect();
    assert_eq!(seen, expected);

    window.click("Pause the playback");
    let paused = window.app().looking_at();
    window.frames(60);
    assert_eq!(window.app().looking_at(), paused);
    // A person who takes the slider takes over.
    window.click("Play the past");
    window.key(Modifiers::NONE, Key::L);
    window.frames(60);
    assert_eq!(window.app().looking_at(), None);
    window.harness.get_by_label("Play the past");
}

#[test]
fn how_much_is_kept_is_chosen_beside_the_slider() {
    let (_folder, mut window) = trained();
    window.click("Earlier");
    window.choose("How much of the past is kept", "16 MB");
    assert_eq!(window.app().document.checkpoint_megabytes, 16);
    window.key(Modifiers::NONE, Key::Escape);
    window.choose("How much of the past is kept", "nothing");
    window.until("nothing to be kept", |app| app.times().is_empty());
    window.frames(4);
    // Without a past there is nothing to play, and views are of the present.
    assert!(has_no_past(&window));
    until_shown(&mut window, None);
}

#[test]
fn a_variant_is_forked_from_the_moment_on_screen() {
    let (_folder, mut window) = trained();
    click_earlier(&mut window, 3);
    window.click("Fork from here");
    let asked = window.harness.state().recent_actions().last();
    let (variant, epochs) = (ONE, Some(3.0));
    let fork = Action::Variants(VariantsEdit::Fork { variant, epochs });
    assert_eq!(asked, Some(&fork));
}

fn click_earlier(window: &mut Window, times: usize) {
    for _ in 0..times {
        window.click("Earlier");
    }
}

#[test]
fn pictures_of_the_past() {
    let (_folder, mut window) = trained();
    click_earlier(&mut window, 3);
    until_shown(&mut window, Some(3.0));
    for mode in ["Dark", "Light"] {
        window.menu("View", mode);
        for size in [[1100, 700], [1920, 1080]] {
            window
                .harness
                .set_size(vec2(size[0] as f32, size[1] as f32));
            for _ in 0..12 {
                window.frames(1);
                std::thread::sleep(Duration::from_millis(10));
            }
            let image = window.harness.render().expect("a picture");
            assert_eq!(image.dimensions(), (size[0], size[1]));
            let name = format!("time-{}x{}-{}", size[0], size[1], mode.to_lowercase());
            keep_picture(&name, &image);
            // The knob is the one large thing of the accent's colour on the row.
            let slider = window.harness.get_by_label("Moment on screen").rect();
            let palette = match mode {
                "Dark" => &hourglass::ui::theme::DARK,
                _ => &hourglass::ui::theme::LIGHT,
            };
            let accent = palette.accent.to_array();
            let rows = slider.top() as u32..slider.bottom() as u32;
            let lit: Vec<u32> = rows
                .flat_map(|y| (slider.left() as u32..slider.right() as u32).map(move |x| (x, y)))
                .filter(|&(x, y)| image.get_pixel(x, y).0 == accent)
                .map(|(x, _)| x)
                .collect();
            let middle = lit.iter().sum::<u32>() as f32 / lit.len().max(1) as f32;
            // The seventh of nine moments, and the present at the end.
            let expected = slider.left() + 8.0 + (slider.width() - 16.0) * 6.0 / 9.0;
            assert!(lit.len() > 60, "{} pixels", lit.len());
            assert!((middle - expected).abs() < 2.0, "{middle}, not {expected}");
        }
    }
}
