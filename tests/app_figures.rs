//! Measures of variants, worked out while somebody looks.

mod app_support;

use app_support::{Session, tiny_project};
use hourglass::app::{Action, Answer, App, Edit, Figures};
use hourglass::eval::Baseline;
use hourglass::export::columns::{Cell, Figure};
use hourglass::model::DeviceId;
use hourglass::training::{RunState, VariantId, measure_test};

const A: VariantId = VariantId(1);

fn trained(session: &mut Session) {
    session.until_ready();
    session.app.apply(Action::Train);
    session.until_state(RunState::Finished);
}

fn figures(app: &App) -> Option<Figures> {
    app.figures.by_variant.get(&A).copied()
}

/// What measuring the weights of now gives, and PCA's error at the code's size.
fn expected(app: &App) -> (Figures, f64) {
    let trained = app.selected().trained.as_ref().unwrap();
    let data = app.dataset.prepared().unwrap();
    let position = trained.resume_state.position;
    let state = &trained.resume_state.state;
    let (settings, scaler) = (&trained.settings, &data.scaler);
    let (measured, _) = measure_test(
        settings,
        state,
        &position,
        &data.dataset,
        scaler,
        DeviceId::Cpu,
    )
    .unwrap();
    let pca = Baseline::new(&data.dataset, scaler, &data.split, 2).unwrap();
    let figures = Figures {
        step: position.step,
        epochs: f64::from(position.epoch) + f64::from(position.batch) / 4.0,
        measured,
    };
    (figures, pca.mse(&data.dataset, scaler, 2))
}

#[test]
fn figures_are_those_of_the_weights() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(Some(&tiny_project(folder.path())));
    trained(&mut session);
    assert_eq!(figures(&session.app), None, "nobody looks");
    assert!(session.app.asks_who_looks());

    session.app.apply(Action::Figures);
    assert!(!session.app.asks_who_looks());
    session.until("figures", |app| {
        app.figures.pca.is_some() && figures(app).is_some()
    });
    let (first, pca) = expected(&session.app);
    assert_eq!(figures(&session.app), Some(first));
    let table = session.app.comparison();
    assert_eq!(
        table.cell(0, Figure::Mse),
        Some(&Cell::Number(first.measured.mse))
    );
    let known = session.app.figures.pca.as_ref().unwrap();
    // As many as there are pixels, and none at all.
    assert_eq!(known.errors.len(), 17);
    assert!((known.at(2).unwrap() - pca).abs() < 1e-7);
    assert_eq!(known.at(17), None);

    // One update later they are of other weights.
    let mut training = session.app.selected().settings.training;
    training.epochs = 3;
    session.app.apply(Action::Edit(Edit::Training(training)));
    session.app.apply(Action::Step);
    session.app.apply(Action::Figures);
    session.until("newer figures", |app| {
        figures(app).is_some_and(|figures| figures.step == first.step + 1)
    });
    let (second, _) = expected(&session.app);
    assert_eq!(figures(&session.app), Some(second));
    assert_eq!(second.epochs, 2.25);
    assert_ne!(second.measured, first.measured);
}

#[test]
fn figures_go_with_their_weights() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(Some(&tiny_project(folder.path())));
    trained(&mut session);
    session.app.apply(Action::Figures);
    session.until("figures", |app| figures(app).is_some());
    session.app.apply(Action::Restart);
    session.app.apply(Action::Answer(Answer::Restart));
    assert_eq!(figures(&session.app), None);
    session.app.poll();
    assert_eq!(figures(&session.app), None);
    assert_eq!(
        session.app.no_figures(),
        Some("Measures come once a variant is trained")
    );
}

#[test]
fn figures_of_a_run_in_training_come_now_and_then() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(Some(&tiny_project(folder.path())));
    session.until_ready();
    let mut training = session.app.selected().settings.training;
    training.epochs = 1_000_000;
    session.app.apply(Action::Edit(Edit::Training(training)));
    session.app.apply(Action::Train);
    session.app.apply(Action::Figures);
    session.until("figures", |app| figures(app).is_some());
    assert_eq!(session.app.selected_state(), RunState::Training);
    let first = figures(&session.app).unwrap();
    assert!(first.step > 0 && first.epochs * 4.0 == first.step as f64);
    // At rest they are those of the last update.
    session.app.apply(Action::Pause);
    session.until_state(RunState::Paused);
    session.app.apply(Action::Figures);
    session.until("newer figures", |app| {
        figures(app).is_some_and(|figures| figures.step > first.step)
    });
    let (last, _) = expected(&session.app);
    assert_eq!(figures(&session.app), Some(last));
}
