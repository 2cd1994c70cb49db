//! The training panel: every setting by label, and what cannot be taken is refused in place.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::model::Optimiser;
use hourglass::project::Document;
use hourglass::training::{ScheduleShape, TrainingSettings};
use hourglass::ui::setup::TrainingPanel;

use crate::bench::{Bench, choose, click, enter, open};

type Window = Harness<'static, Bench<TrainingPanel>>;

fn window() -> Window {
    open(300.0, Document::default())
}

fn settings(window: &Window) -> TrainingSettings {
    window.state().settings().training
}

#[test]
fn a_learning_rate_is_typed_in_scientific_notation() {
    let mut window = window();
    enter(&mut window, "Learning rate", "3e-4");
    assert_eq!(settings(&window).learning_rate, 3e-4);
    assert_eq!(
        window.get_by_label("Learning rate").value(),
        Some("3e-4".into())
    );
}

#[test]
fn a_wrong_learning_rate_is_refused_and_the_old_one_stays() {
    let mut window = window();
    for (typed, hint) in [
        (
            "quick",
            "quick is not a number, write it like 0.001 or 1e-3",
        ),
        ("0", "It must lie between 1e-8 and 10"),
        ("-1", "It must lie between 1e-8 and 10"),
        ("0,01", "0,01 has a comma, write it with a point"),
    ] {
        enter(&mut window, "Learning rate", typed);
        assert!(window.state().edits.is_empty(), "{typed} was taken");
        window.get_by_label(hint);
    }
    enter(&mut window, "Learning rate", "0.01");
    assert_eq!(settings(&window).learning_rate, 0.01);
    assert!(
        window.query_by_label_contains("has a comma").is_none(),
        "the hint stays after a good number"
    );
}

#[test]
fn dragging_moves_the_learning_rate_in_proportion() {
    let mut window = window();
    let start = window.get_by_label("Learning rate").rect().center();
    window.drag_at(start);
    window.run();
    window.hover_at(start + egui::vec2(20.0, 0.0));
    window.run();
    window.drop_at(start + egui::vec2(20.0, 0.0));
    window.run();
    let rate = settings(&window).learning_rate;
    assert!((1.1e-3..1.4e-3).contains(&rate), "{rate}");
}

#[test]
fn a_project_with_odd_numbers_is_shown_and_not_corrected() {
    let mut document = Document::default();
    let training = &mut document.variants[0].settings.training;
    training.optimiser = Optimiser::Sgd {
        momentum: 0.0,
        nesterov: true,
    };
    training.learning_rate = 50.0;
    training.batch = 1_000_000;
    training.seed = u64::MAX;
    let window = open::<TrainingPanel>(300.0, document);
    assert!(window.state().edits.is_empty());
}

#[test]
fn each_optimiser_shows_its_own_numbers() {
    let mut window = window();
    enter(&mut window, "Beta 1", "0.5");
    choose(&mut window, "Optimiser", "AdamW");
    assert_eq!(settings(&window).optimiser, Optimiser::ALL[2]);
    choose(&mut window, "Optimiser", "SGD");
    assert!(window.query_by_label("Beta 1").is_none());
    click(&mut window, "Nesterov");
    assert_eq!(
        settings(&window).optimiser,
        Optimiser::Sgd {
            momentum: 0.9,
            nesterov: true
        }
    );
    enter(&mut window, "Momentum", "0");
    assert_eq!(
        settings(&window).optimiser,
        Optimiser::Sgd {
            momentum: 0.0,
            nesterov: false
        },
        "Nesterov's step needs momentum"
    );
    choose(&mut window, "Optimiser", "RMSprop");
    enter(&mut window, "Alpha", "0.95");
    enter(&mut window, "Epsilon", "1e-6");
    assert_eq!(
        settings(&window).optimiser,
        Optimiser::RmsProp {
            alpha: 0.95,
            epsilon: 1e-6,
            momentum: 0.0
        }
    );
}

#[test]
fn the_schedule_has_its_rows() {
    let mut window = window();
    choose(&mut window, "Schedule", "step");
    enter(&mut window, "Step every", "4 epochs");
    enter(&mut window, "Step factor", "0.5");
    enter(&mut window, "Warm-up", "1.5");
    let schedule = settings(&window).schedule;
    assert_eq!(
        schedule.shape,
        ScheduleShape::Step {
            every: 4,
            factor: 0.5
        }
    );
    assert_eq!(schedule.warm_up_epochs, 1.5);
    choose(&mut window, "Schedule", "cosine");
    enter(&mut window, "Cosine floor", "0.1");
    assert_eq!(
        settings(&window).schedule.shape,
        ScheduleShape::Cosine { floor: 0.1 }
    );
}

#[test]
fn batch_epochs_and_seed() {
    let mut window = window();
    choose(&mut window, "Choose batch size", "256");
    assert_eq!(settings(&window).batch, 256);
    enter(&mut window, "Batch size", "100");
    assert_eq!(settings(&window).batch, 100);
    enter(&mut window, "Batch size", "2.5");
    window.get_by_label("2.5 is not a whole number");
    enter(&mut window, "Epochs", "50");
    enter(&mut window, "Seed", "7");
    assert_eq!((settings(&window).epochs, settings(&window).seed), (50, 7));
    click(&mut window, "Draw another");
    let drawn = settings(&window).seed;
    assert_ne!(drawn, 7);
    click(&mut window, "Draw another");
    assert_ne!(settings(&window).seed, drawn);
}

#[test]
fn guards_are_switched_on_and_off() {
    let mut window = window();
    assert!(window.query_by_label("Patience").is_none());
    click(&mut window, "Clip gradients");
    enter(&mut window, "Largest norm", "0.5");
    click(&mut window, "Early stopping");
    enter(&mut window, "Patience", "3");
    enter(&mut window, "Least improvement", "1e-4");
    let now = settings(&window);
    assert_eq!(now.clip_norm, Some(0.5));
    let early = now.early_stopping.expect("switched on");
    assert_eq!((early.patience, early.min_delta), (3, 1e-4));
    click(&mut window, "Clip gradients");
    click(&mut window, "Early stopping");
    let now = settings(&window);
    assert_eq!((now.clip_norm, now.early_stopping), (None, None));
}
