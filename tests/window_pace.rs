//! When frames are drawn: none without a reason, and at once where a person waits for one.

mod common;
mod window_session_support;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use egui::{Key, Modifiers, ViewportId, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Action, App, AppOptions};
use hourglass::training::{Asker, ObservationId, RunState};
use hourglass::ui::Workbench;
use hourglass::ui::views::WindowMode;
use window_session_support::{Window, project};

/// Long enough never to be reached by a test that passes.
const LONG: Duration = Duration::from_mins(1);

fn epochs_done(app: &App) -> usize {
    let run = app.runs.get(&app.selected().id);
    run.map_or(0, |run| run.history.epochs.len())
}

/// When the window wants its next frame.
fn next_frame(harness: &Harness<'_, Workbench>) -> Duration {
    harness.output().viewport_output[&ViewportId::ROOT].repaint_delay
}

/// Frames until no more are asked for; then none is, however many are drawn.
fn comes_to_rest(window: &mut Window, when: &str) {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(30) {
        window.harness.step();
        if next_frame(&window.harness) == Duration::MAX {
            break;
        }
    }
    for frame in 0..5 {
        window.harness.step();
        let next = next_frame(&window.harness);
        let reasons = window.harness.ctx.repaint_causes();
        assert_eq!(next, Duration::MAX, "{when}, frame {frame}: {reasons:?}");
    }
}

#[test]
fn nothing_is_drawn_while_nothing_happens() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = Window::open_in(&project(folder.path()), [1_440.0, 900.0]);
    comes_to_rest(&mut window, "a new project");

    window.press("Train");
    window.until("two epochs", |app| epochs_done(app) >= 2);
    window.press("Pause");
    window.until("the pause", |app| app.selected_state() == RunState::Paused);
    comes_to_rest(&mut window, "training that has ended");

    let rect = window
        .harness
        .get_by_label("Latent space of the test images")
        .rect();
    window.harness.hover_at(rect.center());
    comes_to_rest(&mut window, "a pointer over the latent space");

    window.harness.key_press(Key::F1);
    comes_to_rest(&mut window, "the shortcuts");
    window.harness.key_press(Key::Escape);
    comes_to_rest(&mut window, "no dialog any more");

    let times = window.app().times();
    window
        .harness
        .state_mut()
        .app
        .apply(Action::LookAt(Some(times[0])));
    comes_to_rest(&mut window, "a look back");
    window.harness.state_mut().app.apply(Action::LookAt(None));
    comes_to_rest(&mut window, "the present again");

    window.harness.state_mut().preferences.mode = WindowMode::Compare;
    comes_to_rest(&mut window, "variants compared");
    window.key(Modifiers::COMMAND, Key::Q);
    assert!(window.app().question.is_some(), "unsaved weights");
    comes_to_rest(&mut window, "a question");
}

/// A window that trains, and the calls that wake it.
fn training(bundle: &std::path::Path) -> (Window, Receiver<()>) {
    let (wake, woken) = channel();
    let wake = Arc::new(move || {
        // Nobody waits any more at the end.
        let _ = wake.send(());
    });
    let options = AppOptions {
        threads: 1,
        ..AppOptions::default()
    };
    let app = App::start(wake, bundle.to_str(), options);
    let harness = Harness::builder()
        .with_size([1_440.0, 900.0])
        .build_ui_state(
            |ui, workbench: &mut Workbench| workbench.frame_ui(ui),
            Workbench::new(app),
        );
    let mut window = Window { harness };
    window.until("the project", |app| app.path.is_some());
    window.until_ready();
    window.press("Train");
    window.until("codes in training", |app| {
        let run = app.runs.get(&app.selected().id);
        run.is_some_and(|run| run.views.has(ObservationId::Latents) && run.progress.step > 10)
    });
    (window, woken)
}

/// The code that was asked for last.
fn asked(workbench: &Workbench) -> Option<Vec<f32>> {
    let actions = workbench
        .recent_actions()
        .filter_map(|action| match action {
            Action::Decode(Asker::Probe, code) => Some(code.clone()),
            _ => None,
        });
    actions.last()
}

#[test]
fn a_drag_asks_in_its_own_frame_and_is_answered_by_the_first_that_can() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut window, woken) = training(&project(folder.path()));
    let rect = window
        .harness
        .get_by_label("Latent space of the test images")
        .rect();
    assert!(!window.app().awaits_decoded());
    window.harness.drag_at(rect.center());
    window.harness.step();
    let mut before = None;
    for turn in 1..=5u8 {
        let code = asked(window.harness.state()).expect("a question in the frame of the drag");
        assert_ne!(Some(&code), before.as_ref(), "another place, another code");
        // Frames that news ask for, until the answer is there. The weights move on meanwhile, and with them the code
        // that the place means.
        loop {
            let (app, asked) = (window.app(), asked(window.harness.state()));
            if app
                .decoded
                .latest
                .probe
                .as_ref()
                .map(|decoded| &decoded.code)
                == asked.as_ref()
            {
                break;
            }
            assert!(app.awaits_decoded(), "till then news are drawn at once");
            woken.recv_timeout(LONG).expect("news");
            window.harness.step();
        }
        let image = window.harness.query_by_label("Decoded image");
        assert!(image.is_some(), "on screen in the frame that took it up");
        assert_eq!(window.app().selected_state(), RunState::Training);
        before = asked(window.harness.state());
        let by = rect.width() / 40.0 * f32::from(turn);
        window.harness.hover_at(rect.center() + vec2(by, by / 2.0));
        window.harness.step();
    }
}
