//! Messages: one toast over the window, and all of them behind an icon. Pictures of both are left under the build folder
//! to be looked at.

mod common;

use std::sync::Arc;

use common::{PictureRenderer, is_enabled, keep_picture, made_up};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Pos2, Rect, ViewportId};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use hourglass::app::{
    Action, App, DatasetState, Message, MessageKind, Offer, Remedy, VariantsEdit,
};
use hourglass::project::{Document, Trained};
use hourglass::training::{RunState, VariantId};
use hourglass::ui::Workbench;

type Window = Harness<'static, Workbench>;

const A: VariantId = VariantId(1);
/// Of one step.
const SECONDS: f32 = 0.25;

fn window(app: App, size: [f32; 2]) -> Window {
    let mut harness = Harness::builder()
        .with_size(size)
        .with_step_dt(SECONDS)
        .renderer(PictureRenderer::default())
        .build_ui_state(
            |ui, workbench: &mut Workbench| workbench.frame_ui(ui),
            Workbench::new(app),
        );
    harness.run_steps(4);
    harness
}

fn small() -> Window {
    window(made_up::two_runs(), [1024.0, 640.0])
}

fn say(harness: &mut Window, kind: MessageKind, text: &str) {
    let message = Message::new(kind, text, "");
    harness.state_mut().app.say(message);
    harness.run_steps(3);
}

fn click(harness: &mut Window, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(4);
}

/// One that has the words of a control elsewhere.
fn button<'a>(harness: &'a Window, label: &'a str) -> Node<'a> {
    harness.get_by_role_and_label(Role::Button, label)
}

fn wait(harness: &mut Window, seconds: f32) {
    harness.run_steps((seconds / SECONDS) as usize);
}

fn actions(harness: &Window) -> Vec<Action> {
    harness.state().recent_actions().cloned().collect()
}

/// Everything with a name, and where it is.
fn places(harness: &Window) -> Vec<(String, Rect)> {
    let all = harness.root().children_recursive();
    all.filter_map(|node| {
        let label = node.accesskit_node().label()?;
        let bell = label.starts_with("Messages");
        (!bell).then(|| (label, node.rect()))
    })
    .collect()
}

#[test]
fn a_message_moves_nothing_and_leaves_the_toolbar_free() {
    let long = "The loss is no longer a finite number. ".repeat(40);
    for size in [[900.0, 600.0], [1024.0, 640.0], [1440.0, 900.0]] {
        let mut harness = window(made_up::two_runs(), size);
        let before = places(&harness);
        assert!(before.len() > 40, "{}", before.len());
        say(&mut harness, MessageKind::Warning, &long);
        let after = places(&harness);
        for place in &before {
            assert!(after.contains(place), "{place:?} at {size:?}");
        }
        let toolbar = harness.get_by_label("Stop").rect();
        let close = harness.get_by_label("Close this message").rect();
        let shown = harness.get_by_label_contains("finite number").rect();
        assert!(close.top() > toolbar.bottom() + 200.0, "{close:?}");
        assert!(shown.width() <= 560.0, "{shown:?}");
    }
}

#[test]
fn information_goes_after_five_seconds_and_wakes_the_window_once() {
    let mut harness = small();
    say(&mut harness, MessageKind::Info, "Saved: digits");
    harness.get_by_label("Saved: digits");
    let delay = harness.output().viewport_output[&ViewportId::ROOT].repaint_delay;
    assert!((3.0..=5.0).contains(&delay.as_secs_f32()), "{delay:?}");
    wait(&mut harness, 3.5);
    harness.get_by_label("Saved: digits");
    wait(&mut harness, 2.0);
    assert!(harness.query_by_label("Saved: digits").is_none());
    assert_eq!(harness.state().app.messages, []);
    assert_eq!(actions(&harness), [], "nobody has asked for it");

    click(&mut harness, "Messages");
    harness.get_by_label("Saved: digits");
}

#[test]
fn information_stays_under_the_pointer() {
    let mut harness = small();
    say(&mut harness, MessageKind::Info, "Saved: digits");
    let at = harness.get_by_label("Saved: digits").rect().center();
    harness.event(Event::PointerMoved(at));
    wait(&mut harness, 20.0);
    harness.get_by_label("Saved: digits");
    harness.event(Event::PointerMoved(Pos2::new(4.0, 4.0)));
    wait(&mut harness, 6.0);
    assert!(harness.query_by_label("Saved: digits").is_none());
}

#[test]
fn a_warning_stays_until_it_is_closed_and_then_in_the_list() {
    let mut harness = small();
    say(&mut harness, MessageKind::Warning, "The loss rises");
    say(&mut harness, MessageKind::Info, "Saved: digits");
    harness.get_by_label("1 more");
    wait(&mut harness, 60.0);
    harness.get_by_label("The loss rises");
    harness.get_by_label("Messages, 1 unread warning");
    click(&mut harness, "Close this message");
    assert!(harness.query_by_label("The loss rises").is_none());
    click(&mut harness, "Messages");
    harness.get_by_label("The loss rises");
    harness.get_by_label("Saved: digits");
}

#[test]
fn fifteen_at_once_are_one_toast_and_a_list() {
    let mut harness = small();
    for number in 1..=15 {
        let text = format!("Warning number {number}");
        let message = Message::new(MessageKind::Warning, text, "Try again");
        harness.state_mut().app.say(message);
    }
    harness.run_steps(3);
    harness.get_by_label("Warning number 15");
    assert!(harness.query_by_label("Warning number 14").is_none());
    harness.get_by_label("Messages, 15 unread warnings");
    click(&mut harness, "14 more");
    let top = |text: &str| harness.get_by_label(text).rect().top();
    for number in 1..15 {
        let (older, newer) = (number, number + 1);
        let above = top(&format!("Warning number {newer}"));
        assert!(above < top(&format!("Warning number {older}")), "{number}");
    }
    assert!(harness.query_by_label_contains("unread").is_none());
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("Warning number").is_none());
    assert_eq!(harness.state().app.messages, [], "they have been seen");
}

#[test]
fn the_list_opens_closes_and_is_cleared_by_keys() {
    let mut harness = small();
    let press = |harness: &mut Window, key: Key| {
        harness.key_press(key);
        harness.run_steps(3);
    };
    harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
    harness.run_steps(3);
    harness.get_by_label("No messages yet in this session");
    assert!(!is_enabled(&harness.get_by_label("Clear")));
    press(&mut harness, Key::Escape);
    assert!(
        harness
            .query_by_label("No messages yet in this session")
            .is_none()
    );

    say(&mut harness, MessageKind::Error, "Not saved");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
    harness.run_steps(3);
    // The list has the focus: its button is the next or the one before.
    harness.get_by_label("Not saved");
    harness.get_by_label("Clear").focus();
    harness.run_steps(2);
    press(&mut harness, Key::Enter);
    harness.get_by_label("No messages yet in this session");
    assert_eq!(harness.state().app.message_log.newest_first().len(), 0);
    let close = harness.get_by_label("Close the list of messages");
    close.focus();
    harness.run_steps(2);
    press(&mut harness, Key::Space);
    assert!(harness.query_by_label("Clear").is_none());
}

#[test]
fn what_only_a_developer_reads_is_folded_away() {
    let mut harness = small();
    let text = "The weights do not fit this model, a tensor is missing: encoder.2.weight";
    say(&mut harness, MessageKind::Warning, text);
    harness.get_by_label("The weights do not fit this model, a tensor is missing");
    assert!(
        harness
            .query_by_label_contains("encoder.2.weight")
            .is_none()
    );
    click(&mut harness, "Details");
    harness.get_by_label(text);
}

/// A run at rest after it has diverged, and the message that says so.
fn diverged() -> App {
    let mut app = made_up::two_runs();
    app.dataset = DatasetState::Ready(Arc::new(made_up::prepared(4, true)));
    app.runs.get_mut(&A).expect("a run").state = RunState::Diverged;
    let text =
        "A dense 32: the loss is no longer a finite number, the weights of step 4,200 were kept";
    let advice = "Lower the learning rate, clip the gradient norm, or let the learning rate warm up; then train again \
                  from the weights that were kept";
    let mut message = Message::new(MessageKind::Warning, text, advice);
    for remedy in Remedy::ALL {
        message = message.with_offer(Offer::Remedy(A, remedy));
    }
    app.say(message);
    app
}

#[test]
fn a_run_that_has_diverged_goes_on_with_other_settings() {
    for (label, remedy) in [
        ("Lower the learning rate", Remedy::LowerLearningRate),
        ("Clip gradients", Remedy::ClipGradients),
    ] {
        let mut harness = window(diverged(), [1024.0, 640.0]);
        let before = harness.state().app.selected().settings.training;
        button(&harness, label).click();
        harness.run_steps(4);
        assert!(actions(&harness).contains(&Action::TryRemedy(A, remedy)));
        let app = &harness.state().app;
        let after = app.selected().settings.training;
        match remedy {
            Remedy::LowerLearningRate => {
                let ratio = before.learning_rate / after.learning_rate;
                assert!((9.999..10.001).contains(&ratio), "{ratio}");
            }
            Remedy::ClipGradients => assert_eq!(after.clip_norm, Some(1.0)),
        }
        assert!(app.undo_text().is_some());
        assert_eq!(app.messages, [], "what was offered is taken");
    }

    let mut app = diverged();
    app.runs.get_mut(&A).expect("a run").state = RunState::Training;
    let harness = window(app, [1024.0, 640.0]);
    assert!(!is_enabled(&button(&harness, "Clip gradients")));
}

#[test]
fn other_offers_lead_to_the_data_and_to_the_best_weights() {
    let mut harness = small();
    let gone = Message::new(MessageKind::Error, "The file is gone: a.csv", "");
    harness
        .state_mut()
        .app
        .say(gone.with_offer(Offer::ChooseData));
    harness.run_steps(3);
    click(&mut harness, "Choose the data");
    harness.get_by_label("Path");
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert_eq!(harness.state().app.messages, []);

    let by_heart = Message::new(MessageKind::Warning, "It learns by heart", "");
    let fork = Offer::ForkFromBest {
        variant: A,
        epoch: 7,
    };
    harness.state_mut().app = App::detached(Document::default());
    let app = &mut harness.state_mut().app;
    let settings = app.selected().settings.clone();
    app.document.variants[0].trained = Some(Trained {
        resume_state: Arc::default(),
        settings,
        state: RunState::Paused,
    });
    app.say(by_heart.with_offer(fork));
    harness.run_steps(3);
    click(&mut harness, "Fork from best");
    let wanted = Action::Variants(VariantsEdit::Fork {
        variant: A,
        epochs: Some(7.0),
    });
    assert!(actions(&harness).contains(&wanted));
}

#[test]
fn pictures_of_messages() {
    for (name, size, mode) in [
        ("messages-1024", [1024.0, 640.0], "Dark"),
        ("messages-1440", [1440.0, 900.0], "Light"),
    ] {
        let mut app = made_up::two_runs();
        app.say(Message::new(MessageKind::Info, "Saved: digits", ""));
        app.say(Message::new(
            MessageKind::Warning,
            "wide: begins with the weights of digits after epoch 2 where its layers match: encoder.2.weight",
            "Train it for some epochs before it is compared",
        ));
        app.say(Message::new(
            MessageKind::Error,
            "The file is gone: /home/somebody/data/a-folder-with-a-long-name/train-images-idx3-ubyte.gz",
            "Choose other data in the data panel",
        ).with_offer(Offer::ChooseData));
        let mut diverged = diverged();
        app.dataset = DatasetState::Ready(Arc::new(made_up::prepared(4, true)));
        app.runs.get_mut(&A).expect("a run").state = RunState::Diverged;
        app.say(diverged.messages.remove(0));
        let mut harness = window(app, size);
        click(&mut harness, "View");
        click(&mut harness, mode);
        keep_picture(&format!("{name}-toast"), &harness.render().unwrap());
        click(&mut harness, "3 more");
        harness
            .get_all_by_label("Details")
            .next()
            .expect("folded")
            .click();
        harness.run_steps(4);
        keep_picture(&format!("{name}-log"), &harness.render().unwrap());
        harness.key_press(Key::Escape);
        harness.run_steps(2);
        say(&mut harness, MessageKind::Info, "Saved: digits");
        keep_picture(&format!("{name}-info"), &harness.render().unwrap());
    }
}
